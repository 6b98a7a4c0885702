"""Extremes of moving: X14 to X16, X20 and X21 of the model specification."""

import numpy as np
import pytest

from simulator.operators.destination_choice import choose_towns, nearness

EXACT = 1e-9


def find_shares(trial, run):
    """Share of each destination among the region's own, in the state at the start [county, destination]."""
    inputs, programme = trial.inputs, run.counties["transport_programme"][0, 0]
    held = {name: np.full(inputs.counties, inputs.parameters[name][0]) for name in ("time_friction", "home_bias", "market_reach")}
    weight = nearness(inputs.arrays["travel_time_2020"], inputs.arrays["travel_time_saving"], programme, **held)
    return choose_towns(weight["distance_weight"], run.counties["town_appeal"][0, 0], own=True)


def test_x14_with_endless_friction_of_distance_everyone_stays_in_the_own_county(trial, assert_sound):
    own = []
    for friction in (1.2, 5.0, 50.0):
        far = trial(last_year=2023).hold(time_friction=friction)
        run = far.run()
        assert_sound(far, run)
        own.append(np.diag(find_shares(far, run)).min())
    assert own[0] < own[1] < own[2]
    assert own[2] > 1.0 - 1e-6
    home = run.counties["rural_departures"] - run.counties["rural_outflow"]
    np.testing.assert_allclose(run.counties["town_arrivals"][0, 1:], home[0, 1:], rtol=1e-5, atol=1e-5 * home[0, 1:].max())


def test_x15_where_nothing_tells_places_apart_every_destination_has_the_same_share(trial):
    alike = trial(last_year=2023).hold(
        time_friction=0.0,
        home_bias=0.0,
        size_elasticity=0.0,
        income_elasticity=0.0,
        job_elasticity=0.0,
        service_elasticity=0.0,
        price_elasticity=0.0,
    )
    n = alike.inputs.counties
    for each in (alike, alike.refer()):
        run = each.run().counties
        leaving = (run["rural_departures"] - run["rural_outflow"])[0, 1:].sum(axis=-1, keepdims=True)
        np.testing.assert_allclose(run["town_arrivals"][0, 1:], np.repeat(leaving / n, n, axis=1), rtol=EXACT)
    fitted = alike.refer()
    outside = fitted.inputs.parameters["outside_share_2020"][0]
    run = fitted.run().counties
    np.testing.assert_allclose(run["outside_share"][0], outside, rtol=EXACT)
    leaving = run["rural_departures"][0, 1:].sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(run["town_arrivals"][0, 1:] / leaving, (1.0 - outside) / n, rtol=EXACT)


def test_x16_when_everyone_leaves_villages_live_from_returns_alone(trial, share, assert_sound):
    urban = []
    for times in (1.0, 10.0, 100.0):
        mobile = trial(last_year=2035).hold(departure_rate=0.027 * times)
        run = mobile.run()
        assert_sound(mobile, run)
        urban.append(share(run)[-1])
    assert urban[0] < urban[1] < urban[2] < 1.0
    flows = {
        name: run.counties[name][0, -1].sum()
        for name in ("return_arrivals", "rural_births", "rural_departures", "rural_deaths", "reclassifications")
    }
    gains = flows["return_arrivals"] + flows["rural_births"]
    losses = flows["rural_departures"] + flows["rural_deaths"] + flows["reclassifications"]
    assert abs(gains / losses - 1.0) < 0.1


def test_x20_a_flood_from_other_provinces_fills_the_towns(trial, assert_sound):
    usual, flood = trial(last_year=2030), trial(last_year=2030).hold(interprovincial_inflow=50 * 200_000.0)
    few, many = usual.run(), flood.run()
    assert_sound(flood, many)
    assert (many.counties["population"][0, -1] > few.counties["population"][0, -1]).all()
    assert many.counties["town_inflow"][0, 1:].sum() == pytest.approx(10 * 50 * 200_000.0, rel=EXACT)
    assert many.counties["outsider_population"][0, -1].sum() > 10 * few.counties["outsider_population"][0, -1].sum()
    for service in ("school", "senior", "hospital", "rental"):
        assert (many.counties[f"adequacy_{service}"][0, 1:] < few.counties[f"adequacy_{service}"][0, 1:]).all(), service
    assert (many.counties["registered_access"][0, 1:] < few.counties["registered_access"][0, 1:]).all()
    assert (many.counties["floor_price_index"][0, 1:] > few.counties["floor_price_index"][0, 1:]).all()
    assert (many.counties["unemployment_share"][0, 1:] > few.counties["unemployment_share"][0, 1:]).all()


def test_x21_an_emptied_town_fills_again_and_the_others_go_on(trial, assert_sound):
    usual = trial(last_year=2028)
    emptied_county = 4
    people, movers = usual.residents.copy(), usual.movers.copy()
    people[:, emptied_county, :, :, 1:] = 0.0
    movers[:, emptied_county] = 0.0
    emptied = usual.start(people, movers)
    run, expected = emptied.run(), usual.run()
    assert_sound(emptied, run)
    town = run.counties["urban_population"][0, :, emptied_county]
    assert town[0] == 0.0
    assert (np.diff(town) > 0.0).all()
    assert (np.diff(run.counties["town_arrivals"][0, 1:, emptied_county]) > 0.0).all()
    others = np.arange(usual.inputs.counties) != emptied_county
    for name in ("urban_population", "urban_income", "urban_wage", "rural_income", "capacity_school"):
        ratio = run.counties[name][0, 1, others] / expected.counties[name][0, 1, others]
        assert np.abs(ratio - 1.0).max() < 0.02, name


def test_x21_a_town_emptied_in_the_middle_of_a_run_fills_again(trial, assert_sound):
    first = trial(last_year=2022).run().state
    people, movers = first.cohorts["residents"].copy(), first.stocks["movers"].copy()
    people[:, 4, :, :, 1:], movers[:, 4] = 0.0, 0.0
    later = trial(last_year=2024).start(people, movers)
    run = later.run()
    assert_sound(later, run)
    assert 0.0 == run.counties["urban_population"][0, 0, 4] < run.counties["urban_population"][0, 1, 4]
