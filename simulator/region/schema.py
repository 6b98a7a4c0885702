"""The columns every region must have, as described in format.csv."""

import csv
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simulator.language.errors import DataError, suggest

FORMAT = Path(__file__).with_name("format.csv")
# What a calibration reads besides the tables that every run reads.
PAST_TABLES = ("county_past", "net_migration", "province_past", "city_past", "past_age_sex")
OPTIONAL_TABLES = frozenset({"rail_network", "vital_events", *PAST_TABLES})


@dataclass(frozen=True)
class Column:
    """What may stand in one column of a table: type, unit, range or choices."""

    table: str
    name: str
    type: str
    unit: str
    key: bool
    required: bool
    minimum: float
    maximum: float
    choices: tuple[str, ...]
    description_en: str
    description_zh: str


@cache
def load_format() -> dict[str, tuple[Column, ...]]:
    """Give the columns of every table, in the order in which the tables are written."""
    with FORMAT.open(encoding="utf-8", newline="") as file:
        columns = [_build_column(row) for row in csv.DictReader(file)]
    tables = dict.fromkeys(column.table for column in columns)
    return {table: tuple(column for column in columns if column.table == table) for table in tables}


def find_columns(table: str) -> tuple[Column, ...]:
    """Give the columns of one table; an unknown table is a DataError."""
    tables = load_format()
    if table not in tables:
        raise DataError(f"'{table}' is not a table of a region; {suggest(table, tables)}")
    return tables[table]


def find_key(table: str) -> list[str]:
    """Give the key columns of a table."""
    return [column.name for column in find_columns(table) if column.key]


def find_choices(table: str, name: str) -> tuple[str, ...]:
    """Give the words allowed in a column of choices."""
    return next(column.choices for column in find_columns(table) if column.name == name)


def _build_column(row: dict[str, str]) -> Column:
    return Column(
        table=row["table"],
        name=row["column"],
        type=row["type"],
        unit=row["unit"],
        key=row["key"] == "yes",
        required=row["required"] == "yes",
        minimum=float(row["least"] or -math.inf),
        maximum=float(row["most"] or math.inf),
        choices=tuple(row["choices"].split("|")) if row["choices"] else (),
        description_en=row["description_en"],
        description_zh=row["description_zh"],
    )
