"""From the five-year age groups of a census to single years of age, with every group's total kept."""

import numpy as np
from scipy.interpolate import PchipInterpolator

from simulator.language.dimensions import AGES


def spread_single_ages(groups: np.ndarray, first_ages: np.ndarray, mortality: np.ndarray) -> np.ndarray:
    """Spread persons by age group over single ages without losing one: smooth inside, by the life table in the open group.

    `groups` [county, sex, group] persons, the last group open; `first_ages` [group], the first completed age of each;
    `mortality` [sex, age] 1/year by cohort. Returns [county, sex, age] persons, never negative. The running total is
    interpolated by the monotone cubic of Fritsch & Carlson (1980), so that groups are met exactly.
    """
    open_age = int(first_ages[-1])
    people = np.zeros((*groups.shape[:-1], len(AGES)))
    people[..., :open_age] = _cut_closed_groups(groups[..., :-1], first_ages)
    people[..., open_age:] = groups[..., -1:] * share_old_ages(mortality, open_age)
    return people


def _cut_closed_groups(groups: np.ndarray, first_ages: np.ndarray) -> np.ndarray:
    running_total = np.concatenate([np.zeros_like(groups[..., :1]), groups.cumsum(axis=-1)], axis=-1)
    curve = PchipInterpolator(first_ages, running_total, axis=-1)
    singles = np.maximum(np.diff(curve(np.arange(first_ages[-1] + 1)), axis=-1), 0.0)
    # differences of large running totals leave rounding behind, so each group is put back to its count
    starts = first_ages[:-1].astype(int)
    found = np.add.reduceat(singles, starts, axis=-1)
    factor = np.divide(groups, found, out=np.zeros_like(groups), where=found > 0)
    return singles * np.repeat(factor, np.diff(first_ages).astype(int), axis=-1)


def share_old_ages(mortality: np.ndarray, open_age: int) -> np.ndarray:
    """Shares of the people of `open_age` and over who are of each age up to the last, in a life table at rest.

    `mortality` [sex, age] 1/year by cohort. Returns [sex, age from `open_age`], summing to 1.
    """
    hazard = mortality[..., open_age:]
    survivors = np.exp(-np.cumsum(hazard, axis=-1) + hazard[..., :1])
    # the last age is open: all who ever reach it and have not died yet
    survivors[..., -1] /= -np.expm1(-hazard[..., -1])
    return survivors / survivors.sum(axis=-1, keepdims=True)
