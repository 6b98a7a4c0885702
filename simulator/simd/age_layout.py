"""People as the fast kernel holds them: [slice, county, group, lane], eight ages of a sex to a slice, the last ones empty."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit

from simulator.language.dimensions import AGES, SEXES
from simulator.simd.vector_type import WIDTH

SLICES = -(-len(AGES) // WIDTH)
TOLD = "void(float64[:, :, :, :, ::1], float64[:, :, :, :, ::1])"


def kept(function: Callable) -> Callable:
    """A function compiled once and kept, or compiled anew in each process where there is no folder to keep it in."""
    try:
        return njit(TOLD, cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(TOLD, nogil=True)(function)


def shape_slices(people: np.ndarray) -> tuple[int, ...]:
    """The shape [member, slice, county, group, lane] in which people [member, county, sex, age, group] are laid out."""
    members, counties, sexes, _, groups = people.shape
    return members, sexes * SLICES, counties, groups, WIDTH


def make_people(sliced: np.ndarray) -> np.ndarray:
    """Room for people held in slices, as [member, county, sex, age, group]."""
    members, _, counties, groups, _ = sliced.shape
    return np.empty((members, counties, len(SEXES), len(AGES), groups))


@kept
def slice_people(people: np.ndarray, sliced: np.ndarray) -> None:
    """People [member, county, sex, age, group] into slices [member, slice, county, group, lane], nobody beyond the last age."""
    for member, v, i in np.ndindex(sliced.shape[:3]):
        sex, first = v // SLICES, v % SLICES * WIDTH
        for lane in range(people.shape[3] - first, WIDTH):
            for group in range(people.shape[4]):
                sliced[member, v, i, group, lane] = 0.0
        for age in range(first, min(first + WIDTH, people.shape[3])):
            for group in range(people.shape[4]):
                sliced[member, v, i, group, age - first] = people[member, i, sex, age, group]


@kept
def join_slices(sliced: np.ndarray, people: np.ndarray) -> None:
    """People in slices [member, slice, county, group, lane] back to [member, county, sex, age, group]."""
    for member, i, v in np.ndindex(people.shape[0], people.shape[1], sliced.shape[1]):
        sex, first = v // SLICES, v % SLICES * WIDTH
        for age in range(first, min(first + WIDTH, people.shape[3])):
            for group in range(people.shape[4]):
                people[member, i, sex, age, group] = sliced[member, v, i, group, age - first]
