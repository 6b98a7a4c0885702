"""Reference constants: what variables were worth in the reference state, computed once before any scenario moves."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

from simulator.errors import CalibrationError
from simulator.inputs import Arrays, Inputs
from simulator.kernel.reference import Values, evaluate, know_member
from simulator.model import COMPUTED, Model, reads
from simulator.words import Reference


def find_references(inputs: Inputs) -> Arrays:
    """Every reference constant, [member] or [member, county], in the state the inputs start from, levers at base.

    Raises CalibrationError when no value of a solved constant brings its variable to the wanted level.
    """
    # What is not a number is said in words, here or once the run has ended, and not as a warning besides.
    with np.errstate(all="ignore"):
        found = [find_of_member(inputs, member) for member in range(inputs.members)]
    return {v.name: np.array([each[v.name] for each in found]) for v in inputs.model.of_kind("reference")}


def find_of_member(inputs: Inputs, member: int) -> Values:
    """The reference constants of one member."""
    model = inputs.model
    # Whatever references the inputs hold already belong to another state.
    known = know_member(inputs.with_references({}), member)
    known |= {name: lever.base[member] for name, lever in inputs.levers.items()}
    known |= {v.name: v.value for v in model.of_kind("driver") if v.path and v.value is not None}
    pipelines = {name: stages[member] for name, stages in inputs.state.pipelines.items()}
    for v in model.of_kind("reference"):
        settle(model, v.name, known, pipelines, inputs.step)
    return known


def settle(model: Model, name: str, known: Values, pipelines: Values, step: float) -> None:
    """Work out a variable and all that it is made of, in the reference state."""
    if name in known:
        return
    v = model[name]
    if v.kind == "reference":
        if v.equals:
            solve(model, name, known, pipelines, step)
        else:
            settle(model, v.of, known, pipelines, step)
            known[name] = known[v.of]
        return
    for need in v.needs:
        settle(model, need, known, pipelines, step)
    if v.kind == "operator":
        known[name] = np.nan
    if v.kind != "given":
        evaluate(model, name, known, pipelines, step)


def solve(model: Model, name: str, known: Values, pipelines: Values, step: float) -> None:
    """Find the constant at which one variable equals another; what does not hang on it is worked out once."""
    v = model[name]
    moving = find_descendants(model, name)

    def miss(guess: float) -> float:
        trial = {**known, name: guess}
        settle(model, v.of, trial, pipelines, step)
        settle(model, v.equals, trial, pipelines, step)
        known.update({key: value for key, value in trial.items() if key not in moving})
        return float(trial[v.of] - trial[v.equals])

    low, high = v.between
    if not np.isfinite(miss(low) * miss(high)):
        raise CalibrationError(f"{v.place}: no '{name}' can be found, as {blame(model, v, {**known, name: low}, pipelines, step)}")
    if miss(low) * miss(high) > 0.0:
        raise CalibrationError(f"{v.place}: no '{name}' between {low:g} and {high:g} makes '{v.of}' equal '{v.equals}'; "
                               f"check the parameters of '{v.of}'")
    known[name] = brentq(miss, low, high, xtol=1e-13, rtol=1e-14)


def blame(model: Model, v: Reference, trial: Values, pipelines: Values, step: float) -> str:
    """Say which variable is not finite when a constant is looked for."""
    settle(model, v.of, trial, pipelines, step)
    settle(model, v.equals, trial, pipelines, step)
    wrong = next((key for key, value in trial.items() if model[key].kind in COMPUTED and model[key].kind != "operator"
                  and not np.isfinite(value).all()), v.of)
    return f"'{wrong}' ({model[wrong].place}) is not finite in the reference state; check what '{wrong}' is made of"


def find_descendants(model: Model, name: str) -> set[str]:
    """A variable and all that is made of it, by way of other reference constants too."""
    found, edge = {name}, {name}
    while edge:
        edge = {v.name for v in model.variables.values() if v.kind != "stock" and v.name not in found
                and any(need in edge for need in reads(v))}
        found |= edge
    return found
