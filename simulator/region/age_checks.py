"""What must hold for tables by age: no gap, no overlap, and ages add up to the total."""

from collections.abc import Iterator

import pandas as pd

from simulator.language.dimensions import SEXES
from simulator.region.census_years import CENSUS_YEARS
from simulator.region.foreign_keys import find_missing_keys
from simulator.region.tables import Tables


def check_age_groups(tables: Tables) -> Iterator[str]:
    """Every profile by age begins at 0, leaves no gap and ends in an open group."""
    yield from _find_broken_groups("county_age_sex", tables["county_age_sex"], ["county", "year", "sex"])
    yield from _find_broken_groups("mortality", tables["mortality"], ["sex"])
    yield from _find_broken_groups("urban_share_by_age", tables["urban_share_by_age"], ["year", "method"])


def check_profiles(tables: Tables) -> Iterator[str]:
    """Both sexes have death rates, and one profile of the urban share was counted by a census."""
    for sex in SEXES:
        if sex not in set(tables["mortality"]["sex"]):
            yield f"mortality.csv: there are no rows of sex {sex}; add them"
    if "census" not in set(tables["urban_share_by_age"]["method"]):
        yield "urban_share_by_age.csv: no row has the method census; add the last census that tells towns by age"


def check_county_groups(tables: Tables) -> Iterator[str]:
    """Every county has both sexes in both censuses, in the same age groups."""
    ages, counties = tables["county_age_sex"], tables["counties"]["code"]
    yield from find_missing_keys("county_age_sex", ages["county"], "counties", counties)
    groups = ages.groupby(["county", "year", "sex"])["age_from"].agg(tuple)
    wanted = pd.MultiIndex.from_product([counties, CENSUS_YEARS, SEXES])
    for county, year, sex in wanted.difference(groups.index):
        yield f"county_age_sex.csv: county {county} has no rows of {year}, {sex}; add them"
    usual = groups.mode().iloc[0] if len(groups) else ()
    for group in groups.index[[starts != usual for starts in groups]]:
        yield f"county_age_sex.csv, {_name_group(group)}: the age groups differ from those of the others; use the same"


def check_county_sums(tables: Tables) -> Iterator[str]:
    """The sum over age and sex is the population of the county."""
    counties = tables["counties"].set_index("code")
    sums = tables["county_age_sex"].groupby(["year", "county"])["persons"].sum()
    for year in CENSUS_YEARS:
        counted = sums.loc[year].reindex(counties.index) if year in sums else pd.Series(dtype=float)
        stated = counties[f"population_{year}"]
        for county, total in counted.dropna().items():
            if total != stated[county]:
                yield (
                    f"county_age_sex.csv, county {county}, {year}: the ages add up to {total:,.0f}, "
                    f"but population_{year} in counties.csv is {stated[county]:,}; make them equal"
                )


def _find_broken_groups(table: str, frame: pd.DataFrame, keys: list[str]) -> Iterator[str]:
    for group, rows in frame.groupby(keys):
        place = f"{table}.csv, {_name_group(group)}"
        starts, ends = rows["age_from"].tolist(), rows["age_to"].tolist()
        for start, previous in zip(starts, [-1, *ends[:-1]], strict=True):
            if start != previous + 1:
                yield f"{place}: the age group from {start} does not follow the one before; close the gap or overlap"
        if not pd.isna(ends[-1]):
            yield f"{place}: the last age group ends at {ends[-1]:.0f}; leave its age_to empty"


def _name_group(group: tuple) -> str:
    return " ".join(map(str, group))
