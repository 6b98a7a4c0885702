"""The scenarios that ship load, say what they should, and start from one state."""

import numpy as np
import pytest

from simulator import list_scenarios
from simulator.inputs import find_moments
from simulator.scenario import Scenario, build_levers, count_moved, find_setting, load_scenario


@pytest.fixture(params=list_scenarios())
def scenario(request, model) -> Scenario:
    return load_scenario(request.param, model)


def move(model, scenario: Scenario, counties) -> dict:
    bases = {v.name: np.array([v.base]) for v in model.of_kind("lever")}
    return build_levers(model, scenario, bases, counties, find_moments(2020, 2035, 4, 2020), 2020)


def test_two_scenarios_ship():
    assert {"frozen", "plan"} <= set(list_scenarios())


def test_file_tells_its_title_and_story(scenario):
    assert scenario.title.zh and scenario.title.en and scenario.story.strip().endswith(".")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in scenario.title.zh)


def test_all_pathways_share_the_reference_state(model, scenario, counties):
    for lever in move(model, scenario, counties).values():
        assert np.all(lever.ramp[0] == 0.0)


def test_frozen_moves_nothing(model, counties):
    frozen = load_scenario("frozen", model)
    assert count_moved(model, frozen) == 0
    assert all(np.all(path.reach == 0.0) for path in move(model, frozen, counties).values())


def test_plan_brings_every_lever_to_its_plan_value(model, counties):
    plan = load_scenario("plan", model)
    paths = move(model, plan, counties)
    for lever in model.of_kind("lever"):
        path = paths[lever.name]
        assert (path.base + path.ramp[-1, -1] * path.reach).ravel() == pytest.approx(lever.plan, rel=1e-14), lever.name
        assert find_setting(plan, lever).strength == 1.0
    assert count_moved(model, plan) == sum(v.plan != v.base for v in model.of_kind("lever"))


def test_levers_stand_in_their_hard_range(model):
    for lever in model.of_kind("lever"):
        inside = (lever.base, lever.plan, *(lever.prior or ()))
        assert all(lever.low <= value <= lever.high for value in inside), lever.name
        assert 2021 <= lever.ramp[0] <= lever.ramp[1] <= 2035, lever.name
