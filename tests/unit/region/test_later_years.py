"""What may speak of years after 2020, table by table and column by column; nothing else does."""

import re
import shutil

import numpy as np
import pytest

import simulator
from simulator.inputs.data_vintage import LATER, use_2020_vintage
from simulator.region.region import load_region
from simulator.region.schema import load_format
from simulator.run.results import digest_results
from simulator.system.resources import PACKAGE

YEAR = re.compile(r"(?<!\d)20(?:2[1-9]|[3-9]\d)(?!\d)")
# Targets of the plan, the one table of drivers, projections made by 2020, and when something was published.
MAY_LOOK_AHEAD = {
    ("targets", "year"): "target of the plan",
    ("targets", "first_year"): "target of the plan",
    ("targets", "text_en"): "target of the plan",
    ("targets", "text_zh"): "target of the plan",
    ("vital_events", "year"): "driver table",
    ("vital_events", "source"): "driver table",
    ("rail_network", "source"): "timetable of January 2021, the network of the end of 2020",
    ("rail_network", "assumed_opening"): "assumption from documents to 2020",
    ("fertility", "period_from"): "projection of 2019",
    ("fertility", "period_to"): "projection of 2019",
    ("sources", "source"): "publication",
    ("sources", "title"): "publication",
    ("sources", "year"): "publication",
    ("sources", "reference"): "publication",
    ("sources", "note"): "publication",
    ("sources", "publisher"): "publication",
    ("province", "source"): "publication",
    ("province", "note"): "publication of WPP 2024",
    ("province_past", "source"): "publication",
    ("provenance", "source"): "publication",
    ("provenance", "method"): "weights of estimates, raked to 2020",
}


@pytest.fixture(scope="module")
def shandong():
    return load_region("shandong")


def find_later(region) -> set[tuple[str, str]]:
    """Columns in which a year after 2020 stands, as a number or in words."""
    years = {
        (table, column.name)
        for table, columns in load_format().items()
        for column in columns
        if column.unit == "year" and re.search("year|period|open", column.name)
    }
    found = set()
    for table, frame in region.tables.items():
        for column in frame:
            if (table, column) in years:
                later = frame[column].max() > 2020
            else:
                later = frame[column].dtype.kind not in "iuf" and frame[column].astype(str).str.contains(YEAR).any()
            found |= {(table, column)} if later or YEAR.search(column) else set()
    return found


def test_only_columns_that_may_look_ahead_do(shandong):
    assert find_later(shandong) - set(MAY_LOOK_AHEAD) == set()


def test_a_later_year_anywhere_else_is_found(shandong):
    tables = {name: table.copy() for name, table in shandong.tables.items()}
    tables["province_past"].loc[0, "note"] = "value of 2023"
    tables["counties"]["population_2024"] = 1
    changed = type(shandong)(**{**vars(shandong), "tables": tables})
    assert find_later(changed) - set(MAY_LOOK_AHEAD) == {("province_past", "note"), ("counties", "population_2024")}


def test_what_hindcasts_stand_on_does_not_hang_on_estimates_with_later_weights(shandong):
    counties = shandong.tables["counties"].copy()
    counties[list(LATER)] *= np.linspace(0.2, 5.0, len(counties))[:, None]
    changed = type(shandong)(**{**vars(shandong), "tables": {**shandong.tables, "counties": counties}})
    runs = [
        simulator.simulate("frozen", use_2020_vintage(each), "known_2020", first_year=2010, last_year=2021, calibrated=False)
        for each in (shandong, changed)
    ]
    assert digest_results(runs[0]) == digest_results(runs[1])
    seen = simulator.simulate("frozen", changed, "known_2020", first_year=2010, last_year=2021, calibrated=False)
    assert digest_results(seen) != digest_results(runs[0]), "the change is one that runs would notice"


def test_known_2020_runs_from_2010_with_the_driver_table_deleted(tmp_path):
    folder = tmp_path / "shandong"
    shutil.copytree(PACKAGE / "region" / "shandong", folder)
    (folder / "vital_events.csv").unlink()
    without, whole = (
        simulator.simulate("frozen", region, "known_2020", first_year=2010, last_year=2022) for region in (folder, "shandong")
    )
    assert digest_results(without) == digest_results(whole)
