"""Scenario files to be read and refused, and the paths of levers for a few counties."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from simulator.kernel.inputs import LeverPath, find_moments
from simulator.language.errors import ScenarioError
from simulator.model.gather import gather
from simulator.model.graph import LEVERS, Model
from simulator.scenario import Scenario, build_levers, load_scenario

TOY = '''\
"""A toy: a lever that rises to the plan, one that falls, one whose practice may pass the plan, one for some counties."""
from simulator.language.units import one, person, year
from simulator.language.declarations import lever, shock, stock, theme

toy = theme("toys")
people = stock(person, "people", initial="people")
rising = lever(0.5, one, "rises", plan=0.9, low=0.0, high=1.0, ramp=(2021, 2024), group="T1", theme="toy", source="toy",
               shape="linear")
falling = lever(2.0, year, "falls", plan=0.5, low=0.25, high=10.0, ramp=(2022, 2026), group="T2", theme="toy", source="toy")
known_badly = lever(0.6, one, "may pass", plan=0.7, low=0.0, high=0.8, ramp=(2021, 2021), group="T3", theme="toy", source="toy",
                    prior=(0.3, 0.8))
for_core = lever(0.0, one, "moves in core districts only", plan=0.2, low=0.0, high=0.5, ramp=(2021, 2022), group="T4", theme="toy",
                 source="toy", where={"county_class": ["core"]})
drought = shock(1.0, one, "a factor on the harvest", low=0.0, high=2.0, ramp=(2026, 2028), source="toy")
flood = shock(0.0, one, "the share under water", low=0.0, high=1.0, ramp=(2024, 2024), source="toy", shape="step")
'''
TITLE = "title: {zh: 试验, en: Trial}\n"


@pytest.fixture(scope="session")
def toy(tmp_path_factory) -> Model:
    path = tmp_path_factory.mktemp("sectors") / "toy_levers.py"
    path.write_text(TOY, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("toy_levers", path)
    sys.modules["toy_levers"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return gather([module])


@pytest.fixture(scope="session")
def counties() -> pd.DataFrame:
    """Five counties of two cities, two circles and all classes."""
    return pd.DataFrame(
        {
            "county_class": ["core", "district", "county", "county_level_city", "county"],
            "circle": ["jinan", "jinan", "jinan", "lunan", "lunan"],
            "city": ["3701", "3701", "3702", "3702", "3702"],
            # Of each thousand residents; the third has no villagers, and the fourth is the median: 21, 9, 12, 11, 6.
            "population_2020": 1000,
            "urban_population_2020": [800, 500, 1000, 400, 0],
            "urban_income_2020_est": [25.0, 12.0, 12.0, 20.0, 30.0],
            "rural_income_2020_est": [5.0, 6.0, np.nan, 5.0, 6.0],
        },
        index=["370101", "370102", "370201", "370202", "370203"],
    )


@pytest.fixture
def read(toy, tmp_path) -> Callable[..., Scenario]:
    """Read a scenario file with this text after its title."""

    def load(text: str | bytes, title: str = TITLE, name: str = "trial") -> Scenario:
        path = tmp_path / f"{name}.yaml"
        path.write_bytes(text if isinstance(text, bytes) else (title + text).encode())
        return load_scenario(path, toy)

    return load


@pytest.fixture
def hear(read) -> Callable[..., str]:
    """Give the sentence with which a scenario file is refused."""

    def listen(text: str | bytes, title: str = TITLE) -> str:
        with pytest.raises(ScenarioError) as caught:
            read(text, title)
        return str(caught.value)

    return listen


@pytest.fixture
def move(toy, counties, read) -> Callable[..., dict[str, LeverPath]]:
    """The paths of all levers to the end of 2030 under a scenario file; baseline as practised in 2020 or as given."""

    def build(
        text: str, steps: int = 4, last_year: int = 2030, region: pd.DataFrame = counties, **baseline: float | list[float]
    ) -> dict[str, LeverPath]:
        known = {v.name: np.atleast_1d(baseline.get(v.name, v.base)).astype(float) for v in toy.of_kind(*LEVERS)}
        members = max(len(value) for value in known.values())
        known = {name: np.broadcast_to(value, members) for name, value in known.items()}
        return build_levers(toy, read(text), known, region, find_moments(2020, last_year, steps, 2020), 2020)

    return build


@pytest.fixture
def end() -> Callable[[LeverPath], np.ndarray]:
    """The value of a lever at the end of its path [member, county]."""
    return lambda path: path.base + path.ramp[-1, -1] * path.amplitude
