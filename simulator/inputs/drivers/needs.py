"""What a person of an age needs of hospitals and of elderly care."""

import numpy as np

from simulator.language.dimensions import AGES

# (completed age, need), read linearly between the points and level beyond them. Assumed.
HEALTH_COST = ((0, 1.2), (20, 0.45), (45, 0.7), (60, 1.4), (75, 2.8), (90, 3.2))
BEDS_A_COST = 0.0083  # hospital beds for a person whose cost is 1; assumed, .007 to .010
ELDERLY_BEDS = ((59, 0.0), (60, 0.004), (70, 0.02), (80, 0.07), (90, 0.16))

# The points of each schedule, by sex where they differ.
POINTS = {"hospital_need": {"": tuple((age, BEDS_A_COST * cost) for age, cost in HEALTH_COST)}, "elderly_need": {"": ELDERLY_BEDS}}


def build_needs() -> dict[str, np.ndarray]:
    """Places a person of an age needs [age]: `hospital_need` and `elderly_need`."""
    ages = np.array(AGES, float)
    return {name: np.interp(ages, *zip(*points[""], strict=True)) for name, points in POINTS.items()}
