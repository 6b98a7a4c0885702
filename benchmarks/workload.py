"""What the kernel is given to do: the runs of a region, ready to start."""

from __future__ import annotations

import functools
import inspect
import tempfile
from pathlib import Path

from simulator.inputs.region_inputs import RegionInputs, load_region_inputs
from simulator.kernel.inputs import Inputs
from simulator.region.synthetic.region import write_region
from simulator.run.block import find_block_start
from simulator.run.setup import RunSetup, load_model
from simulator.run.simulate import LAST_YEAR, simulate
from simulator.sampling import draw_members
from simulator.scenario import load_scenario

STEPS = inspect.signature(simulate).parameters["steps"].default
REAL = "shandong"


@functools.cache
def find_region_inputs(region: str) -> RegionInputs:
    """The inputs of a shipped region, or of a synthetic one with this many counties."""
    if not region.isdigit():
        return load_region_inputs(load_model(), region)
    with tempfile.TemporaryDirectory() as home:
        return load_region_inputs(load_model(), write_region(Path(home) / "made_up", int(region)))


def draw_setup(members: int | None, steps: int, region: str = REAL, seed: int = 1) -> RunSetup:
    """A setup of prior draws, or of the default parameters if no number of members is given."""
    model = load_model()
    return RunSetup(model, find_region_inputs(region), *draw_members(model, members, seed), steps, LAST_YEAR)


@functools.cache
def prepare(
    members: int | None = None, steps: int = STEPS, scenario: str = "plan", region: str = REAL, last_year: int = LAST_YEAR
) -> Inputs:
    """The inputs of a scenario, in which nothing observed after 2020 is known."""
    setup = draw_setup(members, steps, region)
    references, state = find_block_start(setup)
    return setup.inputs(load_scenario(scenario, setup.model), state, last_year, None, references)
