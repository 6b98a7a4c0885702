"""Room for numbers, and copies of them: of `target[:] = source` Numba first compiles what it would say of other shapes."""

import numpy as np

from simulator.simd.jit import inner
from simulator.simd.vector_type import NUMBER_BYTES, WIDTH


@inner
def copy_all(source: np.ndarray, target: np.ndarray) -> None:
    """Copy all numbers of an array into another of its size, of the same or of another kind of number."""
    here, there = source.reshape(source.size), target.reshape(target.size)
    for at in range(here.size):
        there[at] = here[at]


@inner
def fill_all(target: np.ndarray, value: float) -> None:
    """One number in all places of an array."""
    there = target.reshape(target.size)
    for at in range(there.size):
        there[at] = value


@inner
def make_room(size: int) -> np.ndarray:
    """Room for so many numbers [place] that begins a line of memory, so that no eight of them lie on two."""
    raw = np.empty(size + WIDTH)
    start = -(raw.ctypes.data // NUMBER_BYTES) % WIDTH
    return raw[start : start + size]
