"""Numbers of people by county, in pieces: those of one status, each sex and age times a weight.

Four pieces of a status are counted at once, in four counties side by side. Every county is counted in a fixed order, so that its
numbers do not depend on the company it is in, to the last bit.
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

ABREAST = 4  # counties counted side by side


@compiled
def make_weights(pieces: int, slices: int) -> np.ndarray:
    """Room for weights [piece, slice, lane] by sex and age."""
    return np.zeros((pieces, slices, WIDTH))


@compiled
def set_weights(weights: np.ndarray, pieces: np.ndarray, sex: int, values: np.ndarray) -> None:
    """Weights of pieces: `values` by age for a sex; of each [piece, first age, end] from its first age to before its end."""
    for at in range(len(pieces)):
        for age in range(pieces[at, 1], pieces[at, 2]):
            weights[pieces[at, 0], sex * SLICES + age // WIDTH, age % WIDTH] = values[age]


@compiled
def fetch_ahead(people: np.ndarray, first: int, end: int) -> None:
    """Bring people of some counties near. Slices lie far apart, and no processor foresees it."""
    for v in range(people.shape[0]):
        for i in range(first, end):
            for status in range(people.shape[2]):
                prefetch_ages(people, v, i, status)


@compiled
def count_tile(
    people: np.ndarray, weights: np.ndarray, tile: np.ndarray, slices: np.ndarray, first: int, counted: np.ndarray
) -> None:
    """Four pieces of a status in four counties, from the first on; beyond the last county they are those of the last."""
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
def count_people(
    people: np.ndarray,
    tiles: np.ndarray,
    slices: np.ndarray,
    sums: np.ndarray,
    weights: np.ndarray,
    counted: np.ndarray,
    numbers: np.ndarray,
) -> None:
    """Fill numbers [measure, county], with room for whole eights of counties, with people [slice, county, status, lane] times
    weights [piece, slice, lane].

    `tiles` [tile, 1 + place] and `slices` [tile, 1 + place] say what is counted side by side, and where; `counted`
    [piece, county] is room for pieces, of which `sums` [measure, 1 + place] says how many a measure has, and which.
    """
    for first in range(0, people.shape[1], ABREAST):
        fetch_ahead(people, first + ABREAST, min(first + 2 * ABREAST, people.shape[1]))
        for tile in range(len(tiles)):
            count_tile(people, weights, tiles[tile], slices[tile], first, counted)
    for i in range(0, people.shape[1], WIDTH):
        for measure in range(len(sums)):
            whole = broadcast(0.0)
            for at in range(1, 1 + sums[measure, 0]):
                whole = whole + load_row(counted, sums[measure, at], i)
            store_row(numbers, measure, i, whole)
