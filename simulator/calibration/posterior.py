"""Members that could be the region, equally weighted, and what the decade taught of each parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calibration.screening import CUT, Screened
from simulator.ensemble.draws import make_generator
from simulator.errors import CalibrationError
from simulator.inputs import Arrays

DRIVEN_BELOW = 0.10  # contraction below which a parameter is what its prior says


@dataclass(frozen=True, eq=False)
class Posterior:
    """Equally weighted members in random order: parameters and practice by name [member], county constants [member, county];
    how far each parameter's spread contracted; and how many members of the prior stand behind them."""

    values: Arrays
    constants: Arrays
    contraction: dict[str, float]
    screened: int
    plausible: int
    effective: float
    distinct: int


def resample(screened: Screened, members: int, seed: int) -> Posterior:
    """Weigh plausible members by how well they meet what was observed, and draw equally weighted ones (systematic resampling,
    Kitagawa 1996).

    Raises CalibrationError when too few members are plausible to say anything.
    """
    plausible = (screened.implausibility <= CUT).all(axis=1)
    if plausible.sum() < 10:
        raise CalibrationError(f"calibration: only {plausible.sum()} of {len(plausible)} members could be the region; screen more")
    misfit = np.where(plausible, 0.5 * np.where(np.isfinite(screened.implausibility), screened.implausibility, 0.0) ** 2 @ np.ones(
        screened.implausibility.shape[1]), np.inf)
    weight = np.exp(-(misfit - misfit.min()))
    weight /= weight.sum()
    luck = make_generator(seed, "posterior")
    places = (luck.random() + np.arange(members)) / members
    chosen = luck.permutation(np.minimum(np.searchsorted(np.cumsum(weight), places), len(weight) - 1))
    prior = screened.design.draw().values
    contraction = {name: contract(value, weight) for name, value in prior.items()}
    return Posterior({name: value[chosen] for name, value in prior.items()},
                     {name: value[chosen] for name, value in screened.constants.items()}, contraction, len(plausible),
                     int(plausible.sum()), float(1.0 / (weight**2).sum()), len(np.unique(chosen)))


def contract(values: np.ndarray, weight: np.ndarray) -> float:
    """Share of the prior's standard deviation that the decade took away; below 0 where it left more."""
    mean = weight @ values
    return float(1.0 - np.sqrt(weight @ (values - mean) ** 2) / values.std())
