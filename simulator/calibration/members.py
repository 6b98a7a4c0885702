"""Members of the constrained ensemble as a design of experiments."""

from __future__ import annotations

import numpy as np

from simulator.inputs.calibration_file import NAME, find_calibration
from simulator.language.errors import CalibrationError
from simulator.model.graph import Model
from simulator.region.region import Region
from simulator.sampling import Design, Members, list_factors


def make_posterior(model: Model, region: Region, members: int) -> Design:
    """The first members of a region's constrained ensemble, which are equally weighted and in random order.

    Raises CalibrationError when the region has no calibration, or one of fewer members.
    """
    calibration = find_calibration(region)
    if calibration is None:
        raise CalibrationError(f"ensemble=posterior: region '{region.name}' has no {NAME}; run calibrate, or choose ensemble=prior")
    values, known = calibration.tell_members(members), list_factors(model)
    table = Members("posterior", np.arange(members), np.full(members, calibration.about["seed"]), values)
    return Design(
        "posterior", members, calibration.about["seed"], tuple(known[name] for name in values if name in known), table=table
    )
