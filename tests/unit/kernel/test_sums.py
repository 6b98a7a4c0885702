"""Sums of eight numbers at once, and what only compiled functions may call."""

import numpy as np
import pytest
from numba import njit

from simulator.operators.matvec import divide_or_zero
from simulator.simd.copy import aligned_empty
from simulator.simd.vector_type import WIDTH, horizontal_sum, horizontal_sums, load_row, masked_add, store, view_row


def test_eight_sums_at_once_are_the_bits_of_each_by_itself():
    @njit
    def add_up(rows, together, apart):
        store(
            together,
            0,
            horizontal_sums(
                load_row(rows, 0, 0),
                load_row(rows, 1, 0),
                load_row(rows, 2, 0),
                load_row(rows, 3, 0),
                load_row(rows, 4, 0),
                load_row(rows, 5, 0),
                load_row(rows, 6, 0),
                load_row(rows, 7, 0),
            ),
        )
        for row in range(len(rows)):
            apart[row] = horizontal_sum(load_row(rows, row, 0))

    rows, together, apart = np.random.default_rng(1).normal(size=(WIDTH, WIDTH)), np.empty(WIDTH), np.empty(WIDTH)
    add_up(rows, together, apart)
    np.testing.assert_array_equal(together, apart)
    np.testing.assert_allclose(together, rows.sum(axis=1), atol=1e-14)


def test_counties_beyond_the_last_are_not_added():
    @njit
    def add_up(row, counties):
        sums = np.zeros((1, WIDTH))
        for i in range(0, counties, WIDTH):
            masked_add(sums, 0, load_row(row, 0, i), i, counties)
        return horizontal_sum(load_row(sums, 0, 0))

    row = np.append(np.arange(1.0, 12.0), [np.nan] * 5)[None]
    assert add_up(row, 11) == 66.0


def test_a_row_is_seen_where_it_lies():
    @njit
    def double(table):
        seen = view_row(table, 1, 3)
        seen[:] *= 2.0
        return len(seen)

    table = np.arange(12.0).reshape(3, 4)
    assert double(table) == 3
    np.testing.assert_array_equal(table, [[0, 1, 2, 3], [8, 10, 12, 7], [8, 9, 10, 11]])


def test_room_begins_a_line_of_memory():
    find = njit(lambda size: (aligned_empty(size).ctypes.data, len(aligned_empty(size))))
    assert all(place % 64 == 0 and length == size for size in (1, 7, 64, 1000) for place, length in [find(size)])


def test_what_has_no_way_in_from_python_says_so():
    with pytest.raises(TypeError, match=r"^divide_or_zero is called by compiled functions only$"):
        divide_or_zero(1.0, 2.0)
