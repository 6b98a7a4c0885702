"""Indicators as arrays, for the province, its cities, circles and classes of county, and each county."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import xarray as xr

from simulator.indicators.accessibility import measure_city_reach
from simulator.indicators.catalogue import LEVELS, MEANS, MIXED, UNITS, Arrays, list_sources, unfold_counts, unfold_ratios
from simulator.indicators.change_since_start import look_back
from simulator.indicators.equity import add_places, measure_equity
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
    """The indicators of each level in turn; with the region, the province also says how near its cities are.

    Raises ScenarioError when the results do not hold the variables that indicators are made of.
    """
    services = [v.attrs["service"] for v in results.data_vars.values() if v.attrs.get("family") == "load"]
    counts, ratios = unfold_counts(services), unfold_ratios(services)
    sources = read_counties(results, list_sources(services))

    def measure(number: np.ndarray) -> Arrays:
        found = derive({name: add_places(value, number) for name, value in sources.items()}, counts, ratios)
        return found | look_back(found)

    everyone = np.arange(results.sizes["county"])
    people = {name: sources[name] for name in MEANS.values()}
    counties = measure(everyone)
    for name, key in LEVELS.items():
        places, number = find_places(results, key)
        # Between the counties of one county there is nothing to compare.
        equity = {} if key == "county" else measure_equity(counties | people, number)
        values = measure(number) | equity
        if name == "province" and region is not None:
            values |= {
                each: value.transpose(*DIMS).to_numpy()[..., None] for each, value in measure_city_reach(results, region).items()
            }
        axes = (results.get_index(dim) for dim in DIMS)
        yield Level(name, places, values, *axes, {each: find_unit(results, each) for each in values})


def find_unit(results: xr.Dataset, indicator: str) -> str:
    """The unit of an indicator: its own, or that of the variable of the same name; 1 for shares and ratios."""
    if indicator in UNITS:
        return UNITS[indicator]
    return results[indicator].attrs["units"] if indicator in results else "1"


def read_counties(results: xr.Dataset, names: list[str]) -> Arrays:
    """What can be added up over counties, [scenario, member, year, county]: means times the people they belong to."""
    absent = [name for name in names if name not in results]
    if absent:
        raise ScenarioError(f"the results hold no '{absent[0]}', of which indicators are made; record all variables")
    values = {name: results[name].transpose(*DIMS, "county").to_numpy() for name in names}
    # What belongs to nobody counts for nothing, rather than making the sum of all counties missing.
    return values | {name: np.where(values[people] > 0.0, values[name] * values[people], 0.0) for name, people in MEANS.items()}


def find_places(results: xr.Dataset, key: str | None) -> tuple[pd.Index, np.ndarray]:
    """The places of a level, and the number of the place in which each county lies."""
    if key is None:
        return pd.Index([results.attrs["region"]]), np.zeros(results.sizes["county"], int)
    places, number = np.unique(results[key].to_numpy().astype(str), return_inverse=True)
    return pd.Index(places), number


def derive(sums: Arrays, counts: list[str], ratios: dict[str, tuple[str, str]]) -> Arrays:
    """The indicators of some places, made of what their counties add up to; missing where they are of nobody."""
    pairs = {name: (name, people) for name, people in MEANS.items()} | ratios
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = {name: np.where(sums[below] > 0.0, sums[above] / sums[below], np.nan) for name, (above, below) in pairs.items()}
        mixed = {name: mix(sums | shares) for name, mix in MIXED.items()}
    return {name: sums[name] for name in counts} | shares | mixed
