"""Exposure in a step: person-years of those present at its start, and of those who arrive in its course.

At a hazard h (1/year), z = h x step, exp(-z) of those present at the start remain at the end. They are present for phi1 =
(1 - exp(-z)) / z of the step on average, which is also the share of those who arrive evenly that remains at its end; these are
present for phi2 = (1 - phi1) / z of the step (Preston, Heuveline & Guillot 2001, ch. 4).
"""

import numpy as np

# Below this z, 1 - phi1 has lost digits, and phi2 is computed by its series.
SMALL = 0.5
SERIES = 16


def presence(hazard, step):
    """exp(-z), phi1 and phi2 of hazards (1/year) over a step (years)."""
    z = hazard * step
    whole = np.where(z > 0.0, z, 1.0)
    phi1 = np.where(z > 0.0, -np.expm1(-z) / whole, 1.0)
    series = np.zeros_like(z)
    for power in range(SERIES, 0, -1):
        series = (1.0 - series * np.minimum(z, SMALL)) / (power + 1)
    return np.exp(-z), phi1, np.where(z > SMALL, (1.0 - phi1) / whole, series)


def stay(people, arrivals, hazard, step):
    """People at the end of a step and exposure (person-years) in it: events are hazards [county, sex, age] times exposure.

    `people` are present at its start, `arrivals` arrive evenly in its course.
    """
    left, phi1, phi2 = presence(hazard, step)
    return people * left + arrivals * phi1, step * (people * phi1 + arrivals * phi2)
