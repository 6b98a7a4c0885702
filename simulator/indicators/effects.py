"""What a scenario changes: differences to a reference scenario, member by member, and what each point gained costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import xarray as xr

from simulator.indicators.definitions import PRICES
from simulator.indicators.kinds import Arrays
from simulator.indicators.levels import Level, measure_levels
from simulator.indicators.table import QUANTILES, label_cells
from simulator.language.errors import ScenarioError, suggest
from simulator.region.region import Region

ORDER = ["scenario", "reference", "year", "level", "region", "indicator", *QUANTILES, "positive", "members", "unit"]
ROUNDING = 1e-9


def measure_effects(
    results: xr.Dataset, reference: str = "frozen", region: Region | None = None, years: Sequence[int] | None = None
) -> pd.DataFrame:
    """How much each scenario changes every indicator against the reference, paired by member, for each level and place.

    Columns: scenario, reference, year, level, region, indicator, low, median, high (5, 50, 95 % of the members), positive
    (share of members in which the indicator rises), members, unit. What a point costs is the extra cost of programmes since
    the start over the extra points, infinite in members that gain none; rows whose median is infinite are left out. By
    default all years. Raises ScenarioError for a reference or year that the results do not hold.
    """
    scenarios = list(results["scenario"].to_numpy())
    if reference not in scenarios:
        raise ScenarioError(f"reference: the results have no scenario '{reference}'; {suggest(reference, scenarios)}")
    held = results["year"].to_numpy()
    absent = sorted(set(years or ()) - set(held))
    if absent:
        raise ScenarioError(f"years: the results hold no year {absent[0]}; give years from {held[0]} to {held[-1]}")
    return compare_levels(measure_levels(results, region), reference, list(held) if years is None else years)


def compare_levels(levels: Iterable[Level], reference: str, years: Sequence[int]) -> pd.DataFrame:
    """The same table, of levels that are measured already and hold the reference among their scenarios."""
    changes = (find_change(level.of_years(years), reference) for level in levels)
    return pd.concat([summarize(each) for each in changes], ignore_index=True).assign(reference=reference)[ORDER]


def find_change(level: Level, reference: str) -> Level:
    """What every other scenario changes against the reference, member by member, and what a point gained costs."""
    others = np.flatnonzero(level.scenarios != reference)
    base = [level.scenarios.get_loc(reference)]
    change = {name: value[others] - value[base] for name, value in level.values.items()}
    return replace(
        level,
        values=change | price(change),
        scenarios=level.scenarios[others],
        units=level.units | {each.name: each.unit for each in PRICES},
    )


def price(change: Arrays) -> Arrays:
    """What one point gained costs in programmes since the start; infinite where nothing is gained."""
    cost, prices = change["programme_cost_total"], {}
    for each in PRICES:
        gain = change[each.bought] / each.step
        prices[each.name] = np.divide(cost, gain, out=np.full(cost.shape, np.inf), where=gain > ROUNDING)
    return prices


def summarize(level: Level) -> pd.DataFrame:
    """The spread of the effects of one level over the members as a tidy table."""
    stacked = np.stack(list(level.values.values()))
    axes = {"indicator": pd.Index(list(level.values)), "scenario": level.scenarios, "year": level.years, "region": level.places}
    # Quantiles are values of members, so that an infinite price does not spoil the finite ones.
    spread = {name: np.quantile(stacked, share, axis=2, method="inverted_cdf") for name, share in QUANTILES.items()}
    spread["positive"] = (stacked > 0.0).mean(axis=2)
    found = np.flatnonzero(np.isfinite(spread["median"]))
    numbers = {name: part.ravel()[found] for name, part in spread.items()}
    return label_cells(level, axes, found).assign(**numbers, members=stacked.shape[2])
