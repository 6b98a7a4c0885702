"""Run scenarios for a region and its ensemble: arrays in, kernel, labelled results out."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from numbers import Integral
from pathlib import Path

import xarray as xr

from simulator.inputs.drivers.sets import DRIVER_SETS, check_projection
from simulator.inputs.region_inputs import load_region_inputs
from simulator.kernel.run import Outputs
from simulator.kernel.schedule import plan_kernel
from simulator.language.errors import ScenarioError, suggest
from simulator.model.graph import Model
from simulator.region.census_years import CENSUS_YEARS
from simulator.region.region import Region
from simulator.run.block import ENGINES, prepare_block, run_block
from simulator.run.checkpoint import Checkpoint, check_settings, join_checkpoints, load_checkpoint, save_checkpoint
from simulator.run.fingerprint import STRICT, find_warning
from simulator.run.results import label_results
from simulator.run.setup import RunSetup, load_model
from simulator.sampling import Design, Overrides, make_design, override, tell_members
from simulator.sampling.calibrated_members import fix_fitted
from simulator.scenario import Scenario, check_places, load_scenario

BLOCK = 32
LAST_YEAR = 2035
EXAMPLES = {"steps": 4, "first_year": 2010, "last_year": LAST_YEAR, "members": 100}

Progress = Callable[[str, int, int], None]


def simulate(
    scenarios: str | Scenario | Sequence[str | Scenario],
    region: str | Path | Region = "shandong",
    drivers: str | None = None,
    members: int | Design | None = None,
    seed: int = 0,
    parameters: Overrides | None = None,
    steps: int = 2,
    first_year: int | None = None,
    last_year: int = LAST_YEAR,
    record: Sequence[str] | None = None,
    cohorts: bool = False,
    calibrated: bool | str = True,
    extrapolate: bool = False,
    engine: str = "kernel",
    save: str | Path | None = None,
    resume: str | Path | None = None,
    progress: Progress | None = None,
    model: Model | None = None,
) -> xr.Dataset:
    """Simulate one scenario or several and give the results with dimensions scenario, member, year, county.

    `drivers` is observed_2025 or known_2020 (by default, what each scenario says). Without `members`, one member with
    the default parameters; with N, N draws from the prior ranges fixed by `seed`; or those of a design (`make_design`).
    `parameters` holds some at given values. `steps` a year; `first_year` is a census year at whose end the run starts (the
    reference year by default), under the reference constants of the reference year; `record` names the variables kept (by
    default all); `cohorts` keeps residents by sex, age and status. Unless `calibrated` is false, the
    region's own calibration gives county constants and the parameters that were fitted; if it was fitted to another model, the
    results say so, and with `calibrated="strict"` a CalibrationError is raised. `save` writes where the run stands
    at the end of `last_year`; `resume` goes on from such a file. The engine is the `kernel`; `float32` brings those who move to
    where they go in numbers of half the size, a seventh faster; `reference` is the plain reading. `model` is one that
    `simulator.gather` made of sectors of your own (by default the sectors that ship and those of plug-ins). Raises ScenarioError for a wrong
    name or value, DataError for a region or a saved state that cannot be used, CalibrationError for a calibration that is not
    this region's.
    """
    model = model or load_model()
    check_arguments(scenarios, region, seed, parameters, calibrated)
    names = [scenarios] if isinstance(scenarios, str | Path | Scenario) else list(scenarios)
    chosen = [each if isinstance(each, Scenario) else load_scenario(each, model) for each in names]
    check_options(model, chosen, drivers, members, steps, last_year, record, engine)
    region_inputs = load_region_inputs(model, region, bool(calibrated))
    find_warning(model, region_inputs, strict=calibrated == STRICT)
    design = choose_design(model, members, seed, parameters or {})
    drawn, baseline, lever_targets = tell_members(model, design.draw())
    fixed = fix_fitted(region_inputs.calibration, {v.name for v in design.varied}, parameters or {})
    setup = RunSetup(
        model,
        region_inputs,
        override(model, drawn, fixed, extrapolate),
        baseline,
        steps,
        last_year,
        lever_targets,
        first_year=first_year,
    )
    wanted = list(plan_kernel(model).recorded) if record is None else list(record)
    sets = [drivers or each.drivers for each in chosen]
    settings = describe_settings(setup, chosen, sets)
    checkpoint = load_checkpoint(resume) if resume else None
    if checkpoint:
        check_settings(checkpoint, settings, resume)
    begins = checkpoint.year if checkpoint else setup.begins
    check_span(region_inputs.region, sets, begins, last_year)
    for scenario in chosen:
        check_places(scenario, region_inputs.region)

    def run_members(members: slice, report: Callable[[str], None]) -> tuple[list[Outputs], Checkpoint]:
        part = setup.of_members(members)
        start = checkpoint.of_members(members) if checkpoint else prepare_block(part, chosen, sets, settings, whole=bool(save))
        ends = {}

        def keep(scenario: Scenario, outputs: Outputs) -> Outputs:
            if save:
                ends[scenario.name] = outputs.state
            return outputs.forget_state()

        options = {"engine": engine, "cohorts": cohorts, "first_member": members.start, "report": report}
        outputs = run_block(part, start, chosen, sets, wanted, keep, **options)
        return outputs, replace(start, states=ends) if save else start

    runs, checkpoints = run_blocks(setup.members, run_members, len(chosen), progress)
    if save:
        save_checkpoint(join_checkpoints(checkpoints), save)
    return label_results(setup, chosen, sets, runs, design=design, first_year=begins)


def choose_design(model: Model, members: int | Design | None, seed: int, fixed: Overrides) -> Design:
    """The design that members stand for: one member with the default parameters, or draws from the prior ranges."""
    if isinstance(members, Design):
        return members
    return make_design(model, "single" if members is None else "prior", members, seed, fixed=fixed)


def run_blocks(members: int, run_members: Callable, scenarios: int, progress: Progress | None) -> tuple[list, list[Checkpoint]]:
    """Run the members in blocks: what each scenario gave, block by block, and where each block stands at the end."""
    blocks = [slice(first, min(first + BLOCK, members)) for first in range(0, members, BLOCK)]
    done = itertools.count()
    tell = progress or (lambda *_: None)
    finished = [run_members(block, lambda name: tell(name, next(done), scenarios * len(blocks))) for block in blocks]
    tell("", scenarios * len(blocks), scenarios * len(blocks))
    return list(zip(*(outputs for outputs, _ in finished), strict=True)), [checkpoint for _, checkpoint in finished]


def describe_settings(setup: RunSetup, scenarios: list[Scenario], sets: list[str]) -> dict[str, object]:
    """What a run that is to go on must share with the one that was saved."""
    drawn = hashlib.sha256(
        b"".join(value.tobytes() for arrays in (setup.parameters, setup.baseline, setup.lever_targets) for value in arrays.values())
    )
    return {
        "scenarios": [each.model_dump(mode="json") for each in scenarios],
        "drivers": sets,
        "members": setup.members,
        "steps": setup.steps,
        "data": setup.region_inputs.region.digest,
        "calibration": setup.region_inputs.calibration.digest if setup.region_inputs.calibration else "none",
        "parameters": drawn.hexdigest(),
    }


def check_span(region: Region, sets: Sequence[str], begins: int, last_year: int) -> None:
    """Refuse a run that ends before it starts, or whose drivers stop before it ends."""
    if begins not in CENSUS_YEARS and begins < region.reference_year:
        raise ScenarioError(
            f"first_year: there is no census of {begins} to start from; choose from {', '.join(map(str, CENSUS_YEARS))}"
        )
    if last_year <= begins:
        raise ScenarioError(f"last_year: {last_year} is not after {begins}, where the run starts; give a later year")
    if "known_2020" in sets:
        check_projection(region, last_year)


def check_arguments(scenarios: object, region: object, seed: object, parameters: object, calibrated: object) -> None:
    """Refuse what is of the wrong kind."""
    kinds = (
        ("scenarios", scenarios, str | Path | Scenario | Sequence, "a name, a path or a list of them"),
        ("region", region, str | Path | Region, "a name or a folder"),
        ("seed", seed, Integral, "a whole number"),
        ("parameters", parameters, Mapping | None, "a mapping of names to values"),
    )
    for name, value, kind, wanted in kinds:
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ScenarioError(f"{name}: {value!r} is not understood; give {wanted}")
    if not isinstance(calibrated, bool) and calibrated != STRICT:
        raise ScenarioError(f"calibrated: {calibrated!r} is not understood; give True, False or '{STRICT}'")
    if seed < 0:
        raise ScenarioError(f"seed: {seed} is negative; give 0 or more")


def check_options(
    model: Model,
    scenarios: list[Scenario],
    drivers: str | None,
    members: int | Design | None,
    steps: int,
    last_year: int,
    record: Sequence[str] | None,
    engine: str,
) -> None:
    """Refuse options that make no sense, each with what would."""
    members = members.size if isinstance(members, Design) else 1 if members is None else members
    for name, value in (("steps", steps), ("last_year", last_year), ("members", members)):
        if isinstance(value, bool) or not isinstance(value, Integral):
            raise ScenarioError(f"{name}: {value!r} is no whole number; give one, such as {EXAMPLES[name]}")
    if isinstance(record, str):
        raise ScenarioError(f"record: '{record}' is one name; give a list of names, such as ['{record}']")
    if not scenarios:
        raise ScenarioError("scenarios: none is named; give at least one, such as frozen")
    twice = {s.name for s in scenarios if [each.name for each in scenarios].count(s.name) > 1}
    if twice:
        raise ScenarioError(f"scenarios: '{min(twice)}' is named twice; name each once")
    if drivers is not None and drivers not in DRIVER_SETS:
        raise ScenarioError(f"drivers: there is no driver set '{drivers}'; {suggest(drivers, DRIVER_SETS)}")
    if members < 1:
        raise ScenarioError(f"members: {members} is too few; give 1 or more, or none for the default parameters")
    if not 1 <= steps <= 365:
        raise ScenarioError(f"steps: {steps} steps a year is out of range; give 1 to 365")
    if last_year > 2100:
        raise ScenarioError(f"last_year: {last_year} is too far; runs end by 2100")
    if engine not in ENGINES:
        raise ScenarioError(f"engine: there is no engine '{engine}'; {suggest(engine, ENGINES)}")
    for name in record or ():
        if name not in plan_kernel(model).recorded:
            raise ScenarioError(f"record: there is no variable '{name}' to record; {suggest(name, plan_kernel(model).recorded)}")
