"""Places one square a county on a grid, near its true place and without overlap, where outlines are not to be had."""

from __future__ import annotations

import numpy as np

ROOM = 1.7  # cells offered a county: fewer would pull coasts inland, more would tear the map apart


def lay_out_grid(places: np.ndarray) -> np.ndarray:
    """Give each county its own cell of a grid, so that together they move as little as can be.

    places: (county, 2) plane coordinates; returns (county, 2) whole numbers, column and row from the south-west.
    """
    from scipy.optimize import linear_sum_assignment

    spans = np.maximum(np.ptp(places, axis=0), 1e-9)
    spans = np.maximum(spans, spans.max() / 10)
    side = np.sqrt(spans.prod() / (ROOM * len(places)))
    counts = np.ceil(spans / side).astype(int)
    cells = np.stack(np.meshgrid(np.arange(counts[0]), np.arange(counts[1]), indexing="ij"), -1).reshape(-1, 2)
    wanted = (places - places.min(axis=0)) / spans * (counts - 1)
    moves = ((wanted[:, None, :] - cells[None, :, :]) ** 2).sum(axis=-1)
    return cells[linear_sum_assignment(moves)[1]]


def draw_square(cell: np.ndarray) -> np.ndarray:
    """Give the ring of a cell's square, (4, 2), one unit a side."""
    return cell + np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
