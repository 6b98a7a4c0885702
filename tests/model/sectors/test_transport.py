"""Nearness, markets and the choice of towns worked by hand."""

import numpy as np
import pytest

from simulator.operators.destination_choice import choose_towns, find_origins, nearness, pull, trade

NOTHING, PAIR = np.zeros((2, 2)), np.ones(2)


def test_nearness_is_hours_to_the_power_of_friction_and_home_is_nearer(both):
    hours = [[0.5, 2.0], [2.0, 0.25]]
    weight = both(nearness, hours, NOTHING, 0.0 * PAIR, 2.0 * PAIR, np.log(3.0) * PAIR, PAIR)["distance_weight"]
    np.testing.assert_allclose(weight, [[3.0 * 4.0, 0.25], [0.25, 3.0 * 16.0]])


def test_a_journey_saves_the_mean_of_the_programmes_at_its_ends(both):
    hours, saving = np.full((2, 2), 2.0), [[0.0, 0.5], [0.5, 0.0]]
    weight = both(nearness, hours, saving, [1.0, 0.0], PAIR, 0.0 * PAIR, PAIR)["distance_weight"]
    np.testing.assert_allclose(weight, [[0.5, 1.0 / 1.5], [1.0 / 1.5, 0.5]])


def test_a_market_counts_e_times_less_for_each_reach_of_travel(both):
    hours, saving = [[0.5, 3.0], [3.0, 1.5]], [[0.0, 0.5], [0.5, 0.0]]
    weight = both(nearness, hours, saving, PAIR, PAIR, 5.0 * PAIR, [0.5, 1.5])["market_weight"]
    np.testing.assert_allclose(weight, np.exp([[-1.0, -3.0], [-1.0, -1.0]]))


def test_market_access_is_the_sum_of_all_towns_by_their_weight(both):
    access = both(trade, [[0.5, 0.1], [0.1, 0.4]], [1000.0, 2000.0])["market_access"]
    np.testing.assert_allclose(access, [700.0, 900.0])


def test_what_all_towns_offer_is_their_log_sum(both):
    offered = both(pull, [[1.0, 2.0], [3.0, 4.0]], np.log([5.0, 7.0]))["regional_appeal"]
    np.testing.assert_allclose(offered, np.log([1 * 5 + 2 * 7, 3 * 5 + 4 * 7]))


@pytest.mark.parametrize(("own", "expected"), [(True, [[5 / 19, 14 / 19], [15 / 43, 28 / 43]]), (False, [[0, 1], [1, 0]])])
def test_shares_are_weights_times_exponents_of_appeal(own, expected):
    shares = choose_towns(np.array([[1.0, 2.0], [3.0, 4.0]]), np.log([5.0, 7.0]), own)
    np.testing.assert_allclose(shares, expected)


def test_origins_are_weighed_by_choice_and_villagers():
    origins = find_origins(np.array([[0.75, 0.25], [0.5, 0.5]]), np.array([200.0, 100.0]))
    np.testing.assert_allclose(origins, [[150 / 200, 50 / 100], [50 / 200, 50 / 100]])
    np.testing.assert_array_equal(find_origins(np.full((2, 2), 0.5), np.zeros(2)), 0.0)
