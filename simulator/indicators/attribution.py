"""What each group of levers gives: Shapley values over all coalitions of groups, which add up to the whole exactly."""

from __future__ import annotations

import itertools
from math import factorial

import numpy as np

# Levers of the plan's catalogue by the part of the plan that they serve.
GROUPS = {
    "hukou": ("L1", "L2", "L3", "L6", "L21"),
    "services": ("L4", "L5", "L7", "L8", "L9", "L10", "L22", "L23", "L24"),
    "spatial": ("L11", "L12", "L13", "L14", "L19"),
    "income": ("L15", "L16", "L17", "L18", "L25"),
    "fertility": ("L20",),
}
Coalition = frozenset[str]


def list_coalitions() -> list[Coalition]:
    """All sets of groups, from none to all."""
    return [frozenset(chosen) for size in range(len(GROUPS) + 1) for chosen in itertools.combinations(GROUPS, size)]


def share_out(values: dict[Coalition, np.ndarray]) -> dict[str, np.ndarray]:
    """The Shapley value of every group: the mean of what it adds over all orders in which groups can come.

    `values` holds, for each coalition, what is reached with it, of any shape; what the groups get adds up to what all reach
    less what none reaches. Source: Shapley (1953), A value for n-person games.
    """
    given = {}
    for group in GROUPS:
        others = [each for each in values if group not in each]
        given[group] = sum(weigh(len(each)) * (values[each | {group}] - values[each]) for each in others)
    return given


def weigh(size: int) -> float:
    """The share of all orders in which exactly these many groups come before one."""
    return factorial(size) * factorial(len(GROUPS) - size - 1) / factorial(len(GROUPS))
