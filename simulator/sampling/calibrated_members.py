"""What runs take from a calibration: parameters that were fitted, and the county constants of members that were constrained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simulator.inputs.calibration_file import Calibration
from simulator.sampling.members import Members
from simulator.sampling.overrides import Overrides


def fix_fitted(calibration: Calibration | None, varied: Iterable[str], given: Overrides) -> Overrides:
    """What is given, and the parameters that the calibration fitted as far as they neither vary nor are given."""
    fitted, taken = calibration.fitted if calibration else {}, set(varied)
    return {name: value for name, value in fitted.items() if name not in taken} | dict(given)


def restore_constants(calibration: Calibration | None, members: Members) -> Members:
    """Members of the constrained ensemble with their county constants, which tables of members leave out."""
    if calibration is None or members.design != "posterior":
        return members
    constants = {name: value[members.ids].astype(float) for name, value in calibration.members_constants.items()}
    return replace(members, values=members.values | constants)
