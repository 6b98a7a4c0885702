"""One run uses the memory of another, but never while anybody still asks what that one came to."""

import numpy as np
import pytest

from simulator.kernel.run import run_kernel
from simulator.simd import buffer_pool as rooms
from simulator.simd.buffer_pool import Room


@pytest.fixture(autouse=True)
def nothing_waits():
    rooms.GIVEN.clear()
    yield
    rooms.GIVEN.clear()


def test_memory_is_used_again_once_nobody_holds_it():
    room = Room({"people": (3, 5), "others": (2, 2)})
    places = {name: array.ctypes.data for name, array in room.arrays.items()}
    another = Room({"people": (3, 5)})
    assert another.arrays["people"].ctypes.data != places["people"]
    del room
    again = Room({"others": (2, 2), "people": (3, 5)})
    assert {name: array.ctypes.data for name, array in again.arrays.items()} == places
    assert all(place % rooms.LINE == 0 for place in places.values())


def test_memory_of_another_size_is_left_and_little_waits():
    for size in (3, 4, 5):
        Room({"people": (size,), "others": (size, 2)})
    assert Room({"people": (6,)}).arrays["people"].shape == (6,)
    assert [array.shape for array in rooms.list_waiting()] == [(5,), (5, 2), (6,)]


def test_runs_that_use_memory_of_others_give_the_same_bits(lively):
    first = run_kernel(lively, ["starts"])
    expected, state = {name: path.copy() for name, path in first.counties.items()}, first.state
    kept = {name: value.copy() for name, value in state.cohorts.items()}
    held = run_kernel(lively, ["starts"])
    del first
    for _ in range(3):
        again = run_kernel(lively, ["starts"])
        for name, path in expected.items():
            np.testing.assert_array_equal(again.counties[name], path)
        for name, value in kept.items():
            np.testing.assert_array_equal(again.state.cohorts[name], value)
            np.testing.assert_array_equal(state.cohorts[name], value)
        del again
    for name, value in kept.items():
        np.testing.assert_array_equal(held.state.cohorts[name], value)


def test_what_another_run_left_does_not_matter(lively):
    expected = run_kernel(lively, ["starts"]).counties["starts"].copy()
    assert rooms.list_waiting()
    for array in rooms.list_waiting():
        array.fill(np.nan)
    np.testing.assert_array_equal(run_kernel(lively, ["starts"]).counties["starts"], expected)
