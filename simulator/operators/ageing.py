"""Cohorts grow a year older."""

import numpy as np

from simulator.language.dimensions import OPEN_AGE
from simulator.operators.implementations import compiled_version_of
from simulator.simd.age_layout import SLICES
from simulator.simd.vector_type import WIDTH

LAST = divmod(OPEN_AGE, WIDTH)


def ageing(people):
    """People [county, sex, age, status or errand] on 1 January: a year older, the open age group kept, no newborn yet."""
    older = np.zeros_like(people)
    older[:, :, 1:] = people[:, :, :-1]
    older[:, :, OPEN_AGE] += people[:, :, OPEN_AGE]
    return older


@compiled_version_of(ageing)
def _ageing(people):
    # Cohorts are [slice, county, group, 8], and change in place.
    for first in range(0, people.shape[0], SLICES):
        for i in range(people.shape[1]):
            for k in range(people.shape[2]):
                kept = people[first + LAST[0], i, k, LAST[1]]
                carried = 0.0
                for v in range(first, first + SLICES):
                    last = people[v, i, k, WIDTH - 1]
                    for lane in range(WIDTH - 1, 0, -1):
                        people[v, i, k, lane] = people[v, i, k, lane - 1]
                    people[v, i, k, 0] = carried
                    carried = last
                people[first + LAST[0], i, k, LAST[1]] += kept
                for age in range(LAST[1] + 1, WIDTH):
                    people[first + LAST[0], i, k, age] = 0.0
