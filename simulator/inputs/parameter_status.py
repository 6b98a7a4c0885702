"""How each number of the model is known: published, fitted, prior-driven or assumed."""

from __future__ import annotations

from simulator.inputs.calibration_file import Calibration
from simulator.language.variables import Parameter

DRIVEN_BELOW = 0.10  # contraction below which a parameter is what its prior says
CONSTRAINED, DRIVEN = "constrained by the decade before 2020", "prior-driven"


def tell_status(v: Parameter, calibration: Calibration | None) -> str:
    """How a parameter is known: fitted (to what), constrained or prior-driven (by how far its spread contracted), else
    published or assumed, as its source says."""
    if calibration and v.name in calibration.fitted:
        return f"fitted to {calibration.about['fitted_to'][v.name]}"
    contraction = calibration.about.get("contraction", {}).get(v.name) if calibration else None
    if contraction is not None:
        held = CONSTRAINED if contraction >= DRIVEN_BELOW else DRIVEN
        return f"{held} (contraction {100.0 * contraction:.0f} %)"
    return "assumed" if v.source.startswith(("assumed", "no ", "first fit")) else "published"
