"""Indicators that look back: what has added up since the start, and what grows faster than what."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulator.indicators.catalogue import Arrays

# Costs of later years count for less (assumed).
DISCOUNT_RATE = 0.04
# Each from what indicators [scenario, member, year, place] are, since the first year, which is the start of the run.
HISTORY: dict[str, Callable[[Arrays], np.ndarray]] = {
    "population_change": lambda n: compare_with_start(n["population"]),
    "programme_cost_total": lambda n: add_up_years(n["programme_cost"]),
    "programme_cost_value": lambda n: add_up_years(discount(n["programme_cost"])),
    "rural_income_lead": lambda n: grow(n["rural_income"]) - grow(n["urban_income"]),
    "income_output_lead": lambda n: grow(n["resident_income"] * n["population"]) - grow(n["output"]),
}


def look_back(values: Arrays) -> Arrays:
    """What indicators [scenario, member, year, place] come to since the first year, which is the start of the run."""
    return {name: make(values) for name, make in HISTORY.items()}


def discount(cost: np.ndarray) -> np.ndarray:
    """The present value of a year's cost, as of the middle of the year, at the start and 4 % a year."""
    middle = np.arange(cost.shape[2])[:, None] - 0.5
    return cost * (1.0 + DISCOUNT_RATE) ** -middle


def compare_with_start(value: np.ndarray) -> np.ndarray:
    """Change since the first year as a share of what was then; missing where there was nothing."""
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
