"""The decade between two censuses as the model tells it, for any members and county constants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from simulator.inputs.data_vintage import use_2020_vintage
from simulator.inputs.drivers.sets import Forcing, VitalEvents, read_past_events
from simulator.inputs.region_inputs import RegionInputs, load_region_inputs
from simulator.kernel.inputs import Arrays, State
from simulator.kernel.run import Outputs
from simulator.model.graph import Model
from simulator.region.region import Region
from simulator.run.block import find_block_start, invert_forcing, run_block
from simulator.run.checkpoint import Checkpoint
from simulator.run.event_inversion import FLOWS
from simulator.run.setup import RunSetup, make_frozen
from simulator.sampling import Members, tell_members
from simulator.scenario import Scenario

FIRST_YEAR = 2010
CONSTANTS = ("destination_appeal", "origin_push")
BLOCK = 64
EVENTS = "events"  # name of the forcing that reproduces the observed events


@dataclass(frozen=True, eq=False)
class HindcastPeriod:
    """The model from the census of 2010 on, under 2020 practice, with all that does not differ between members."""

    model: Model
    region_inputs: RegionInputs
    steps: int
    events: tuple[VitalEvents, ...]
    frozen: Scenario
    people: Arrays = field(repr=False, default_factory=dict)

    @property
    def region(self) -> Region:
        """The region whose decade it is."""
        return self.region_inputs.region

    @property
    def counties(self) -> int:
        """Number of counties."""
        return len(self.region_inputs.counties)

    def nothing(self, members: int) -> Arrays:
        """County constants of zero [member, county]."""
        return {name: np.zeros((members, self.counties)) for name in CONSTANTS}


@dataclass(frozen=True, eq=False)
class HindcastStart:
    """Members ready to run through the period: their set-up, reference constants and state at its beginning."""

    setup: RunSetup
    references: Arrays
    state: State


def open_period(model: Model, region: Region, steps: int) -> HindcastPeriod:
    """Read what the decade needs, and nothing learnt after 2020.

    Raises DataError when the region does not tell its births, deaths and censuses.
    """
    events = tuple(read_past_events(region, FIRST_YEAR))
    region_inputs = load_region_inputs(model, use_2020_vintage(region), calibrated=False)
    return HindcastPeriod(model, region_inputs, steps, events, make_frozen(model), region_inputs.start_of(FIRST_YEAR))


def begin(period: HindcastPeriod, members: Members, constants: Arrays) -> HindcastStart:
    """Find the reference constants of 2020 and the state of 2010 of some members with county constants [member, county]."""
    parameters, baseline, _ = tell_members(period.model, members)
    last = period.region.reference_year
    setup = RunSetup(
        period.model, period.region_inputs, parameters | constants, baseline, period.steps, last, first_year=FIRST_YEAR
    )
    return HindcastStart(setup, *find_block_start(setup))


def run(
    period: HindcastPeriod,
    start: HindcastStart,
    forcing: Forcing,
    record: Sequence[str],
    last_year: int | None = None,
    cohorts: bool = False,
) -> Outputs:
    """Run members through the period, or beyond it; values may be NaN, which no comparison with observations accepts."""
    checkpoint = Checkpoint({period.frozen.name: start.state}, start.references, {EVENTS: forcing}, {})
    [outputs] = run_block(
        start.setup,
        checkpoint,
        [period.frozen],
        [EVENTS],
        record,
        lambda _, outputs: outputs,
        last_year=period.region.reference_year if last_year is None else last_year,
        cohorts=cohorts,
        finite=False,
    )
    return outputs


def invert(period: HindcastPeriod, start: HindcastStart) -> Forcing:
    """The rates at which members have the events of the period exactly."""
    return invert_forcing(start.setup, start.references, start.state, period.events)


def correct_forcing(period: HindcastPeriod, start: HindcastStart, forcing: Forcing, outputs: Outputs) -> Forcing:
    """One sweep towards the events of the decade: each rate is scaled by what its flow missed; outputs hold the flows."""
    inflow = start.setup.parameters["interprovincial_inflow"][:, None]
    wanted = {
        "births": np.array([event.births for event in period.events])[None],
        "deaths": np.array([event.deaths for event in period.events])[None],
        "interprovincial_outflow": inflow - np.array([event.net_migration for event in period.events])[None],
    }
    found = [wanted[name] / outputs.counties[name][:, 1 : len(period.events) + 1].sum(axis=-1) for name in FLOWS]
    return replace(forcing, **{rate: getattr(forcing, rate) * factor for rate, factor in zip(Forcing.RATES, found, strict=True)})


def share_forcing(forcing: Forcing, members: int) -> Forcing:
    """The forcing of one member for many."""
    return replace(forcing, **{rate: np.repeat(getattr(forcing, rate)[:1], members, axis=0) for rate in Forcing.RATES})
