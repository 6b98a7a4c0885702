"""Groups with nobody in them: every output stays a number, whoever is missing."""

import numpy as np
import pytest

from simulator.language.dimensions import ELIGIBLE, MIGRANT, OUTSIDER, REGISTERED, RURAL

GROUPS = {
    "registered": [REGISTERED],
    "migrants": [MIGRANT, ELIGIBLE],
    "outsiders": [OUTSIDER],
    "villagers": [RURAL],
    "townspeople": [MIGRANT, ELIGIBLE, OUTSIDER, REGISTERED],
    "anybody": [RURAL, MIGRANT, ELIGIBLE, OUTSIDER, REGISTERED],
}
SECOND_STAGE = dict.fromkeys(("two_way_switch", "rural_services_switch", "seat_conversion_switch"), 1.0)
COUNTY = 4


def empty(run, statuses=slice(None), ages=slice(None), county=slice(None)):
    """The same run without people of some statuses and ages, in one county or everywhere, and without movers among them."""
    people, movers = run.residents.copy(), run.movers.copy()
    chosen = people[:, county].copy()
    chosen[..., ages, statuses] = 0.0
    people[:, county] = chosen
    return run.start(people, np.minimum(movers, people[..., [MIGRANT, ELIGIBLE]].sum(axis=(2, 3, 4))))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("where", [COUNTY, slice(None)], ids=["in_one_county", "anywhere"])
def test_a_group_that_is_missing_leaves_every_output_a_number(trial, group, where, assert_sound):
    lacking = empty(trial(scenario="plan", last_year=2024), GROUPS[group], county=where)
    for each in (lacking, lacking.hold(**SECOND_STAGE), lacking.without("inflow", "departures", "births")):
        assert_sound(each, each.run())


@pytest.mark.parametrize("group", [group for group in GROUPS if group != "anybody"])
def test_a_region_that_never_had_a_group_has_a_reference_state_and_runs(trial, group, assert_sound):
    never = empty(trial("tiny", last_year=2024), GROUPS[group], county=1).refer(anew=True)
    assert_sound(never, never.run())


@pytest.mark.parametrize("ages", [slice(16, 75), slice(0, 60), slice(60, None)], ids=["labour_force", "young", "old"])
def test_towns_without_an_age_group_run(trial, ages, assert_sound):
    lacking = empty(trial(scenario="plan", last_year=2024), ages=ages)
    assert_sound(lacking, lacking.run())


def test_a_town_without_a_labour_force_has_the_unemployment_of_a_balanced_market(trial):
    lacking = empty(trial(last_year=2020), county=COUNTY)
    run = lacking.run()
    assert run.counties["labour_force"][0, 0, COUNTY] == 0.0
    assert run.counties["unemployment_share"][0, 0, COUNTY] == pytest.approx(1.0 - 2.0 ** (-1.0 / 13.0))


def test_a_county_that_never_had_a_town_is_no_magnet(trial):
    usual, never = trial("tiny", last_year=2024), empty(trial("tiny", last_year=2024), GROUPS["townspeople"], county=1)
    run = never.refer(anew=True).run().counties
    assert (run["town_appeal"][0, :, 1] < run["town_appeal"][0, :, [0, 2]]).all()
    assert (run["town_arrivals"][0, 1:, 1] < usual.run().counties["town_arrivals"][0, 1:, 1]).all()


def test_a_dead_region_stays_dead_and_sound(trial, assert_sound):
    dead = empty(trial(scenario="plan", last_year=2030)).without("inflow").hold(**SECOND_STAGE)
    run = dead.run()
    assert_sound(dead, run)
    assert (run.counties["population"] == 0.0).all()
    for name in ("births", "deaths", "registrations", "starts_school", "floor_starts", "remittances"):
        assert (run.counties[name][0, 1:] == 0.0).all(), name


def test_a_county_without_any_capacity_builds_some(trial, model, assert_sound):
    services = [v.name for v in model.of_kind("stock") if v.name.startswith(("capacity_", "rural_capacity_"))]
    bare = trial(scenario="plan", last_year=2030).stock(**dict.fromkeys([*services, "nursing_share", "floor_space"], 0.0))
    run = bare.run()
    assert_sound(bare, run)
    for service in ("school", "hospital", "elderly"):
        assert (run.counties[f"capacity_{service}"][0, -1] > 0.0).all()
