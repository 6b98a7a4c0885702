"""A short run of a made-up region, with all its variables, and the numbers that a table of indicators holds."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
import xarray as xr

from simulator import load_region, simulate
from simulator.indicators import compute_indicators
from simulator.region.region import Region


@pytest.fixture(scope="session")
def region(folders) -> Region:
    return load_region(folders["small"])


@pytest.fixture(scope="session")
def results(region) -> xr.Dataset:
    """Two pathways of three members, 2020 to 2025; the first has counties without villagers."""
    return simulate(["frozen", "plan"], region, drivers="known_2020", members=3, seed=2, last_year=2025)


@pytest.fixture(scope="session")
def indicators(results) -> pd.DataFrame:
    return compute_indicators(results)


@pytest.fixture(scope="session")
def read(indicators, results) -> Callable[..., xr.DataArray]:
    """An indicator of the province, or of all places of a level, as [scenario, member, year] or with places last."""

    def pick(name: str, level: str = "province") -> xr.DataArray:
        rows = indicators[(indicators["indicator"] == name) & (indicators["level"] == level)]
        value = rows.set_index(["scenario", "member", "year", "region"])["value"].to_xarray()
        value = value.reindex(year=results["year"]).sel(scenario=results["scenario"])
        return value.squeeze("region", drop=True) if level == "province" else value

    return pick
