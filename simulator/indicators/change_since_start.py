"""Indicators that look back: what has added up since the start, and what grows faster than what."""

from __future__ import annotations

import numpy as np

# Costs of later years count for less (assumed).
DISCOUNT_RATE = 0.04


def discount(cost: np.ndarray) -> np.ndarray:
    """The present value of a year's cost, as of the middle of the year, at the start and 4 % a year."""
    middle = np.arange(cost.shape[2])[:, None] - 0.5
    return cost * (1.0 + DISCOUNT_RATE) ** -middle


def compare_with_start(value: np.ndarray) -> np.ndarray:
    """Change since the first year as a share of what was then; NaN where that was 0."""
    start = value[:, :, :1]
    return np.divide(value, start, out=np.full(value.shape, np.nan), where=start > 0.0) - 1.0


def add_up_years(value: np.ndarray) -> np.ndarray:
    """Sums of a flow since the first year, in which it is missing."""
    return np.nancumsum(value, axis=2)


def grow(value: np.ndarray) -> np.ndarray:
    """Growth in a year, as a share of the year before; missing in the first year."""
    before = value[:, :, :-1]
    growth = np.divide(value[:, :, 1:], before, out=np.full(before.shape, np.nan), where=before > 0.0) - 1.0
    return np.concatenate([np.full_like(value[:, :, :1], np.nan), growth], axis=2)
