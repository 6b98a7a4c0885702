"""Schooling of cohorts worked by hand."""

import numpy as np
import pytest

from simulator.operators.schooling import school_leaving
from simulator.sectors import schooling


def leave_school(profile, entry):
    """The profile by age on 1 January, by the plain reading and its fast twin, which must agree to the bit."""
    after, fast = school_leaving(profile, entry), profile.copy()
    school_leaving.compiled(fast, entry)
    np.testing.assert_array_equal(fast, after)
    return after


def test_a_year_later_the_grown_keep_their_schooling_and_those_who_leave_school_have_that_of_today():
    after = leave_school(np.arange(102.0), 13.0)
    assert after[:20].tolist() == list(range(20))
    assert after[20:23].tolist() == [13.0, 13.0, 13.0]
    assert after[[23, 24, 60, 100, 101]].tolist() == [22.0, 23.0, 59.0, 99.0, 100.0]


def test_a_cohort_carries_what_it_had_at_22_to_the_end_of_its_life():
    profile = leave_school(np.full(102, 9.0), 14.0)
    for _ in range(79):
        profile = leave_school(profile, 13.0)
    assert profile[101] == 14.0
    assert profile[100] == 13.0


def test_schooling_of_those_who_leave_school_rises_straight_and_by_policy():
    assert schooling.rural_entry_years(12.9, 13.3, 0.5, -0.7, 0.35) == pytest.approx(13.1 - 0.7 + 0.35)
    assert schooling.town_entry_years(12.9, 13.3, 0.25, 0.15, 0.7) == pytest.approx(13.0 + 0.15 + 0.7)


def test_mean_schooling_weighs_villagers_and_townspeople():
    adults = schooling.adults(100.0, 300.0)
    assert schooling.mean_schooling(900.0, 3300.0, adults) == pytest.approx(10.5)
    assert schooling.mean_schooling(0.0, 0.0, 0.0) == 0.0
