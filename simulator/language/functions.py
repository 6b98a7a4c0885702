"""The functions of equations beside + - * / ** and comparisons; they take arrays, and pint quantities when units are checked."""

import numpy as np

FUNCTIONS = (
    "exp",
    "log",
    "expm1",
    "log1p",
    "sqrt",
    "minimum",
    "maximum",
    "where",
    "clip_below_zero",
    "clip",
    "divide_or_zero",
    "smooth_minimum",
    "logistic",
)

exp, log, expm1, log1p, sqrt = np.exp, np.log, np.expm1, np.log1p, np.sqrt
minimum, maximum, where = np.minimum, np.maximum, np.where


def clip_below_zero(x):
    """The larger of x and 0."""
    return x if hasattr(x, "units") else np.maximum(x, 0.0)


def clip(x, low, high):
    """The value nearest to x between low and high."""
    return np.minimum(np.maximum(x, low), high)


def divide_or_zero(part, whole):
    """Part over whole, and 0 where whole is 0 or negative."""
    if hasattr(part, "units") or hasattr(whole, "units"):
        return part / whole
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)


def smooth_minimum(x, sharpness):
    """A smooth form of min(x, 1)."""
    return x * (1.0 + x**sharpness) ** (-1.0 / sharpness)


def logistic(x):
    """A share between 0 and 1 that rises with x."""
    return 1.0 / (1.0 + np.exp(-x))
