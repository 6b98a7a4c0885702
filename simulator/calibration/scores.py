"""How good a forecast was: errors, the continuous ranked probability score, coverage and skill."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm


def score_normal(error: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """CRPS of normal forecasts, in the unit of the error (Gneiting & Raftery 2007)."""
    z = error / spread
    return spread * (z * (2.0 * norm.cdf(z) - 1.0) + 2.0 * norm.pdf(z) - 1.0 / np.sqrt(np.pi))


def score_sample(values: np.ndarray, observed: float) -> float:
    """CRPS of a forecast given as equally likely values [member]."""
    ordered = np.sort(values)
    count = len(ordered)
    rank = np.arange(1, count + 1)
    spread = (2.0 * rank - count - 1.0) @ ordered / count**2
    return float(np.abs(ordered - observed).mean() - spread)


def is_covered(values: np.ndarray, observed: float, share: float) -> bool:
    """Whether what was observed lies in the central interval that holds this share of the values [member]."""
    low, high = np.quantile(values, (0.5 - share / 2.0, 0.5 + share / 2.0))
    return bool(low <= observed <= high)


def is_covered_normal(error: np.ndarray, spread: np.ndarray, share: float) -> np.ndarray:
    """Whether errors lie in the central interval of normal forecasts that holds this share."""
    return np.abs(error) <= norm.ppf(0.5 + share / 2.0) * spread


def find_skill(score: float, baseline: float) -> float:
    """Share of the baseline's score that a forecast saves: above 0 it is better, at 1 it is perfect."""
    return 1.0 - score / baseline if baseline > 0.0 else float("nan")
