"""Memory for people that one run after another uses: what goes back to the system is cleared whenever it is asked for again."""

from __future__ import annotations

import threading
import weakref

import numpy as np

LINE = 64  # bytes that a processor moves at a time; vectors that do not cross them are loaded in one go
# Arrays, each with the room it was given to. Nothing is called as a room is given up: Python would drop a request to stop there.
GIVEN: list[tuple[weakref.ref[Room], np.ndarray]] = []
MOST = 2  # arrays that wait for another run
ONE_BY_ONE = threading.Lock()


class Room:
    """Arrays by name, which another run of the same size may use when nobody holds this room any longer."""

    def __init__(self, shapes: dict[str, tuple[int, ...]]) -> None:
        with ONE_BY_ONE:
            self.arrays = {name: find_array(shape) for name, shape in shapes.items()}
            GIVEN.extend((weakref.ref(self), array) for array in self.arrays.values())
            for array in list_waiting()[:-MOST]:
                forget(array)


def find_array(shape: tuple[int, ...]) -> np.ndarray:
    """An array of a shape, whose first cell begins a line of memory: one that waits, whatever is in it, or one of zeros."""
    found = next((array for array in list_waiting() if array.shape == shape), None)
    if found is None:
        return make_aligned(*shape)
    forget(found)
    return found


def list_waiting() -> list[np.ndarray]:
    """Arrays whose room was given up, those given last at the end."""
    return [array for room, array in GIVEN if room() is None]


def forget(array: np.ndarray) -> None:
    """Know nothing of an array any more."""
    GIVEN[:] = [(room, each) for room, each in GIVEN if each is not array]


def make_aligned(*shape: int) -> np.ndarray:
    """Zeros whose first cell begins a line of memory."""
    size = int(np.prod(shape))
    raw = np.zeros(size + LINE // 8)
    start = -raw.ctypes.data % LINE // 8
    return raw[start : start + size].reshape(shape)
