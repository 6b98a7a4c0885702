"""Numbers of people by county: those of some statuses together, each sex and age times a weight.

Two measures of the same people are counted at once, in four counties side by side. Every county is counted in a fixed order, so
that its numbers do not depend on the company it is in, to the last bit.
"""

import numpy as np

from simulator.axes import STATUSES
from simulator.lanes.compiled import compiled
from simulator.lanes.slices import SLICES
from simulator.lanes.values import (
    WIDTH,
    add_eights,
    fetch_cells,
    fused,
    put_halves,
    spread,
    take_cells,
    take_of,
)

ABREAST = 4  # counties counted side by side

def pair_measures(wanted: list[tuple[frozenset[int], tuple[int, int]]]) -> list[tuple[int, int]]:
    """Measures, of which statuses and first and last age are told, two by two: of the same statuses and of ages that lie close
    together; one that is left over stands with itself."""
    pairs = []
    for statuses in dict.fromkeys(statuses for statuses, _ in wanted):
        rows = sorted((row for row, each in enumerate(wanted) if each[0] == statuses), key=lambda row: (wanted[row][1], row))
        pairs += [(rows[at], rows[min(at + 1, len(rows) - 1)]) for at in range(0, len(rows), 2)]
    return pairs


def list_statuses(statuses: frozenset[int]) -> list[int]:
    """How many statuses there are, which, and nothing in the places of the others."""
    return [len(statuses), *sorted(statuses), *[0] * (len(STATUSES) - len(statuses))]


@compiled
def make_weights(measures: int, slices: int) -> np.ndarray:
    """Room for weights [measure, slice, lane] of a measure by sex and age."""
    return np.zeros((measures, slices, WIDTH))


@compiled
def set_weights(weights: np.ndarray, measures: np.ndarray, sex: int, values: np.ndarray) -> None:
    """Weights of measures: `values` by age for a sex; of each [measure, first age, end] from its first age to before its end."""
    for at in range(len(measures)):
        for age in range(measures[at, 1], measures[at, 2]):
            weights[measures[at, 0], sex * SLICES + age // WIDTH, age % WIDTH] = values[age]


@compiled
def find_slices(weights: np.ndarray, pairs: np.ndarray, found: np.ndarray) -> None:
    """For each pair of measures how many slices it counts, and which: [pair, 1 + slice]."""
    for pair in range(len(pairs)):
        found[pair, 0] = 0
        for v in range(weights.shape[1]):
            counts = False
            for measure in pairs[pair]:
                for lane in range(WIDTH):
                    counts = counts or weights[measure, v, lane] != 0.0
            if counts:
                found[pair, 0] += 1
                found[pair, found[pair, 0]] = v


@compiled
def fetch_ahead(people: np.ndarray, first: int, end: int) -> None:
    """Bring people of some counties near. Slices lie far apart, and no processor foresees it."""
    for v in range(people.shape[0]):
        for i in range(first, end):
            for status in range(people.shape[2]):
                fetch_cells(people, v, i, status)


@compiled
def count_pair(people: np.ndarray, statuses: np.ndarray, weights: np.ndarray, pair: np.ndarray, slices: np.ndarray, first: int,
               numbers: np.ndarray) -> None:
    """Two measures of the same statuses in four counties, from the first on; beyond the last county they are those of the last.

    `statuses` [1 + place] says how many there are, and which; `slices` in how many somebody counts, and in which.
    """
    last = people.shape[1] - 1
    a, b, c, d = first, min(first + 1, last), min(first + 2, last), min(first + 3, last)
    one_a, one_b, one_c, one_d = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    other_a, other_b, other_c, other_d = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    for at in range(1, 1 + slices[0]):
        v = slices[at]
        in_a, in_b = take_cells(people, v, a, statuses[1]), take_cells(people, v, b, statuses[1])
        in_c, in_d = take_cells(people, v, c, statuses[1]), take_cells(people, v, d, statuses[1])
        for place in range(2, 1 + statuses[0]):
            status = statuses[place]
            in_a, in_b = in_a + take_cells(people, v, a, status), in_b + take_cells(people, v, b, status)
            in_c, in_d = in_c + take_cells(people, v, c, status), in_d + take_cells(people, v, d, status)
        weight, another = take_of(weights, pair[0], v), take_of(weights, pair[1], v)
        one_a, one_b = fused(in_a, weight, one_a), fused(in_b, weight, one_b)
        one_c, one_d = fused(in_c, weight, one_c), fused(in_d, weight, one_d)
        other_a, other_b = fused(in_a, another, other_a), fused(in_b, another, other_b)
        other_c, other_d = fused(in_c, another, other_c), fused(in_d, another, other_d)
    put_halves(numbers, pair[0], pair[1], first, add_eights(one_a, one_b, one_c, one_d, other_a, other_b, other_c, other_d))


@compiled
def count_people(people: np.ndarray, statuses: np.ndarray, pairs: np.ndarray, slices: np.ndarray, weights: np.ndarray,
                 numbers: np.ndarray) -> None:
    """Fill numbers [measure, county], with room for whole eights of counties, with people [slice, county, status, lane] times
    weights [measure, slice, lane]; `statuses` [pair, 1 + place] and `slices` [pair, 1 + place] say whom each pair counts."""
    for first in range(0, people.shape[1], WIDTH):
        fetch_ahead(people, first + WIDTH, min(first + 2 * WIDTH, people.shape[1]))
        for pair in range(len(pairs)):
            for some in range(first, min(first + WIDTH, people.shape[1]), ABREAST):
                count_pair(people, statuses[pair], weights, pairs[pair], slices[pair], some, numbers)
