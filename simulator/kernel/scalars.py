"""Functions of the model language compiled for scalars, and helpers of the kernel for rows of its tables."""

import math

import numpy as np

from simulator.kernel.integration import bind
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
    """The lesser of two; NaN where x is NaN."""
    return x if x < y or x != x else y


@compiled
def maximum(x, y):
    """The greater of two; NaN where x is NaN."""
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
    """Record rows [row, county] in a trace [slot, year, county]: values at the year-end `snapshot`, or flows of a step times
    length.

    slots [row] are the places in the trace, -1 for none; spans [row] says whether a row is a flow.
    """
    for row in range(len(slots)):
        if slots[row] >= 0 and spans[row] != snapshot:
            for i in range(trace.shape[2]):
                if snapshot:
                    trace[slots[row], y, i] = work[row, i]
                else:
                    trace[slots[row], y, i] += step * work[row, i]


@compiled
def snapshot(cohorts, y, trace):
    """Copy a cohort stock into the year y of its trace, if the trace has any years."""
    if trace.shape[0] > 0:
        copy_all(cohorts, trace[y])


@compiled
def fill(work, row, value):
    """Set a row [county] to one value."""
    for i in range(work.shape[1]):
        work[row, i] = value


decay_coefficients = bind({"exp": exp, "expm1": expm1, "minimum": minimum, "where": where}, compiled)["decay_coefficients"]


@compiled
def extrapolate_half(counted, change, work, rows):
    """Cohort sums [measure, county] half a step on into their rows, as in `extrapolate_half` of the reference."""
    for measure in range(counted.shape[0]):
        for i in range(counted.shape[1]):
            now = counted[measure, i]
            work[rows[measure], i] = max(now + 0.5 * change[measure, i], 0.5 * now)


@compiled
def limit_to_half(midpoint, now, rows):
    """Limit stocks of the midpoint, as `limit_to_half` of the reference does."""
    for row in rows:
        for i in range(now.shape[1]):
            if now[row, i] > 0.0 and midpoint[row, i] < 0.5 * now[row, i]:
                midpoint[row, i] = 0.5 * now[row, i]


@compiled
def copy_sums(counted, work, rows):
    """Copy cohort sums [measure, county] into their rows."""
    for measure in range(counted.shape[0]):
        for i in range(counted.shape[1]):
            work[rows[measure], i] = counted[measure, i]


@compiled
def store_change(before, counted, change):
    """Store the change of cohort sums [measure, county]."""
    for measure in range(counted.shape[0]):
        for i in range(counted.shape[1]):
            change[measure, i] = counted[measure, i] - before[measure, i]


@compiled
def copy_rows(source, source_rows, target, target_rows):
    """Copy rows of a table into rows of another."""
    for at in range(len(source_rows)):
        for i in range(target.shape[1]):
            target[target_rows[at], i] = source[source_rows[at], i]


@compiled
def inputs_changed(work, rows, kept):
    """Whether rows differ from the copies in `kept`, which are updated."""
    changed = False
    for at in range(len(rows)):
        for i in range(kept.shape[1]):
            if work[rows[at], i] != kept[at, i]:
                changed = True
                kept[at, i] = work[rows[at], i]
    return changed
