"""Whether a calibration was fitted to the equations of this model: a numerical fingerprint of the run that the fit compares.

A digest of source text would change with every renamed variable, comment or number format, and would miss a change in the code
that builds inputs from tables. The fingerprint is therefore taken from behaviour: two members of the calibration (the fit and its
first constrained member, with their own parameters and county constants) are run from the census of 2010 to 2020 under the frozen
scenario and a fixed forcing, and every variable that the fit compares with observations is kept. A renaming changes nothing, nor
does an added sector or lever that feeds nothing back; a changed equation, operator, default or table builder that matters for the
fit changes numbers by far more than the last digits in which machines differ. Numbers are stored and compared within a
tolerance: a digest of rounded numbers would flip where a value lies on the edge of two roundings.
"""

from __future__ import annotations

import numpy as np

from simulator.inputs.calibration_file import Calibration
from simulator.inputs.data_vintage import use_2020_vintage
from simulator.inputs.drivers.sets import Forcing
from simulator.inputs.region_inputs import RegionInputs, load_region_inputs
from simulator.kernel.run import Outputs
from simulator.kernel.schedule import plan_kernel
from simulator.language.errors import CalibrationError
from simulator.model.graph import Model
from simulator.region.region import Region
from simulator.run.block import find_block_start, run_block
from simulator.run.checkpoint import Checkpoint
from simulator.run.event_inversion import FLOWS
from simulator.run.setup import RunSetup, make_frozen
from simulator.sampling import Members, tell_members

FIRST_YEAR = 2010
# What the calibration compares with observations, besides the flows of vital events.
COMPARED = (
    "urban_population",
    "rural_population",
    "registered_population",
    "outsider_population",
    "mean_urban_income",
    "mean_rural_income",
    "consumer_price_index",
)
# Children a woman, factor of deaths and factor of outflow in every year: any fixed values do, as inversion is not part of it.
FORCING = (1.4, 1.0, 1.0)
# Relative. Machines differ by 1e-12; a change of the fourth digit of any parameter that matters exceeds it.
TOLERANCE = 1e-9
MEMBERS = 2
STRICT = "strict"  # value of the option `calibrated` that refuses the calibration of another model
STALE_ZH = "校准所拟合的方程与本模型不同；请用 calibrate install=true 重新校准。"
STALE = "The calibration was fitted to other equations than those of this model; recalibrate with calibrate install=true."


def take_fingerprint(model: Model, region: Region, calibration: Calibration) -> np.ndarray:
    """Totals and position-weighted totals over counties [member, variable, year, 2] of all that the fit compares.

    NaN where the model has no such variable. Takes about half a second for 136 counties once the kernel is compiled.
    """
    members = pick_members(model, calibration)
    parameters, baseline, _ = tell_members(model, members)
    region_inputs = load_region_inputs(model, use_2020_vintage(region), calibrated=False)
    last, steps = region.reference_year, calibration.about["steps"]
    setup = RunSetup(model, region_inputs, parameters, baseline, steps, last, first_year=FIRST_YEAR)
    references, state = find_block_start(setup)
    years = tuple(range(FIRST_YEAR + 1, last + 1))
    forcing = Forcing(years, *(np.full((len(members), len(years)), value) for value in FORCING))
    frozen = make_frozen(model)
    start = Checkpoint({frozen.name: state}, references, {"fixed": forcing}, {})
    names = [name for name in (*COMPARED, *FLOWS) if name in plan_kernel(model).recorded]
    [outputs] = run_block(setup, start, [frozen], ["fixed"], names, lambda _, outputs: outputs, finite=False)
    return np.stack([sum_up(outputs, name, (len(members), len(years))) for name in (*COMPARED, *FLOWS)], axis=1)


def pick_members(model: Model, calibration: Calibration) -> Members:
    """The fit and the first constrained members, with their parameters [member] and county constants [member, county]."""
    defaults = {v.name: v.value for v in model.of_kind("parameter")} | {v.name: v.base for v in model.of_kind("lever")}
    values = {name: join(calibration.fitted.get(name, defaults.get(name)), drawn) for name, drawn in calibration.members.items()}
    for name, constants in calibration.constants.items():
        values[name] = join(constants, calibration.members_constants.get(name, constants[None][:0]))
    count = len(next(iter(values.values())))
    return Members("fingerprint", np.arange(count), np.zeros(count, int), values)


def join(fit: float | np.ndarray | None, members: np.ndarray) -> np.ndarray:
    """A value of the fit in front of those of the first constrained members, [member] or [member, county]; NaN for None."""
    return np.concatenate([np.asarray([np.nan if fit is None else fit], float), members[: MEMBERS - 1].astype(float)])


def sum_up(outputs: Outputs, name: str, shape: tuple[int, int]) -> np.ndarray:
    """Total and position-weighted total over counties of a variable [member, year, 2], without the first year."""
    if name in outputs.counties:
        value = outputs.counties[name][:, 1:]
        weights = np.arange(1.0, value.shape[-1] + 1.0)
        return np.stack([value.sum(axis=-1), value @ weights], axis=-1)
    if name in outputs.region:
        return np.repeat(outputs.region[name][:, 1:, None], 2, axis=-1)
    return np.full((*shape, 2), np.nan)


def find_warning(model: Model, region_inputs: RegionInputs, strict: bool = False) -> str:
    """A sentence if the region's calibration was fitted to another model, else an empty text.

    Raises CalibrationError instead if `strict`.
    """
    calibration = region_inputs.calibration
    if calibration is None or is_fitted_to(model, region_inputs.region, calibration):
        return ""
    if strict:
        raise CalibrationError(f"calibrated=strict: {STALE[0].lower()}{STALE[1:].rstrip('.')}, or run with calibrated=true")
    return STALE


CHECKED: dict[tuple[Model, str, str], bool] = {}


def is_fitted_to(model: Model, region: Region, calibration: Calibration) -> bool:
    """Whether the model has the fingerprint that the calibration stores; found once a process."""
    key = (model, region.digest, calibration.digest)
    if key not in CHECKED:
        CHECKED[key] = has_fingerprint(model, region, calibration)
    return CHECKED[key]


def has_fingerprint(model: Model, region: Region, calibration: Calibration) -> bool:
    """Whether numbers of the model agree with those that the calibration stores; a calibration without any is of no known model."""
    if not calibration.fingerprint.size:
        return False
    found = take_fingerprint(model, region, calibration)
    return found.shape == calibration.fingerprint.shape and np.allclose(found, calibration.fingerprint, TOLERANCE, 0.0)
