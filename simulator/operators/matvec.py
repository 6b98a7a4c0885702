"""Sums of a matrix by rows and by columns, each times its own weight, eight at once; each in a fixed order."""

import numpy as np

from simulator.simd.jit import inner
from simulator.simd.vector_type import WIDTH, broadcast, horizontal_sum, load, load_row, store


@inner
def weigh_rows(matrix, weights, found):
    """Fill found [row] with the sums over columns of a matrix times weights [column]."""
    whole_eights = len(weights) - len(weights) % WIDTH
    for i in range(len(found)):
        whole = broadcast(0.0)
        for j in range(0, whole_eights, WIDTH):
            whole = whole + load_row(matrix, i, j) * load(weights, j)
        found[i] = horizontal_sum(whole)
        for j in range(whole_eights, len(weights)):
            found[i] += matrix[i, j] * weights[j]


@inner
def weigh_columns(matrix, weights, found):
    """Fill found [column] with the sums over rows of a matrix times weights [row]."""
    whole_eights = len(found) - len(found) % WIDTH
    for j in range(0, whole_eights, WIDTH):
        whole = broadcast(0.0)
        for i in range(len(weights)):
            whole = whole + load_row(matrix, i, j) * broadcast(weights[i])
        store(found, j, whole)
    for j in range(whole_eights, len(found)):
        found[j] = 0.0
        for i in range(len(weights)):
            found[j] += matrix[i, j] * weights[i]


@inner
def share(part, whole):
    """Part over whole, and 0 where there is no whole."""
    return part / whole if whole > 0.0 else 0.0


@inner
def find_largest(values):
    """The largest of some values [place]."""
    largest = values[0]
    for value in values:
        largest = max(largest, value)
    return largest


@inner
def find_appeal(town_appeal, appeal):
    """Fill appeal [place] with exp of what towns offer, less the best of them, which is given; what lies beyond is left."""
    best = find_largest(town_appeal)
    for i in range(len(town_appeal)):
        appeal[i] = np.exp(town_appeal[i] - best)
    return best
