"""Classes of values and their colours on a map: few, equal, with round bounds; differences centred on zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.colors import BoundaryNorm

CLASSES = 7
RARE, FAR = 0.025, 1.5  # share of values at either end that may lie beyond the scale; how far they must reach for that
ROUND_STEPS = [1, 2, 2.5, 5, 10]
SEQUENTIAL, DIVERGING = "YlGnBu", "PuOr"  # ColorBrewer, for the colour blind; the first ever darker, for print


def choose_colours(values: np.ndarray, signed: bool) -> tuple[BoundaryNorm, str]:
    """Give the classes and the colours of values: centred on zero where they have two signs, else ever darker."""
    return (split_around_zero(values), DIVERGING) if signed else (split_evenly(values), SEQUENTIAL)


def split_evenly(values: np.ndarray) -> BoundaryNorm:
    """Split the range of all compared maps into equal classes with round bounds."""
    low, high = find_range(values[np.isfinite(values)])
    return make_classes(round_bounds(low, high if high > low else low + 1.0, CLASSES), values)


def split_around_zero(values: np.ndarray) -> BoundaryNorm:
    """Split differences into equal classes with round bounds, as many below zero as above."""
    sizes = np.abs(values[np.isfinite(values)])
    most = find_range(np.concatenate([-sizes, sizes]))[1] if sizes.any() else 1.0
    above = round_bounds(0.0, most, CLASSES // 2 + 1)
    return make_classes(np.concatenate([-above[:0:-1], above]), values, centred=True)


def find_range(seen: np.ndarray) -> tuple[float, float]:
    """Give the range of the values; without the outermost few where these would leave the rest in one class."""
    if not seen.size:
        return 0.0, 1.0
    inner = np.quantile(seen, [RARE, 1.0 - RARE])
    whole = np.array([seen.min(), seen.max()])
    low, high = inner if np.ptp(whole) > FAR * np.ptp(inner) > 0.0 else whole
    return float(low), float(high)


def round_bounds(low: float, high: float, classes: int) -> np.ndarray:
    """Give round bounds of about so many classes, without the empty ones that a locator leaves at the ends."""
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(classes, steps=ROUND_STEPS).tick_values(low, high)
    bounds = np.array([float(f"{tick:.12g}") for tick in ticks])  # 3.0000000000000004 would leave out 3
    first, last = np.searchsorted(bounds, low, "right") - 1, np.searchsorted(bounds, high, "left")
    return bounds[max(first, 0) : last + 1]


def make_classes(bounds: np.ndarray, values: np.ndarray, centred: bool = False) -> BoundaryNorm:
    """Make the scale of these bounds, open at the ends beyond which values lie; a centred one at both or at none."""
    from matplotlib.colors import BoundaryNorm

    below, above = bool((values < bounds[0]).any()), bool((values > bounds[-1]).any())
    if centred:
        below = above = below or above
    ends = {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}
    return BoundaryNorm(bounds, 256, extend=ends[below, above])
