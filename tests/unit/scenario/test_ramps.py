"""How a lever moves: the shape of its ramp, its strength, its own plan value and the counties where it applies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.kernel.inputs import find_moments
from simulator.scenario import SHAPES, find_setting, ramp

# Time in calendar years as dates are told: 2020.0 is the end of 2020, so a ramp over 2021 to 2024 is half done at 2022.0.
HAND_WORKED = {
    ("linear", 2020.0): 0.0,
    ("linear", 2020.125): 0.03125,
    ("linear", 2021.0): 0.25,
    ("linear", 2022.0): 0.5,
    ("linear", 2024.0): 1.0,
    ("linear", 2030.0): 1.0,
    ("smooth", 2020.0): 0.0,
    ("smooth", 2021.0): 3 / 16 - 2 / 64,
    ("smooth", 2022.0): 0.5,
    ("smooth", 2024.0): 1.0,
    ("step", 2020.0): 0.0,
    ("step", 2020.125): 1.0,
    ("step", 2021.0): 1.0,
    ("step", 2024.0): 1.0,
    ("logistic", 2020.0): 0.0,
    ("logistic", 2022.0): 0.5,
    ("logistic", 2024.0): 1.0,
    ("logistic", 2021.0): (1 / (1 + np.e**2) - 1 / (1 + np.e**4)) / (1 / (1 + np.e**-4) - 1 / (1 + np.e**4)),
}


@pytest.mark.parametrize(("shape", "time"), HAND_WORKED)
def test_ramp_at_points_worked_by_hand(shape, time):
    assert ramp(np.array(time), 2021, 2024, shape) == pytest.approx(HAND_WORKED[shape, time], rel=1e-13, abs=0.0)


@pytest.mark.parametrize("shape", SHAPES)
@given(start=st.integers(2021, 2035), length=st.integers(0, 20))
def test_ramp_rises_from_0_to_1_in_its_years(shape, start, length):
    time = np.linspace(2015.0, 2060.0, 901)
    value = ramp(time, start, start + length, shape)
    assert np.all(np.diff(value) >= 0.0) and value.min() == 0.0 and value.max() == pytest.approx(1.0, rel=1e-15)
    assert np.all(value[time <= start - 1] == 0.0) and np.all(value[time >= start + length] == value.max())


@pytest.mark.parametrize("shape", SHAPES)
@given(x=st.floats(0.0, 2.0))
def test_smooth_shapes_are_symmetric_about_their_middle(shape, x):
    before, after = ramp(np.array([2022.0 - x, 2022.0 + x]), 2021, 2024, shape)
    assert before + after == pytest.approx(1.0, rel=1e-12) or shape == "step"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("steps", [1, 4, 12])
def test_nothing_moves_before_1_january_2021(move, steps, shape):
    when = f"start: 2021, end: 2021, shape: {shape}"
    paths = move(f"levers: {{all: {{strength: 1, {when}}}}}\nshocks: {{drought: {{value: 2, {when}}}}}\n", steps=steps)
    paths.pop("flood")
    for path in paths.values():
        assert np.all(path.ramp[0] == 0.0)
        assert path.ramp[1, 0] > 0.0 and path.ramp[1, -1] == pytest.approx(1.0, rel=1e-15)


def test_steps_are_taken_at_their_middles_and_stocks_at_the_end_of_the_year():
    moments = find_moments(2020, 2022, 4, 2020)
    assert moments[0, -1] == 0.0
    assert moments[1].tolist() == [0.125, 0.375, 0.625, 0.875, 1.0]
    assert moments[2].tolist() == [1.125, 1.375, 1.625, 1.875, 2.0]


@pytest.mark.parametrize(
    ("strength", "rising", "falling"), [(0, 0.5, 2.0), (0.5, 0.7, 1.25), (1, 0.9, 0.5), (1.25, 1.0, 0.25), (9, 1.0, 0.25)]
)
def test_strength_scales_the_way_to_the_plan_within_the_hard_range(move, end, strength, rising, falling):
    paths = move(f"levers: {{all: {{strength: {strength}}}}}\n")
    assert end(paths["rising"]) == pytest.approx(rising, rel=1e-14, abs=1e-16)
    assert end(paths["falling"]) == pytest.approx(falling, rel=1e-14)


def test_own_plan_value_is_reached_from_any_practice(move, end):
    paths = move("levers: {rising: {plan: 0.8}}\n", rising=[0.2, 0.5, 0.95])
    assert end(paths["rising"]) == pytest.approx(np.full((3, 5), 0.8), rel=1e-14)
    assert end(paths["falling"]) == pytest.approx(2.0)


def test_ramp_of_the_file_takes_the_place_of_the_levers_own(move):
    paths = move("levers: {rising: {strength: 1, start: 2023, end: 2024, shape: linear}, falling: {strength: 1}}\n", steps=1)
    assert paths["rising"].ramp[:6, -1].tolist() == [0.0, 0.0, 0.0, 0.5, 1.0, 1.0]
    assert paths["falling"].ramp[:7, -1] == pytest.approx([0, 0, 0.104, 0.352, 0.648, 0.896, 1], rel=1e-14)


def test_delay_shifts_the_whole_ramp(move):
    now = move("levers: {all: {strength: 1}}\n")
    later = move("levers: {all: {strength: 1, delay: 4}, falling: {delay: 0}, known_badly: {start: 2022, end: 2023}}\n")
    assert np.array_equal(later["rising"].ramp[4:], now["rising"].ramp[:-4]) and np.all(later["rising"].ramp[:5, -1] == 0.0)
    assert np.array_equal(later["falling"].ramp, now["falling"].ramp)
    assert later["known_badly"].ramp[5:8, -1].tolist() == [0.0, 0.5, 1.0]


def test_one_lever_is_an_exception_from_all(move, end):
    paths = move("levers: {all: {strength: 1}, rising: {strength: 0.5}, falling: {plan: 4.0}}\n")
    assert [end(paths[name])[0, 0] for name in ("rising", "falling", "known_badly")] == pytest.approx([0.7, 4.0, 0.7])


def test_own_plan_value_takes_the_place_of_the_common_strength(toy, read):
    scenario = read("levers: {all: {strength: 1, shape: linear}, falling: {plan: 4.0}}\n")
    setting = find_setting(scenario, toy["falling"])
    assert (setting.strength, setting.plan, setting.shape) == (None, 4.0, "linear")


def test_exception_keeps_what_it_does_not_say(move, end):
    paths = move("levers: {all: {strength: 1, where: {circle: [jinan]}}, rising: {shape: step}, falling: {strength: 0}}\n", steps=1)
    assert end(paths["rising"])[0] == pytest.approx([0.9, 0.9, 0.9, 0.5, 0.5])
    assert paths["rising"].ramp[1, 0] == 1.0
    assert end(paths["falling"])[0] == pytest.approx([2.0] * 5)


@pytest.mark.parametrize(
    ("mask", "where"),
    [
        ("county_class: [core]", [1, 0, 0, 0, 0]),
        ("county_class: [core, county]", [1, 0, 1, 0, 1]),
        ("circle: [lunan]", [0, 0, 0, 1, 1]),
        ("city: ['3701']", [1, 1, 0, 0, 0]),
        ("county: ['370203', '370102']", [0, 1, 0, 0, 1]),
        ("circle: [jinan], county_class: [county]", [0, 0, 1, 0, 0]),
    ],
)
def test_mask_names_the_counties_where_a_lever_moves(move, end, mask, where):
    path = move(f"levers: {{rising: {{strength: 1, where: {{{mask}}}}}}}\n")["rising"]
    assert end(path)[0] == pytest.approx(0.5 + 0.4 * np.array(where), rel=1e-15)
    assert np.all(path.base == 0.5)


def test_practice_beyond_the_plan_comes_back_to_it_and_never_leaves_the_hard_range(move, end):
    """A member whose practice of 2020 is drawn beyond the plan ends at the plan too: strength 1 is the plan for all."""
    drawn = [0.3, 0.6, 0.7, 0.75, 0.8]
    assert end(move("levers: {all: {strength: 1}}\n", known_badly=drawn)["known_badly"])[:, 0] == pytest.approx([0.7] * 5)
    halfway = end(move("levers: {all: {strength: 0.5}}\n", known_badly=drawn)["known_badly"])[:, 0]
    assert halfway == pytest.approx([0.5, 0.65, 0.7, 0.725, 0.75], rel=1e-14)
    frozen = end(move("levers: {all: {strength: 0}}\n", known_badly=drawn)["known_badly"])[:, 0]
    assert frozen.tolist() == drawn
    wild = end(move("levers: {all: {strength: 10}}\n", known_badly=drawn)["known_badly"])
    assert np.all((wild >= 0.0) & (wild <= 0.8))
