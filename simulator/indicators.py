"""Indicators that planners ask for, for the province, its cities, circles and classes of county, and each county."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import xarray as xr

from simulator.errors import ScenarioError

Arrays = dict[str, np.ndarray]

# A star stands for every service: adequacy_* is one indicator for schools, one for hospitals, and so on.
COUNTS = ("population", "urban_population", "rural_population", "registered_population", "children", "elderly", "rural_elderly",
          "births", "deaths", "net_migration", "registrations", "labour_force", "unmet_need_*", "idle_capacity_*",
          "programme_cost", "capital_spending", "debt")
# What belongs to people, with the people it belongs to: the mean over them at every level.
MEANS = {
    "urban_income": "urban_population",
    "rural_income": "rural_population",
    "registered_income": "registered_population",
    "migrant_income": "rural_hukou_townspeople",
    "outsider_income": "outsider_population",
    "unemployment_share": "labour_force",
    "mean_schooling": "adults",
}
# One sum over another.
RATIOS = {
    "urban_share": ("urban_population", "population"),
    "registered_share": ("registered_population", "population"),
    "elderly_share": ("elderly", "population"),
    "rural_elderly_share": ("rural_elderly", "rural_population"),
    "floor_per_head": ("floor_space", "urban_population"),
    "nursing_share": ("nursing_beds", "capacity_elderly"),
    "adequacy_*": ("capacity_*", "load_*"),
}
# Made of sums and of the indicators above.
MIXED: dict[str, Callable[[Arrays], np.ndarray]] = {
    "urban_hukou_share": lambda n: (n["registered_population"] + n["outsider_population"]) / n["population"],
    "registration_gap": lambda n: n["urban_share"] - n["registered_share"],
    "dependency_ratio": lambda n: (n["children"] + n["elderly"]) / (n["population"] - n["children"] - n["elderly"]),
    "income_ratio": lambda n: n["urban_income"] / n["rural_income"],
    "childcare_density": lambda n: 1000.0 * n["capacity_childcare"] / n["population"],
}
LEVELS = {"province": None, "city": "city", "circle": "circle", "class": "county_class", "county": "county"}
ORDER = ["scenario", "member", "year", "level", "region", "indicator", "value", "unit"]


def compute_indicators(results: xr.Dataset) -> pd.DataFrame:
    """A tidy table (scenario, member, year, level, region, indicator, value, unit); shares run from 0 to 1.

    Region is the name of the province, else the code or word of the city, circle, class or county. Values that are
    missing (flows of the first year, what belongs to people who are not there) are left out. Raises ScenarioError when the
    results do not hold the variables that indicators are made of.
    """
    services = [v.attrs["service"] for v in results.data_vars.values() if v.attrs.get("family") == "load"]
    counts, ratios = unfold_counts(services), unfold_ratios(services)
    counties = read_counties(results, [*counts, *MEANS, *MEANS.values(), *(part for pair in ratios.values() for part in pair)])
    tables = []
    for level, key in LEVELS.items():
        places, number = find_places(results, key)
        sums = {name: add_up(value, number) for name, value in counties.items()}
        tables.append(tabulate(results, level, places, derive(sums, counts, ratios)))
    return pd.concat(tables, ignore_index=True)[ORDER]


def unfold_counts(services: list[str]) -> list[str]:
    """The counts, those with a star once for every service."""
    return [each for name in COUNTS for each in ([name.replace("*", s) for s in services] if "*" in name else [name])]


def unfold_ratios(services: list[str]) -> dict[str, tuple[str, str]]:
    """The ratios, those with a star once for every service."""
    return {name.replace("*", s): (above.replace("*", s), below.replace("*", s)) for name, (above, below) in RATIOS.items()
            for s in (services if "*" in name else [""])}


def read_counties(results: xr.Dataset, names: list[str]) -> Arrays:
    """What can be added up over counties, [scenario, member, year, county]: means times the people they belong to."""
    absent = [name for name in names if name not in results]
    if absent:
        raise ScenarioError(f"the results hold no '{absent[0]}', of which indicators are made; record all variables")
    values = {name: results[name].transpose("scenario", "member", "year", "county").to_numpy() for name in names}
    # What belongs to nobody counts for nothing, rather than making the sum of all counties missing.
    return values | {name: np.where(values[people] > 0.0, values[name] * values[people], 0.0) for name, people in MEANS.items()}


def find_places(results: xr.Dataset, key: str | None) -> tuple[pd.Index, np.ndarray]:
    """The places of a level, and the number of the place in which each county lies."""
    if key is None:
        return pd.Index([results.attrs["region"]]), np.zeros(results.sizes["county"], int)
    places, number = np.unique(results[key].to_numpy().astype(str), return_inverse=True)
    return pd.Index(places), number


def add_up(value: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Sums over the counties of each place; a missing flow stays missing."""
    order = np.argsort(number, kind="stable")
    return np.add.reduceat(value[..., order], np.unique(number[order], return_index=True)[1], axis=-1)


def derive(sums: Arrays, counts: list[str], ratios: dict[str, tuple[str, str]]) -> Arrays:
    """The indicators of some places, made of what their counties add up to; missing where they are of nobody."""
    pairs = {name: (name, people) for name, people in MEANS.items()} | ratios
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = {name: np.where(sums[below] > 0.0, sums[above] / sums[below], np.nan) for name, (above, below) in pairs.items()}
        mixed = {name: mix(sums | shares) for name, mix in MIXED.items()}
    return {name: sums[name] for name in counts} | shares | mixed


def tabulate(results: xr.Dataset, level: str, places: pd.Index, values: Arrays) -> pd.DataFrame:
    """The indicators of one level as a tidy table."""
    stacked = np.stack(list(values.values()))
    found = np.flatnonzero(np.isfinite(stacked))
    labels = [pd.Index(list(values)), *(results.get_index(dim) for dim in ("scenario", "member", "year")), places]
    numbers = np.unravel_index(found, stacked.shape)
    columns = {name: label.take(number) for name, label, number
               in zip(("indicator", "scenario", "member", "year", "region"), labels, numbers, strict=True)}
    units = pd.Index([results[name].attrs["units"] if name in results else "1" for name in values])
    return pd.DataFrame({**columns, "level": level, "value": stacked.ravel()[found], "unit": units.take(numbers[0])})
