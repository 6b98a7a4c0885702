"""Single numbers of a province, from its table of the same name."""

import pandas as pd

from simulator.language.errors import DataError, suggest

REFERENCE_YEAR = 2020
CENSUS_YEARS = (2010, 2020)


def find_constant(province: pd.DataFrame, name: str, year: int | None = None) -> float:
    """Give one number of the province; without a year, its only value or that of the reference year.

    A number without a year holds for every year. Raises DataError if there is no such number or year.
    """
    rows = province[province["name"] == name].set_index("year")["value"]
    if rows.empty:
        raise DataError(f"province.csv has no number '{name}'; {suggest(name, province['name'].unique())}")
    if len(rows) == 1 and (year is None or rows.index.isna().all()):
        return float(rows.iloc[0])
    wanted = REFERENCE_YEAR if year is None else year
    if wanted not in rows.index:
        known = ", ".join(f"{known:.0f}" for known in rows.index.dropna())
        raise DataError(f"province.csv has no {name} of {wanted}; add it, or ask for {known}")
    return float(rows[wanted])
