"""Reference constants: what variables were worth in the reference state, computed once before any scenario moves; and what
stocks start from in that state, or in an earlier year under the same constants."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.optimize import brentq

from simulator.kernel.inputs import Arrays, Inputs, State
from simulator.kernel.integration import MOMENT
from simulator.kernel.reference import Values, evaluate, know_member, know_moment
from simulator.language.errors import CalibrationError, ModelError, suggest
from simulator.language.variables import Reference, Variable
from simulator.model.graph import COMPUTED, Model
from simulator.model.initial_value_checks import find_origins

# What is worked out of other variables alone.
PLAIN = ("equation", "total", "sum", "table")


def find_reference_state(inputs: Inputs) -> tuple[Arrays, State]:
    """Every reference constant, [member] or [member, county], in the state the inputs start from, levers at base; and that
    state with the stocks and pipelines that start from a variable of the model, or from nothing.

    Raises CalibrationError when no value of a solved constant brings its variable to the wanted level, and ModelError for
    a stock that starts from what nobody gives.
    """
    # What is not a number is said in words, here or once the run has ended, and not as a warning besides.
    with np.errstate(all="ignore"):
        found = find_all(inputs, find_of_member)
    references = {v.name: np.array([each[v.name] for each in found]) for v in inputs.model.of_kind("reference")}
    return references, complete_state(inputs, found)


def find_start(inputs: Inputs) -> State:
    """The state the inputs start from with the stocks and pipelines that start from a variable of the model, worked out at
    the start under the reference constants of the inputs; for a start in another year than that of the constants."""
    with np.errstate(all="ignore"):
        return complete_state(inputs, find_all(inputs, find_stocks_of_member))


def find_all(inputs: Inputs, find: Callable[[Inputs, int, Values], Values]) -> list[Values]:
    """What is found of each member; people whom all members share are counted once."""
    first = find(inputs, 0, {})
    alike = all((people == people[:1]).all() for people in inputs.state.cohorts.values())
    counted = {v.name: first[v.name] for v in inputs.model.of_kind("cohort_sum") if alike and v.name in first}
    return [first, *(find(inputs, member, counted) for member in range(1, inputs.members))]


def complete_state(inputs: Inputs, found: list[Values]) -> State:
    """The state of the inputs with all stocks and pipelines, from what was found for each member."""
    model, state, counties = inputs.model, inputs.state, (inputs.counties,)

    def gather(v: Variable) -> np.ndarray:
        return np.stack([np.broadcast_to(each[v.initial] if v.initial else 0.0, counties) for each in found]).astype(float)

    stocks = {v.name: gather(v) for v in model.of_kind("stock") if v.axes == ("county",) and v.name not in state.stocks}
    pipelines = {
        v.name: np.repeat(gather(v)[:, None] / v.order, v.order, axis=1)
        for v in model.of_kind("delay")
        if v.name not in state.pipelines
    }
    return replace(state, stocks=state.stocks | stocks, pipelines=state.pipelines | pipelines)


def find_of_member(inputs: Inputs, member: int, counted: Values) -> Values:
    """All that is worked out of one member in the reference state, some people being counted already."""
    model = inputs.model
    # Whatever references the inputs hold already belong to another state.
    known = know_member(inputs.with_references({}), member) | counted
    known |= {name: lever.base[member] for name, lever in inputs.levers.items()}
    known |= {v.name: v.value for v in model.of_kind("driver") if v.path and v.value is not None}
    pipelines = {name: stages[member] for name, stages in inputs.state.pipelines.items()}
    for v in model.of_kind("reference"):
        settle(inputs, v.name, known, pipelines)
    return begin_all(inputs, known, pipelines)


def find_stocks_of_member(inputs: Inputs, member: int, counted: Values) -> Values:
    """All that is worked out of one member where it starts, the reference constants being known."""
    known = know_member(inputs, member) | know_moment(inputs, member, 0, inputs.steps) | counted
    return begin_all(inputs, known, {name: stages[member] for name, stages in inputs.state.pipelines.items()})


def begin_all(inputs: Inputs, known: Values, pipelines: Values) -> Values:
    """All that is known once every stock and pipeline has what it starts from."""
    for v in inputs.model.of_kind("stock", "delay"):
        if v.name not in known and v.name not in pipelines:
            begin(inputs, v, known, pipelines)
    return known


def settle(inputs: Inputs, name: str, known: Values, pipelines: Values) -> None:
    """Work out a variable and all that it is made of, in the reference state."""
    if name in known:
        return
    model, v = inputs.model, inputs.model[name]
    if v.kind == "reference":
        if v.equals:
            solve(inputs, name, known, pipelines)
        else:
            settle(inputs, v.of, known, pipelines)
            known[name] = known[v.of]
        return
    if v.kind == "stock":
        known[name] = begin(inputs, v, known, pipelines)
        return
    if v.kind == "in_transit" and v.of not in pipelines:
        # In the reference state a pipeline holds what it starts from.
        known[name] = begin(inputs, model[v.of], known, pipelines)
        return
    if v.kind == "delay":
        settle(inputs, v.time, known, pipelines)
        last = pipelines[name][-1] if name in pipelines else begin(inputs, v, known, pipelines) / v.order
        known[name] = v.order * last / known[v.time]
        return
    for need in v.needs:
        settle(inputs, need, known, pipelines)
    if v.kind == "operator":
        known[name] = np.nan
    if v.kind != "operator_output":
        evaluate(model, name, known, pipelines, MOMENT)


def begin(inputs: Inputs, v: Variable, known: Values, pipelines: Values) -> np.ndarray:
    """What a stock or pipeline starts from, one value a county."""
    if not v.initial:
        return np.zeros(inputs.counties)
    if v.initial not in inputs.model.variables or v.initial == v.name:
        raise ModelError(
            f"{v.place}: '{v.name}' starts from '{v.initial}', which neither the tables nor a sector gives; "
            f"{suggest(v.initial, set(inputs.model.variables) - {v.name})}"
        )
    settle(inputs, v.initial, known, pipelines)
    return np.broadcast_to(known[v.initial], inputs.counties)


def solve(inputs: Inputs, name: str, known: Values, pipelines: Values) -> None:
    """Find the constant at which one variable equals another; what does not hang on it is worked out once."""
    v = inputs.model[name]
    moving, order = find_descendants(inputs.model, name), []

    @functools.cache
    def miss(guess: float) -> float:
        trial = {**known, name: guess}
        follow(inputs, order, trial, pipelines)
        settle(inputs, v.of, trial, pipelines)
        settle(inputs, v.equals, trial, pipelines)
        if not order:
            known.update({key: value for key, value in trial.items() if key not in moving})
            order.extend(key for key in trial if key in moving and key != name)
        return float(trial[v.of] - trial[v.equals])

    low, high = v.between
    if not np.isfinite(miss(low) * miss(high)):
        raise CalibrationError(f"{v.place}: no '{name}' can be found, as {blame(inputs, v, {**known, name: low}, pipelines)}")
    if miss(low) * miss(high) > 0.0:
        raise CalibrationError(
            f"{v.place}: no '{name}' between {low:g} and {high:g} makes '{v.of}' equal '{v.equals}'; "
            f"check the parameters of '{v.of}'"
        )
    known[name] = brentq(miss, low, high, xtol=1e-13, rtol=1e-14)


def follow(inputs: Inputs, order: list[str], trial: Values, pipelines: Values) -> None:
    """Work out variables in an order in which each finds what it is made of."""
    for name in order:
        if inputs.model[name].kind in PLAIN:
            evaluate(inputs.model, name, trial, pipelines, MOMENT)
        else:
            settle(inputs, name, trial, pipelines)


def blame(inputs: Inputs, v: Reference, trial: Values, pipelines: Values) -> str:
    """Say which variable is not finite when a constant is looked for."""
    model = inputs.model
    settle(inputs, v.of, trial, pipelines)
    settle(inputs, v.equals, trial, pipelines)
    wrong = next(
        (
            key
            for key, value in trial.items()
            if model[key].kind in COMPUTED and model[key].kind != "operator" and not np.isfinite(value).all()
        ),
        v.of,
    )
    return f"'{wrong}' ({model[wrong].place}) is not finite in the reference state; check what '{wrong}' is made of"


@functools.lru_cache(maxsize=64)
def find_descendants(model: Model, name: str) -> frozenset[str]:
    """A variable and all that is made of it in the reference state, by way of other constants and of starts of stocks too."""
    found, edge = {name}, {name}
    while edge:
        edge = {
            v.name for v in model.variables.values() if v.name not in found and any(need in edge for need in find_origins(model, v))
        }
        found |= edge
    return frozenset(found)
