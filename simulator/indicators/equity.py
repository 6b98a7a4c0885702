"""How unequal the counties of a place are: population-weighted Theil index, 90/10 ratio, and counties that empty."""

from __future__ import annotations

import numpy as np

from simulator.indicators.catalogue import Arrays

# What is compared between counties, with the people who carry its weight.
COMPARED = {"resident_income": "population", "migrant_access": "rural_hukou_townspeople", "unemployment_share": "labour_force"}
EQUITY = ("losing_counties", *(f"{name}_{measure}" for name in COMPARED for measure in ("theil", "90_10")))
EMPTYING = -0.10  # change of residents since the start beyond which a county counts as losing them, assumed


def measure_equity(counties: Arrays, number: np.ndarray) -> Arrays:
    """Equity between the counties [scenario, member, year, county] of each place; `number` says in which place each lies.

    Theil's T weighted by people: sum of share of people x relative value x its log; 0 where all are equal. The 90/10 ratio
    is the value that 10 % of people exceed over the one that 10 % fall below. Missing where nobody carries weight.
    """
    found = {"losing_counties": add_places((counties["population_change"] < EMPTYING).astype(float), number)}
    for name, people in COMPARED.items():
        weight = np.where(np.isfinite(counties[name]), counties[people], 0.0)
        value = np.where(weight > 0.0, counties[name], 0.0)
        found[f"{name}_theil"] = find_theil(value, weight, number)
        found[f"{name}_90_10"] = find_spread(value, weight, number)
    return found


def find_theil(value: np.ndarray, weight: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Theil's T between the counties of each place."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(value > 0.0, np.log(value), 0.0)
        whole, people = add_places(weight * value, number), add_places(weight, number)
        theil = add_places(weight * value * logs, number) / whole - np.log(whole / people)
    # Equal counties differ by rounding only, on either side of nothing.
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
