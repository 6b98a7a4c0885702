"""Nearness worked by hand."""

import numpy as np
import pytest

from simulator.operators.destinations import choose_towns, nearness, pull


def test_nearness_is_hours_to_the_power_of_friction_and_home_is_nearer():
    hours = np.array([[0.5, 2.0], [2.0, 0.25]])
    weight = nearness(hours, np.zeros((2, 2)), np.zeros(2), np.full(2, 2.0), np.full(2, np.log(3.0)))["distance_weight"]
    np.testing.assert_allclose(weight, [[3.0 * 4.0, 0.25], [0.25, 3.0 * 16.0]])


def test_a_journey_saves_the_mean_of_the_programmes_at_its_ends():
    hours, saving = np.full((2, 2), 2.0), np.array([[0.0, 0.5], [0.5, 0.0]])
    weight = nearness(hours, saving, np.array([1.0, 0.0]), np.ones(2), np.zeros(2))["distance_weight"]
    np.testing.assert_allclose(weight, [[0.5, 1.0 / 1.5], [1.0 / 1.5, 0.5]])


def test_what_all_towns_offer_is_their_log_sum():
    offered = pull(np.array([[1.0, 2.0], [3.0, 4.0]]), np.log([5.0, 7.0]))["regional_appeal"]
    np.testing.assert_allclose(offered, np.log([1 * 5 + 2 * 7, 3 * 5 + 4 * 7]))


@pytest.mark.parametrize(("own", "expected"), [(True, [[5 / 19, 14 / 19], [15 / 43, 28 / 43]]), (False, [[0, 1], [1, 0]])])
def test_shares_are_weights_times_exponents_of_appeal(own, expected):
    shares = choose_towns(np.array([[1.0, 2.0], [3.0, 4.0]]), np.log([5.0, 7.0]), own)
    np.testing.assert_allclose(shares, expected)
