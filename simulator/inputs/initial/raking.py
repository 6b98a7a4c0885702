"""Fit a table to its margins while keeping the pattern it starts from."""

import numpy as np

from simulator.language.errors import DataError

TOLERANCE = 1e-10
MOST_SWEEPS = 10_000


def rake(pattern: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Scale rows and columns in turn until both add up to their totals: iterative proportional fitting.

    `pattern` [table, row, column], positive; `rows` [table, row] and `columns` [table, column] with equal sums. Many
    tables are fitted at once. Columns hold to rounding, rows to 1e-10 of each table's total. Source: Deming & Stephan
    1940. Raises DataError where the totals of a table disagree or cannot be met.
    """
    total = np.maximum(columns.sum(axis=1), 1.0)
    gap = np.abs(rows.sum(axis=1) - columns.sum(axis=1)) / total
    if gap.max(initial=0.0) > TOLERANCE:
        raise DataError(f"raking, table {gap.argmax()}: rows and columns differ by {gap.max():.1e}; give equal sums")
    fitted = _scale(pattern, columns[:, None, :], axis=1)
    for _ in range(MOST_SWEEPS):
        fitted = _scale(fitted, rows[:, :, None], axis=2)
        fitted = _scale(fitted, columns[:, None, :], axis=1)
        miss = np.abs(fitted.sum(axis=2) - rows).max(axis=1, initial=0.0) / total
        if miss.max(initial=0.0) <= TOLERANCE:
            return fitted
    raise DataError(f"raking, table {miss.argmax()}: totals missed by {miss.max():.1e}; give the pattern no empty cell")


def _scale(table: np.ndarray, totals: np.ndarray, axis: int) -> np.ndarray:
    sums = table.sum(axis=axis, keepdims=True)
    return table * np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 0)
