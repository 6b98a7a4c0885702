"""Numbers of people by county: those of some statuses together, each sex and age times a weight.

A county is counted by itself, in a fixed order, so that its numbers do not depend on the company it is in, to the last bit.
"""

import numpy as np
from numba import njit

from simulator.lanes.slices import SLICES
from simulator.lanes.values import WIDTH, add_lanes, put_of, spread, take_cells, take_of

compiled = njit(error_model="numpy", nogil=True)


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
def find_slices(weights: np.ndarray) -> np.ndarray:
    """For each measure how many slices it counts, and which: [measure, 1 + slice]."""
    found = np.zeros((weights.shape[0], 1 + weights.shape[1]), dtype=np.intp)
    for measure in range(weights.shape[0]):
        for v in range(weights.shape[1]):
            counts = False
            for lane in range(WIDTH):
                counts = counts or weights[measure, v, lane] != 0.0
            if counts:
                found[measure, 0] += 1
                found[measure, found[measure, 0]] = v
    return found


@compiled
def count_people(people: np.ndarray, together: np.ndarray, groups: np.ndarray, weights: np.ndarray, numbers: np.ndarray) -> None:
    """Fill numbers [measure, county] with people [slice, county, status, lane] times weights [measure, slice, lane].

    `together` [group, status] says which statuses make a group, `groups` [measure] which group a measure counts.
    """
    some, counted = np.empty((people.shape[0], len(together), WIDTH)), find_slices(weights)
    for i in range(people.shape[1]):
        for v in range(people.shape[0]):
            for group in range(len(together)):
                whole = spread(0.0)
                for status in range(people.shape[2]):
                    if together[group, status]:
                        whole = whole + take_cells(people, v, i, status)
                put_of(some, v, group, whole)
        for measure in range(len(groups)):
            found = spread(0.0)
            for at in range(1, 1 + counted[measure, 0]):
                v = counted[measure, at]
                found = found + take_of(some, v, groups[measure]) * take_of(weights, measure, v)
            numbers[measure, i] = add_lanes(found)
