"""The forward model of the calibration: simulated values of all observations at given county constants and parameters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from simulator.calibration.hindcast_period import (
    BLOCK,
    CONSTANTS,
    HindcastPeriod,
    begin,
    correct_forcing,
    invert,
    run,
    share_forcing,
)
from simulator.calibration.observed import RECORD, Observed, tell_outcomes
from simulator.inputs.drivers.sets import Forcing
from simulator.kernel.inputs import Arrays
from simulator.model.graph import Model
from simulator.run.event_inversion import FLOWS
from simulator.sampling import Members

# Fitted together with the county constants, each to what is named; all others keep their defaults.
FITTED = {
    "departure_rate": "urban share of 2020",
    "outflow_base_rate": "mean outflow of 2011-2020",
    "registration_base_rate": "townspeople with local urban hukou in 2020",
    "outsider_base_rate": "townspeople registered elsewhere in 2020",
    "past_wage_growth": "urban incomes of 2010-2019",
    "past_farm_growth": "rural incomes of 2010-2019",
}
RANGE_WIDTHS = 4.0  # standard deviations in the range of a parameter
STEPS = {"destination_appeal": 0.05, "origin_push": 0.05, "parameter": 0.2}  # of finite differences


@dataclass(frozen=True, eq=False)
class ForwardModel:
    """The decade, what was observed of it and the unknowns: appeal and push by county, then the fitted parameters, each in
    standard deviations of its range from its default."""

    period: HindcastPeriod
    observed: Observed
    fitted: tuple[str, ...] = field(default=tuple(FITTED))

    @property
    def counties(self) -> int:
        """Number of counties."""
        return self.period.counties

    @property
    def unknowns(self) -> int:
        """Number of unknowns."""
        return 2 * self.counties + len(self.fitted)

    def split(self, points: np.ndarray) -> Arrays:
        """County constants [trial, county] of some points [trial, unknown]."""
        n = self.counties
        return {name: points[:, k * n : (k + 1) * n].copy() for k, name in enumerate(CONSTANTS)}

    def tell_parameters(self, points: np.ndarray) -> Arrays:
        """Values of the fitted parameters [trial], within their ranges."""
        scaled = points[:, 2 * self.counties :]
        return {name: place_in_range(self.period.model, name, scaled[:, k]) for k, name in enumerate(self.fitted)}

    def evaluate(self, points: np.ndarray, forcing: Forcing, swept: bool = True) -> tuple[np.ndarray, Forcing]:
        """Outcomes [trial, observation], and the forcing of each after two sweeps towards the events of the decade, or one where
        the first is spared."""
        parts = [self.evaluate_block(points[first : first + BLOCK], forcing, swept) for first in range(0, len(points), BLOCK)]
        rates = {rate: np.concatenate([getattr(each, rate) for _, each in parts]) for rate in Forcing.RATES}
        return np.concatenate([outcome for outcome, _ in parts]), replace(forcing, **rates)

    def evaluate_block(self, points: np.ndarray, forcing: Forcing, swept: bool) -> tuple[np.ndarray, Forcing]:
        """Outcomes and forcing of a few points, run together."""
        start = begin(self.period, name_members("fit", self.tell_parameters(points)), self.split(points))
        own = share_forcing(forcing, len(points)) if len(forcing.total_fertility) == 1 else forcing
        if swept:
            own = correct_forcing(self.period, start, own, run(self.period, start, own, FLOWS))
        outputs = run(self.period, start, own, (*RECORD, *FLOWS))
        own = correct_forcing(self.period, start, own, outputs)
        return tell_outcomes(self.observed, outputs, own.outflow_factor, -1), own

    def open_forcing(self) -> Forcing:
        """The forcing of the default parameters without county constants, exact."""
        nothing = np.zeros((1, self.unknowns))
        return invert(self.period, begin(self.period, name_members("fit", self.tell_parameters(nothing)), self.split(nothing)))

    def coarsen(self) -> ForwardModel:
        """The same model with one step a year."""
        return replace(self, period=replace(self.period, steps=1))

    def differentiate(self, point: np.ndarray, forcing: Forcing) -> np.ndarray:
        """Slopes of the outcomes [observation, unknown] at a point by finite differences, under one forcing and with one step a
        year: sweeps need no better ones."""
        coarse = self.coarsen()
        steps = np.repeat(
            [STEPS.get(name, STEPS["parameter"]) for name in (*CONSTANTS, "parameter")],
            [self.counties, self.counties, len(self.fitted)],
        )
        outcomes, _ = coarse.evaluate(np.vstack([point, point + np.diag(steps)]), forcing, swept=False)
        return ((outcomes[1:] - outcomes[0]) / steps[:, None]).T


def place_in_range(model: Model, name: str, scaled: np.ndarray) -> np.ndarray:
    """A parameter's value from its distance to its default in standard deviations, kept within its range."""
    v = model[name]
    return np.clip(v.value + scaled * (v.prior_high - v.prior_low) / RANGE_WIDTHS, v.prior_low, v.prior_high)


def name_members(design: str, values: Arrays) -> Members:
    """Members with these values."""
    count = len(next(iter(values.values())))
    return Members(design, np.arange(count), np.zeros(count, int), values)
