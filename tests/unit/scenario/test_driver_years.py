"""A driver path that stops before the run ends, or leaves a year out, says which year is missing."""

import shutil

import pandas as pd
import pytest

import simulator
from simulator.inputs.drivers.sets import check_projection
from simulator.language.errors import DataError
from simulator.region.region import load_region


@pytest.fixture
def cut(folders, tmp_path):
    """A region with some rows of a table taken out."""

    def take(region: str, table: str, *without: str):
        source = load_region(folders[region]).folder
        folder = shutil.copytree(source, tmp_path / "cut")
        frame = pd.read_csv(folder / f"{table}.csv")
        for rows in without:
            frame = frame.query(f"not ({rows})")
        frame.to_csv(folder / f"{table}.csv", index=False)
        return load_region(folder)

    return take


def test_projection_that_stops_before_2035_names_the_first_missing_year(cut):
    with pytest.raises(DataError, match="variant high: year 2031 is missing"):
        cut("tiny", "fertility", "variant == 'high' and period_from >= 2030")


def test_gap_in_a_projection_is_named(cut):
    with pytest.raises(DataError, match="variant low: after the period to 2025 comes one from 2030"):
        cut("tiny", "fertility", "variant == 'low' and period_from == 2025")


def test_run_beyond_the_projection_names_the_first_missing_year(folders):
    check_projection(load_region("shandong"), 2035)
    with pytest.raises(DataError) as caught:
        simulator.simulate("frozen", folders["tiny"], "known_2020", last_year=2040)
    assert str(caught.value) == (
        "fertility.csv: year 2036 is missing from the high projection, which driver set known_2020 "
        "follows to 2040; add its period, or let the run end earlier"
    )


def test_observed_events_with_a_gap_name_the_missing_year(cut):
    with pytest.raises(DataError, match=r"vital_events\.csv.* 2022, 2024.*from 2021 without a gap"):
        cut("shandong", "vital_events", "year == 2023")
