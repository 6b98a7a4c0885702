"""In which counties a lever moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from simulator.language.errors import ScenarioError, suggest
from simulator.region.place_names import suggest_places
from simulator.region.region import Region
from simulator.scenario.schema import Scenario

LAGGING, LEADING = "lagging", "leading"


def check_places(scenario: Scenario, region: Region) -> None:
    """Refuse a mask that names a county or city which the region does not have. Raises ScenarioError with names and codes."""
    places = {"county": region.table("counties"), "city": region.table("cities").set_index("code")}
    for name, setting in scenario.levers.items():
        for key in places.keys() & setting.where.keys():
            for each in setting.where[key]:
                if each not in places[key].index:
                    raise ScenarioError(
                        f"scenario '{scenario.name}': levers.{name}.where.{key}: there is no '{each}'; "
                        f"{suggest_places(each, places[key])}"
                    )


def mask_counties(where: Mapping[str, Sequence[str]], counties: pd.DataFrame, place: str) -> np.ndarray:
    """Whether a mask of a scenario names each county; a mask that matches nothing is refused."""
    for key, wanted in where.items():
        there = set(find_column(key, counties))
        for each in wanted:
            if each not in there:
                raise ScenarioError(f"{place}.where.{key}: there is no '{each}'; {suggest(each, there)}")
    mask = match_counties(where, counties)
    if not mask.any():
        raise ScenarioError(f"{place}.where: no county is all of these at once; widen the mask")
    return mask


def match_counties(where: Mapping[str, Sequence[str]], counties: pd.DataFrame) -> np.ndarray:
    """Whether each county is all that a mask says at once."""
    mask = np.ones(len(counties), dtype=bool)
    for key, wanted in where.items():
        mask &= np.isin(find_column(key, counties), list(wanted))
    return mask


def find_column(key: str, counties: pd.DataFrame) -> np.ndarray:
    """The code or word of each county under a key of a mask."""
    if key == "income_half":
        return halve_by_income(counties)
    return (counties.index if key == "county" else counties[key]).to_numpy(str)


def halve_by_income(counties: pd.DataFrame) -> np.ndarray:
    """The half of the counties to which each belongs by its income in 2020: lagging up to the median, or leading.

    Income per resident is that of townspeople and villagers, weighted by their numbers. The rule is assumed.
    """
    urban = counties["urban_population_2020"].to_numpy(float)
    rural = counties["population_2020"].to_numpy(float) - urban
    # A county without villagers has no rural income.
    earned = urban * counties["urban_income_2020_est"] + rural * counties["rural_income_2020_est"].fillna(0.0)
    income = (earned / (urban + rural)).to_numpy()
    return np.where(income <= np.median(income), LAGGING, LEADING)
