"""Extremes of the map: X22, X23 and X25 of the model specification."""

import numpy as np

import simulator

EXACT = 1e-9
# What is told relative to the region, though nothing follows from it where the ties are cut.
TOLD_BY_THE_MEAN = ("relative_town_size", "income_gap", "transfer_need", "transfer_weight")


def test_x22_a_county_without_villagers_has_no_rural_values_and_does_not_touch_the_mean(folders, trial, assert_sound):
    results = simulator.simulate("frozen", folders["small"], "known_2020", last_year=2024)
    urban = results["rural_population"].isel(year=0, scenario=0, member=0).to_numpy() == 0.0
    assert urban.sum() == 1
    for name in (
        "inclusive_value",
        "outside_share",
        "choice_value",
        "regional_appeal",
        "rural_departure_rate",
        "rural_income",
        "rural_wage_income",
        "operating_income",
        "rural_property_income",
        "rural_transfer",
        "remittance_income",
    ):
        missing = np.isnan(results[name].isel(scenario=0, member=0, year=0).to_numpy())
        np.testing.assert_array_equal(missing, urban, err_msg=name)

    usual = trial(last_year=2024)
    run = usual.run()
    assert_sound(usual, run)
    other = usual.hold(rural_income_2020=np.where(urban, 1e9, usual.inputs.fields["rural_income_2020"]))
    elsewhere = other.run()
    villages = run.counties["rural_population"] == 0.0
    assert villages[0, 0].sum() == 1
    np.testing.assert_array_equal(elsewhere.region["mean_rural_income"][0, 0], run.region["mean_rural_income"][0, 0])
    np.testing.assert_array_equal(elsewhere.region["mean_inclusive_value"][0, 0], run.region["mean_inclusive_value"][0, 0])


def test_x23_without_ways_between_them_counties_go_on_as_if_each_were_alone(trial):
    islands = trial(last_year=2030).without("town_moves", "inflow")
    # Movers of a county without villagers have no village of their own to return to, however far the others are.
    islands = islands.of_counties(range(1, islands.inputs.counties))
    # At a million hours one mover in a thousand million would still come through.
    apart = np.where(np.eye(islands.inputs.counties) > 0.0, islands.inputs.arrays["travel_time_2020"], 1e12)
    # Sizes, rural incomes and wages relative to the region's mean and the transfers that all share would still tie them together.
    islands = islands.hold(
        travel_time_2020=apart, size_elasticity=0.0, return_elasticity=0.0, cost_elasticity=0.0, transfer_pool_2020=0.0
    )
    together = islands.run().counties
    for county in range(islands.inputs.counties):
        alone = islands.of_counties([county]).run().counties
        for name, value in alone.items():
            if name in TOLD_BY_THE_MEAN:
                continue
            np.testing.assert_allclose(together[name][:, :, [county]], value, rtol=EXACT, atol=1e-4 * EXACT, err_msg=name)


def test_x25_one_county_runs_and_has_nowhere_else_to_move(trial, assert_sound):
    single = trial("single", "plan", last_year=2030)
    run = single.run()
    assert_sound(single, run)
    for name in ("migrant_departures", "migrant_arrivals", "settled_departures", "settled_arrivals"):
        assert (run.counties[name][0, 1:] == 0.0).all(), name
    assert (run.counties["town_arrivals"][0, 1:] > 0.0).all()
    home = run.counties["rural_departures"] - run.counties["rural_outflow"]
    np.testing.assert_allclose(run.counties["town_arrivals"][0, 1:], home[0, 1:], rtol=EXACT)
