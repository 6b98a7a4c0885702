"""What happens to a region: a shock has the path that a scenario gives it, and no lever setting moves it."""

import numpy as np
import pytest

from simulator.scenario import count_moved


def read_path(path) -> list[float]:
    """The value at the end of each year, the same in every county."""
    values = path.base[0] + path.ramp[:, -1][:, None] * path.amplitude[0]
    assert np.all(values == values[:, :1])
    return values[:, 0].tolist()


def test_shock_reaches_its_value_in_its_usual_years(move):
    path = move("shocks: {drought: {value: 0.4}}\n")["drought"]
    assert read_path(path) == pytest.approx([1.0] * 6 + [0.8, 0.6, 0.4, 0.4, 0.4], rel=1e-14)


def test_shock_takes_the_years_and_the_shape_of_the_file(move):
    path = move("shocks: {drought: {value: 2.0, start: 2021, end: 2024, shape: step}}\n", steps=1)["drought"]
    assert read_path(path) == [1.0] + [2.0] * 10
    assert read_path(move("shocks: {flood: {value: 1, start: 2022, end: 2023, shape: linear}}\n")["flood"])[:5] == [0, 0, 0.5, 1, 1]


@pytest.mark.parametrize("text", ["levers: {all: {strength: 1}}\n", "levers: {}\n", "shocks: {drought: {value: 1.0}}\n"])
def test_shock_that_nobody_names_stays_calm(move, text):
    paths = move(text)
    assert read_path(paths["drought"]) == [1.0] * 11 and read_path(paths["flood"]) == [0.0] * 11


def test_shocks_are_not_counted_as_levers(toy, read):
    assert count_moved(toy, read("shocks: {drought: {value: 0.5}}\nlevers: {rising: {strength: 0.5}}\n")) == 1
    assert count_moved(toy, read("levers: {all: {strength: 1}, falling: {plan: 2.0}}\n")) == 3
    assert count_moved(toy, read("levers: {rising: {strength: 0, where: {circle: [jinan]}, elsewhere: 1}}\n")) == 1
