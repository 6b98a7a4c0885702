"""Indicators that are asked for one by one are those of the full table, to the last bit."""

import numpy as np
import pytest

import simulator
from simulator.indicators.definitions import find_sources, unfold
from simulator.indicators.kinds import LEVELS
from simulator.indicators.lazy import LazyIndicators
from simulator.indicators.levels import find_places, measure_levels
from simulator.language.errors import ScenarioError


@pytest.fixture(scope="module")
def results(folders):
    return simulator.simulate(["frozen", "plan"], folders["small"], "known_2020", members=2, last_year=2024)


def test_one_by_one_they_are_those_of_the_table(results, folders):
    region = simulator.load_region(folders["small"])
    services = [v.attrs["service"] for v in results.data_vars.values() if v.attrs.get("family") == "load"]
    for level in measure_levels(results, region):
        _, number = find_places(results, LEVELS[level.name])
        for name, value in level.values.items():
            sources = {each: results[each].to_numpy() for each in find_sources([name], services)}
            found = LazyIndicators(sources, number, services, region)[name]
            np.testing.assert_array_equal(found, value, err_msg=f"{level.name}: {name}")


def test_only_what_is_needed_is_read():
    assert find_sources(["urban_share"], ["school"]) == ["population", "urban_population"]
    assert find_sources(["adequacy_school"], ["school"]) == ["capacity_school", "load_school"]
    assert find_sources(["programme_cost_total", "population"], ["school"]) == ["population", "programme_cost"]


class Recorded(dict):
    """Variables of one county over two years, which note what is read."""

    def __missing__(self, name):
        self[name] = np.ones((1, 1, 2, 1))
        return self[name]


@pytest.mark.parametrize("name", [name for name, each in unfold(["school"]).items() if each.levels != ("province",)])
def test_an_indicator_reads_the_variables_that_it_declares(name):
    read = Recorded()
    LazyIndicators(read, np.zeros(1, int), ["school"])[name]
    assert sorted(read) == find_sources([name], ["school"])


def test_journeys_need_the_region():
    with pytest.raises(ScenarioError, match="'circle_journey' needs the region"):
        LazyIndicators(Recorded(), np.zeros(1, int), ["school"])["circle_journey"]
