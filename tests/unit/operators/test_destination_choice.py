"""The compiled nearness equals the reference, for symmetric travel times and others; the helpers of symmetric matrices."""

import numpy as np
import pytest
from numba import njit

from simulator.operators.destination_choice import _nearness, nearness
from simulator.operators.symmetric import is_symmetric, symmetrize
from simulator.simd.transpose import transpose_tile
from simulator.simd.vector_type import WIDTH

SIZES = [1, 5, 8, 13, 24, 133]


def sample(counties: int, symmetric: bool) -> tuple[np.ndarray, np.ndarray]:
    """Travel times and the share of them that can be saved."""
    rng = np.random.default_rng(counties)
    times, savings = rng.uniform(0.5, 8.0, (counties, counties)), rng.uniform(0.0, 0.3, (counties, counties))
    return (times + times.T, savings + savings.T) if symmetric else (times, savings)


@pytest.mark.parametrize("counties", SIZES)
@pytest.mark.parametrize("equal", [True, False])
@pytest.mark.parametrize("symmetric", [True, False])
def test_compiled_nearness_equals_reference(counties, equal, symmetric):
    rng = np.random.default_rng(1)
    friction = np.full(counties, 1.5) if equal else rng.uniform(1.0, 2.0, counties)
    inputs = (*sample(counties, symmetric), rng.uniform(size=counties), friction, np.full(counties, 3.0), np.full(counties, 2.0))
    weight, market = np.full((2, counties, counties), np.nan)
    _nearness(*inputs, weight, market)
    expected = nearness(*inputs)
    np.testing.assert_allclose(weight, expected["distance_weight"], rtol=1e-13)
    np.testing.assert_allclose(market, expected["market_weight"], rtol=1e-13)
    if symmetric and equal:
        np.testing.assert_array_equal(weight, weight.T)
        np.testing.assert_array_equal(market, market.T)


@pytest.mark.parametrize("counties", SIZES)
def test_every_asymmetric_pair_is_found(counties):
    check = njit(lambda matrix: is_symmetric(matrix))
    matrix, _ = sample(counties, symmetric=True)
    assert check(matrix)
    for i in range(counties):
        j = (3 * i + 5) % counties
        if i != j:
            matrix[i, j] = np.nextafter(matrix[i, j], np.inf)
            assert not check(matrix)
            matrix[i, j] = matrix[j, i]


@pytest.mark.parametrize("counties", SIZES)
def test_symmetrize_fills_the_lower_triangle(counties):
    whole, _ = sample(counties, symmetric=True)
    tiles = np.arange(counties) // WIDTH
    half = np.where(tiles[:, None] <= tiles, whole, np.nan)
    njit(lambda matrix: symmetrize(matrix))(half)
    np.testing.assert_array_equal(half, whole)


def test_transpose_tile():
    @njit
    def turn(source, target):
        transpose_tile(source, 2, 3, target, 1, 4)

    source, target = np.random.default_rng(1).normal(size=(WIDTH + 2, WIDTH + 3)), np.zeros((WIDTH + 1, WIDTH + 4))
    turn(source, target)
    np.testing.assert_array_equal(target[1:, 4:], source[2:, 3:].T)
    assert not target[0].any() and not target[:, :4].any()
