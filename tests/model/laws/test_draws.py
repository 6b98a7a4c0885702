"""Luck belongs to a member and to a name, never to a scenario or to how many members there are."""

import numpy as np
import pytest

import simulator
from simulator.language.errors import ScenarioError
from simulator.sampling import draw_members, draw_shares, find_uncertainties, override


def test_a_member_draws_the_same_alone_or_among_more(model):
    few, many = draw_members(model, 18, seed=4), draw_members(model, 1000, seed=4)
    for drawn, more in zip(few, many):
        for name, values in drawn.items():
            np.testing.assert_array_equal(values[17], more[name][17], err_msg=name)


def test_draws_fill_their_ranges_and_differ_by_name_and_seed(model):
    parameters, baseline = draw_members(model, 2000, seed=1)
    for name, (low, high, distribution) in find_uncertainties(model).items():
        values = {**parameters, **baseline}[name]
        assert low <= values.min() < values.max() <= high
        place = np.log(values / low) / np.log(high / low) if distribution == "log_uniform" else (values - low) / (high - low)
        assert abs(place.mean() - 0.5) < 0.05, name
        assert abs(place.std() - 12**-0.5) < 0.03, name
    assert not np.array_equal(draw_shares(1, "departure_rate", 9), draw_shares(2, "departure_rate", 9))
    assert not np.array_equal(draw_shares(1, "departure_rate", 9), draw_shares(1, "time_friction", 9))


def test_without_members_every_parameter_has_its_default(model):
    parameters, baseline = draw_members(model, None, seed=1)
    for v in model.of_kind("parameter"):
        if not isinstance(v.value, dict):
            np.testing.assert_array_equal(parameters[v.name], [v.value])
    for v in model.of_kind("lever"):
        np.testing.assert_array_equal(baseline[v.name], [v.base])


def test_scenarios_share_their_luck(folders):
    both = simulator.simulate(["frozen", "plan"], folders["tiny"], "known_2020", members=4, seed=7, last_year=2023)
    alone = simulator.simulate("plan", folders["tiny"], "known_2020", members=4, seed=7, last_year=2023)
    for name in both:
        np.testing.assert_array_equal(both[name].sel(scenario="plan"), alone[name].sel(scenario="plan"), err_msg=name)
    np.testing.assert_array_equal(both["rural_departure_rate"][0, :, 0], both["rural_departure_rate"][1, :, 0])
    drawn = both["town_outflow_rate"][0, :, 0]
    assert len(np.unique(drawn)) == 4


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"departure_rat": 0.03}, "no parameter 'departure_rat'; did you mean 'departure_rate'"),
        ({"departure_rate": 0.5}, "parameters.departure_rate: 0.5 is out of its range, 0.015 to 0.04"),
        ({"departure_rate": -0.1}, "parameters.departure_rate: -0.1 is impossible"),
        ({"departure_rate": float("nan")}, "parameters.departure_rate: 'nan' is not a number"),
        ({"departure_rate": "fast"}, "parameters.departure_rate: 'fast' is not a number"),
        ({"nest_outer": 1.2}, "parameters.nest_outer: 1.2 is impossible"),
        ({"class_wait_time": {"cores": 2.0}}, "no county class 'cores'; did you mean 'core'"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused_with_what_would_be_right(folders, parameters, sentence):
    with pytest.raises(ScenarioError) as caught:
        simulator.simulate("frozen", folders["tiny"], "known_2020", last_year=2021, parameters=parameters)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_value_out_of_its_range_is_taken_when_extrapolation_is_allowed(model):
    drawn, _ = draw_members(model, 2, seed=0)
    with pytest.raises(ScenarioError):
        override(model, drawn, {"departure_rate": 0.5})
    np.testing.assert_array_equal(override(model, drawn, {"departure_rate": 0.5}, extrapolate=True)["departure_rate"], 0.5)
    held = override(model, drawn, {"class_wait_time": {"core": 4.0}})["class_wait_time"]
    np.testing.assert_array_equal(held, [[4.0, 2.0, 1.0, 1.0]] * 2)
