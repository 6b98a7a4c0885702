"""Sums of cohorts by county: people of each segment times a weight by sex and age.

Four segments of a status in four counties make a register tile. The order of summation of a county is fixed, so that its sums do
not depend, to the last bit, on the counties beside it.
"""

import numpy as np

from simulator.simd.age_layout import SLICES
from simulator.simd.jit import compiled
from simulator.simd.vector_type import (
    WIDTH,
    broadcast,
    fma,
    horizontal_sums,
    load_ages,
    load_row,
    load_vector,
    prefetch_ages,
    store_halves,
    store_row,
)

ABREAST = 4  # counties of a register tile


@compiled
def allocate_weights(segments: int, slices: int) -> np.ndarray:
    """Zeros [segment, slice, 8] for weights by sex and age."""
    return np.zeros((segments, slices, WIDTH))


@compiled
def set_weights(weights: np.ndarray, segments: np.ndarray, sex: int, values: np.ndarray) -> None:
    """Set the weights of segments [row, (segment, first age, end age)] of one sex to `values` [age]."""
    for at in range(len(segments)):
        for age in range(segments[at, 1], segments[at, 2]):
            weights[segments[at, 0], sex * SLICES + age // WIDTH, age % WIDTH] = values[age]


@compiled
def prefetch_counties(people: np.ndarray, first: int, end: int) -> None:
    """Software prefetch of the cohorts of counties first to end - 1; hardware does not predict the stride of slices."""
    for v in range(people.shape[0]):
        for i in range(first, end):
            for status in range(people.shape[2]):
                prefetch_ages(people, v, i, status)


@compiled
def sum_tile(
    people: np.ndarray, weights: np.ndarray, tile: np.ndarray, slices: np.ndarray, first: int, counted: np.ndarray
) -> None:
    """Sums of four segments of a status in four counties from the first on; beyond the last county they repeat it."""
    last, status = people.shape[1] - 1, tile[0]
    i, j, k, m = first, min(first + 1, last), min(first + 2, last), min(first + 3, last)
    a_i, a_j, a_k, a_m = broadcast(0.0), broadcast(0.0), broadcast(0.0), broadcast(0.0)
    b_i, b_j, b_k, b_m = broadcast(0.0), broadcast(0.0), broadcast(0.0), broadcast(0.0)
    c_i, c_j, c_k, c_m = broadcast(0.0), broadcast(0.0), broadcast(0.0), broadcast(0.0)
    d_i, d_j, d_k, d_m = broadcast(0.0), broadcast(0.0), broadcast(0.0), broadcast(0.0)
    for at in range(1, 1 + slices[0]):
        v = slices[at]
        in_i, in_j = load_ages(people, v, i, status), load_ages(people, v, j, status)
        in_k, in_m = load_ages(people, v, k, status), load_ages(people, v, m, status)
        a, b = load_vector(weights, tile[1], v), load_vector(weights, tile[2], v)
        a_i, a_j, a_k, a_m = fma(in_i, a, a_i), fma(in_j, a, a_j), fma(in_k, a, a_k), fma(in_m, a, a_m)
        b_i, b_j, b_k, b_m = fma(in_i, b, b_i), fma(in_j, b, b_j), fma(in_k, b, b_k), fma(in_m, b, b_m)
        c, d = load_vector(weights, tile[3], v), load_vector(weights, tile[4], v)
        c_i, c_j, c_k, c_m = fma(in_i, c, c_i), fma(in_j, c, c_j), fma(in_k, c, c_k), fma(in_m, c, c_m)
        d_i, d_j, d_k, d_m = fma(in_i, d, d_i), fma(in_j, d, d_j), fma(in_k, d, d_k), fma(in_m, d, d_m)
    store_halves(counted, tile[1], tile[2], first, horizontal_sums(a_i, a_j, a_k, a_m, b_i, b_j, b_k, b_m))
    store_halves(counted, tile[3], tile[4], first, horizontal_sums(c_i, c_j, c_k, c_m, d_i, d_j, d_k, d_m))


@compiled
def sum_cohorts(
    people: np.ndarray,
    tiles: np.ndarray,
    slices: np.ndarray,
    sums: np.ndarray,
    weights: np.ndarray,
    counted: np.ndarray,
    numbers: np.ndarray,
) -> None:
    """Fill numbers [measure, county], padded to whole vectors, with sums of people [slice, county, status, 8] times weights.

    `tiles` [tile, 1 + TILE] and `slices` [tile, 1 + slice] are as in age_segments.py; `counted` [segment, county] is scratch
    memory; `sums` [measure, 1 + segment] holds the number of segments of each measure and their indices.
    """
    for first in range(0, people.shape[1], ABREAST):
        prefetch_counties(people, first + ABREAST, min(first + 2 * ABREAST, people.shape[1]))
        for tile in range(len(tiles)):
            sum_tile(people, weights, tiles[tile], slices[tile], first, counted)
    for i in range(0, people.shape[1], WIDTH):
        for measure in range(len(sums)):
            whole = broadcast(0.0)
            for at in range(1, 1 + sums[measure, 0]):
                whole = whole + load_row(counted, sums[measure, at], i)
            store_row(numbers, measure, i, whole)
