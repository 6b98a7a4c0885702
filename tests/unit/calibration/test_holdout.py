"""Forecasts of the years after 2020, and how they are scored against a table that the test makes up."""

import numpy as np
import pandas as pd
import pytest

from simulator.calibration.holdout import UNITS, forecast, score
from simulator.language.errors import DataError
from simulator.region.region import load_region

COLUMNS = ["indicator", "region", "year", "scenario", "member", "value", "unit"]


@pytest.fixture(scope="module")
def ahead(model):
    return forecast(model, load_region("shandong"), 4, seed=0, steps=2)


def test_forecast_tells_every_indicator_year_scenario_and_member(ahead):
    assert list(ahead.columns) == COLUMNS
    region = ahead[ahead["region"] == "shandong"]
    assert set(region["indicator"]) == set(UNITS) and len(region) == len(UNITS) * 5 * 2 * 4
    assert sorted(ahead["year"].unique()) == [2021, 2022, 2023, 2024, 2025]
    assert ahead["region"].nunique() == 17 and ahead["value"].notna().all()
    shares = ahead[ahead["unit"] == "1"].query("indicator != 'income_ratio'")
    assert shares["value"].between(0.05, 1.05).all()


def test_members_share_their_luck_between_scenarios(ahead):
    first = ahead.query("region == 'shandong' and indicator == 'urban_share' and year == 2021").pivot(
        index="member", columns="scenario", values="value"
    )
    assert (first["plan"] - first["frozen"]).abs().max() < 0.002, "the discrepancy of a member is the same under both"


def make_forecasts() -> pd.DataFrame:
    """Members -1, 0 and 1 about .64 in two years, under one scenario."""
    rows = [
        ("urban_share", "shandong", year, "frozen", member, 0.64 + 0.01 * (member - 1), "1")
        for year in (2021, 2022)
        for member in range(3)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def test_scores_by_hand():
    observed = pd.DataFrame(
        {"region": ["shandong"] * 2, "year": [2021, 2022], "indicator": ["urban_share"] * 2, "value": [0.645, 0.660]}
    )
    baselines = {("urban_share", "N1"): np.array([0.645, 0.640])}
    [row] = score(make_forecasts(), observed, baselines, [2021, 2022], "shandong").to_dict("records")
    assert row["mae"] == pytest.approx(0.0125) and row["bias"] == pytest.approx(-0.0125)
    # Mean distance to what was seen less half the mean distance between members, .04 / 9 a year.
    assert row["crps"] == pytest.approx(((0.015 + 0.005 + 0.005) / 3 + (0.03 + 0.02 + 0.01) / 3) / 2 - 0.04 / 9)
    assert row["coverage_50"] == 0.5 and row["coverage_90"] == 0.5
    assert row["mae_N1"] == pytest.approx(0.01) and row["skill_N1"] == pytest.approx(1.0 - row["crps"] / 0.01)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"indicator": "urban_shares"}, "did you mean 'urban_share'"),
        ({"year": 2019}, "'2019' was not forecast"),
        ({"region": "zhejiang"}, "'zhejiang' was not forecast"),
    ],
)
def test_what_was_not_forecast_is_refused(change, said):
    observed = pd.DataFrame([{"region": "shandong", "year": 2021, "indicator": "urban_share", "value": 0.64} | change])
    with pytest.raises(DataError, match=said):
        score(make_forecasts(), observed, {}, [2021], "shandong")


def test_a_table_without_values_is_refused():
    with pytest.raises(DataError, match="column value is missing"):
        score(make_forecasts(), pd.DataFrame({"region": ["shandong"], "year": [2021], "indicator": ["urban_share"]}), {}, [], "x")
