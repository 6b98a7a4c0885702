"""One block of members: set up, run through the kernel scenario by scenario, and handed over; every command runs through here."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from simulator.inputs.drivers.sets import Forcing, VitalEvents, read_past_events, read_vital_events
from simulator.kernel.explain import check_finite
from simulator.kernel.inputs import Arrays, Inputs, State
from simulator.kernel.reference import run_reference
from simulator.kernel.run import Outputs, run_kernel
from simulator.run.checkpoint import Checkpoint
from simulator.run.event_inversion import invert_events
from simulator.run.reference_state import find_reference_state, find_start
from simulator.run.setup import RunSetup, make_frozen
from simulator.scenario import Scenario

ENGINES = {"kernel": run_kernel, "float32": functools.partial(run_kernel, single_precision=True), "reference": run_reference}

Kept = TypeVar("Kept")


def find_block_start(setup: RunSetup) -> tuple[Arrays, State]:
    """Reference constants [member] or [member, county] of the reference year, and the state at the end of the first year."""
    frozen, start = make_frozen(setup.model), setup.start()
    references, state = find_reference_state(setup.inputs(frozen, start, start.year, None, {}))
    if setup.begins != start.year:
        state = find_start_state(setup, references)
    return references, state


def find_start_state(setup: RunSetup, references: Arrays) -> State:
    """The state at the end of the first year under known reference constants."""
    start = setup.start(setup.begins)
    return find_start(setup.inputs(make_frozen(setup.model), start, start.year, None, references))


def invert_forcing(setup: RunSetup, references: Arrays, state: State, events: Sequence[VitalEvents]) -> Forcing:
    """The forcing [member, year] under which the frozen scenario reproduces observed births, deaths and net migration."""
    frozen = make_frozen(setup.model)
    return invert_events(
        list(events),
        state,
        setup.parameters["interprovincial_inflow"],
        lambda begin, forcing: setup.inputs(frozen, begin, begin.year + 1, forcing, references),
    )


def prepare_block(
    setup: RunSetup,
    scenarios: Sequence[Scenario],
    driver_sets: Sequence[str],
    settings: dict[str, object] | None = None,
    whole: bool = False,
) -> Checkpoint:
    """Reference constants, start and the forcing of each driver set, found once for all scenarios under the frozen scenario.

    `settings` are kept in the checkpoint. Unless the `whole` forcing is wanted, it ends with the run.
    """
    setup = replace(setup, lever_targets={})
    region = setup.region_inputs.region
    references, state = find_block_start(setup)
    events = read_past_events(region, setup.begins) if setup.begins < region.reference_year else []
    events += read_vital_events(region) if "observed_2025" in driver_sets else []
    forcings: dict[str, Forcing | None] = {"known_2020": None}
    if events:
        used = [event for event in events if whole or event.year <= setup.last_year]
        forcing = invert_forcing(setup, references, state, used)
        forcings = {"observed_2025": forcing, "known_2020": forcing.until(region.reference_year)}
    return Checkpoint({each.name: state for each in scenarios}, references, forcings, settings or {})


def make_inputs(setup: RunSetup, start: Checkpoint, scenario: Scenario, driver_set: str, last_year: int | None = None) -> Inputs:
    """Kernel inputs of one scenario from a checkpoint to a last year, by default that of the set-up."""
    last_year = setup.last_year if last_year is None else last_year
    return setup.inputs(scenario, start.states[scenario.name], last_year, start.forcings[driver_set], start.references)


def run_block(
    setup: RunSetup,
    start: Checkpoint,
    scenarios: Sequence[Scenario],
    driver_sets: Sequence[str],
    record: Sequence[str],
    keep: Callable[[Scenario, Outputs], Kept],
    *,
    last_year: int | None = None,
    engine: str = "kernel",
    cohorts: bool = False,
    finite: bool = True,
    first_member: int = 0,
    report: Callable[[str], None] = lambda scenario: None,
) -> list[Kept]:
    """Run each scenario from a checkpoint and return what `keep` makes of its outputs.

    `keep` should not hold the state of the outputs, whose memory the next run reuses; `report` is called with the name of each
    scenario before its run. Unless `finite` is false, raises
    ModelError for a value that is not finite, with members numbered from `first_member`.
    """
    counties = setup.region_inputs.counties.index

    def run(scenario: Scenario, driver_set: str) -> Kept:
        report(scenario.name)
        inputs = make_inputs(setup, start, scenario, driver_set, last_year)
        outputs = ENGINES[engine](inputs, record, cohorts)
        if finite:
            check_finite(inputs, outputs, scenario.name, counties, first_member)
        return keep(scenario, outputs)

    return [run(scenario, driver_set) for scenario, driver_set in zip(scenarios, driver_sets, strict=True)]
