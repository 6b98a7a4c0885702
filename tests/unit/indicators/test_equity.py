"""Inequality between counties: the index of Theil, the 90/10 ratio, and counties that empty."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.indicators.definitions import unfold
from simulator.indicators.equity import find_spread, find_theil
from simulator.indicators.lazy import LazyIndicators

ONE = np.zeros(5, int)
POSITIVE = arrays(float, 5, elements=st.floats(0.1, 100.0))


@given(value=POSITIVE, weight=POSITIVE, scale=st.floats(0.1, 10.0))
def test_theil_is_that_of_its_definition_and_knows_no_scale(value, weight, scale):
    mean = (weight * value).sum() / weight.sum()
    expected = (weight / weight.sum() * value / mean * np.log(value / mean)).sum()
    assert find_theil(value, weight, ONE)[0] == pytest.approx(expected, abs=1e-12)
    assert find_theil(scale * value, weight, ONE)[0] == pytest.approx(expected, abs=1e-12)


def test_theil_of_equals_is_nothing_and_of_one_who_has_all_is_the_log_of_their_number():
    people = np.ones(5)
    assert find_theil(np.full(5, 3.0), people, ONE)[0] == pytest.approx(0.0, abs=1e-15)
    assert find_theil(np.array([1.0, 0, 0, 0, 0]), people, ONE)[0] == pytest.approx(np.log(5.0), rel=1e-14)


@given(value=POSITIVE, weight=POSITIVE)
def test_theil_parts_into_places_and_what_lies_between_them(value, weight):
    """The index of all is the mean of those of its places, weighted by what they have, plus that between the places."""
    number = np.array([0, 0, 1, 1, 1])
    within = find_theil(value, weight, number)
    having = np.array([(weight * value)[number == place].sum() for place in (0, 1)])
    people = np.array([weight[number == place].sum() for place in (0, 1)])
    between = find_theil(having / people, people, np.zeros(2, int))[0]
    whole = find_theil(value, weight, ONE)[0]
    assert whole == pytest.approx((within * having).sum() / having.sum() + between, abs=1e-12)


def test_spread_is_between_the_counties_at_which_a_tenth_and_nine_tenths_are_reached():
    value, weight = np.array([5.0, 1.0, 4.0, 2.0, 3.0]), np.array([2.0, 1.0, 3.0, 1.0, 3.0])
    assert find_spread(value, weight, ONE)[0] == pytest.approx(5.0 / 1.0)
    assert find_spread(value, np.array([1.0, 0.0, 8.0, 1.0, 0.0]), ONE)[0] == pytest.approx(4.0 / 2.0)


def test_nobody_has_no_equity():
    assert np.isnan(find_theil(np.zeros(5), np.zeros(5), ONE)).all()
    assert np.isnan(find_spread(np.zeros(5), np.zeros(5), ONE)).all()


def test_county_loses_beyond_a_tenth():
    people = np.array([[100.0] * 5, [88.0, 91.0, 50.0, 120.0, np.nan]])[None, None]
    places = LazyIndicators({"population": people}, np.array([0, 0, 0, 1, 1]), [])
    np.testing.assert_array_equal(places["losing_counties"][0, 0, 1], [2.0, 0.0])
    assert unfold([])["losing_counties"].levels == ("province", "city", "circle", "class")


def test_equity_of_the_province_is_that_of_its_counties(read, results):
    income = read("resident_income", "county").transpose("scenario", "member", "year", "region").to_numpy()
    people = results["population"].transpose("scenario", "member", "year", "county").to_numpy()
    expected = find_theil(income, people, np.zeros(people.shape[-1], int))[..., 0]
    np.testing.assert_allclose(read("resident_income_theil"), expected, atol=1e-12)
    change = read("population_change", "county")
    np.testing.assert_array_equal(read("losing_counties"), (change < -0.1).sum("region"))
