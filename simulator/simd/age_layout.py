"""Cohort layout of the kernel: [slice, county, group, 8], eight ages of a sex in a slice, padded with 0 beyond the last age."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.language.dimensions import AGES, SEXES
from simulator.simd.vector_type import WIDTH

SLICES = -(-len(AGES) // WIDTH)
FULL = len(AGES) // WIDTH  # slices without padding


def shape_slices(people: np.ndarray) -> tuple[int, ...]:
    """Shape [member, slice, county, group, 8] of cohorts [member, county, sex, age, group]."""
    members, counties, sexes, _, groups = people.shape
    return members, sexes * SLICES, counties, groups, WIDTH


def make_people(sliced: np.ndarray) -> np.ndarray:
    """Uninitialized cohorts [member, county, sex, age, group] for a sliced array."""
    members, _, counties, groups, _ = sliced.shape
    return np.empty((members, counties, len(SEXES), len(AGES), groups))


def pair_cells(people: np.ndarray, sliced: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Views of the same cells in both layouts: of the full slices, then of the last one."""
    members, counties, sexes, ages, groups = people.shape
    parts = sliced.reshape(members, sexes, -1, counties, groups, WIDTH)
    full = people[:, :, :, : FULL * WIDTH].reshape(members, counties, sexes, FULL, WIDTH, groups)
    yield full.transpose(0, 2, 3, 1, 5, 4), parts[:, :, :FULL]
    yield people[:, :, :, FULL * WIDTH :].transpose(0, 2, 1, 4, 3), parts[:, :, -1, :, :, : ages - FULL * WIDTH]


def slice_people(people: np.ndarray, sliced: np.ndarray) -> None:
    """Copy cohorts [member, county, sex, age, group] to slices [member, slice, county, group, 8]; padding is 0."""
    sliced[:, SLICES - 1 :: SLICES] = 0.0
    for cells, vectors in pair_cells(people, sliced):
        vectors[:] = cells


def join_slices(sliced: np.ndarray, people: np.ndarray) -> None:
    """Copy slices [member, slice, county, group, 8] to cohorts [member, county, sex, age, group]."""
    for cells, vectors in pair_cells(people, sliced):
        cells[:] = vectors
