"""Indicators that are asked for one by one are those of the full table, to the last bit."""

import numpy as np
import pytest

import simulator
from simulator.indicators.catalogue import LEVELS
from simulator.indicators.lazy import Asked, find_sources
from simulator.indicators.levels import find_places, measure_levels


@pytest.fixture(scope="module")
def results(folders):
    return simulator.simulate(["frozen", "plan"], folders["small"], "known_2020", members=2, last_year=2024)


def test_asked_are_those_of_the_table(results, folders):
    region = simulator.load_region(folders["small"])
    services = [v.attrs["service"] for v in results.data_vars.values() if v.attrs.get("family") == "load"]
    for level in measure_levels(results, region):
        _, number = find_places(results, LEVELS[level.name])
        for name, value in level.values.items():
            sources = {each: results[each].to_numpy() for each in find_sources([name], services)}
            found = Asked(sources, number, services, region)[name]
            np.testing.assert_array_equal(found, value, err_msg=f"{level.name}: {name}")


def test_only_what_is_needed_is_read():
    assert find_sources(["urban_share"], ["school"]) == ["population", "urban_population"]
    assert find_sources(["adequacy_school"], ["school"]) == ["capacity_school", "load_school"]
    assert find_sources(["programme_cost_total", "population"], ["school"]) == ["population", "programme_cost"]
