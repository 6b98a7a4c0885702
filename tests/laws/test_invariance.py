"""What changes nothing: the order of counties, the unit of money, the size of everything, a line drawn on the map."""

import numpy as np
import pytest

EXACT = 1e-12
CLOSE = 1e-10
EXTENSIVE = ("deaths_2020", "interprovincial_inflow", "registration_quota", "deaths_at_schedule_2020")


def assert_close(found, expected, rtol, skip=()):
    """Two sets of paths agree, to the scale of each."""
    assert set(found) == set(expected)
    for name in set(found) - set(skip):
        scale = np.abs(np.nan_to_num(expected[name])).max()
        np.testing.assert_allclose(found[name], expected[name], rtol=rtol, atol=rtol * 1e-3 * scale, err_msg=name)


def test_counties_in_another_order_fare_the_same(trial):
    run = trial(scenario="plan", last_year=2026, members=2)
    order = np.random.default_rng(5).permutation(run.inputs.counties)
    expected, found = run.run(), run.of_counties(order).run()
    assert_close(found.counties, {name: path[:, :, order] for name, path in expected.counties.items()}, EXACT)
    assert_close(found.region, expected.region, EXACT)


def test_counties_that_are_alike_stay_alike(trial):
    four = trial(scenario="plan", last_year=2030).of_counties([4] * 4)
    alike = four.hold(travel_time_2020=np.where(np.eye(4) > 0.0, 0.4, 1.5), travel_time_saving=np.where(np.eye(4) > 0.0, 0.0, 0.2))
    for name, path in alike.run().counties.items():
        first = np.nan_to_num(path[..., :1])
        assert np.abs(np.nan_to_num(path) - first).max() <= EXACT * np.abs(first).max(), name


def enlarge(run, times):
    """The same region with all its people, and all that is counted in people, so many times over."""
    inputs = run.inputs
    parts = {**inputs.parameters, **inputs.references, **inputs.constants}
    return run.start(run.residents * times, run.movers * times).hold(**{name: parts[name] * times for name in EXTENSIVE})


@pytest.mark.parametrize("times", [4.0, 1 / 3])
def test_a_larger_region_has_the_same_shares_and_rates(trial, model, times):
    # Towns are weighed by their size relative to the mean town, so what other provinces offer needs no shift.
    run = trial(scenario="plan", last_year=2028)
    expected, found = run.run(), enlarge(run, times).run()
    for part in ("counties", "region"):
        for name, path in getattr(expected, part).items():
            people = dict(model[name].unit.powers).get("person") == 1
            np.testing.assert_allclose(getattr(found, part)[name], path * (times if people else 1.0), rtol=CLOSE, atol=1e-9,
                                       err_msg=name)


def test_money_in_another_unit_changes_only_amounts_of_money(trial, model):
    run = trial(scenario="plan", last_year=2028)
    fields = run.inputs.fields
    rich = run.hold(urban_wage=fields["urban_wage"] * 100.0, rural_income=fields["rural_income"] * 100.0).refer()
    expected, found = run.run(), rich.run()
    for part in ("counties", "region"):
        for name, path in getattr(expected, part).items():
            power = dict(model[name].unit.powers).get("yuan", 0)
            scale = np.abs(np.nan_to_num(path)).max()
            np.testing.assert_allclose(getattr(found, part)[name], path * 100.0**power, rtol=CLOSE, atol=1e-12 * scale,
                                       err_msg=name)


def split(run, county):
    """The same region with one county cut into two halves that share its roads."""
    halves = run.of_counties([*range(run.inputs.counties), county])
    size = np.ones(halves.inputs.counties)
    size[[county, -1]] = 0.5
    return halves.start(halves.residents * size[:, None, None, None], halves.movers * size)


def test_a_county_cut_in_half_leaves_the_region_as_it_was(trial):
    # It holds where a town draws in proportion to its size, home is no nearer than its distance, nobody moves from town to
    # town or comes from other provinces (who choose by size squared), and the reference constants are found anew, as the
    # mean town is smaller.
    run = trial(last_year=2030).without("town_moves", "inflow").hold(size_elasticity=1.0, home_bias=0.0)
    expected, found = run.refer().run(), split(run, 7).refer().run()
    for name in ("population", "urban_population", "registered_population", "births", "deaths", "return_arrivals",
                 "rural_departures", "rural_outflow", "registrations"):
        np.testing.assert_allclose(found.counties[name].sum(axis=-1), expected.counties[name].sum(axis=-1), rtol=CLOSE,
                                   err_msg=name)
    halves = found.counties["population"][0]
    np.testing.assert_allclose(halves[:, 7] + halves[:, -1], expected.counties["population"][0, :, 7], rtol=CLOSE)


def test_a_cut_shows_where_home_is_dearer_than_its_distance(trial):
    run = trial(last_year=2030).without("town_moves", "inflow")
    whole, cut = run.refer().run(), split(run, 7).refer().run()
    assert (np.abs(cut.counties["town_arrivals"].sum(axis=-1) / whole.counties["town_arrivals"].sum(axis=-1) - 1.0)[0, 1:]
            > 1e-6).all()
