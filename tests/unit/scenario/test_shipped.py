"""The scenarios that ship load, say what they should, and start from one state."""

import numpy as np
import pytest

from simulator import list_scenarios
from simulator.kernel.inputs import find_moments
from simulator.model.graph import LEVERS
from simulator.scenario import Scenario, build_levers, count_moved, find_setting, load_scenario
from simulator.scenario.masks import match_counties

# Model specification 6.3, in the order S0 to S15.
SET = (
    "frozen",
    "plan",
    "hukou_first",
    "services_first",
    "income_first",
    "county_towns",
    "core_cities",
    "ambitious",
    "low_fertility",
    "fiscal_stress",
    "high_inflow",
    "outflow_shock",
    "slow_growth",
    "delayed_reform",
    "hukou_without_services",
    "equal_outcome",
)
PLAN_WITH_SHOCKS = {
    "low_fertility": {"fertility_shock": 0.72},
    "high_inflow": {"inflow_shock": 2.2},
    "outflow_shock": {"outflow_shock": 1.0},
    "slow_growth": {"wage_growth_shock": -0.015, "job_response_shock": 0.7},
}
STRENGTHS = {
    "hukou_first": (
        0.3,
        {
            "open_settlement": 1.2,
            "eligibility_time": 1.2,
            "land_rights_security": 1.2,
            "citizenization_reward": 1.2,
            "transfer_resident_weight": 1.2,
            "land_quota_link": 1.2,
        },
    ),
    "services_first": (
        0.3,
        {
            "permit_entitlement": 1.15,
            "resident_based_sizing": 1.15,
            "school_seat_standard": 1.15,
            "childcare_standard": 1.15,
            "nursing_bed_share": 1.15,
            "nursing_conversion": 1.15,
            "rental_standard": 1.15,
            "schooling_entry": 1.15,
            "floor_target": 1.15,
        },
    ),
    "income_first": (
        0.3,
        {
            "skills_training": 1.4,
            "rural_property_reform": 1.4,
            "farm_income_growth": 1.4,
            "rural_transfer_growth": 1.4,
            "rural_offfarm_jobs": 1.4,
        },
    ),
    "county_towns": (0.5, {"county_town_jobs": 3.0, "town_reclassification": 2.0, "core_city_jobs": 0.0}),
    "core_cities": (0.5, {"core_city_jobs": 5.0, "county_town_jobs": 0.0}),
    "ambitious": (1.25, {}),
}


@pytest.fixture(params=list_scenarios())
def scenario(request, model) -> Scenario:
    return load_scenario(request.param, model)


def move(model, scenario: Scenario, counties) -> dict:
    baseline = {v.name: np.array([v.base]) for v in model.of_kind(*LEVERS)}
    return build_levers(model, scenario, baseline, counties, find_moments(2020, 2035, 4, 2020), 2020)


def read_strengths(model, scenario: Scenario) -> dict[str, float | None]:
    return {v.name: find_setting(scenario, v).strength for v in model.of_kind("lever")}


def test_the_whole_set_ships():
    assert set(list_scenarios()) == set(SET)


@pytest.mark.parametrize("number", range(len(SET)))
def test_file_tells_its_title_and_story(model, number):
    scenario = load_scenario(SET[number], model)
    assert scenario.title.zh and scenario.title.en and scenario.story.strip().endswith(".")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in scenario.title.zh)
    assert f"S{number}." in scenario.story
    assert scenario.story_zh.endswith(f"S{number}。") and " " not in scenario.story_zh


def test_titles_tell_scenarios_apart(model):
    titles = [load_scenario(name, model).title for name in SET]
    assert len({title.zh for title in titles}) == len({title.en for title in titles}) == len(SET)


def test_all_pathways_share_the_reference_state(model, scenario, counties):
    for path in move(model, scenario, counties).values():
        assert np.all(path.ramp[0] == 0.0)


def test_every_path_is_a_number_in_the_hard_range(model, scenario, counties):
    for name, path in move(model, scenario, counties).items():
        values = path.base + path.ramp.max() * path.amplitude
        assert np.all((model[name].low <= values) & (values <= model[name].high)), name


