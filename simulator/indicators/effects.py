"""What a scenario changes: differences to a reference scenario, member by member, and what each point gained costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from simulator.data.regions import Region
from simulator.errors import ScenarioError, suggest
from simulator.indicators.catalogue import Arrays
from simulator.indicators.levels import Level, measure_levels
from simulator.indicators.table import find_unit

QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
ORDER = ["scenario", "reference", "year", "level", "region", "indicator", *QUANTILES, "positive", "members", "unit"]
# What is bought: the indicator, how much of it makes one, and the words for it.
BOUGHT = {"cost_of_urban_point": ("urban_share", 0.01), "cost_of_registered_point": ("registered_share", 0.01),
          "cost_of_ratio_hundredth": ("income_ratio", -0.01)}
ROUNDING = 1e-9


def measure_effects(results: xr.Dataset, reference: str = "frozen", region: Region | None = None,
                    years: Sequence[int] | None = None) -> pd.DataFrame:
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
    kept = np.flatnonzero(np.isin(held, years if years is not None else held))
    others = [number for number, name in enumerate(scenarios) if name != reference]
    tables = []
    for level in measure_levels(results, region):
        values = {name: value[:, :, kept] for name, value in level.values.items()}
        change = {name: value[others] - value[[scenarios.index(reference)]] for name, value in values.items()}
        whole = Level(level.name, level.places, change | price(change))
        tables.append(summarize(results, whole, [scenarios[each] for each in others], held[kept]))
    return pd.concat(tables, ignore_index=True).assign(reference=reference)[ORDER]


def price(change: Arrays) -> Arrays:
    """What one point gained costs in programmes since the start; infinite where nothing is gained."""
    cost, prices = change["programme_cost_total"], {}
    for name, (bought, unit) in BOUGHT.items():
        gain = change[bought] / unit
        prices[name] = np.divide(cost, gain, out=np.full(cost.shape, np.inf), where=gain > ROUNDING)
    return prices


def summarize(results: xr.Dataset, level: Level, scenarios: list[str], years: np.ndarray) -> pd.DataFrame:
    """The spread of the effects [scenario, member, year, place] over the members as a tidy table."""
    stacked = np.stack(list(level.values.values()))
    # Quantiles are values of members, so that an infinite price does not spoil the finite ones.
    spread = {name: np.quantile(stacked, share, axis=2, method="inverted_cdf") for name, share in QUANTILES.items()}
    spread["positive"] = (stacked > 0.0).mean(axis=2)
    found = np.flatnonzero(np.isfinite(spread["median"]))
    labels = [pd.Index(list(level.values)), pd.Index(scenarios), pd.Index(years), level.places]
    numbers = np.unravel_index(found, spread["median"].shape)
    columns = {name: label.take(number) for name, label, number
               in zip(("indicator", "scenario", "year", "region"), labels, numbers, strict=True)}
    units = pd.Index([find_unit(results, name) for name in level.values])
    columns |= {name: part.ravel()[found] for name, part in spread.items()}
    return pd.DataFrame({**columns, "level": level.name, "members": stacked.shape[2], "unit": units.take(numbers[0])})
