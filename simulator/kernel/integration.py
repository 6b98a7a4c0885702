"""How decays and pipelines go on over a span of time: exactly, whatever its length, while what drives them stands still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Span:
    """A span of time in years, of which the equations see the start, or else the middle; of no length, it is a moment."""

    length: float
    middle: bool = False

    def leave(self, rate: np.ndarray | float, stands: np.ndarray, before: np.ndarray | float, whole: bool) -> np.ndarray:
        """What leaves in the span at a rate (1/year), a year, of what stands at the moment; in the middle, of what was `before`
        too: the stock as it stood at the start (`whole`), or else what left, a year, in the first half.

        Of x at the start x (1 - exp(-z)) leaves, z = rate x length; what comes to a stock evenly leaves as far as it has had time
        to, but no more leaves than stood at the start: it does not fall below zero where inflows are soon over. A gap closes
        towards where its goal is in the middle, so that what follows a goal ends between where it was and the goal.
        """
        if self.length == 0.0:
            return rate * stands
        z = rate * self.length
        gone = -np.expm1(-z)
        if not self.middle:
            return gone / self.length * stands
        if not whole:
            return gone / self.length * stands + 0.5 * gone * before
        come = np.minimum(2.0 * lose_presence(z), 1.0)
        leaves = (gone - come * np.exp(-0.5 * z)) / self.length * before + come / self.length * stands
        return np.minimum(leaves, before / self.length)


def lose_presence(z: np.ndarray | float) -> np.ndarray:
    """1 - (1 - exp(-z)) / z, the part of the time for which those who come evenly are no longer there at its end."""
    small = z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z * (1 / 120 - z / 720))))
    return np.where(z < 0.01, small, 1.0 + np.expm1(-z) / np.where(z < 0.01, 1.0, z))


MOMENT = Span(0.0)


def pass_on(stages: np.ndarray, enters: np.ndarray, time: np.ndarray | float, span: Span) -> tuple[np.ndarray, np.ndarray]:
    """The stages [stage, county] of a pipeline after a span of time, and what leaves the last of them, a year.

    What enters a stage enters it evenly, so that a content of inflow times `time` stands still for any span (Little's law).
    """
    if span.length == 0.0:
        return stages, len(stages) * stages[-1] / time
    passing = len(stages) * span.length / time
    stay = np.exp(-passing)
    present = np.where(passing > 0.0, -np.expm1(-passing) / np.where(passing > 0.0, passing, 1.0), 1.0)
    after = []
    for held in stages:
        after.append(held * stay + enters * span.length * present)
        enters = held * (1.0 - stay) / span.length + enters * (1.0 - present)
    return np.stack(np.broadcast_arrays(*after)), enters
