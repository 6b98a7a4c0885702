"""Aligned buffers and flat copies; `target[:] = source` would also compile the shape-mismatch path of Numba."""

import numpy as np

from simulator.simd.jit import inner
from simulator.simd.vector_type import FLOAT64_BYTES, WIDTH


@inner
def copy_all(source: np.ndarray, target: np.ndarray) -> None:
    """Copy all elements of a contiguous array into another of the same size, with a cast if dtypes differ."""
    flat_source, flat_target = source.reshape(source.size), target.reshape(target.size)
    for at in range(flat_source.size):
        flat_target[at] = flat_source[at]


@inner
def fill_all(target: np.ndarray, value: float) -> None:
    """Set all elements of a contiguous array."""
    flat = target.reshape(target.size)
    for at in range(flat.size):
        flat[at] = value


@inner
def aligned_empty(size: int) -> np.ndarray:
    """Uninitialized float64 buffer [size], aligned to 64 bytes, so that no vector crosses a cache line."""
    raw = np.empty(size + WIDTH)
    start = -(raw.ctypes.data // FLOAT64_BYTES) % WIDTH
    return raw[start : start + size]
