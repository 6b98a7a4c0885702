"""What results hang on: Morris screening and Sobol indices with their confidence, for many outputs at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.language.errors import ScenarioError
from simulator.sampling.designs import MORRIS_LEVELS, Design, unite

RESAMPLES = 100
CONFIDENCE = 0.95


def measure_sensitivity(design: Design, outputs: np.ndarray, names: list[str]) -> pd.DataFrame:
    """How strongly each output [member, output] hangs on each thing that varies: a row for each pair.

    Of Morris trajectories: mean, absolute mean and deviation of the elementary effects, over the whole range of the thing, with
    the confidence of the absolute mean. Of Saltelli's rows: first-order and total Sobol indices, shares of the variance, with
    their confidence. Raises ScenarioError for another design, and for an output that is missing in some member.
    """
    if not np.isfinite(outputs).all():
        missing = names[int(np.flatnonzero(~np.isfinite(outputs).all(axis=0))[0])]
        raise ScenarioError(
            f"'{missing}' is missing in some members, so that nothing can be said of what it hangs on; choose "
            "another year or variable"
        )
    if design.kind == "morris":
        return find_effects(design, outputs, names)
    if design.kind == "saltelli":
        return find_indices(design, outputs, names)
    raise ScenarioError(
        f"ensemble={design.kind} tells no sensitivity; write ensemble=morris to screen what varies, or "
        "ensemble=saltelli for Sobol indices"
    )


def find_effects(design: Design, outputs: np.ndarray, names: list[str]) -> pd.DataFrame:
    """Morris: elementary effects of going through the whole range of each thing, in the unit of the output."""
    from SALib.analyze import morris

    problem, shares, tables = unite(design.varied), design.shares(0, design.size), []
    for output, name in zip(outputs.T, names, strict=True):
        found = morris.analyze(
            dict(problem),
            shares,
            output,
            num_levels=MORRIS_LEVELS,
            num_resamples=RESAMPLES,
            conf_level=CONFIDENCE,
            seed=design.seed + 1,
        )
        tables.append(
            pd.DataFrame(
                {
                    "output": name,
                    "name": found["names"],
                    "mean": found["mu"],
                    "strength": found["mu_star"],
                    "strength_confidence": found["mu_star_conf"],
                    "deviation": found["sigma"],
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def find_indices(design: Design, outputs: np.ndarray, names: list[str]) -> pd.DataFrame:
    """Sobol: shares of the variance of each output that go with one thing alone, and with all in which it has a part.

    The estimators and their confidence are those of SALib (Saltelli et al. 2010), for all outputs and resamples in a few
    products of matrices.
    """
    number = len(design.varied)
    first, total, first_spread, total_spread = take_indices(outputs, number, design.seed + 1)
    labels = pd.MultiIndex.from_product([names, [v.name for v in design.varied]], names=["output", "name"])
    columns = {"first": first, "first_confidence": first_spread, "total": total, "total_confidence": total_spread}
    return pd.DataFrame({name: value.T.ravel() for name, value in columns.items()}, index=labels).reset_index()


def take_indices(outputs: np.ndarray, number: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """First-order and total indices [thing, output] and their confidence, of outputs [row, output] in Saltelli's order."""
    from scipy.stats import norm

    spread = outputs.std(axis=0)
    scaled = (outputs - outputs.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    rows = scaled.reshape(-1, number + 2, outputs.shape[1])
    one, mixed, other = rows[:, 0], rows[:, 1:-1], rows[:, -1]
    size = len(rows)
    # How often each row is taken in each resample; the first sample of all takes every row once.
    drawn = np.random.default_rng(seed).integers(size, size=(size, RESAMPLES))
    weights = np.stack([np.ones(size), *(np.bincount(drawn[:, k], minlength=size) for k in range(RESAMPLES))])
    variance = weights @ (one**2 + other**2) / (2 * size) - (weights @ (one + other) / (2 * size)) ** 2
    variance = np.where(variance > np.finfo(float).eps, variance, np.inf)[:, None]

    def average(products: np.ndarray) -> np.ndarray:
        return (weights @ products.reshape(size, -1)).reshape(len(weights), number, -1) / size / variance

    first, total = average(other[:, None] * (mixed - one[:, None])), 0.5 * average((one[:, None] - mixed) ** 2)
    wide = norm.ppf(0.5 + CONFIDENCE / 2)
    return first[0], total[0], wide * first[1:].std(axis=0, ddof=1), wide * total[1:].std(axis=0, ddof=1)
