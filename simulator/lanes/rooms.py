"""Memory for people that one run after another uses: what goes back to the system is cleared whenever it is asked for again."""

from __future__ import annotations

import threading
import weakref

import numpy as np

LINE = 64  # bytes that a processor moves at a time; vectors that do not cross them are loaded in one go
# Arrays that wait for another run, those given back last at the end.
WAITING: list[np.ndarray] = []
MOST = 2
# Rooms are given up at any moment, even while one looks for another.
ONE_BY_ONE = threading.RLock()


class Room:
    """Arrays by name, which wait for another run of the same size when nobody holds this room any longer."""

    def __init__(self, shapes: dict[str, tuple[int, ...]]) -> None:
        self.arrays = {name: find_array(shape) for name, shape in shapes.items()}
        weakref.finalize(self, wait, list(self.arrays.values())).atexit = False


def find_array(shape: tuple[int, ...]) -> np.ndarray:
    """An array of a shape, whose first cell begins a line of memory: one that waits, whatever is in it, or one of zeros."""
    with ONE_BY_ONE:
        found = next((array for array in WAITING if array.shape == shape), None)
        # Those that have waited longest go; not as a room is given up, where a request to stop would not be heard.
        WAITING[:] = [array for array in WAITING if array is not found][-MOST:]
    return make_aligned(*shape) if found is None else found


def wait(arrays: list[np.ndarray]) -> None:
    """Let arrays wait for another run."""
    with ONE_BY_ONE:
        WAITING.extend(arrays)


def make_aligned(*shape: int) -> np.ndarray:
    """Zeros whose first cell begins a line of memory."""
    size = int(np.prod(shape))
    raw = np.zeros(size + LINE // 8)
    start = -raw.ctypes.data % LINE // 8
    return raw[start:start + size].reshape(shape)
