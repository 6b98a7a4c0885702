"""How a lever goes from 2020 practice to where a scenario wants it."""

from __future__ import annotations

import numpy as np

STEEPNESS = 8.0


def ramp(time: np.ndarray, start: int, end: int, shape: str) -> np.ndarray:
    """How far a lever has moved, 0 to 1; time in calendar years, 2020.0 being the end of 2020."""
    x = np.clip((time - start + 1.0) / (end - start + 1.0), 0.0, 1.0)
    if shape == "linear":
        return x
    if shape == "smooth":
        return x * x * (3.0 - 2.0 * x)
    if shape == "step":
        # A stock dated to the eve of the start is not yet moved.
        return (time > start - 1.0).astype(float)
    low, high = (1.0 / (1.0 + np.exp(STEEPNESS / 2.0 * side)) for side in (1.0, -1.0))
    return (1.0 / (1.0 + np.exp(-STEEPNESS * (x - 0.5))) - low) / (high - low)
