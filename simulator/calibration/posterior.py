"""Members that could be the region, equally weighted, and what the decade taught of each parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calibration.screening import CUT, Screened
from simulator.kernel.inputs import Arrays
from simulator.language.errors import CalibrationError
from simulator.sampling.random_streams import make_generator

LEAST = 10  # plausible members


@dataclass(frozen=True, eq=False)
class Posterior:
    """Equally weighted members in random order: parameters and practice by name [member], county constants [member, county];
    how far each parameter's spread contracted; and how many members of the prior stand behind them."""

    values: Arrays
    constants: Arrays
    contraction: dict[str, float]
    screened: int
    run: int
    plausible: int
    distinct: int


def resample(screened: Screened, members: int, seed: int) -> Posterior:
    """Draw equally weighted members from all that are plausible, none twice before each was drawn once (Vernon, Goldstein & Bower
    2010: what is not ruled out yet).

    Raises CalibrationError when too few members are plausible to say anything.
    """
    plausible = np.flatnonzero((screened.implausibility <= CUT).all(axis=1))
    if len(plausible) < LEAST:
        raise CalibrationError(
            f"calibration: only {len(plausible)} of {len(screened.implausibility)} members could be the region; screen more"
        )
    rng = make_generator(seed, "posterior")
    rounds = -(-members // len(plausible))
    chosen = np.concatenate([rng.permutation(plausible) for _ in range(rounds)])[:members]
    prior = screened.prior.values
    contraction = {name: contract(value, plausible) for name, value in prior.items()}
    return Posterior(
        {name: value[chosen] for name, value in prior.items()},
        {name: value[chosen] for name, value in screened.constants.items()},
        contraction,
        len(screened.implausibility),
        screened.run,
        len(plausible),
        len(np.unique(chosen)),
    )


def contract(values: np.ndarray, plausible: np.ndarray) -> float:
    """Share of the prior's standard deviation that the decade took away; below 0 where it left more."""
    return float(1.0 - values[plausible].std() / values.std())
