"""The words of the language, and measures of cohorts, compiled for one county at a time."""

import math

import numpy as np
from numba import njit

word = njit(error_model="numpy")


@word
def exp(x):
    """e to the power of x."""
    return math.exp(x)


@word
def log(x):
    """The natural logarithm of x."""
    return np.log(x)


@word
def expm1(x):
    """e to the power of x, less 1, exact for a small x."""
    return math.expm1(x)


@word
def log1p(x):
    """The natural logarithm of 1 + x, exact for a small x."""
    return np.log1p(x)


@word
def sqrt(x):
    """The square root of x."""
    return np.sqrt(x)


@word
def minimum(x, y):
    """The lesser of two; what is not a number stays so."""
    return x if x < y or x != x else y


@word
def maximum(x, y):
    """The greater of two; what is not a number stays so."""
    return x if x > y or x != x else y


@word
def where(condition, yes, no):
    """One value where the condition holds, another elsewhere."""
    return yes if condition else no


@word
def positive(x):
    """The larger of x and nothing."""
    return x if x > 0.0 or x != x else 0.0


@word
def bounded(x, low, high):
    """The nearest value to x between low and high."""
    return minimum(maximum(x, low), high)


@word
def ratio(part, whole):
    """Part over whole, and nothing where there is no whole."""
    return part / whole if whole > 0.0 else 0.0


@word
def smooth_minimum(x, sharpness):
    """A smooth form of min(x, 1)."""
    return x * (1.0 + x**sharpness) ** (-1.0 / sharpness)


@word
def logistic(x):
    """A share between 0 and 1 that rises with x."""
    return 1.0 / (1.0 + math.exp(-x))


@njit(error_model="numpy")
def interpolate(x, at, values):
    """Straight between the points, level beyond them."""
    return np.interp(x, at, values)


@njit(error_model="numpy")
def count(cohorts, county, statuses, sexes, first_age, last_age):
    """People of some statuses, sexes and ages in one county; cohorts are [status, county, sex x age]."""
    ages = cohorts.shape[2] // 2
    # Eight sums side by side: one alone would wait for every addition to end before the next begins.
    a = b = c = d = e = f = g = h = 0.0
    for k in statuses:
        people = cohorts[k, county]
        for s in sexes:
            cell, end = s * ages + first_age, s * ages + last_age + 1
            while cell + 8 <= end:
                a += people[cell]
                b += people[cell + 1]
                c += people[cell + 2]
                d += people[cell + 3]
                e += people[cell + 4]
                f += people[cell + 5]
                g += people[cell + 6]
                h += people[cell + 7]
                cell += 8
            while cell < end:
                a += people[cell]
                cell += 1
    return ((a + b) + (c + d)) + ((e + f) + (g + h))


@njit(error_model="numpy")
def weigh(cohorts, county, statuses, sexes, first_age, last_age, weights):
    """The same, each person weighted by a schedule [age] or [sex, age]."""
    ages = cohorts.shape[2] // 2
    a = b = c = d = e = f = g = h = 0.0
    for k in statuses:
        people = cohorts[k, county]
        for s in sexes:
            schedule = weights if weights.ndim == 1 else weights[s]
            start, age = s * ages, first_age
            while age + 8 <= last_age + 1:
                a += schedule[age] * people[start + age]
                b += schedule[age + 1] * people[start + age + 1]
                c += schedule[age + 2] * people[start + age + 2]
                d += schedule[age + 3] * people[start + age + 3]
                e += schedule[age + 4] * people[start + age + 4]
                f += schedule[age + 5] * people[start + age + 5]
                g += schedule[age + 6] * people[start + age + 6]
                h += schedule[age + 7] * people[start + age + 7]
                age += 8
            while age <= last_age:
                a += schedule[age] * people[start + age]
                age += 1
    return ((a + b) + (c + d)) + ((e + f) + (g + h))


@njit(error_model="numpy")
def record(work, slots, spans, snapshot, step, y, trace):
    """Keep what was asked for: at a snapshot the values of the moment, in a step its share of what happens in the year.

    Rows are [row, county]; slots name the place of a row in the trace [slot, year, county], -1 for none.
    """
    for row in range(len(slots)):
        if slots[row] >= 0 and spans[row] != snapshot:
            for i in range(work.shape[1]):
                if snapshot:
                    trace[slots[row], y, i] = work[row, i]
                else:
                    trace[slots[row], y, i] += step * work[row, i]


@njit(error_model="numpy")
def photograph(cohorts, y, trace):
    """Keep a cohort stock as it is, if its trace has room for any year."""
    if trace.shape[0] > 0:
        for k in range(cohorts.shape[0]):
            for i in range(cohorts.shape[1]):
                for cell in range(cohorts.shape[2]):
                    trace[y, k, i, cell] = cohorts[k, i, cell]


@njit(error_model="numpy")
def spread(work, row, value):
    """One value for every county of a row."""
    for i in range(work.shape[1]):
        work[row, i] = value


@njit(error_model="numpy", nogil=True)
def leaving_share(rate, step):
    """What leaves in a step at a steady rate, over the stock and a year."""
    return -math.expm1(-rate * step) / step
