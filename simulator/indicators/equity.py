"""How unequal the counties of a place are: population-weighted Theil index, 90/10 ratio, and counties that empty."""

from __future__ import annotations

import numpy as np


def find_theil(value: np.ndarray, weight: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Theil's T between the counties of each place."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(value > 0.0, np.log(value), 0.0)
        whole, people = add_places(weight * value, number), add_places(weight, number)
        theil = add_places(weight * value * logs, number) / whole - np.log(whole / people)
    # Equal counties differ by rounding only, on either side of 0.
    return np.maximum(theil, 0.0)


def find_spread(value: np.ndarray, weight: np.ndarray, number: np.ndarray) -> np.ndarray:
    """The 90th over the 10th percentile of people by the value of their county, in each place."""
    spread = []
    for place in np.unique(number):
        here = number == place
        order = np.argsort(value[..., here], axis=-1, kind="stable")
        ranked = np.take_along_axis(value[..., here], order, axis=-1)
        below = np.cumsum(np.take_along_axis(weight[..., here], order, axis=-1), axis=-1)
        low, high = (pick(ranked, below, share) for share in (0.1, 0.9))
        spread.append(np.divide(high, low, out=np.full(low.shape, np.nan), where=(low > 0.0) & (below[..., -1] > 0.0)))
    return np.stack(spread, axis=-1)


def pick(ranked: np.ndarray, below: np.ndarray, share: float) -> np.ndarray:
    """The value of the first county at which this share of people is reached."""
    first = (below < share * below[..., -1:]).sum(axis=-1, keepdims=True)
    return np.take_along_axis(ranked, np.minimum(first, ranked.shape[-1] - 1), axis=-1)[..., 0]


def add_places(value: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Sums over the counties of each place; a missing value stays missing."""
    order = np.argsort(number, kind="stable")
    return np.add.reduceat(value[..., order], np.unique(number[order], return_index=True)[1], axis=-1)
