"""How long people are present in a step: those who are there at its start, and those who come in the course of it.

At a hazard h (1/year), z = h x step, exp(-z) of those there at the start are there at the end. Over the step they are present
for phi1 = (1 - exp(-z)) / z of it in the mean, and that is also the part of those who come evenly in its course that is there
at its end; these are present for phi2 = (1 - phi1) / z of the step (Preston, Heuveline & Guillot 2001, ch. 4).
"""

import numpy as np

# Below this, what is left of 1 - phi1 has lost digits, and phi2 is its series.
SMALL = 0.5
SERIES = 16


def presence(hazard, step):
    """exp(-z), phi1 and phi2 of hazards (1/year)."""
    z = hazard * step
    whole = np.where(z > 0.0, z, 1.0)
    phi1 = np.where(z > 0.0, -np.expm1(-z) / whole, 1.0)
    series = np.zeros_like(z)
    for power in range(SERIES, 0, -1):
        series = (1.0 - series * np.minimum(z, SMALL)) / (power + 1)
    return np.exp(-z), phi1, np.where(z > SMALL, (1.0 - phi1) / whole, series)


def stay(people, arrivals, hazard, step):
    """People at the end of a step, and the person-years lived in it: hazards [county, sex, age] times these leave.

    `people` are there at its start, `arrivals` come evenly in its course.
    """
    left, phi1, phi2 = presence(hazard, step)
    return people * left + arrivals * phi1, step * (people * phi1 + arrivals * phi2)
