"""The words of the language compiled for one number at a time, and what the kernel keeps of a moment."""

import math

import numpy as np

from simulator.simd.copy import copy_all
from simulator.simd.jit import compiled


@compiled
def exp(x):
    """e to the power of x."""
    return math.exp(x)


@compiled
def log(x):
    """The natural logarithm of x."""
    return np.log(x)


@compiled
def expm1(x):
    """e to the power of x, less 1, exact for a small x."""
    return math.expm1(x)


@compiled
def log1p(x):
    """The natural logarithm of 1 + x, exact for a small x."""
    return np.log1p(x)


@compiled
def sqrt(x):
    """The square root of x."""
    return np.sqrt(x)


@compiled
def minimum(x, y):
    """The lesser of two; what is not a number stays so."""
    return x if x < y or x != x else y


@compiled
def maximum(x, y):
    """The greater of two; what is not a number stays so."""
    return x if x > y or x != x else y


@compiled
def where(condition, yes, no):
    """One value where the condition holds, another elsewhere."""
    return yes if condition else no


@compiled
def clip_below_zero(x):
    """The larger of x and 0."""
    return x if x > 0.0 or x != x else 0.0


@compiled
def clip(x, low, high):
    """The nearest value to x between low and high."""
    return minimum(maximum(x, low), high)


@compiled
def divide_or_zero(part, whole):
    """Part over whole, and 0 where whole is 0 or negative."""
    return part / whole if whole > 0.0 else 0.0


@compiled
def smooth_minimum(x, sharpness):
    """A smooth form of min(x, 1)."""
    return x * (1.0 + x**sharpness) ** (-1.0 / sharpness)


@compiled
def logistic(x):
    """A share between 0 and 1 that rises with x."""
    return 1.0 / (1.0 + math.exp(-x))


@compiled
def record(work, slots, spans, snapshot, step, y, trace):
    """Keep what was asked for: at a snapshot the values of the moment, in a step its share of what happens in the year.

    Rows are [row, county]; slots name the place of a row in the trace [slot, year, county], -1 for none.
    """
    for row in range(len(slots)):
        if slots[row] >= 0 and spans[row] != snapshot:
            for i in range(trace.shape[2]):
                if snapshot:
                    trace[slots[row], y, i] = work[row, i]
                else:
                    trace[slots[row], y, i] += step * work[row, i]


@compiled
def photograph(cohorts, y, trace):
    """Keep a cohort stock as it is, if its trace has room for any year."""
    if trace.shape[0] > 0:
        copy_all(cohorts, trace[y])


@compiled
def fill(work, row, value):
    """One value for every county of a row."""
    for i in range(work.shape[1]):
        work[row, i] = value


@compiled
def leaving_shares(rate, length, middle):
    """What leaves a stock in a span of time at a rate, a year, over what stood at its start and over what stands; and what is
    closed of a gap over what was closed, a year, in the first half and over what it is: see spans.py."""
    if length == 0.0:
        return 0.0, rate, 0.0, rate
    z = rate * length
    gone = -math.expm1(-z)
    if not middle:
        return 0.0, gone / length, 0.0, gone / length
    lost = z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z * (1 / 120 - z / 720)))) if z < 0.01 else 1.0 + math.expm1(-z) / z
    come = min(2.0 * lost, 1.0)
    return (gone - come * math.exp(-0.5 * z)) / length, come / length, 0.5 * gone, gone / length


@compiled
def see_ahead(counted, change, work, rows):
    """Numbers of people [measure, county] half a step on into their rows, as in `see_ahead` of the plain reading."""
    for measure in range(counted.shape[0]):
        for i in range(counted.shape[1]):
            now = counted[measure, i]
            work[rows[measure], i] = max(now + 0.5 * change[measure, i], 0.5 * now)


@compiled
def keep_half(ahead, now, rows):
    """Rows of stocks half a step on, as in `keep_half` of the plain reading."""
    for row in rows:
        for i in range(now.shape[1]):
            if now[row, i] > 0.0 and ahead[row, i] < 0.5 * now[row, i]:
                ahead[row, i] = 0.5 * now[row, i]


@compiled
def tell_counted(counted, work, rows):
    """Numbers of people [measure, county] as they are, into their rows."""
    for measure in range(counted.shape[0]):
        for i in range(counted.shape[1]):
            work[rows[measure], i] = counted[measure, i]


@compiled
def keep_change(before, counted, change):
    """How numbers of people [measure, county] have changed."""
    for measure in range(counted.shape[0]):
        for i in range(counted.shape[1]):
            change[measure, i] = counted[measure, i] - before[measure, i]


@compiled
def move_rows(source, source_rows, target, target_rows):
    """Copy rows of a table into those of another."""
    for at in range(len(source_rows)):
        for i in range(target.shape[1]):
            target[target_rows[at], i] = source[source_rows[at], i]


@compiled
def is_moved(work, rows, kept):
    """Whether rows have changed since they were kept; they are kept anew."""
    moved = False
    for at in range(len(rows)):
        for i in range(kept.shape[1]):
            if work[rows[at], i] != kept[at, i]:
                moved = True
                kept[at, i] = work[rows[at], i]
    return moved
