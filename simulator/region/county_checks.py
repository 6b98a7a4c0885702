"""What must hold for the counties: they lie in a city, and no part is larger than the whole."""

from collections.abc import Iterator

import pandas as pd

from simulator.language.errors import DataError
from simulator.region.census_years import CENSUS_YEARS, find_constant
from simulator.region.foreign_keys import find_missing_keys
from simulator.region.tables import Tables

ORIGINS = ("same_county", "other_county", "other_province")


def check_cities(tables: Tables) -> Iterator[str]:
    """Every county and every train belongs to a known city, and a county to the circle of its city."""
    circles = tables["cities"].set_index("code")["circle"]
    ends = [(table, end) for table in ("rail", "rail_network") if table in tables for end in ("from_city", "to_city")]
    for table, column in [("counties", "city"), *ends]:
        yield from find_missing_keys(table, tables[table][column], "cities", circles.index)
    for county in tables["counties"].itertuples():
        right = circles.get(county.city, county.circle)
        if county.circle != right:
            yield f"{_name(county)}: circle is '{county.circle}', but that of its city is '{right}'; make them equal"


def check_counties(tables: Tables) -> Iterator[str]:
    """Townspeople and people registered elsewhere are part of the population of a county."""
    for county in tables["counties"].itertuples():
        for year in CENSUS_YEARS:
            residents = getattr(county, f"population_{year}")
            urban = getattr(county, f"urban_population_{year}")
            elsewhere = sum(getattr(county, f"registered_elsewhere_{origin}_{year}") for origin in ORIGINS)
            limit = f"they cannot be more than population_{year}, {residents:,}"
            if urban > residents:
                yield f"{_name(county)}: urban_population_{year} counts {urban:,} people; {limit}"
            if elsewhere > residents:
                yield f"{_name(county)}: registered_elsewhere of {year} counts {elsewhere:,} people in all; {limit}"


def check_incomes(tables: Tables) -> Iterator[str]:
    """A rural income is given exactly where people live in villages."""
    for county in tables["counties"].itertuples():
        villagers = county.population_2020 - county.urban_population_2020
        missing = pd.isna(county.rural_income_2020_est)
        if villagers > 0 and missing:
            yield f"{_name(county)}: rural_income_2020_est is empty, but {villagers:,} live in villages; write it"
        if villagers == 0 and not missing:
            yield f"{_name(county)}: rural_income_2020_est is given, but nobody lives in villages; leave it empty"


def check_totals(tables: Tables) -> Iterator[str]:
    """The counties add up to the census totals of the province."""
    for column in ("population", "urban_population"):
        for year in CENSUS_YEARS:
            total = tables["counties"][f"{column}_{year}"].sum()
            try:
                stated = find_constant(tables["province"], f"census_{column}", year)
            except DataError as error:
                yield str(error)
                continue
            if total != stated:
                yield (
                    f"counties.csv, column {column}_{year}: the counties add up to {total:,}, but province.csv gives "
                    f"census_{column} {year} as {stated:,.0f}; mend the difference of {total - stated:+,.0f}"
                )


def _name(county) -> str:
    return f"counties.csv, county {county.code}"
