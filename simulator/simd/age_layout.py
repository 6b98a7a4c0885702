"""People as the fast kernel holds them: [slice, county, group, lane], eight ages of a sex to a slice, the last ones empty."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.language.dimensions import AGES, SEXES
from simulator.simd.vector_type import WIDTH

SLICES = -(-len(AGES) // WIDTH)
FULL = len(AGES) // WIDTH  # slices without an empty lane


def shape_slices(people: np.ndarray) -> tuple[int, ...]:
    """The shape [member, slice, county, group, lane] in which people [member, county, sex, age, group] are laid out."""
    members, counties, sexes, _, groups = people.shape
    return members, sexes * SLICES, counties, groups, WIDTH


def make_people(sliced: np.ndarray) -> np.ndarray:
    """Room for people held in slices, as [member, county, sex, age, group]."""
    members, _, counties, groups, _ = sliced.shape
    return np.empty((members, counties, len(SEXES), len(AGES), groups))


def pair_cells(people: np.ndarray, sliced: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The cells of people and those of slices that hold the same: of the slices that are full, then of the last one."""
    members, counties, sexes, ages, groups = people.shape
    parts = sliced.reshape(members, sexes, -1, counties, groups, WIDTH)
    full = people[:, :, :, : FULL * WIDTH].reshape(members, counties, sexes, FULL, WIDTH, groups)
    yield full.transpose(0, 2, 3, 1, 5, 4), parts[:, :, :FULL]
    yield people[:, :, :, FULL * WIDTH :].transpose(0, 2, 1, 4, 3), parts[:, :, -1, :, :, : ages - FULL * WIDTH]


def slice_people(people: np.ndarray, sliced: np.ndarray) -> None:
    """People [member, county, sex, age, group] into slices [member, slice, county, group, lane], nobody beyond the last age."""
    sliced[:, SLICES - 1 :: SLICES] = 0.0
    for cells, lanes in pair_cells(people, sliced):
        lanes[:] = cells


def join_slices(sliced: np.ndarray, people: np.ndarray) -> None:
    """People in slices [member, slice, county, group, lane] back to [member, county, sex, age, group]."""
    for cells, lanes in pair_cells(people, sliced):
        cells[:] = lanes
