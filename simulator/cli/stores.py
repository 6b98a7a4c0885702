"""Zarr stores: all results of one member, or the indicators of an ensemble, with CF attributes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xarray as xr

from simulator.cli.runs import Outcome
from simulator.indicators.levels import Level
from simulator.indicators.table import QUANTILES, find_quantiles
from simulator.report.text.wording import name_indicator
from simulator.run.results import POINT, describe_axes, find_cell_method
from simulator.run.setup import load_model
from simulator.system.signals import defer_signals

MEMBER_DIMS = ("scenario", "member", "year", "place")


def write_stores(outcome: Outcome, folder: Path) -> None:
    """Write results.zarr of one member; of an ensemble members.zarr, the indicators of each member for the province, its
    cities, circles and classes, and counties.zarr, the quantiles of the members in each county."""
    if outcome.results is not None:
        return write_store(outcome.results, folder / "results.zarr")
    write_store(collect_members(outcome), folder / "members.zarr")
    write_store(spread_counties(outcome), folder / "counties.zarr")


@defer_signals()
def write_store(results: xr.Dataset, path: Path) -> None:
    """Write one dataset. Zarr format 2 stores text (names, codes) in a form that every reader supports."""
    results.to_zarr(path, mode="w", zarr_format=2, consolidated=True)


def collect_members(outcome: Outcome) -> xr.Dataset:
    """The indicators of each member: scenario, member, year, place; missing where a level does not have one."""
    levels = [level for name, level in outcome.levels.items() if name != "county"]
    first, names = levels[0], dict.fromkeys(name for level in levels for name in level.values)
    shapes = [(len(level.scenarios), len(level.members), len(level.years), len(level.places)) for level in levels]
    found = {
        name: np.concatenate(
            [level.values.get(name, np.full(shape, np.nan)) for level, shape in zip(levels, shapes, strict=True)], axis=-1
        )
        for name in names
    }
    coords = {
        "scenario": list(first.scenarios),
        "member": first.members,
        "year": first.years,
        "place": np.concatenate([level.places.to_numpy(str) for level in levels]),
        "level": ("place", np.repeat([level.name for level in levels], [len(level.places) for level in levels])),
    }
    units = {name: unit for level in levels for name, unit in level.units.items()}
    results = xr.Dataset({name: (MEMBER_DIMS, value) for name, value in found.items()}, coords, outcome.attrs)
    results["place"].attrs = {"long_name": "province, city, circle or class of county", "long_name_zh": "省、市、经济圈或县级类型"}
    results["level"].attrs = {"long_name": "level of the place", "long_name_zh": "层级"}
    return describe(results, units)


def spread_counties(outcome: Outcome) -> xr.Dataset:
    """Quantiles of the members in each county: scenario, quantile, year, county."""
    level: Level = outcome.levels["county"]
    found = {name: np.moveaxis(find_quantiles(value), 0, 1) for name, value in level.values.items()}
    coords = {
        "scenario": list(level.scenarios),
        "quantile": list(QUANTILES.values()),
        "year": level.years,
        "county": level.places.to_numpy(str),
    }
    coords |= {name: ("county", outcome.places.loc[level.places, name].to_numpy()) for name in outcome.places}
    results = xr.Dataset(
        {name: (("scenario", "quantile", "year", "county"), value) for name, value in found.items()}, coords, outcome.attrs
    )
    results["quantile"].attrs = {"long_name": "share of the members below", "long_name_zh": "成员分位数"}
    return describe(results, level.units)


def describe(results: xr.Dataset, units: dict[str, str]) -> xr.Dataset:
    """CF attributes of every indicator: units, long_name, cell_methods."""
    model = load_model()
    for name in results.data_vars:
        english, chinese = name_indicator(name)
        method = find_cell_method(model, name) if name in model.variables else POINT
        results[name].attrs = {"units": units[name], "long_name": english, "long_name_zh": chinese, "cell_methods": method}
    describe_axes(results)
    return results
