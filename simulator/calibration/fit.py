"""The fit: county constants and the region's parameters under which the decade comes out as it was counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.calibration.covariates import read_covariates
from simulator.calibration.shrinkage import (
    Held,
    Linear,
    Shrinkage,
    choose_shrinkage,
    leave_cities_out,
    make_precision,
    solve_linear,
)
from simulator.calibration.trials import Trials
from simulator.drivers.sets import Forcing

FIRST_GUESS = Shrinkage((0.05, 0.05), (0.6, 0.25))
LONGEST_STEP = 1.0  # of any unknown in one sweep, so that the slopes still hold
SWEEPS, PATIENCE = 24, 4  # at most, and without gain
CLOSE, ENOUGH = 0.001, 0.003  # of people of 2010 in any county, and of the misfit

Report = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Fit:
    """Where the fit ended: the unknowns, outcomes and slopes there, the forcing, the shrinkage and the covariance."""

    trials: Trials
    linear: Linear
    forcing: Forcing
    shrinkage: Shrinkage
    by_city: dict[str, Shrinkage]
    covariates: pd.DataFrame
    covariance: np.ndarray

    @property
    def precision(self) -> np.ndarray:
        """Inverse covariance of the unknowns before the fit."""
        return make_precision(self.trials, self.covariates, self.shrinkage)


def fit(trials: Trials, report: Report) -> Fit:
    """Fit the unknowns: least squares with priors (Gauss-Newton), the shrinkage chosen by leaving cities out."""
    covariates, forcing = read_covariates(trials.decade), trials.open_forcing()
    report("slopes at the defaults", 0, 5)
    point = np.zeros(trials.unknowns)
    linear = Linear(point, *trials.differentiate(point, forcing))
    report("first sweeps", 1, 5)
    linear, forcing = settle(trials, linear, make_precision(trials, covariates, FIRST_GUESS), forcing)
    report("slopes at the fit", 2, 5)
    linear = Linear(linear.point, *trials.differentiate(linear.point, forcing))
    report("shrinkage", 3, 5)
    shrinkage, by_city = choose_shrinkage(trials, linear, covariates)
    report("last sweeps", 4, 5)
    precision = make_precision(trials, covariates, shrinkage)
    linear, forcing = settle(trials, linear, precision, forcing)
    _, covariance = solve_linear(trials, linear, precision)
    return Fit(trials, linear, forcing, shrinkage, by_city, covariates, covariance)


def settle(trials: Trials, linear: Linear, precision: np.ndarray, forcing: Forcing) -> tuple[Linear, Forcing]:
    """Sweep until what one sweep still promises is small, or has been for long: outcomes and slopes where it ended, and the
    forcing there. After each sweep the slopes take in what it taught (Broyden 1965)."""
    misfit, scale, idle = measure_misfit(trials, linear, precision), 1.0, 0
    for _ in range(SWEEPS):
        wanted, _ = solve_linear(trials, linear, precision)
        step = wanted - linear.point
        if idle == PATIENCE or np.abs(linear.slopes[:2 * trials.counties] @ step).max() < CLOSE:
            break
        step *= scale * min(1.0, LONGEST_STEP / np.abs(step).max())
        outcomes, tried_forcing = trials.evaluate((linear.point + step)[None], forcing)
        learnt = outcomes[0] - linear.outcomes - linear.slopes @ step
        slopes = linear.slopes + np.outer(learnt, step) / (step @ step)
        tried = Linear(linear.point + step, outcomes[0], slopes)
        found = measure_misfit(trials, tried, precision)
        if found < misfit:
            idle = 0 if found < misfit * (1.0 - ENOUGH) else idle + 1
            linear, forcing, misfit, scale = tried, tried_forcing, found, min(1.0, 2.0 * scale)
        else:
            # A step that helps nothing teaches the slopes; the next one is shorter.
            linear, scale, idle = Linear(linear.point, linear.outcomes, slopes), 0.5 * scale, idle + 1
    return linear, forcing


def measure_misfit(trials: Trials, linear: Linear, precision: np.ndarray) -> float:
    """What the fit makes small: squared errors of what was observed, and of what was known before."""
    missed = (linear.outcomes - trials.observed.values) / trials.observed.errors
    return float(missed @ missed + linear.point @ precision @ linear.point)


def predict_left_out(found: Fit) -> Held:
    """What each county is predicted from the other cities alone: constants from the linear fit, changes from runs of the model,
    one a city, under the shrinkage that the other cities prefer."""
    trials, n = found.trials, found.trials.counties
    cities = trials.decade.ground.counties["city"].to_numpy()
    names = np.unique(cities)
    by_choice = {each: leave_cities_out(trials, found.linear, make_precision(trials, found.covariates, each))
                 for each in set(found.by_city.values())}
    points = np.array([by_choice[found.by_city[city]].points[k] for k, city in enumerate(names)])
    outcomes, _ = trials.evaluate(points, found.forcing)
    place = np.searchsorted(names, cities)
    mine = outcomes[place, np.arange(n)], outcomes[place, np.arange(n)] + outcomes[place, n + np.arange(n)]
    spreads = [np.array([getattr(by_choice[found.by_city[city]], kind)[i] for i, city in enumerate(cities)])
               for kind in ("towns_spread", "everyone_spread")]
    return Held(*mine, *spreads, points)
