"""A made-up region in the format of a real one, for tests and for trying things without data."""

from pathlib import Path

import numpy as np
import pandas as pd

from simulator.language.errors import DataError
from simulator.region.schema import find_columns, load_format
from simulator.region.synthetic.ages import (
    draw_county_ages,
    make_mortality,
    make_urban_shares,
)
from simulator.region.synthetic.counties import MOST_COUNTIES, draw_counties, list_cities
from simulator.region.synthetic.province import (
    make_fertility,
    make_province,
    make_rail,
    make_targets,
)

DESCRIPTION = """name: {name}
title_zh: 虚构地区
title_en: Made-up region
synthetic: true
reference_year: 2020
note: Every number of this region is made up; nothing in it describes a real place.
"""


def write_region(folder: str | Path, counties: int = 20, seed: int = 1) -> Path:
    """Write a made-up region that looks like a province but describes no real place.

    The same number of counties and the same seed give the same files. From ten counties on, one of them has no rural
    residents. Raises DataError for a number of counties out of range or a folder that already holds something.
    """
    folder = Path(folder)
    if not 1 <= counties <= MOST_COUNTIES:
        raise DataError(f"a made-up region cannot have {counties} counties; ask for 1 to {MOST_COUNTIES:,}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"'{folder}' already holds something; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    for table, frame in _make_tables(counties, np.random.default_rng(seed)).items():
        columns = [column.name for column in find_columns(table)]
        frame[columns].to_csv(folder / f"{table}.csv", index=False, lineterminator="\n", encoding="utf-8")
    description = DESCRIPTION.format(name=f"synthetic_{counties}_{seed}")
    (folder / "region.yaml").write_text(description, encoding="utf-8", newline="\n")
    return folder


def _make_tables(count: int, random: np.random.Generator) -> dict[str, pd.DataFrame]:
    counties = draw_counties(count, random)
    cities = list_cities(counties)
    mortality = make_mortality()
    ages = draw_county_ages(counties, random)
    tables = {
        "counties": counties,
        "cities": cities,
        "county_age_sex": ages,
        "urban_share_by_age": make_urban_shares(),
        "mortality": mortality,
        "fertility": make_fertility(),
        "rail": make_rail(cities),
        "province": make_province(counties, ages, mortality),
        "targets": make_targets(counties),
    }
    return tables | {"provenance": _make_provenance(list(tables)), "sources": _make_sources()}


def _make_provenance(tables: list[str]) -> pd.DataFrame:
    rows = [(column.table, column.name) for table in tables for column in load_format()[table]]
    origin = {"county": "all", "status": "assumed", "method": "made up", "source": "made_up"}
    return pd.DataFrame(rows, columns=["table", "column"]).assign(**origin)


def _make_sources() -> pd.DataFrame:
    source = {"source": "made_up", "title": "Made-up numbers", "publisher": "this project", "year": None}
    terms = {"reference": "none", "licence": "that of the project", "note": "describes no place"}
    return pd.DataFrame([source | terms])
