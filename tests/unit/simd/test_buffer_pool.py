"""One run uses the buffers of another, but never while a result of that one is still referenced."""

import numpy as np
import pytest

from simulator.kernel.run import run_kernel
from simulator.simd import buffer_pool
from simulator.simd.buffer_pool import BufferPool


@pytest.fixture(autouse=True)
def empty_pool():
    buffer_pool.LEASED.clear()
    yield
    buffer_pool.LEASED.clear()


def test_buffers_are_reused_once_the_pool_is_dead():
    pool = BufferPool({"people": (3, 5), "others": (2, 2)})
    addresses = {name: array.ctypes.data for name, array in pool.arrays.items()}
    another = BufferPool({"people": (3, 5)})
    assert another.arrays["people"].ctypes.data != addresses["people"]
    del pool
    again = BufferPool({"others": (2, 2), "people": (3, 5)})
    assert {name: array.ctypes.data for name, array in again.arrays.items()} == addresses
    assert all(address % buffer_pool.CACHE_LINE == 0 for address in addresses.values())


def test_buffers_of_another_shape_are_not_used_and_few_are_kept():
    for size in (3, 4, 5):
        BufferPool({"people": (size,), "others": (size, 2)})
    assert BufferPool({"people": (6,)}).arrays["people"].shape == (6,)
    assert [array.shape for array in buffer_pool.free_list()] == [(5,), (5, 2), (6,)]


def test_runs_with_reused_buffers_give_the_same_bits(lively):
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


def test_contents_of_a_free_buffer_do_not_matter(lively):
    expected = run_kernel(lively, ["starts"]).counties["starts"].copy()
    assert buffer_pool.free_list()
    for array in buffer_pool.free_list():
        array.fill(np.nan)
    np.testing.assert_array_equal(run_kernel(lively, ["starts"]).counties["starts"], expected)
