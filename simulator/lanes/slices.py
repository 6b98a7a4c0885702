"""People as the fast kernel holds them: [slice, county, group, lane], eight ages of a sex to a slice, the last ones empty."""

from __future__ import annotations

import numpy as np

from simulator.axes import AGES, SEXES
from simulator.lanes.values import WIDTH

SLICES = -(-len(AGES) // WIDTH)
LINE = 64  # bytes that a processor moves at a time; vectors that do not cross them are loaded in one go


def make_aligned(*shape: int) -> np.ndarray:
    """Zeros whose first cell begins a line of memory."""
    size = int(np.prod(shape))
    raw = np.zeros(size + LINE // 8)
    start = -raw.ctypes.data % LINE // 8
    return raw[start:start + size].reshape(shape)


def slice_people(people: np.ndarray) -> np.ndarray:
    """From [..., county, sex, age, group] to [..., slice, county, group, lane]; a copy."""
    *leading, counties, sexes, ages, groups = people.shape
    padded = np.zeros((*leading, counties, sexes, SLICES * WIDTH, groups))
    padded[..., :ages, :] = people
    split = padded.reshape(*leading, counties, sexes * SLICES, WIDTH, groups)
    sliced = make_aligned(*leading, sexes * SLICES, counties, groups, WIDTH)
    sliced[...] = np.moveaxis(split, (-4, -3, -2, -1), (-3, -4, -1, -2))
    return sliced


def join_slices(sliced: np.ndarray) -> np.ndarray:
    """From [..., slice, county, group, lane] back to [..., county, sex, age, group]."""
    *leading, slices, counties, groups, width = sliced.shape
    split = np.moveaxis(sliced, (-3, -4, -1, -2), (-4, -3, -2, -1))
    whole = split.reshape(*leading, counties, len(SEXES), SLICES * width, groups)
    return np.ascontiguousarray(whole[..., :len(AGES), :])
