"""Numbers of people by county: those of some statuses together, each sex and age times a weight.

A county is counted by itself, in a fixed order, so that its numbers do not depend on the company it is in, to the last bit.
"""

import numpy as np
from numba import njit

from simulator.lanes.values import WIDTH, add_lanes, spread, take_row

compiled = njit(error_model="numpy", nogil=True)
# Two sums side by side, as the next addition to one need not wait for the last.
STRIDE = 2 * WIDTH


@compiled
def make_weights(measures: int, cells: int) -> np.ndarray:
    """Room for weights [measure, cell] with empty cells at the end, so that the cells are a whole number of strides."""
    return np.zeros((measures, -(-cells // STRIDE) * STRIDE))


@compiled
def set_weights(weights: np.ndarray, measure: int, sex: int, cells: int, first: int, end: int, values: np.ndarray) -> None:
    """Weights of a measure: `values` by age for a sex, from the first age to before the end; `cells` are all sexes and ages."""
    start = sex * cells // 2
    for age in range(first, end):
        weights[measure, start + age] = values[age]


@compiled
def count_people(cohorts: np.ndarray, together: np.ndarray, groups: np.ndarray, weights: np.ndarray, numbers: np.ndarray) -> None:
    """Fill numbers [measure, county] with people [status, county, cell] times weights [measure, cell].

    `together` [group, status] says which statuses make a group, `groups` [measure] which group a measure counts.
    """
    people = np.zeros((len(together), weights.shape[1]))
    for i in range(cohorts.shape[1]):
        for group in range(len(together)):
            add_up_statuses(cohorts, i, together, group, people)
        for measure in range(len(groups)):
            numbers[measure, i] = weigh(people, groups[measure], weights, measure)


@compiled
def add_up_statuses(cohorts: np.ndarray, i: int, together: np.ndarray, group: int, people: np.ndarray) -> None:
    """The people of a county by cell, all statuses of a group together."""
    for cell in range(cohorts.shape[2]):
        people[group, cell] = 0.0
    for status in range(cohorts.shape[0]):
        if together[group, status]:
            for cell in range(cohorts.shape[2]):
                people[group, cell] += cohorts[status, i, cell]


@compiled
def weigh(people: np.ndarray, group: int, weights: np.ndarray, measure: int) -> float:
    """The sum of people times weights."""
    found, beside = spread(0.0), spread(0.0)
    for cell in range(0, weights.shape[1], STRIDE):
        found = found + take_row(people, group, cell) * take_row(weights, measure, cell)
        beside = beside + take_row(people, group, cell + WIDTH) * take_row(weights, measure, cell + WIDTH)
    return add_lanes(found + beside)
