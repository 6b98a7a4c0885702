"""A6: the choice of a destination has the properties of a logit, and the choice to leave those of its outer nest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.operators.destination_choice import choose_towns, find_origins, nearness, pull
from simulator.sectors.migration import choice_value, inclusive_value, outside_share, rural_departure_rate

TIMES = np.array([[0.5, 1.0, 2.0, 4.0], [1.0, 0.4, 1.5, 3.0], [2.0, 1.5, 0.6, 1.0], [4.0, 3.0, 1.0, 0.7]])


def weigh(times, friction=1.2, bias=0.0):
    """Weight of each destination by the way to it."""
    n = len(times)
    return nearness(times, np.zeros_like(times), np.zeros(n), np.full(n, friction), np.full(n, bias), np.ones(n))["distance_weight"]


def test_a6_two_equal_destinations_take_half_each():
    shares = choose_towns(weigh(np.ones((2, 2))), np.array([0.3, 0.3]), own=True)
    np.testing.assert_allclose(shares, 0.5, rtol=1e-15)


def test_a6_odds_follow_appeal_and_the_way():
    appeal = np.array([0.0, 1.0, -0.5, 0.2])
    shares = choose_towns(weigh(TIMES), appeal, own=True)
    odds = shares[0, 1] / shares[0, 2]
    assert odds == pytest.approx(np.exp(1.0 + 0.5) * (1.0 / 2.0) ** -1.2, rel=1e-12)


@given(arrays(float, 4, elements=st.floats(-5.0, 5.0)), st.integers(0, 3))
def test_a6_a_clone_leaves_the_odds_of_the_others(appeal, cloned):
    order = [0, 1, 2, 3, cloned]
    few = choose_towns(weigh(TIMES), appeal, own=True)
    many = choose_towns(weigh(TIMES)[np.ix_(order, order)], appeal[order], own=True)
    np.testing.assert_allclose(many[:4, :4] * few[:, :1], few * many[:4, :1], rtol=1e-12)
    np.testing.assert_allclose(many[:, 4], many[:, cloned], rtol=1e-12)


@given(arrays(float, 4, elements=st.floats(-5.0, 5.0)), st.floats(0.3, 1.0))
def test_a6_cloning_every_destination_adds_ln_two_and_multiplies_the_hazard(appeal, nest):
    order = [0, 1, 2, 3] * 2
    few = pull(weigh(TIMES), appeal)["regional_appeal"]
    many = pull(weigh(TIMES)[np.ix_(order, order)], appeal[order])["regional_appeal"]
    np.testing.assert_allclose(many[:4] - few, np.log(2.0), rtol=1e-12)

    def hazard(appeals):
        value = inclusive_value(choice_value(appeals, -1000.0), 1.0, 20_000.0, 40_000.0, 0.4, 1.0)
        return rural_departure_rate(0.027, 1.0, nest, value, 5.0, 0.0, np.inf)

    np.testing.assert_allclose(hazard(many[:4]) / hazard(few), 2.0**nest, rtol=1e-12)


@given(arrays(float, 4, elements=st.floats(-5.0, 5.0)), st.floats(-50.0, 50.0), st.floats(-700.0, 700.0))
def test_a6_a_gain_common_to_all_destinations_moves_only_whether_to_leave(appeal, outside, common):
    shares = choose_towns(weigh(TIMES), appeal, own=True)
    np.testing.assert_allclose(choose_towns(weigh(TIMES), appeal + common, own=True), shares, rtol=1e-9)
    whole, raised = (choice_value(pull(weigh(TIMES), appeal + more)["regional_appeal"], outside + more) for more in (0.0, common))
    np.testing.assert_allclose(raised - whole, common, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(outside_share(outside + common, raised), outside_share(outside, whole), rtol=1e-9)


def test_origins_of_those_who_return_are_where_they_would_have_come_from():
    villagers = np.array([100.0, 300.0, 0.0, 50.0])
    choice = choose_towns(weigh(TIMES, bias=3.4), np.zeros(4), own=True)
    origins = find_origins(choice, villagers)
    coming = choice * villagers[:, None]
    np.testing.assert_allclose(origins * coming.sum(axis=0), coming, rtol=1e-12)
    assert (origins[2] == 0.0).all()
