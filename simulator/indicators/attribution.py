"""What each group of levers gives: Shapley values over all coalitions of groups, which add up to the whole exactly."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import factorial

import numpy as np

Coalition = frozenset[str]


def list_coalitions(groups: Sequence[str]) -> list[Coalition]:
    """All sets of groups, from none to all."""
    return [frozenset(chosen) for size in range(len(groups) + 1) for chosen in itertools.combinations(groups, size)]


def find_shapley_values(values: dict[Coalition, np.ndarray], groups: Sequence[str]) -> dict[str, np.ndarray]:
    """The Shapley value of every group: the mean of what it adds over all orders in which groups can come.

    `values` holds, for each coalition, what is reached with it, of any shape; the Shapley values add up to what all reach
    less what none reaches. Source: Shapley (1953), A value for n-person games.
    """
    found = {}
    for group in groups:
        others = [each for each in values if group not in each]
        found[group] = sum(weigh(len(each), len(groups)) * (values[each | {group}] - values[each]) for each in others)
    return found


def weigh(size: int, groups: int) -> float:
    """The share of all orders of the groups in which exactly `size` of them come before one."""
    return factorial(size) * factorial(groups - size - 1) / factorial(groups)
