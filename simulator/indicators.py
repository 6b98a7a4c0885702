"""Indicators that planners ask for, for the province, its cities, circles and classes of county, and each county."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from simulator.errors import ScenarioError

COUNTS = ("population", "urban_population", "rural_population", "registered_population", "children", "elderly",
          "rural_elderly", "births", "deaths", "net_migration", "registrations")
MADE_OF = ("outsider_population",)
SHARES = {
    "urban_share": lambda n: n["urban_population"] / n["population"],
    "registered_share": lambda n: n["registered_population"] / n["population"],
    "urban_hukou_share": lambda n: (n["registered_population"] + n["outsider_population"]) / n["population"],
    "elderly_share": lambda n: n["elderly"] / n["population"],
    "rural_elderly_share": lambda n: n["rural_elderly"] / n["rural_population"].where(n["rural_population"] > 0.0),
    "dependency_ratio": lambda n: (n["children"] + n["elderly"]) / (n["population"] - n["children"] - n["elderly"]),
}
LEVELS = {"province": None, "city": "city", "circle": "circle", "class": "county_class", "county": "county"}


def compute_indicators(results: xr.Dataset) -> pd.DataFrame:
    """A tidy table (scenario, member, year, level, region, indicator, value, unit); shares run from 0 to 1.

    Region is the name of the province, else the code or word of the city, circle, class or county. Values that are
    missing (flows of the first year, rural shares without villagers) are left out. Raises ScenarioError when the results
    do not hold the variables that indicators are made of.
    """
    absent = [name for name in (*COUNTS, *MADE_OF) if name not in results]
    if absent:
        raise ScenarioError(f"the results hold no '{absent[0]}', of which indicators are made; record all variables")
    counties = results[[*COUNTS, *MADE_OF]]
    units = {name: results[name].attrs["units"] for name in COUNTS}
    tables = [tabulate(add_up(counties, key), level, results.attrs["region"], units) for level, key in LEVELS.items()]
    order = ["scenario", "member", "year", "level", "region", "indicator", "value", "unit"]
    return pd.concat(tables, ignore_index=True)[order]


def add_up(counties: xr.Dataset, key: str | None) -> xr.Dataset:
    """Counts of all counties together, or of those that share a city, circle or class; a missing flow stays missing."""
    if key == "county":
        return counties
    if key is None:
        return counties.sum("county", skipna=False)
    return counties.groupby(key).sum("county", skipna=False)


def tabulate(counts: xr.Dataset, level: str, province: str, units: dict[str, str]) -> pd.DataFrame:
    """One level as a tidy table."""
    key = LEVELS[level]
    wide = counts[list(COUNTS)].assign({name: share(counts) for name, share in SHARES.items()})
    wide = wide.drop_vars([name for name in wide.coords if name not in ("scenario", "member", "year", key)])
    frame = wide.to_dataframe().reset_index().melt(["scenario", "member", "year", *([key] if key else [])],
                                                   var_name="indicator", value_name="value").dropna(subset="value")
    frame["level"] = level
    frame["region"] = frame[key] if key else province
    frame["unit"] = frame["indicator"].map(units).fillna("1")
    return frame
