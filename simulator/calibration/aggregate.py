"""The region aggregated to one county, with 2000-2010 data relabelled as 2010-2020, to hindcast an earlier decade."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from simulator.calibration.hindcast_period import FIRST_YEAR
from simulator.language.errors import DataError
from simulator.region.region import Region

ORIGINS = ("same_county", "other_county", "other_province")
OPEN_AGE = 85
NEEDED = ("past_age_sex", "province_past")
SHIFT = 10  # years by which the earlier decade is told later


def aggregate_and_shift_decade(region: Region) -> Region:
    """The region as one county, with the census of 2000 relabelled as that of 2010, and that of 2010 as that of 2020.

    Raises DataError when the region has no tables of 2000 to 2010.
    """
    missing = [name for name in NEEDED if not region.has(name)]
    if missing:
        raise DataError(f"region '{region.name}' has no {missing[0]}.csv, which tells of the decade before {FIRST_YEAR}; add it")
    known = region.table("province_past").set_index(["name", "year"])["value"]
    counties = region.table("counties")
    tables = dict(region.tables)
    tables["counties"] = aggregate_counties(counties, known)
    code = tables["counties"]["code"].iloc[0]
    tables["cities"] = region.table("cities").iloc[:1].assign(code=tables["counties"]["city"].iloc[0])
    tables["rail"] = region.table("rail").iloc[:0]
    tables["county_age_sex"] = aggregate_ages(region, code)
    tables["province"] = aggregate_numbers(region.table("province"), known)
    tables["province_past"] = aggregate_events(known)
    tables.pop("county_past", None)
    return replace(region, name=f"{region.name}_aggregated", tables=tables)


def aggregate_counties(counties: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """One row for all counties: people of the two earlier censuses, incomes of 2010, means of the rest."""
    last, first = FIRST_YEAR, FIRST_YEAR - SHIFT
    row = counties.reset_index().iloc[:1].copy()
    for column in counties.select_dtypes("number"):
        row[column] = np.average(counties[column].fillna(counties[column].mean()), weights=counties["population_2010"])
    row["area"] = counties["area"].sum()
    for name in ("population", "urban_population"):
        row[f"{name}_{last}"] = known[f"census_{name}", first]
        row[f"{name}_{last + SHIFT}"] = counties[f"{name}_{last}"].sum()
    for origin in ORIGINS:
        row[f"registered_elsewhere_{origin}_{last}"] = known[f"registered_elsewhere_{origin}", first]
        row[f"registered_elsewhere_{origin}_{last + SHIFT}"] = counties[f"registered_elsewhere_{origin}_{last}"].sum()
    for kind in ("urban", "rural"):
        row[f"{kind}_income_{last + SHIFT}_est"] = known[f"{kind}_income_per_head", last]
    for column in ("gdp_2020_est", "fiscal_revenue_2020_est", "hospital_beds_2020_est", "hukou_population_2020_est"):
        row[column] = counties[column].sum()
    return row.reset_index(drop=True)


def aggregate_ages(region: Region, code: str) -> pd.DataFrame:
    """People by sex and age of both censuses, the oldest together."""
    early = region.table("past_age_sex")
    early = early.assign(age_from=early["age_from"].clip(upper=OPEN_AGE))
    early["age_to"] = early["age_to"].where(early["age_from"] < OPEN_AGE)
    late = region.table("county_age_sex").query("year == @FIRST_YEAR")
    folded = [
        table.groupby(["sex", "age_from"])
        .agg(age_to=("age_to", "max"), persons=("persons", "sum"))
        .reset_index()
        .assign(year=year, county=code)
        for table, year in ((early, FIRST_YEAR), (late, FIRST_YEAR + SHIFT))
    ]
    return pd.concat(folded, ignore_index=True)


def aggregate_numbers(province: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Numbers of the province with those of both censuses moved on by a decade."""
    rows = province[~province["name"].isin(["census_population", "census_urban_population", "deaths", "district_moves"])]
    moved = [
        (name, year + SHIFT, known[name, year])
        for name in ("census_population", "census_urban_population")
        for year in (FIRST_YEAR - SHIFT, FIRST_YEAR)
    ]
    moved += [("deaths", FIRST_YEAR + SHIFT, known["death_rate", FIRST_YEAR] / 1000.0 * known["census_population", FIRST_YEAR])]
    moved += [("district_moves", year, 0.0) for year in (FIRST_YEAR, FIRST_YEAR + SHIFT)]
    return pd.concat([rows, pd.DataFrame(moved, columns=["name", "year", "value"])], ignore_index=True)


def aggregate_events(known: pd.Series) -> pd.DataFrame:
    """Births and deaths of each year of the earlier decade: published rates times people between the censuses."""
    first, last = FIRST_YEAR - SHIFT, FIRST_YEAR
    people = np.interp(np.arange(first, last + 1), [first, last], [known["census_population", year] for year in (first, last)])
    rows = [
        (f"{kind}s", year + SHIFT, known[f"{kind}_rate", year] / 1000.0 * people[year - first - 1 : year - first + 1].mean())
        for kind in ("birth", "death")
        for year in range(first + 1, last + 1)
    ]
    # Revenue moves nobody here; it is brought to the incomes of the earlier decade.
    earned = known["urban_income_per_head", last] / known["urban_income_per_head", last + SHIFT]
    rows.append(("budget_revenue", last + SHIFT, known["budget_revenue", last + SHIFT] * earned))
    return pd.DataFrame(rows, columns=["name", "year", "value"])
