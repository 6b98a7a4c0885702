"""Numbers of people by county: those of some statuses together, each sex and age times a weight.

A county is counted by itself, in a fixed order, so that its numbers do not depend on the company it is in, to the last bit.
"""

import numpy as np
from numba import njit

from simulator.lanes.slices import SLICES
from simulator.lanes.values import WIDTH, add_lanes, fused, put_of, spread, take_cells, take_of

COUNTIES = 4  # counted side by side
compiled = njit(error_model="numpy", nogil=True)


@compiled
def make_weights(measures: int, slices: int) -> np.ndarray:
    """Room for weights [measure, slice, lane] of a measure by sex and age."""
    return np.zeros((measures, slices, WIDTH))


@compiled
def set_weights(weights: np.ndarray, measure: int, sex: int, first: int, end: int, values: np.ndarray) -> None:
    """Weights of a measure: `values` by age for a sex, from the first age to before the end."""
    for age in range(first, end):
        weights[measure, sex * SLICES + age // WIDTH, age % WIDTH] = values[age]


@compiled
def find_slices(weights: np.ndarray) -> np.ndarray:
    """For each measure how many slices it counts, and which: [measure, 1 + slice]."""
    found = np.zeros((weights.shape[0], 1 + weights.shape[1]), dtype=np.intp)
    for measure in range(weights.shape[0]):
        for v in range(weights.shape[1]):
            if np.any(weights[measure, v] != 0.0):
                found[measure, 0] += 1
                found[measure, found[measure, 0]] = v
    return found


@compiled
def list_members(together: np.ndarray) -> np.ndarray:
    """For each group how many statuses it has, and which: [group, 1 + status]."""
    found = np.zeros((together.shape[0], 1 + together.shape[1]), dtype=np.intp)
    for group in range(together.shape[0]):
        for status in range(together.shape[1]):
            if together[group, status]:
                found[group, 0] += 1
                found[group, found[group, 0]] = status
    return found


@compiled
def add_up_group(people: np.ndarray, members: np.ndarray, group: int, i: int, some: np.ndarray) -> None:
    """The people of a group, all its statuses together, of four counties from this one on: some [slice, county, lane].

    Counties that are not there are taken to be like the last one.
    """
    for v in range(people.shape[0]):
        for k in range(COUNTIES):
            at = min(i + k, people.shape[1] - 1)
            whole = take_cells(people, v, at, members[group, 1])
            for status in range(2, 1 + members[group, 0]):
                whole = whole + take_cells(people, v, at, members[group, status])
            put_of(some, v, k, whole)


@compiled
def count_people(people: np.ndarray, together: np.ndarray, groups: np.ndarray, weights: np.ndarray, numbers: np.ndarray) -> None:
    """Fill numbers [measure, county] with people [slice, county, status, lane] times weights [measure, slice, lane].

    `together` [group, status] says which statuses make a group, `groups` [measure] which group a measure counts. Four counties
    are counted side by side, as the next addition to one need not wait for the last.
    """
    n = people.shape[1]
    some, counted, members = np.empty((people.shape[0], COUNTIES, WIDTH)), find_slices(weights), list_members(together)
    for i in range(0, n, COUNTIES):
        for group in range(len(together)):
            add_up_group(people, members, group, i, some)
            for measure in range(len(groups)):
                if groups[measure] == group:
                    one, two, three, four = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
                    for at in range(1, 1 + counted[measure, 0]):
                        v = counted[measure, at]
                        weight = take_of(weights, measure, v)
                        one, two = fused(weight, take_of(some, v, 0), one), fused(weight, take_of(some, v, 1), two)
                        three, four = fused(weight, take_of(some, v, 2), three), fused(weight, take_of(some, v, 3), four)
                    numbers[measure, i] = add_lanes(one)
                    if i + 1 < n:
                        numbers[measure, i + 1] = add_lanes(two)
                    if i + 2 < n:
                        numbers[measure, i + 2] = add_lanes(three)
                    if i + 3 < n:
                        numbers[measure, i + 3] = add_lanes(four)
