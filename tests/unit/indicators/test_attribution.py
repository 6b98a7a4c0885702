"""Shapley values: analytic games, the sum over groups, and coalitions of levers that are what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.indicators.attribution import find_shapley_values, list_coalitions
from simulator.indicators.rank_correlation import rank_correlations
from simulator.model.graph import lever_groups
from simulator.scenario import find_setting, keep_levers, load_scenario

NAMES = ["hukou", "services", "spatial", "income", "fertility"]


def play(worth) -> dict:
    """What each coalition reaches."""
    return {each: np.array(worth(each), float) for each in list_coalitions(NAMES)}


def test_there_is_a_coalition_for_every_set_of_groups():
    assert len(set(list_coalitions(NAMES))) == 2 ** len(NAMES)


def test_groups_that_do_not_interact_get_what_they_add():
    own = dict(zip(NAMES, (1.0, -2.0, 0.5, 3.0, 0.0)))
    assert find_shapley_values(play(lambda each: 7.0 + sum(own[name] for name in each)), NAMES) == pytest.approx(own)


def test_what_two_groups_only_reach_together_is_shared_equally():
    given_parts = find_shapley_values(play(lambda each: 6.0 if {"hukou", "services"} <= each else 0.0), NAMES)
    assert given_parts == pytest.approx({"hukou": 3.0, "services": 3.0, "spatial": 0.0, "income": 0.0, "fertility": 0.0})


@given(st.lists(st.floats(-1e6, 1e6), min_size=32, max_size=32))
def test_parts_add_up_to_the_whole(reached):
    values = {each: np.array([value, 2.0 * value]) for each, value in zip(list_coalitions(NAMES), reached)}
    whole = values[frozenset(NAMES)] - values[frozenset()]
    np.testing.assert_allclose(sum(find_shapley_values(values, NAMES).values()), whole, atol=1e-9 * (1.0 + max(map(abs, reached))))


def test_every_lever_of_the_model_is_in_one_group(model):
    groups = [group for members in lever_groups(model).values() for group in members]
    assert sorted(groups) == sorted({lever.group for lever in model.of_kind("lever")}) and len(groups) == len(set(groups))


@pytest.mark.parametrize("name", ["plan", "hukou_first", "county_towns", "delayed_reform"])
def test_a_coalition_moves_its_own_levers_as_the_scenario_does_and_no_other(model, name):
    scenario = load_scenario(name, model)
    part = keep_levers(scenario, lever_groups(model)["hukou"], "part", model)
    for lever in model.of_kind("lever"):
        setting, whole = find_setting(part, lever), find_setting(scenario, lever)
        if lever.group in lever_groups(model)["hukou"]:
            assert (setting.strength, setting.plan, setting.delay, setting.where) == (
                whole.strength,
                whole.plan,
                whole.delay,
                whole.where,
            ), lever.name
        else:
            assert setting.strength == 0.0 and setting.plan is None, lever.name


def test_what_drives_the_spread_comes_first_with_its_sign():
    chance = np.random.default_rng(3)
    draws = {"strong": chance.random(200), "weak": chance.random(200), "idle": chance.random(200), "held": np.ones(200)}
    outcome = -np.exp(3.0 * draws["strong"]) + 2.0 * draws["weak"]
    table = rank_correlations(draws, {"share": outcome, "still": np.zeros(200)})
    assert list(table["name"]) == ["strong", "weak", "idle"] and set(table["indicator"]) == {"share"}
    assert table["correlation"].iloc[0] < -0.9 and abs(table["correlation"].iloc[2]) < 0.2
    assert table["noise"].iloc[0] == pytest.approx(1.96 / np.sqrt(199))


def test_a_rank_correlation_is_one_for_any_rising_relation():
    draws = {"x": np.linspace(-1.0, 1.0, 21)}
    table = rank_correlations(draws, {"y": draws["x"] ** 3, "z": -np.exp(draws["x"])})
    assert table.set_index("indicator")["correlation"].to_dict() == pytest.approx({"y": 1.0, "z": -1.0})
