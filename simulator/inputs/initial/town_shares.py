"""Who lives in town at each age, when a county says only how many do in all."""

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from simulator.language.dimensions import AGES
from simulator.language.errors import DataError

TOLERANCE = 1e-13
MOST_STEPS = 40


def read_town_profile(table: pd.DataFrame) -> np.ndarray:
    """The region's share of townspeople by single age, read linearly between the middles of the census age groups.

    Takes the rows of method `census`. Returns [age], shares between 0 and 1. Raises DataError if there are none.
    """
    census = table[table["method"] == "census"].sort_values("age_from")
    if census.empty or not census["urban_share"].between(0, 1, inclusive="neither").all():
        raise DataError("urban_share_by_age: rows of method 'census' are needed, each with a share between 0 and 1")
    last_age = census["age_to"].fillna(census["age_from"] + 4)
    return np.interp(np.array(AGES), (census["age_from"] + last_age) / 2, census["urban_share"])


def shift_town_shares(profile: np.ndarray, people: np.ndarray, townspeople: np.ndarray) -> np.ndarray:
    """Shift the profile up or down on the logit scale until each county's own number of townspeople comes out.

    `profile` [age], `people` [county, age] persons, `townspeople` [county] persons. Returns shares [county, age].
    A county that is all town takes 1, one without a town 0.
    """
    everyone = people.sum(axis=1)
    target = np.divide(townspeople, everyone, out=np.zeros_like(everyone), where=everyone > 0)
    # sums of single ages carry rounding, so all and nobody are told apart with a margin
    mixed = (target > TOLERANCE) & (target < 1 - TOLERANCE)
    shares = np.repeat(np.round(target)[:, None], len(profile), axis=1)
    shares[mixed] = _shift(profile, people[mixed] / everyone[mixed, None], target[mixed])
    return shares


def _shift(profile: np.ndarray, weight: np.ndarray, target: np.ndarray) -> np.ndarray:
    # Newton's step on the log odds of the mean, which are nearly straight in the shift: a few steps from anywhere
    start = logit(profile)
    shift = logit(target) - logit(weight @ profile)
    for _ in range(MOST_STEPS):
        shares = expit(start + shift[:, None])
        mean = (weight * shares).sum(axis=1)
        if np.abs(mean / target - 1).max(initial=0.0) <= TOLERANCE:
            break
        slope = (weight * shares * (1 - shares)).sum(axis=1) / (mean * (1 - mean))
        shift += (logit(target) - logit(mean)) / slope
    return shares
