"""How decays and pipelines go on over a span of time: exactly, whatever its length, while what drives them stands still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Span:
    """A span of time in years, of which the equations see the start, or else the middle; of no length, it is a moment."""

    length: float
    middle: bool = False

    def leaving_share(self, rate: np.ndarray | float) -> np.ndarray | float:
        """What leaves in the span at a rate (1/year), over what stands at the moment and a year.

        Of x at the start x (1 - exp(-z)) leaves, z = rate x length. In the middle x exp(-z / 2) stands, of which this is
        2 sinh(z / 2), exactly; more than all of it never leaves (z above .96), so that nothing falls below zero where inflows are
        large and soon over.
        """
        if self.length == 0.0:
            return rate
        z = rate * self.length
        share = np.minimum(2.0 * np.sinh(np.minimum(0.5 * z, 1.0)), 1.0) if self.middle else -np.expm1(-z)
        return share / self.length


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
