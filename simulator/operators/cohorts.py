"""Cohorts grow a year older."""

import numpy as np

from simulator.axes import OPEN_AGE


def ageing(people):
    """People [county, sex, age, status or errand] on 1 January: a year older, the open age group kept, no newborn yet."""
    older = np.zeros_like(people)
    older[:, :, 1:] = people[:, :, :-1]
    older[:, :, OPEN_AGE] += people[:, :, OPEN_AGE]
    return older
