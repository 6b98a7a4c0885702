"""Scores worked by hand, or against what they are defined as."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from simulator.calibration.scores import find_skill, is_covered, is_covered_normal, score_normal, score_sample


@pytest.mark.parametrize(("mean", "spread", "seen"), [(0.0, 1.0, 0.0), (1.0, 2.0, -3.0), (0.0, 0.5, 4.0)])
def test_crps_of_a_normal_forecast_is_its_integral(mean, spread, seen):
    below = quad(lambda x: norm.cdf(x, mean, spread) ** 2, -40.0, seen)[0]
    above = quad(lambda x: (1.0 - norm.cdf(x, mean, spread)) ** 2, seen, 40.0)[0]
    assert score_normal(np.array(mean - seen), np.array(spread)) == pytest.approx(below + above, rel=1e-6)


def test_crps_of_members_is_that_of_their_step_function():
    # Members 0 and 1, seen .25: half of the mean distance to the seen less half of the mean distance between members.
    assert score_sample(np.array([0.0, 1.0]), 0.25) == pytest.approx(0.5 * (0.25 + 0.75) - 0.5 * 0.5)
    assert score_sample(np.full(7, 2.0), 5.0) == pytest.approx(3.0), "without spread it is the error"


def test_crps_of_many_normal_members_is_the_normal_one():
    values = norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    assert score_sample(values, 0.7) == pytest.approx(float(score_normal(np.array(-0.7), np.array(1.0))), abs=1e-4)


def test_intervals_hold_what_lies_between_their_quantiles():
    values = np.arange(101.0)
    assert is_covered(values, 5.0, 0.9) and not is_covered(values, 4.9, 0.9)
    assert is_covered(values, 25.0, 0.5) and not is_covered(values, 24.9, 0.5)
    assert is_covered_normal(np.array([1.6, 1.7]), np.array([1.0, 1.0]), 0.9).tolist() == [True, False]


def test_skill_is_the_share_of_the_baselines_score_that_is_saved():
    assert find_skill(1.0, 4.0) == 0.75 and find_skill(4.0, 2.0) == -1.0 and np.isnan(find_skill(1.0, 0.0))
