"""Single ages from groups: no person lost, none below nought, and the open group by its life table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.inputs.initial.single_ages import share_old_ages, spread_single_ages

FIRST_AGES = np.array([0, 1, *range(5, 90, 5)])
MORTALITY = np.full((1, 102), 0.2)


def spread(groups: np.ndarray) -> np.ndarray:
    return spread_single_ages(groups[None, None], FIRST_AGES, MORTALITY)[0, 0]


@given(arrays(float, 19, elements=st.integers(0, 2_000_000)))
def test_groups_are_met_and_nobody_is_negative(groups):
    people = spread(groups)
    assert (people >= 0).all()
    np.testing.assert_allclose(np.add.reduceat(people, FIRST_AGES), groups, rtol=1e-12)


def test_an_even_population_stays_even():
    people = spread(np.array([10.0, 40.0, *[50.0] * 16, 0.0]))
    assert people[:85] == pytest.approx(np.full(85, 10.0))
    assert (people[85:] == 0).all()


def test_a_rising_population_rises_within_its_groups():
    people = spread(np.array([100.0, 440.0, *(600.0 + 50 * np.arange(16)), 0.0]))
    assert (np.diff(people[5:80]) > 0).all()


def test_old_ages_fall_as_the_life_table_says():
    shares = share_old_ages(MORTALITY, 85)[0]
    assert shares.sum() == pytest.approx(1)
    assert shares[1:-1] / shares[:-2] == pytest.approx(np.full(15, np.exp(-0.2)))
    # constant mortality: those of 101 and over are all who outlive 100, a geometric tail
    assert shares[-1] / shares[-2] == pytest.approx(np.exp(-0.2) / (1 - np.exp(-0.2)))
