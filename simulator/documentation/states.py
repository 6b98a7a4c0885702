"""States of the model from its plain reading, in which the signs of influences are looked up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.kernel.inputs import Inputs, LeverPath
from simulator.kernel.reference import Member, Values
from simulator.language.variables import Variable

COUNTIES = 12


def take_states(inputs: Inputs) -> dict[int, Values]:
    """All variables by name in the last step of each year of a plain run of the first member, in a dozen of the counties."""
    model = inputs.model
    last = [name for name in model.order if name in model.after_transition][-1]
    latest: dict[int, Values] = {}

    def watch(v: Variable, known: Values, year: int, member: int) -> None:
        if v.name == last:
            latest[year] = dict(known)

    with np.errstate(all="ignore"):
        Member(pick_counties(inputs), 0).run([], False, watch)
    return latest


def pick_counties(inputs: Inputs) -> Inputs:
    """The same run in a dozen of the counties, spread evenly over the list of all."""
    model, state = inputs.model, inputs.state
    chosen = np.unique(np.linspace(0, inputs.counties - 1, COUNTIES).astype(int))

    def pick(values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: value[:, chosen] if np.ndim(value) == 2 else value for name, value in values.items()}

    return replace(
        inputs,
        parameters=pick(inputs.parameters),
        references=pick(inputs.references),
        fields={name: value[chosen] for name, value in inputs.fields.items()},
        levers={
            name: LeverPath(path.base[:, chosen], path.amplitude[:, chosen], path.ramp) for name, path in inputs.levers.items()
        },
        arrays={
            name: value[np.ix_(chosen, chosen)] if "county" in model[name].axes else value for name, value in inputs.arrays.items()
        },
        state=replace(
            state,
            stocks=pick(state.stocks),
            cohorts={name: value[:, chosen] for name, value in state.cohorts.items()},
            pipelines={name: value[:, :, chosen] for name, value in state.pipelines.items()},
        ),
    )
