"""How many members meet each target of the plan, and in which year first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.indicators.scoring import ROUNDING, SENSES
from simulator.indicators.targets import number_code
from simulator.kernel.inputs import Arrays


def list_scored(targets: pd.DataFrame, last_year: int) -> list[dict]:
    """The statements that name an indicator and are due before a run ends, in the order of their numbers."""
    rows = [row for row in targets.to_dict("records") if row["indicator"] and not pd.isna(row["year"]) and row["year"] <= last_year]
    return sorted(rows, key=number_code)


def find_margin(target: dict, values: np.ndarray) -> np.ndarray:
    """How far values are on the good side of a target, its tolerance allowed for; negative where it is missed."""
    return SENSES[target["sense"]] * (values - target["value"]) + target["tolerance"] + ROUNDING


def meets(target: dict, values: np.ndarray, years: range) -> np.ndarray:
    """Whether members [..., year] meet a target; one that spans years has to be met in each of them."""
    last = int(target["year"])
    first = last if pd.isna(target["first_year"]) else int(target["first_year"])
    inside = [number for number, year in enumerate(years) if first <= year <= last]
    # What is missing in the first year, a growth rate say, is not missed.
    margin = find_margin(target, values[..., inside])
    return (np.isnan(margin) | (margin >= 0.0)).all(axis=-1) & np.isfinite(margin).any(axis=-1)


def find_first(target: dict, values: np.ndarray) -> np.ndarray:
    """The number of the first year in which members [..., year] meet a target, or one past the last for never."""
    good = find_margin(target, values) >= 0.0
    return np.where(good.any(axis=-1), good.argmax(axis=-1), values.shape[-1])


def count_chances(targets: list[dict], values: Arrays, years: range) -> Arrays:
    """Of the values [scenario, member, year] of indicators: members that meet each target [target, scenario], and members
    that do so first in each year, or never [target, scenario, year]."""
    scenarios = next(iter(values.values())).shape[0] if values else 0
    met = np.zeros((len(targets), scenarios), np.int64)
    first = np.zeros((len(targets), scenarios, len(years) + 1), np.int64)
    for number, target in enumerate(targets):
        found = values[target["indicator"]]
        met[number] = meets(target, found, years).sum(axis=1)
        for scenario, when in enumerate(find_first(target, found)):
            first[number, scenario] = np.bincount(when, minlength=len(years) + 1)
    return {"met": met, "first": first}
