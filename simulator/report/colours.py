"""Classes of values and their colours on a map: few, equal, with round bounds; differences centred on zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.colors import BoundaryNorm

CLASSES = 7
ROUND_STEPS = [1, 2, 2.5, 5, 10]


def split_evenly(values: np.ndarray) -> BoundaryNorm:
    """Split the range of all compared maps into equal classes with round bounds."""
    seen = values[np.isfinite(values)]
    low, high = (seen.min(), seen.max()) if seen.size else (0.0, 1.0)
    return make_classes(round_bounds(low, high if high > low else low + 1.0, CLASSES))


def split_around_zero(values: np.ndarray) -> BoundaryNorm:
    """Split differences into equal classes with round bounds, as many below zero as above."""
    seen = np.abs(values[np.isfinite(values)])
    above = round_bounds(0.0, seen.max() if seen.size and seen.max() > 0 else 1.0, CLASSES // 2 + 1)
    return make_classes(np.concatenate([-above[:0:-1], above]))


def round_bounds(low: float, high: float, classes: int) -> np.ndarray:
    """Give round bounds of about so many classes, without the empty ones that a locator leaves at the ends."""
    from matplotlib.ticker import MaxNLocator

    bounds = MaxNLocator(classes, steps=ROUND_STEPS).tick_values(low, high)
    first, last = np.searchsorted(bounds, low, "right") - 1, np.searchsorted(bounds, high, "left")
    return bounds[max(first, 0) : last + 1]


def make_classes(bounds: np.ndarray) -> BoundaryNorm:
    """Make the scale of these bounds."""
    from matplotlib.colors import BoundaryNorm

    return BoundaryNorm(bounds, 256)
