"""Years of schooling by age in 2020, in villages and in towns."""

import numpy as np

from simulator.language.dimensions import AGES

# (age, years), read linearly between the points and level beyond them. Assumed; each may be off by half a year.
RURAL_YEARS = ((16, 9.0), (19, 11.2), (20, 12.2), (30, 11.4), (40, 9.9), (50, 8.9), (60, 8.0))
TOWN_LEAD = ((16, 0.2), (20, 1.0), (60, 1.7))


def build_schooling() -> dict[str, np.ndarray]:
    """Years of schooling by age [age] of villagers and of townspeople: `rural_schooling` and `town_schooling`."""
    ages = np.array(AGES, float)
    rural = np.interp(ages, *zip(*RURAL_YEARS, strict=True))
    return {"rural_schooling": rural, "town_schooling": rural + np.interp(ages, *zip(*TOWN_LEAD, strict=True))}
