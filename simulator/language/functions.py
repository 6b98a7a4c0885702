"""The closed language of equations: + - * / **, comparisons and these words, for arrays and for units alike."""

import numpy as np

WORDS = (
    "exp",
    "log",
    "expm1",
    "log1p",
    "sqrt",
    "minimum",
    "maximum",
    "where",
    "positive",
    "bounded",
    "ratio",
    "smooth_minimum",
    "logistic",
)

exp, log, expm1, log1p, sqrt = np.exp, np.log, np.expm1, np.log1p, np.sqrt
minimum, maximum, where = np.minimum, np.maximum, np.where


def positive(x):
    """The larger of x and nothing."""
    return x if hasattr(x, "units") else np.maximum(x, 0.0)


def bounded(x, low, high):
    """The nearest value to x between low and high."""
    return np.minimum(np.maximum(x, low), high)


def ratio(part, whole):
    """Part over whole, and nothing where there is no whole."""
    if hasattr(part, "units") or hasattr(whole, "units"):
        return part / whole
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)


def smooth_minimum(x, sharpness):
    """A smooth form of min(x, 1)."""
    return x * (1.0 + x**sharpness) ** (-1.0 / sharpness)


def logistic(x):
    """A share between 0 and 1 that rises with x."""
    return 1.0 / (1.0 + np.exp(-x))
