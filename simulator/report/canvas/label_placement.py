"""Moves labels just so far that none lies on another."""

from __future__ import annotations

import numpy as np

ROUNDS = 200

SMALLEST = 4.7  # point, of names in squares


def spread(wanted: np.ndarray, room: float) -> np.ndarray:
    """Give heights at least `room` apart, in the same order and as near the wanted ones as can be (least squares)."""
    order = np.argsort(wanted, kind="stable")
    blocks: list[tuple[float, int]] = []  # mean of what is wanted less the room below, number of labels
    for place, height in enumerate(np.asarray(wanted, float)[order]):
        blocks.append((height - place * room, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (upper, many), (lower, few) = blocks.pop(), blocks.pop()
            blocks.append(((upper * many + lower * few) / (many + few), many + few))
    given = np.empty(len(order))
    given[order] = np.concatenate([np.full(count, mean) for mean, count in blocks]) + np.arange(len(order)) * room
    return given


def part(middles: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Push overlapping boxes apart, up and down or sideways, whichever is less; middles and sizes are (label, 2)."""
    placed = np.array(middles, float)
    for _ in range(ROUNDS):
        still = True
        for one in range(len(placed)):
            for other in range(one):
                away = placed[one] - placed[other]
                short = (sizes[one] + sizes[other]) / 2 - np.abs(away)
                if (short > 1e-9).all():
                    still, axis = False, int(np.argmin(short))
                    push = np.copysign(short[axis] / 2 * 1.02, away[axis])
                    placed[one, axis] += push
                    placed[other, axis] -= push
        if still:
            break
    return placed


def estimate_width(text: str) -> float:
    """Estimate the width of a text in the smallest type, in inches: a Chinese character is as wide as high."""
    return sum(1.0 if ord(letter) > 0x2E80 else 0.52 for letter in text) * SMALLEST / 72
