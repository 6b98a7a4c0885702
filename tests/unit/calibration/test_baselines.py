"""Baselines worked by hand; and none that leaves a city out looks at it."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from simulator.calibration.baselines import (
    forecast_series,
    forecast_urban_share,
    predict_by_class,
    predict_by_ridge,
    shrink_to_norm,
)

CENSUS = pd.DataFrame({"people": [90.0, 95.0, 100.0], "townspeople": [36.0, 47.5, 60.0]}, index=[2000, 2010, 2020])


def test_trend_logit_and_emptying_villages_by_hand():
    found = forecast_urban_share(CENSUS, np.array([2020, 2025, 2030]))
    assert found["N1"] == pytest.approx([0.6, 0.65, 0.7])
    assert found["N2"][2] == pytest.approx(expit(2.0 * logit(0.6) - logit(0.5)))
    # Villagers 47.5, then 40: in ten years 40 x 40 / 47.5 of 100 x 100 / 95.
    assert found["N5"][2] == pytest.approx(1.0 - (1600.0 / 47.5) / (10_000.0 / 95.0))
    for name in ("N1", "N2", "N2b", "N5"):
        assert found[name][0] == pytest.approx(0.6)


def test_norm_of_the_un_takes_over_in_25_years():
    norm = 0.037623 - 0.02604 * 0.6
    assert shrink_to_norm(0.6, norm, np.array([10, 40])) == pytest.approx(expit(logit(0.6) + norm * np.array([10.0, 40.0])))
    slow, fast = (logit(shrink_to_norm(0.6, pace, np.array([25, 26]))) for pace in (0.0, 0.08))
    assert np.diff(slow) == pytest.approx(norm) and np.diff(fast) == pytest.approx(norm)


def test_series_go_on_with_the_change_of_ten_two_and_five_years():
    known = pd.Series(100.0 * 1.1 ** np.arange(11), index=range(2010, 2021))
    for path in forecast_series(known, np.array([2021, 2022]), growing=True).values():
        assert path == pytest.approx([known[2020] * 1.1, known[2020] * 1.21])
    bent = pd.Series(np.r_[np.zeros(6), 1.0, 2.0, 3.0, 5.0, 7.0], index=range(2010, 2021))
    found = forecast_series(bent, np.array([2021]), growing=False)
    assert {name: float(path[0]) for name, path in found.items()} == pytest.approx({"N1": 7.7, "N3a": 9.0, "N3b": 8.4})


@pytest.fixture
def counties():
    luck = np.random.default_rng(1)
    return {
        "covariates": luck.normal(size=(60, 5)),
        "values": luck.normal(size=60),
        "cities": np.repeat(list("abcdef"), 10),
        "classes": np.tile(["core", "county"], 30),
    }


def test_a_city_left_out_is_not_looked_at_by_its_own_class_mean(counties):
    before = predict_by_class(counties["values"], counties["classes"], counties["cities"])
    out = counties["cities"] == "b"
    changed = np.where(out, 100.0, counties["values"])
    np.testing.assert_array_equal(predict_by_class(changed, counties["classes"], counties["cities"])[out], before[out])


def test_a_city_left_out_is_not_looked_at_by_the_regression_nor_by_the_choice_of_its_penalty(counties):
    from simulator.calibration.baselines import RIDGES, leave_out_ridge

    out = counties["cities"] == "b"
    changed = np.where(out, 100.0, counties["values"])
    for penalty in RIDGES:
        before, after = (
            leave_out_ridge(counties["covariates"], values, counties["cities"], penalty) for values in (counties["values"], changed)
        )
        np.testing.assert_array_equal(before[out], after[out])


def test_regression_finds_a_straight_relation(counties):
    values = counties["covariates"] @ np.array([1.0, -2.0, 0.0, 0.5, 3.0])
    found = predict_by_ridge(counties["covariates"], values, counties["cities"])
    assert np.abs(found - values).mean() < 0.1 * np.abs(values).mean()
