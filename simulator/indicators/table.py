"""The tidy tables of indicators that planners ask for: of every member, or how the members spread."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import xarray as xr

from simulator.indicators.levels import Level, measure_levels
from simulator.region.region import Region

ORDER = ["scenario", "member", "year", "level", "region", "indicator", "value", "unit"]
QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
SPREAD = ["scenario", "year", "level", "region", "indicator", *QUANTILES, "members", "unit"]


def compute_indicators(results: xr.Dataset, region: Region | None = None) -> pd.DataFrame:
    """A tidy table (scenario, member, year, level, region, indicator, value, unit); shares run from 0 to 1.

    Region is the name of the province, else the code or word of the city, circle, class or county. With the `region` of the
    results, the province also says how near its cities are. Values that are missing (flows of the first year, what belongs
    to people who are not there) are left out. Raises ScenarioError when the results do not hold the variables that
    indicators are made of.
    """
    return tabulate(measure_levels(results, region))


def tabulate(levels: Iterable[Level]) -> pd.DataFrame:
    """The indicators of levels as one tidy table, a row for each member."""
    return pd.concat([list_values(level) for level in levels], ignore_index=True)[ORDER]


def list_values(level: Level) -> pd.DataFrame:
    """The indicators of one level as a tidy table."""
    stacked = np.stack(list(level.values.values()))
    axes = {
        "indicator": pd.Index(list(level.values)),
        "scenario": level.scenarios,
        "member": level.members,
        "year": level.years,
        "region": level.places,
    }
    found = np.flatnonzero(np.isfinite(stacked))
    return label_cells(level, axes, found).assign(value=stacked.ravel()[found])


def spread_members(levels: Iterable[Level]) -> pd.DataFrame:
    """How the members spread, as one tidy table: scenario, year, level, region, indicator, low, median, high (5, 50 and 95 % of
    those in which the value is not missing), members, unit."""
    return pd.concat([list_quantiles(level) for level in levels], ignore_index=True)[SPREAD]


def list_quantiles(level: Level) -> pd.DataFrame:
    """The quantiles over the members of one level as a tidy table."""
    axes = {"indicator": pd.Index(list(level.values)), "scenario": level.scenarios, "year": level.years, "region": level.places}
    spread = np.stack([find_quantiles(value) for value in level.values.values()], axis=1)
    found = np.flatnonzero(np.isfinite(spread[1]))
    numbers = {name: part.ravel()[found] for name, part in zip(QUANTILES, spread, strict=True)}
    return label_cells(level, axes, found).assign(**numbers, members=len(level.members))


def find_quantiles(value: np.ndarray) -> np.ndarray:
    """Low, median and high [quantile, scenario, year, place] of the members that have a value; missing where none has."""
    shares = list(QUANTILES.values())
    spread = np.quantile(value, shares, axis=1)
    found = np.isfinite(value)
    # A missing value spoils the quantiles of its cell; only such cells are worked out one by one.
    scenario, year, place = np.nonzero(found.any(axis=1) & ~found.all(axis=1))
    if len(scenario):
        spread[:, scenario, year, place] = np.nanquantile(value[scenario, :, year, place], shares, axis=1)
    return spread


def label_cells(level: Level, axes: dict[str, pd.Index], cells: np.ndarray) -> pd.DataFrame:
    """The labels of cells of an array with these axes, the first of which is the indicator."""
    numbers = np.unravel_index(cells, [len(axis) for axis in axes.values()])
    columns = {name: axis.take(number) for (name, axis), number in zip(axes.items(), numbers, strict=True)}
    units = pd.Index([level.units[name] for name in level.values])
    return pd.DataFrame({**columns, "level": level.name, "unit": units.take(numbers[0])})
