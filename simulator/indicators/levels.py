"""Indicators as arrays, for the province, its cities, circles and classes of county, and each county."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import xarray as xr

from simulator.indicators.definitions import unfold
from simulator.indicators.kinds import LEVELS, Arrays, IndicatorDefinition
from simulator.indicators.lazy import LazyIndicators
from simulator.language.errors import ScenarioError
from simulator.region.region import Region

DIMS = ("scenario", "member", "year")


@dataclass(frozen=True)
class Level:
    """The indicators of the places of one level, each [scenario, member, year, place], and their units."""

    name: str
    places: pd.Index
    values: Arrays
    scenarios: pd.Index
    members: pd.Index
    years: pd.Index
    units: dict[str, str]

    def of_indicators(self, *names: str) -> Level:
        """The same places with some of the indicators."""
        return replace(self, values={name: self.values[name] for name in names})

    def of_years(self, years: Sequence[int]) -> Level:
        """The same indicators in some of the years."""
        kept = np.flatnonzero(self.years.isin(years))
        return replace(self, years=self.years[kept], values={name: value[:, :, kept] for name, value in self.values.items()})


def join_members(parts: Sequence[Level]) -> Level:
    """One level of the members of several blocks, one block after the other."""
    values = {name: np.concatenate([part.values[name] for part in parts], axis=1) for name in parts[0].values}
    return replace(parts[0], values=values, members=parts[0].members.append([part.members for part in parts[1:]]))


def measure_levels(results: xr.Dataset, region: Region | None = None) -> Iterator[Level]:
    """The indicators of each level in turn; journeys between cities only where the region is given.

    Raises ScenarioError when the results do not hold the variables that indicators read.
    """
    services = [v.attrs["service"] for v in results.data_vars.values() if v.attrs.get("family") == "load"]
    definitions = [each for each in unfold(services).values() if region is not None or each.levels != ("province",)]
    variables = read_counties(results, definitions)
    places = LazyIndicators(variables, np.arange(results.sizes["county"]), services, region)
    for name, key in LEVELS.items():
        index, number = find_places(results, key)
        grouped = places.group(number)
        if name == "province" and region is not None:
            grouped.set_access(results, region)
        values = {each.name: grouped[each.name] for each in definitions if name in each.levels}
        axes = (results.get_index(dim) for dim in DIMS)
        yield Level(
            name, index, values, *axes, {each.name: find_unit(results, each) for each in definitions if name in each.levels}
        )


def find_unit(results: xr.Dataset, definition: IndicatorDefinition) -> str:
    """The unit of an indicator: its own, or that of the variable of the same name; 1 for shares and ratios."""
    if definition.unit is not None:
        return definition.unit
    return results[definition.name].attrs["units"] if definition.name in results else "1"


def read_counties(results: xr.Dataset, definitions: Iterable[IndicatorDefinition]) -> Arrays:
    """The variables that indicators read, [scenario, member, year, county]."""
    sources = list(dict.fromkeys(name for each in definitions for name in each.sources))
    for name in sources:
        if name not in results:
            raise ScenarioError(f"the results hold no '{name}', of which indicators are made; record all variables")
    return {name: results[name].transpose(*DIMS, "county").to_numpy() for name in sources}


def find_places(results: xr.Dataset, key: str | None) -> tuple[pd.Index, np.ndarray]:
    """The places of a level, and the number of the place in which each county lies."""
    if key is None:
        return pd.Index([results.attrs["region"]]), np.zeros(results.sizes["county"], int)
    places, number = np.unique(results[key].to_numpy().astype(str), return_inverse=True)
    return pd.Index(places), number
