"""What an XMILE model of one county is told and does not work out: constants, and paths that the plain reading has seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.kernel.inputs import Inputs
from simulator.kernel.reference import Values, run_reference
from simulator.language.variables import Variable
from simulator.model.graph import LEVERS

Paths = dict[str, np.ndarray]


def follow_county(inputs: Inputs, county: int) -> Paths:
    """Every variable of the first member in a county (its place in the region) that a run is told or works out.

    A constant is one number. A path has the value of each step, then that of the last 31 December; what belongs to a
    span of time holds its last value there.
    """
    return follow_told(inputs, county) | follow_worked_out(inputs, county)


def follow_told(inputs: Inputs, county: int) -> Paths:
    """Parameters, references, drivers, levers and shocks."""
    by_member = {**inputs.parameters, **inputs.references}
    constants = {name: pick(value[0], county) for name, value in by_member.items()}
    constants |= {name: np.float64(value) for name, value in inputs.constants.items()}
    constants |= {name: pick(value, county) for name, value in inputs.fields.items()}
    levers = {name: path.base[0, county] + path.ramp * path.amplitude[0, county] for name, path in inputs.levers.items()}
    moving = levers | {name: path[0] for name, path in inputs.paths.items()}
    return constants | {name: np.append(path[1:, :-1], path[-1, -1]) for name, path in moving.items()}


def follow_worked_out(inputs: Inputs, county: int) -> Paths:
    """All that the plain reading works out on the way, by steps of the first order as Euler's method takes them."""
    model, seen = inputs.model, {}

    def watch(v: Variable, known: Values, year: int, member: int) -> None:
        if member == 0 and v.kind != "operator" and model.scope[v.name] != "array":
            seen.setdefault(v.name, []).append(pick(known[v.name], county))

    run_reference(replace(inputs, scheme="first_order"), [], watch=watch)
    return {name: arrange(values, inputs.steps, name in model.after_transition) for name, values in seen.items()}


def pick(value: np.ndarray | float, county: int) -> np.ndarray:
    """The value of a county, or the one that all share."""
    value = np.asarray(value, float)
    return value[county] if value.ndim else value


def arrange(values: list[np.ndarray], steps: int, late: bool) -> np.ndarray:
    """The values of the steps and of the end. The plain reading sees what waits until people have moved in each step, all
    else at the end of each year as well, the year of the start included."""
    if late:
        return np.array([*values, values[-1]])
    years = np.reshape(values[1:], (-1, steps + 1))
    return np.append(years[:, :-1], years[-1, -1])


def is_told(v: Variable) -> bool:
    """Whether a variable is told to the XMILE model of a county: it takes people, other counties or a choice to know it."""
    return v.kind in ("parameter", "reference", "driver", "operator_output", "cohort_sum", "total", *LEVERS)
