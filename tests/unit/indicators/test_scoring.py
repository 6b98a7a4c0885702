"""The score card: margin, met or not, how surely, and the first year in which a target is met."""

import numpy as np
import pandas as pd
import pytest

from simulator.indicators.scoring import score_targets
from simulator.region.region import load_region

YEARS = [2020, 2021, 2022, 2023]


def make_table(paths: dict[tuple[str, int], list[float]], indicator: str = "urban_share") -> pd.DataFrame:
    """The province's indicator by (scenario, member)."""
    rows = [
        (scenario, member, year, "province", "here", indicator, value, "1")
        for (scenario, member), values in paths.items()
        for year, value in zip(YEARS, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["scenario", "member", "year", "level", "region", "indicator", "value", "unit"])


def make_target(**changes) -> pd.DataFrame:
    """One statement of a plan."""
    row = {
        "code": "Q1",
        "kind": "stock",
        "indicator": "urban_share",
        "variable": "urban_share",
        "sense": "at_least",
        "first_year": np.nan,
        "year": 2023,
        "value": 0.68,
        "unit": "1",
        "tolerance": 0.0,
        "section": "1.3",
        "text_en": "a target",
        "text_zh": "目标",
    }
    return pd.DataFrame([row | changes])


def score(paths, told="urban_share", **changes):
    return score_targets(make_table(paths, told), make_target(**changes)).set_index("scenario")


def test_margin_is_on_the_good_side_of_the_value():
    paths = {("low", 0): [0.60, 0.62, 0.64, 0.66], ("high", 0): [0.60, 0.65, 0.70, 0.75]}
    found = score(paths)
    assert list(found["status"]) == ["not_met", "met"]
    np.testing.assert_allclose(found["margin"], [-0.02, 0.07])
    np.testing.assert_allclose(found["regret"], [0.09, 0.0])
    assert found.loc["high", "first_met"] == 2022 and np.isnan(found.loc["low", "first_met"])
    below = score(paths, sense="at_most")
    np.testing.assert_allclose(below["margin"], [0.02, -0.07])
    assert list(below["status"]) == ["met", "not_met"]


@pytest.mark.parametrize(("reached", "status"), [(0.675, "met"), (0.6749, "not_met"), (0.69, "met")])
def test_about_allows_its_tolerance(reached, status):
    found = score({("a", 0): [0.6, 0.6, 0.6, reached]}, tolerance=0.005)
    assert found.loc["a", "status"] == status and found.loc["a", "margin"] == pytest.approx(reached - 0.68)


def test_span_is_scored_by_its_worst_year():
    found = score(
        {("a", 0): [0.09, 0.05, 0.06, 0.05]},
        "unemployment_share",
        indicator="unemployment_share",
        sense="at_most",
        value=0.055,
        first_year=2021.0,
    )
    assert found.loc["a", "status"] == "not_met" and found.loc["a", "value"] == pytest.approx(0.06)
    assert found.loc["a", "margin"] == pytest.approx(-0.005) and found.loc["a", "first_met"] == 2021


def test_members_make_a_probability():
    paths = {("a", member): [0.6, 0.6, 0.6, value] for member, value in enumerate([0.66, 0.67, 0.69, 0.70, 0.71])}
    found = score(paths).loc["a"]
    assert found["probability"] == 0.6 and found["status"] == "met" and found["first_met"] == 2023
    assert found["margin"] == pytest.approx(0.01) and found["margin_low"] < 0.0 < found["margin_high"]


def test_year_after_the_run_and_what_is_not_simulated_say_so():
    paths = {("a", 0): [0.6, 0.6, 0.6, 0.7]}
    assert score(paths, year=2035).loc["a", "status"] == "beyond_run"
    tracked = score(paths, kind="tracked", indicator="", variable="", year=np.nan)
    assert list(tracked.index) == ["all"] and list(tracked["status"]) == ["not_simulated"]


def test_statements_come_in_the_order_of_their_numbers():
    targets = pd.concat([make_target(code=code) for code in ("Q10a", "Q2", "Q1", "Q10b")])
    found = score_targets(make_table({("a", 0): [0.6, 0.6, 0.6, 0.7]}), targets)
    assert list(found["code"]) == ["Q1", "Q2", "Q10a", "Q10b"]


def test_every_statement_of_the_region_is_told(indicators):
    targets = load_region("shandong").table("targets")
    scores = score_targets(indicators, targets)
    assert set(scores["code"]) == set(targets["code"])
    scored = targets.loc[targets["indicator"] != "", "code"]
    assert set(scores.loc[scores["status"] != "not_simulated", "code"]) == set(scored)
