"""Matrix-vector products with SIMD vectors, each sum in a fixed order."""

import numpy as np

from simulator.simd.jit import inner
from simulator.simd.vector_type import WIDTH, broadcast, horizontal_sum, load, load_row, store


@inner
def matvec(matrix, weights, result):
    """Fill result [row] with matrix [row, column] @ weights [column]."""
    whole_eights = len(weights) - len(weights) % WIDTH
    for i in range(len(result)):
        whole = broadcast(0.0)
        for j in range(0, whole_eights, WIDTH):
            whole = whole + load_row(matrix, i, j) * load(weights, j)
        result[i] = horizontal_sum(whole)
        for j in range(whole_eights, len(weights)):
            result[i] += matrix[i, j] * weights[j]


@inner
def vecmat(matrix, weights, result):
    """Fill result [column] with weights [row] @ matrix [row, column]."""
    whole_eights = len(result) - len(result) % WIDTH
    for j in range(0, whole_eights, WIDTH):
        whole = broadcast(0.0)
        for i in range(len(weights)):
            whole = whole + load_row(matrix, i, j) * broadcast(weights[i])
        store(result, j, whole)
    for j in range(whole_eights, len(result)):
        result[j] = 0.0
        for i in range(len(weights)):
            result[j] += matrix[i, j] * weights[i]


@inner
def divide_or_zero(part, whole):
    """part / whole, and 0 where the whole is not positive."""
    return part / whole if whole > 0.0 else 0.0


@inner
def largest(values):
    """The largest of values [n]."""
    largest = values[0]
    for value in values:
        largest = max(largest, value)
    return largest


@inner
def shifted_exp(town_appeal, appeal):
    """Fill appeal [county] with exp(town_appeal - max), and return the maximum; padding beyond the last county is left."""
    best = largest(town_appeal)
    for i in range(len(town_appeal)):
        appeal[i] = np.exp(town_appeal[i] - best)
    return best
