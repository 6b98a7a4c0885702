"""Symmetric OD matrices: only the upper triangle is computed."""

import numpy as np

from simulator.simd.jit import inner
from simulator.simd.transpose import transpose_tile
from simulator.simd.vector_type import WIDTH, broadcast, horizontal_sum, load_row, select


@inner
def all_equal(values):
    """Whether all values are equal."""
    differ = 0
    for value in values:
        differ += 1 if value != values[0] else 0
    return differ == 0


@inner
def is_symmetric(matrix):
    """Whether a square matrix equals its transpose bit for bit."""
    n = len(matrix)
    eights, turned, differ = n - n % WIDTH, np.empty((WIDTH, WIDTH)), broadcast(0.0)
    for i in range(0, eights, WIDTH):
        for j in range(i, eights, WIDTH):
            transpose_tile(matrix, i, j, turned, 0, 0)
            for step in range(WIDTH):
                differ = differ + select(load_row(turned, step, 0) != load_row(matrix, j + step, i), broadcast(1.0), broadcast(0.0))
    others = 0
    for i in range(eights, n):
        for j in range(i):
            others += 1 if matrix[i, j] != matrix[j, i] else 0
    return horizontal_sum(differ) == 0.0 and others == 0


@inner
def symmetrize(matrix):
    """Copy the part of a matrix above the 8 x 8 tiles on the diagonal to the part below."""
    n = len(matrix)
    eights = n - n % WIDTH
    for i in range(0, eights, WIDTH):
        for j in range(i + WIDTH, eights, WIDTH):
            transpose_tile(matrix, i, j, matrix, j, i)
        for j in range(eights, n):
            for step in range(WIDTH):
                matrix[j, i + step] = matrix[i + step, j]
