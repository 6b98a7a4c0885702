"""The tidy table of indicators that planners ask for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from simulator.data.regions import Region
from simulator.indicators.catalogue import UNITS
from simulator.indicators.levels import Level, measure_levels

ORDER = ["scenario", "member", "year", "level", "region", "indicator", "value", "unit"]


def compute_indicators(results: xr.Dataset, region: Region | None = None) -> pd.DataFrame:
    """A tidy table (scenario, member, year, level, region, indicator, value, unit); shares run from 0 to 1.

    Region is the name of the province, else the code or word of the city, circle, class or county. With the `region` of the
    results, the province also says how near its cities are. Values that are missing (flows of the first year, what belongs
    to people who are not there) are left out. Raises ScenarioError when the results do not hold the variables that
    indicators are made of.
    """
    return pd.concat([tabulate(results, level) for level in measure_levels(results, region)], ignore_index=True)[ORDER]


def tabulate(results: xr.Dataset, level: Level) -> pd.DataFrame:
    """The indicators of one level as a tidy table."""
    stacked = np.stack(list(level.values.values()))
    found = np.flatnonzero(np.isfinite(stacked))
    labels = [pd.Index(list(level.values)), *(results.get_index(dim) for dim in ("scenario", "member", "year")), level.places]
    numbers = np.unravel_index(found, stacked.shape)
    columns = {name: label.take(number) for name, label, number
               in zip(("indicator", "scenario", "member", "year", "region"), labels, numbers, strict=True)}
    units = pd.Index([find_unit(results, name) for name in level.values])
    return pd.DataFrame({**columns, "level": level.name, "value": stacked.ravel()[found], "unit": units.take(numbers[0])})


def find_unit(results: xr.Dataset, indicator: str) -> str:
    """The unit of an indicator: its own, or that of the variable of the same name; 1 for shares and ratios."""
    if indicator in UNITS:
        return UNITS[indicator]
    return results[indicator].attrs["units"] if indicator in results else "1"
