"""Matrices of ways that are the same there as back: half of them tells the whole."""

import numpy as np

from simulator.simd.jit import inner
from simulator.simd.transpose import transpose_tile
from simulator.simd.vector_type import WIDTH, broadcast, horizontal_sum, load_row, select


@inner
def are_alike(values):
    """Whether all values are the same."""
    differ = 0
    for value in values:
        differ += 1 if value != values[0] else 0
    return differ == 0


@inner
def is_mirrored(matrix):
    """Whether a matrix is its own mirror image, to the last bit."""
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
def mirror(matrix):
    """Fill what lies below the eights on the diagonal with what lies above it."""
    n = len(matrix)
    eights = n - n % WIDTH
    for i in range(0, eights, WIDTH):
        for j in range(i + WIDTH, eights, WIDTH):
            transpose_tile(matrix, i, j, matrix, j, i)
        for j in range(eights, n):
            for step in range(WIDTH):
                matrix[j, i + step] = matrix[i + step, j]
