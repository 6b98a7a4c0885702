"""Shrinkage of county constants towards classes and covariates, and prediction of each city from all others.

The prior of the constants is Gaussian: a part by class of county, a part by covariates known in 2010 and an idiosyncratic
part. The fit is then linear about a point, and a city is left out by leaving out its observations.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import cho_factor, cho_solve

from simulator.calibration.forward_model import ForwardModel
from simulator.language.dimensions import COUNTY_CLASSES

# Standard deviations of the three parts; those of classes are fixed.
CLASS_PARTS = (0.3, 0.2)
COVARIATE_PARTS = ((0.02, 0.05, 0.1), (0.02, 0.05, 0.1))
IDIOSYNCRATIC_PARTS = ((0.4, 0.8), (0.15, 0.3))


@dataclass(frozen=True)
class Shrinkage:
    """Standard deviations of appeal and push explained by covariates, and of the idiosyncratic part."""

    covariate: tuple[float, float]
    idiosyncratic: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Linear:
    """Outcomes near a point: `outcomes` [observation] and `slopes` [observation, unknown] there."""

    point: np.ndarray
    outcomes: np.ndarray
    slopes: np.ndarray

    def predict(self, point: np.ndarray) -> np.ndarray:
        """Outcomes at another point nearby."""
        return self.outcomes + self.slopes @ (point - self.point)


def list_shrinkages() -> list[Shrinkage]:
    """All that are tried."""
    return [Shrinkage((kz, ka), (oz, oa)) for kz, ka, oz, oa in itertools.product(*COVARIATE_PARTS, *IDIOSYNCRATIC_PARTS)]


def make_precision(forward: ForwardModel, covariates: pd.DataFrame, shrinkage: Shrinkage) -> np.ndarray:
    """Inverse covariance of all unknowns before the fit [unknown, unknown]; parameters are standard normal."""
    n, classes = forward.counties, list(COUNTY_CLASSES)
    groups, kinds = covariates[classes].to_numpy(), covariates.drop(columns=classes).to_numpy()
    precision = np.eye(forward.unknowns)
    for k in range(2):
        covariance = (
            CLASS_PARTS[k] ** 2 * groups @ groups.T
            + shrinkage.covariate[k] ** 2 * kinds @ kinds.T
            + shrinkage.idiosyncratic[k] ** 2 * np.eye(n)
        )
        precision[k * n : (k + 1) * n, k * n : (k + 1) * n] = np.linalg.inv(covariance)
    return precision


def solve_linear(
    forward: ForwardModel, linear: Linear, precision: np.ndarray, kept: np.ndarray | None = None
) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
    """The most likely unknowns given the observations that are kept (by default all), and a function that gives the variance of
    what has these slopes [outcome, unknown]."""
    kept = np.ones(len(linear.outcomes), bool) if kept is None else kept
    slopes, weight = linear.slopes[kept], 1.0 / forward.observed.errors[kept] ** 2
    wanted = forward.observed.values[kept] - linear.outcomes[kept] + slopes @ linear.point
    factor = cho_factor(slopes.T @ (weight[:, None] * slopes) + precision)

    def find_variance(of: np.ndarray) -> np.ndarray:
        return (of.T * cho_solve(factor, of.T)).sum(axis=0)

    return cho_solve(factor, slopes.T @ (weight * wanted)), find_variance


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Towns and all people of 2020 over people of 2010 [county] as predicted for counties left out: values, standard deviations,
    and the point at which each city was left out [city, unknown]."""

    towns: np.ndarray
    everyone: np.ndarray
    towns_spread: np.ndarray
    everyone_spread: np.ndarray
    points: np.ndarray


def leave_cities_out(forward: ForwardModel, linear: Linear, precision: np.ndarray) -> LeftOut:
    """Predict each city's counties from all others."""
    n, cities = forward.counties, forward.period.region_inputs.counties["city"].to_numpy()
    found, points = np.zeros((4, n)), []
    for city in np.unique(cities):
        out = cities == city
        kept = np.concatenate([~out, ~out, np.ones(len(linear.outcomes) - 2 * n, bool)])
        point, find_variance = solve_linear(forward, linear, precision, kept)
        predicted = linear.predict(point)
        slopes = (linear.slopes[:n][out], (linear.slopes[:n] + linear.slopes[n : 2 * n])[out])
        own = forward.observed.errors[:n][out] ** 2
        spread = [np.sqrt(find_variance(each) + own) for each in slopes]
        found[:, out] = predicted[:n][out], (predicted[:n] + predicted[n : 2 * n])[out], *spread
        points.append(point)
    return LeftOut(*found, np.array(points))
