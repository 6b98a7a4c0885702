"""The population operators alone, on the rates of one moment: what a run would cost if the rest of the model were free."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from simulator.inputs import Inputs
from simulator.kernel.reference import arguments, evaluate, know_member, know_moment
from simulator.kernel.run import pack_cohorts
from simulator.model import Model

YEARLY, EACH_STEP, EACH_MOMENT = ("ageing",), ("transition",), ("nearness", "pull")


def prepare_operators(inputs: Inputs) -> Callable[[], None]:
    """A function that calls the compiled operators of population as often as a run of one member does."""
    model, steps, years = inputs.model, inputs.steps, len(inputs.years) - 1
    known = know_first_moment(inputs)
    people = pack_cohorts(inputs.state.cohorts["residents"][:1])[0]
    ready = {name: list_arguments(model, name, known, inputs.step) for name in (*EACH_STEP, *EACH_MOMENT)}

    def call(residents: np.ndarray, *names: str) -> None:
        for name in names:
            model[name].fast(*([residents] if name in YEARLY else
                               [residents, *ready[name][1:]] if name in EACH_STEP else ready[name]))

    def run() -> None:
        residents = people.copy()
        # One thread for each matrix product, as in the kernel.
        with threadpool_limits(1, user_api="blas"):
            for _ in range(years):
                call(residents, *YEARLY)
                for _ in range(steps):
                    call(residents, *EACH_MOMENT, *EACH_STEP)
                call(residents, *EACH_MOMENT)

    run()
    return run


def know_first_moment(inputs: Inputs) -> dict:
    """All values of one member in the middle of the first step."""
    model = inputs.model
    known = know_member(inputs, 0) | know_moment(inputs, 0, 1, 0)
    pipelines = {name: stages[0] for name, stages in inputs.state.pipelines.items()}
    for name in model.order:
        if name not in model.late and name not in model.step_operators:
            evaluate(model, name, known, pipelines, inputs.step)
    return known


def list_arguments(model: Model, name: str, known: dict, step: float) -> list:
    """What a compiled operator is called with: what it reads, the step where it moves people, and room for what it gives."""
    operator = model[name]
    counties = len(known["movers"])
    read = [np.ascontiguousarray(value, dtype=float) for value in arguments(model, operator, known)]
    room = [np.empty((counties, counties) if len(gift.axes) > 1 else counties) for gift in operator.gives.values()]
    return [*read, *([step] if name in EACH_STEP else []), *room]