def test_frozen_moves_nothing(model, counties):
    frozen = load_scenario("frozen", model)
    assert count_moved(model, frozen) == 0
    assert all(np.all(path.amplitude == 0.0) for path in move(model, frozen, counties).values())


def test_plan_brings_every_lever_to_its_plan_value(model, counties):
    plan = load_scenario("plan", model)
    paths = move(model, plan, counties)
    for lever in model.of_kind("lever"):
        path, able = paths[lever.name], match_counties(lever.where, counties)
        reached = np.where(able, lever.plan, lever.base)
        assert (path.base + path.ramp[-1, -1] * path.amplitude)[0] == pytest.approx(reached, rel=1e-14), lever.name
        assert find_setting(plan, lever).strength == 1.0
    assert count_moved(model, plan) == sum(v.plan != v.base for v in model.of_kind("lever"))


@pytest.mark.parametrize("name", STRENGTHS)
def test_scenario_moves_some_levers_more_than_the_others(model, name):
    others, exceptions = STRENGTHS[name]
    scenario = load_scenario(name, model)
    assert read_strengths(model, scenario) == {v.name: exceptions.get(v.name, others) for v in model.of_kind("lever")}
    assert scenario.shocks == {}


@pytest.mark.parametrize("name", PLAN_WITH_SHOCKS)
def test_scenario_is_the_plan_under_a_shock(model, name):
    scenario = load_scenario(name, model)
    assert scenario.levers == load_scenario("plan", model).levers
    assert {shock: setting.value for shock, setting in scenario.shocks.items()} == PLAN_WITH_SHOCKS[name]


def test_fertility_falls_after_the_last_observed_births(model):
    shock = load_scenario("low_fertility", model).shocks["fertility_shock"]
    assert (shock.start, shock.end) == (2026, 2032)


def test_fiscal_stress_cuts_the_envelope_the_transfers_and_the_pot(model):
    scenario = load_scenario("fiscal_stress", model)
    assert scenario.levers == load_scenario("plan", model).levers
    values = {name: setting.value for name, setting in scenario.shocks.items()}
    assert (values["capital_shock"], values["transfer_shock"]) == (0.75, 0.85) and set(values) == {
        "capital_shock",
        "transfer_shock",
        "reward_pot",
    }
    assert values["reward_pot"] < model["reward_pot"].base


def test_delayed_reform_is_the_plan_four_years_later(model, counties):
    plan, late = (move(model, load_scenario(name, model), counties) for name in ("plan", "delayed_reform"))
    for lever in model.of_kind("lever"):
        assert np.array_equal(late[lever.name].ramp[4:], plan[lever.name].ramp[:-4]), lever.name
        assert np.array_equal(late[lever.name].amplitude, plan[lever.name].amplitude), lever.name


def test_hukou_without_services_is_hukou_first_with_services_left_at_2020(model):
    names = "hukou_first", "hukou_without_services"
    with_services, without = (read_strengths(model, load_scenario(name, model)) for name in names)
    changed = {name for name in without if without[name] != with_services[name]}
    assert changed == {
        "resident_based_sizing",
        "school_seat_standard",
        "childcare_standard",
        "nursing_bed_share",
        "nursing_conversion",
        "rental_standard",
    }
    assert all(without[name] == 0.0 for name in changed)


def test_equal_outcome_moves_spatial_levers_more_where_incomes_lag(model, counties):
    plan, equal = (move(model, load_scenario(name, model), counties) for name in ("plan", "equal_outcome"))
    lagging = match_counties({"income_half": ["lagging"]}, counties)
    for lever in model.of_kind("lever"):
        more = lever.name in ("land_quota_link", "county_town_jobs", "town_reclassification")
        expected = plan[lever.name].amplitude * np.where(more & lagging, 1.5, 1.0)
        assert equal[lever.name].amplitude == pytest.approx(expected, rel=1e-12), lever.name


def test_levers_stand_in_their_hard_range(model):
    for lever in model.of_kind("lever"):
        inside = (lever.base, lever.plan, *(lever.prior or ()))
        assert all(lever.low <= value <= lever.high for value in inside), lever.name
        assert 2021 <= lever.ramp[0] <= lever.ramp[1] <= 2035, lever.name
