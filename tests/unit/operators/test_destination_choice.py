"""The fast form of nearness says what the plain one says, whether or not half the ways tell the whole."""

import numpy as np
import pytest
from numba import njit

from simulator.operators.destination_choice import _nearness, nearness
from simulator.operators.symmetric import is_mirrored, mirror
from simulator.simd.transpose import transpose_tile
from simulator.simd.vector_type import WIDTH

SIZES = [1, 5, 8, 13, 24, 133]


def make_up(counties: int, mirrored: bool) -> tuple[np.ndarray, np.ndarray]:
    """Travel times and the share of them that can be saved."""
    luck = np.random.default_rng(counties)
    times, savings = luck.uniform(0.5, 8.0, (counties, counties)), luck.uniform(0.0, 0.3, (counties, counties))
    return (times + times.T, savings + savings.T) if mirrored else (times, savings)


@pytest.mark.parametrize("counties", SIZES)
@pytest.mark.parametrize("alike", [True, False])
@pytest.mark.parametrize("mirrored", [True, False])
def test_fast_nearness_equals_plain_nearness(counties, alike, mirrored):
    luck = np.random.default_rng(1)
    friction = np.full(counties, 1.5) if alike else luck.uniform(1.0, 2.0, counties)
    told = (*make_up(counties, mirrored), luck.uniform(size=counties), friction, np.full(counties, 3.0), np.full(counties, 2.0))
    weight, market = np.full((2, counties, counties), np.nan)
    _nearness(*told, weight, market)
    expected = nearness(*told)
    np.testing.assert_allclose(weight, expected["distance_weight"], rtol=1e-13)
    np.testing.assert_allclose(market, expected["market_weight"], rtol=1e-13)
    if mirrored and alike:
        np.testing.assert_array_equal(weight, weight.T)
        np.testing.assert_array_equal(market, market.T)


@pytest.mark.parametrize("counties", SIZES)
def test_every_way_that_differs_from_its_way_back_is_seen(counties):
    look = njit(lambda matrix: is_mirrored(matrix))
    matrix, _ = make_up(counties, mirrored=True)
    assert look(matrix)
    for i in range(counties):
        j = (3 * i + 5) % counties
        if i != j:
            matrix[i, j] = np.nextafter(matrix[i, j], np.inf)
            assert not look(matrix)
            matrix[i, j] = matrix[j, i]


@pytest.mark.parametrize("counties", SIZES)
def test_half_the_ways_tell_the_whole(counties):
    whole, _ = make_up(counties, mirrored=True)
    eights = np.arange(counties) // WIDTH
    half = np.where(eights[:, None] <= eights, whole, np.nan)
    njit(lambda matrix: mirror(matrix))(half)
    np.testing.assert_array_equal(half, whole)


def test_rows_of_a_tile_become_columns():
    @njit
    def turn(source, target):
        transpose_tile(source, 2, 3, target, 1, 4)

    source, target = np.random.default_rng(1).normal(size=(WIDTH + 2, WIDTH + 3)), np.zeros((WIDTH + 1, WIDTH + 4))
    turn(source, target)
    np.testing.assert_array_equal(target[1:, 4:], source[2:, 3:].T)
    assert not target[0].any() and not target[:, :4].any()
