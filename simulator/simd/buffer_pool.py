"""Buffer pool for cohort arrays: reusing buffers between runs avoids page zeroing by the operating system."""

from __future__ import annotations

import threading
import weakref

import numpy as np

CACHE_LINE = 64  # bytes; an aligned SIMD vector of eight float64 is loaded in one go
# All buffers, each with the pool it is leased to. No finalizer runs as a pool dies: Python would drop a KeyboardInterrupt there.
LEASED: list[tuple[weakref.ref[BufferPool], np.ndarray]] = []
MAX_FREE = 2  # free buffers kept for another run
LOCK = threading.Lock()


class BufferPool:
    """Float64 arrays by name, leased for as long as this object lives and then reused by runs of the same shapes."""

    def __init__(self, shapes: dict[str, tuple[int, ...]]) -> None:
        with LOCK:
            self.arrays = {name: lease(shape) for name, shape in shapes.items()}
            LEASED.extend((weakref.ref(self), array) for array in self.arrays.values())
            for array in free_list()[:-MAX_FREE]:
                evict(array)


def lease(shape: tuple[int, ...]) -> np.ndarray:
    """An aligned array of a shape: a free one with arbitrary contents, or a new one of zeros."""
    free = next((array for array in free_list() if array.shape == shape), None)
    if free is None:
        return aligned_zeros(*shape)
    evict(free)
    return free


def free_list() -> list[np.ndarray]:
    """Buffers whose pool is dead, the latest lease last."""
    return [array for pool, array in LEASED if pool() is None]


def evict(array: np.ndarray) -> None:
    """Remove an array from the list of buffers."""
    LEASED[:] = [(pool, each) for pool, each in LEASED if each is not array]


def aligned_zeros(*shape: int) -> np.ndarray:
    """Float64 zeros whose first element starts a cache line."""
    size = int(np.prod(shape))
    raw = np.zeros(size + CACHE_LINE // 8)
    start = -raw.ctypes.data % CACHE_LINE // 8
    return raw[start : start + size].reshape(shape)
