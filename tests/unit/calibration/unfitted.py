"""A fit of the real region that had not begun, which takes little time."""

import numpy as np
import pandas as pd

from simulator.calibration.fit import Fit
from simulator.calibration.forward_model import ForwardModel
from simulator.calibration.hindcast_period import open_period
from simulator.calibration.observed import read_observed
from simulator.calibration.shrinkage import Linear, Shrinkage
from simulator.model.graph import Model
from simulator.region.region import load_region


def unfitted(model: Model) -> Fit:
    """Where a fit would stand that had not begun, with slopes that say: towns follow appeal, villages push."""
    period = open_period(model, load_region("shandong"), steps=1)
    forward = ForwardModel(period, read_observed(period))
    point, n = np.zeros(forward.unknowns), forward.counties
    forcing = forward.open_forcing()
    outcomes, forcing = forward.evaluate(point[None], forcing)
    slopes = np.zeros((outcomes.shape[1], forward.unknowns))
    slopes[np.arange(2 * n), np.arange(2 * n)] = np.repeat([0.12, -0.11], n)
    return Fit(
        forward,
        Linear(point, outcomes[0], slopes),
        forcing,
        Shrinkage((0.0, 0.0), (0.6, 0.25)),
        {},
        pd.DataFrame(np.zeros((n, 4)), columns=["core", "district", "county_level_city", "county"]),
    )
