"""B1 in this project: the sector file, through the same engine as the whole model."""

from __future__ import annotations

import functools

import numpy as np

from benchmarks.comparisons import sector
from benchmarks.comparisons.problem import FIRST_YEAR, LAST_YEAR, STEPS, Problem, Run
from simulator.kernel.inputs import Inputs, State
from simulator.kernel.run import run_kernel
from simulator.model.gather import gather
from simulator.model.graph import Model

# In the order of the parameters and stocks of the problem, which is that of the sector file.
NAMES = ("villagers", "migrants", "citizens", "service_places", "begun_places", "urban_pay", "rural_pay")


@functools.cache
def find_model() -> Model:
    """The model of the one sector."""
    return gather([sector])


def prepare(problem: Problem) -> Run:
    """A run of any number of members: parameters [member, parameter] to final stocks [member, stock, county]."""

    def run(parameters: np.ndarray) -> np.ndarray:
        state = run_kernel(make_inputs(problem, parameters), []).state
        return np.stack([state.stocks[name] for name in NAMES], axis=1)

    return run


def make_inputs(problem: Problem, parameters: np.ndarray) -> Inputs:
    """What a run is told: parameters [member, parameter]."""
    model, members = find_model(), len(parameters)
    stocks = {name: np.repeat(start[None], members, axis=0) for name, start in zip(NAMES, problem.start, strict=True)}
    values = {v.name: parameters[:, place].copy() for place, v in enumerate(model.of_kind("parameter"))}
    told = Inputs(
        model=model,
        state=State(FIRST_YEAR, stocks, {}),
        last_year=LAST_YEAR,
        steps=STEPS,
        parameters=values,
        references={},
        levers={},
        paths={},
        fields={},
        constants={},
        arrays={"way_weight": problem.weight},
        scheme="first_order",
    )
    townspeople = np.repeat(problem.towns[None], members, axis=0)
    return told.with_references({"townspeople_2020": townspeople})
