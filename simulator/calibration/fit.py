"""The fit: county constants and the region's parameters under which the decade comes out as it was counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from simulator.calibration.covariates import read_covariates
from simulator.calibration.forward_model import ForwardModel
from simulator.calibration.scores import score_normal
from simulator.calibration.shrinkage import (
    LeftOut,
    Linear,
    Shrinkage,
    leave_cities_out,
    list_shrinkages,
    make_precision,
    solve_linear,
)
from simulator.inputs.drivers.sets import Forcing

FIRST_GUESS = Shrinkage((0.05, 0.05), (0.6, 0.25))
LONGEST_STEP = 1.0  # of any unknown in one sweep, so that the slopes still hold
SWEEPS, PATIENCE = 24, 4  # at most, and without gain
CLOSE, ENOUGH = 0.001, 0.003  # of people of 2010 in any county, and of the misfit

Report = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Fit:
    """Where the fit ended: the unknowns, outcomes and slopes there, the forcing, and the shrinkage."""

    forward: ForwardModel
    linear: Linear
    forcing: Forcing
    shrinkage: Shrinkage
    by_city: dict[str, Shrinkage]
    covariates: pd.DataFrame

    @property
    def precision(self) -> np.ndarray:
        """Inverse covariance of the unknowns before the fit."""
        return make_precision(self.forward, self.covariates, self.shrinkage)


def fit(forward: ForwardModel, report: Report) -> Fit:
    """Fit the unknowns: least squares with priors (Gauss-Newton), the shrinkage chosen by leaving cities out."""
    covariates, forcing = read_covariates(forward.period), forward.open_forcing()
    report("slopes at the defaults", 0, 5)
    point = np.zeros(forward.unknowns)
    slopes = forward.differentiate(point, forcing)
    outcomes, forcing = forward.evaluate(point[None], forcing)
    linear = Linear(point, outcomes[0], slopes)
    report("first sweeps", 1, 5)
    linear, forcing = settle(forward, linear, make_precision(forward, covariates, FIRST_GUESS), forcing)
    report("slopes at the fit", 2, 5)
    linear = Linear(linear.point, linear.outcomes, forward.differentiate(linear.point, forcing))
    report("shrinkage", 3, 5)
    shrinkage, by_city = choose_shrinkage(forward, linear, covariates, forcing)
    report("last sweeps", 4, 5)
    precision = make_precision(forward, covariates, shrinkage)
    linear, forcing = settle(forward, linear, precision, forcing)
    return Fit(forward, linear, forcing, shrinkage, by_city, covariates)


def settle(forward: ForwardModel, linear: Linear, precision: np.ndarray, forcing: Forcing) -> tuple[Linear, Forcing]:
    """Sweep until what one sweep still promises is small, or has been for long: outcomes and slopes where it ended, and the
    forcing there. After each sweep the slopes take in what it taught (Broyden 1965)."""
    misfit, scale, idle = measure_misfit(forward, linear, precision), 1.0, 0
    for _ in range(SWEEPS):
        wanted, _ = solve_linear(forward, linear, precision)
        step = wanted - linear.point
        if idle == PATIENCE or np.abs(linear.slopes[: 2 * forward.counties] @ step).max() < CLOSE:
            break
        step *= scale * min(1.0, LONGEST_STEP / np.abs(step).max())
        outcomes, tried_forcing = forward.evaluate((linear.point + step)[None], forcing)
        learnt = outcomes[0] - linear.outcomes - linear.slopes @ step
        slopes = linear.slopes + np.outer(learnt, step) / (step @ step)
        tried = Linear(linear.point + step, outcomes[0], slopes)
        found = measure_misfit(forward, tried, precision)
        if found < misfit:
            idle = 0 if found < misfit * (1.0 - ENOUGH) else idle + 1
            linear, forcing, misfit, scale = tried, tried_forcing, found, min(1.0, 2.0 * scale)
        else:
            # A step that helps nothing teaches the slopes; the next one is shorter.
            linear, scale, idle = Linear(linear.point, linear.outcomes, slopes), 0.5 * scale, idle + 1
    return linear, forcing


def measure_misfit(forward: ForwardModel, linear: Linear, precision: np.ndarray) -> float:
    """What the fit makes small: squared errors of what was observed, and of what was known before."""
    missed = (linear.outcomes - forward.observed.values) / forward.observed.errors
    return float(missed @ missed + linear.point @ precision @ linear.point)


def choose_shrinkage(
    forward: ForwardModel, linear: Linear, covariates: pd.DataFrame, forcing: Forcing
) -> tuple[Shrinkage, dict[str, Shrinkage]]:
    """The shrinkage under which runs of the model foresee cities left out best (by the CRPS of both changes), over all cities
    and, for each city, over the others."""
    cities = forward.period.region_inputs.counties["city"].to_numpy()
    tried, coarse = list_shrinkages(), forward.coarsen()
    losses = np.array(
        [
            sum(
                score_normal(error, spread)
                for error, spread in find_errors(
                    forward,
                    run_left_out(
                        coarse, leave_cities_out(forward, linear, make_precision(forward, covariates, each)), forcing, swept=False
                    ),
                )
            )
            for each in tried
        ]
    )
    best = {city: tried[losses[:, cities != city].mean(axis=1).argmin()] for city in np.unique(cities)}
    return tried[losses.mean(axis=1).argmin()], best


def run_left_out(forward: ForwardModel, left_out: LeftOut, forcing: Forcing, swept: bool = True) -> LeftOut:
    """What runs of the model, one a city, say of counties left out at the points of the linear fit; errors are those of the
    linear fit, widened by how far it was off in the other cities."""
    n, cities = forward.counties, forward.period.region_inputs.counties["city"].to_numpy()
    outcomes, _ = forward.evaluate(left_out.points, forcing, swept)
    place = np.searchsorted(np.unique(cities), cities)
    towns = outcomes[place, np.arange(n)]
    ran = replace(left_out, towns=towns, everyone=towns + outcomes[place, n + np.arange(n)])
    widened = [spread * widen(error / spread, cities) for error, spread in find_errors(forward, ran)]
    return replace(ran, towns_spread=widened[0], everyone_spread=widened[1])


def widen(standardised: np.ndarray, cities: np.ndarray) -> np.ndarray:
    """By how much errors exceeded what was said of them in all other cities [county]; never less than 1."""
    found = np.array([np.sqrt((standardised[cities != city] ** 2).mean()) for city in cities])
    return np.maximum(found, 1.0)


def find_errors(forward: ForwardModel, left_out: LeftOut) -> list[tuple[np.ndarray, np.ndarray]]:
    """Errors of towns and of all people of counties left out, each with its standard deviation [county]."""
    n, values = forward.counties, forward.observed.values
    return [
        (left_out.towns - values[:n], left_out.towns_spread),
        (left_out.everyone - values[:n] - values[n : 2 * n], left_out.everyone_spread),
    ]


def predict_left_out(found: Fit) -> LeftOut:
    """What each county is predicted from the other cities alone, under the shrinkage that the other cities prefer."""
    forward = found.forward
    cities = forward.period.region_inputs.counties["city"].to_numpy()
    names = np.unique(cities)
    by_choice = {
        each: leave_cities_out(forward, found.linear, make_precision(forward, found.covariates, each))
        for each in set(found.by_city.values())
    }
    chosen = [by_choice[found.by_city[city]] for city in cities]
    spreads = [np.array([getattr(each, kind)[k] for k, each in enumerate(chosen)]) for kind in ("towns_spread", "everyone_spread")]
    points = np.array([by_choice[found.by_city[city]].points[k] for k, city in enumerate(names)])
    return run_left_out(forward, LeftOut(chosen[0].towns, chosen[0].everyone, *spreads, points), found.forcing)
