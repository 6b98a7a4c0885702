"""What many members came to, as tidy tables: spread, differences to a reference, targets, histograms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from simulator.batch.chunk import Setting
from simulator.batch.chunk_summary import CHANGE
from simulator.batch.merge import Merged
from simulator.batch.moments import Moments
from simulator.batch.quantile_sketch import ACCURACY, Sketch, find_bins, find_edges
from simulator.batch.selection import Selection
from simulator.batch.store import walk_results

# Values that are looked at together where quantiles are exact: 256 MB.
AT_ONCE = 1 << 25
# Bars of a histogram; bins of a sketch that lie side by side are put together until there are no more.
BARS = 40


def tabulate_spread(setting: Setting, merged: Merged) -> dict[str, pd.DataFrame]:
    """The spread of everything kept over the members, and of its difference to the reference scenario; `accuracy` is by how
    much of itself a quantile may be off, 0 where it is exact."""
    spec, selection, tables = setting.spec, setting.selection, {}
    for table, form in (("summary", "{}"), ("differences", CHANGE)):
        rows = []
        scenarios = [name for number, name in enumerate(spec.names) if table == "summary" or number != spec.compared]
        for level, names in selection.names.items():
            key = form.format(level)
            if key in merged.moments:
                found = find_quantiles(setting, merged, level, key)
                rows.append(list_rows(setting, level, names, scenarios, merged.moments[key], found))
        if rows:
            tables[table] = pd.concat(rows, ignore_index=True)
    if "differences" in tables:
        tables["differences"].insert(1, "reference", spec.reference)
    else:
        tables.get("summary", pd.DataFrame()).drop(columns="positive", inplace=True, errors="ignore")
    return tables


def list_rows(
    setting: Setting, level: str, names: Sequence[str], scenarios: list[str], moments: Moments, quantiles: dict
) -> pd.DataFrame:
    """One row for each variable, scenario, year and place [name, scenario, year, place]."""
    years, places = setting.selection.years, setting.selection.places[level][0]
    index = pd.MultiIndex.from_product([names, scenarios, years, places], names=["variable", "scenario", "year", "place"])
    there = moments.count > 0
    columns = {
        "members": moments.count,
        "mean": np.where(there, moments.mean, np.nan),
        "standard_deviation": moments.standard_deviation,
        "minimum": np.where(there, moments.minimum, np.nan),
        "maximum": np.where(there, moments.maximum, np.nan),
        **quantiles,
        "positive": np.divide(moments.positive, moments.count, out=np.full(there.shape, np.nan), where=there),
    }
    table = pd.DataFrame({name: value.ravel() for name, value in columns.items()}, index=index).reset_index()
    table["accuracy"] = 0.0 if setting.exact else ACCURACY
    table["unit"] = table["variable"].map(lambda name: setting.spec.labels.get(name, {}).get("units", ""))
    table.insert(0, "level", level)
    return table[table["members"] > 0]


def find_quantiles(setting: Setting, merged: Merged, level: str, key: str) -> dict[str, np.ndarray]:
    """Quantiles of a level by the name of their column: from the store where it holds the members, else from the sketch."""
    spec, selection, shape = setting.spec, setting.selection, merged.moments[key].count.shape
    columns = [f"p{100 * share:02.3g}" for share in spec.quantiles]
    if not setting.exact:
        cells = int(np.prod(shape))
        return {
            column: merged.sketches[key].quantile(share, cells).reshape(shape)
            for column, share in zip(columns, spec.quantiles, strict=True)
        }
    found = np.full((len(columns), *shape), np.nan)
    others = [number for number in range(len(spec.names)) if number != spec.compared]
    for number, name in enumerate(selection.names[level]):
        base = dict(walk_key(setting, level, name, spec.compared)) if key != level else {}
        for (scenario, years), values in walk_results(setting.folder, selection, level, name, AT_ONCE):
            if key == level:
                found[:, number, scenario, years] = take_quantiles(values, spec.quantiles)
            elif scenario != spec.compared:
                change = values - base[years.start]
                found[:, number, others.index(scenario), years] = take_quantiles(change, spec.quantiles)
    return dict(zip(columns, found, strict=True))


def walk_key(setting: Setting, level: str, name: str, scenario: int) -> list[tuple[int, np.ndarray]]:
    """The slices of one scenario, each with its first year."""
    return [
        (years.start, values)
        for (number, years), values in walk_results(setting.folder, setting.selection, level, name, AT_ONCE)
        if number == scenario
    ]


def take_quantiles(values: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """Quantiles over members [member, year, place], what is missing left out."""
    there = np.isfinite(values)
    if there.all():
        return np.quantile(values, shares, axis=0)
    found = np.full((len(shares), *values.shape[1:]), np.nan)
    for cell in np.argwhere(there.any(axis=0)):
        own = values[(slice(None), *cell)]
        found[(slice(None), *cell)] = np.quantile(own[np.isfinite(own)], shares)
    return found


def tabulate_chances(setting: Setting, merged: Merged) -> dict[str, pd.DataFrame]:
    """How likely each target of the plan is to be met, and in which year it is met first, by scenario."""
    targets, names, members = setting.selection.targets, setting.spec.names, setting.spec.members
    if not targets:
        return {}
    years = [*setting.selection.all_years, None]
    chances, first = [], []
    for number, target in enumerate(targets):
        told = {
            "code": target["code"],
            "indicator": target["indicator"],
            "year": int(target["year"]),
            "value": target["value"],
            "text_en": target["text_en"],
            "text_zh": target["text_zh"],
        }
        for scenario, name in enumerate(names):
            met, when = merged.chances["met"][number, scenario], merged.chances["first"][number, scenario]
            chances.append(
                {
                    **told,
                    "scenario": name,
                    "members": members,
                    "met": met,
                    "probability": met / members,
                    "never": when[-1] / members,
                    "half_by": find_half(when[:-1], years, members),
                }
            )
            first += [
                {
                    "code": target["code"],
                    "scenario": name,
                    "first_met": "never" if year is None else year,
                    "members": count,
                    "share": count / members,
                    "so_far": so_far / members,
                }
                for year, count, so_far in zip(years, when, np.cumsum(when), strict=True)
                if count
            ]
    return {"targets": pd.DataFrame(chances), "first_met": pd.DataFrame(first)}


def find_half(when: np.ndarray, years: Sequence[int], members: int) -> float:
    """The first year by which half of the members have met a target once; missing where fewer ever do."""
    reached = np.flatnonzero(2 * np.cumsum(when) >= members)
    return float(years[reached[0]]) if len(reached) else np.nan


def tabulate_histograms(setting: Setting, merged: Merged) -> pd.DataFrame:
    """Histograms of the province in the last year kept: how many members lie between two values."""
    selection, rows = setting.selection, []
    for number, name in enumerate(selection.names.get("province", ())):
        for scenario, label in enumerate(setting.spec.names):
            low, high, count = join_bars(*find_bars(setting, merged, selection, number, name, scenario))
            rows.append(
                pd.DataFrame(
                    {"variable": name, "scenario": label, "year": selection.years[-1], "from": low, "to": high, "members": count}
                )
            )
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def find_bars(
    setting: Setting, merged: Merged, selection: Selection, number: int, name: str, scenario: int
) -> tuple[np.ndarray, np.ndarray]:
    """The bins of a variable of the province in the last year, and how many members each holds."""
    if setting.exact:
        for (found, years), values in walk_results(setting.folder, selection, "province", name, AT_ONCE):
            if found == scenario and years.stop == len(selection.years):
                last = values[:, -1, 0]
                return np.unique(find_bins(last[np.isfinite(last)]), return_counts=True)
    sketch: Sketch = merged.sketches["province"]
    cell = np.ravel_multi_index((number, scenario, len(selection.years) - 1, 0), merged.moments["province"].count.shape)
    own = sketch.cells == cell
    return sketch.bins[own], sketch.counts[own]


def join_bars(bins: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bars of equally many bins side by side, from the minimum to the maximum."""
    if not len(bins):
        return (np.zeros(0),) * 3
    wide = -(-(bins[-1] - bins[0] + 1) // BARS)
    bar = (bins - bins[0]) // wide
    first = bins[0] + wide * np.arange(bar[-1] + 1)
    return find_edges(first)[0], find_edges(first + wide - 1)[1], np.bincount(bar, counts).astype(int)
