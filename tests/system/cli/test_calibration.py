"""Calibration, hindcasts and scores on the command line: what is missing is said in one sentence, before any work."""

import pandas as pd
import pytest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["calibrate"], "province_past.csv: birth_rate of 2011 is missing"),
        (["hindcast", "out=there"], "has no calibration.npz; run calibrate"),
        (["score"], "score: name the file of what was observed, such as observed=observed.csv"),
        (["ensemble=posterior", "ensemble.members=4", "out=there"], "has no calibration.npz; run calibrate"),
    ],
)
def test_what_is_missing_is_said_before_any_work(ask, mine, tmp_path, words, said):
    answer = ask(*words, f"region={mine}", *(["drivers=known_2020"] if words[0].startswith("ensemble") else []))
    assert answer.code == 2 and said in answer.complained
    assert not (tmp_path / "there").exists()


def test_forecasts_of_a_file_are_scored(ask, tmp_path):
    rows = [
        ("urban_share", "shandong", year, "frozen", member, 0.60 + 0.01 * member, "1")
        for year in (2021, 2022)
        for member in range(5)
    ]
    pd.DataFrame(rows, columns=["indicator", "region", "year", "scenario", "member", "value", "unit"]).to_csv(
        tmp_path / "holdout.csv", index=False
    )
    pd.DataFrame({"region": ["shandong"], "year": [2022], "indicator": ["urban_share"], "value": [0.615]}).to_csv(
        tmp_path / "observed.csv", index=False
    )
    answer = ask("score", "observed.csv", "holdout=holdout.csv")
    assert answer.code == 0, answer.complained
    for word in ("urban_share", "crps", "coverage_90", "skill_N1", "skill_N2b", "skill_N4", "skill_N5"):
        assert word in answer.said


def test_an_option_of_another_task_is_refused(ask):
    answer = ask("score", "x.csv", "install=true")
    assert answer.code == 2 and "install: score does not read it" in answer.complained
