"""Matrices of ways that are the same there as back: half of them tells the whole."""

from simulator.lanes.compiled import inner
from simulator.lanes.values import WIDTH


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
    n, differ = len(matrix), 0
    eights = n - n % WIDTH
    for first in range(0, eights, WIDTH):
        for i in range(first, n):
            for j in range(first, first + WIDTH):
                differ += 1 if matrix[i, j] != matrix[j, i] else 0
    for i in range(eights, n):
        for j in range(eights, i):
            differ += 1 if matrix[i, j] != matrix[j, i] else 0
    return differ == 0


@inner
def mirror(matrix):
    """Fill what lies below the eights on the diagonal with what lies above it."""
    n = len(matrix)
    for first in range(0, n - n % WIDTH, WIDTH):
        for i in range(first + WIDTH, n):
            for j in range(first, first + WIDTH):
                matrix[i, j] = matrix[j, i]
