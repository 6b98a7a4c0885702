"""The plain reading of the model: the same equations, called on whole arrays of counties, one member after another."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence

import numpy as np

from simulator.axes import SEXES, STATUSES
from simulator.inputs import KINDS, Inputs, State
from simulator.kernel.run import Outputs, hide_first_flow
from simulator.model import Model
from simulator.words import Variable

Values = dict[str, np.ndarray | float]
Watch = Callable[[Variable, Values, int, int], None]


def run_reference(inputs: Inputs, record: Sequence[str], cohorts: bool = False, watch: Watch | None = None) -> Outputs:
    """Run the model plainly; `watch` sees every variable as (variable, known values, year, member)."""
    each = [run_member(inputs, member, record, cohorts, watch) for member in range(inputs.members)]
    model = inputs.model

    def together(part: str) -> dict[str, np.ndarray]:
        return {name: np.stack([member[part][name] for member in each]) for name in each[0][part]}

    def paths(part: str) -> dict[str, np.ndarray]:
        return {name: hide_first_flow(model, name, path) for name, path in together(part).items()}

    state = State(inputs.last_year, *(together(kind) for kind in KINDS))
    return Outputs(paths("counties"), paths("region"), together("photographs"), state)


def run_member(inputs: Inputs, member: int, record: Sequence[str], cohorts: bool, watch: Watch | None) -> dict[str, Values]:
    """One member's paths and final state."""
    model, step, years = inputs.model, inputs.step, inputs.years
    known = know_member(inputs, member)
    pipelines = {name: stages[member].copy() for name, stages in inputs.state.pipelines.items()}
    aged = {stock.name: model[stock.aged_by] for stock in model.of_kind("stock") if stock.aged_by}
    traces = {n: np.zeros((len(years), inputs.counties) if model.scope[n] == "county" else len(years)) for n in record}
    snapshots = {name: [] for name in inputs.state.cohorts if cohorts}
    early = [n for n in model.order if n not in model.late and n not in model.step_operators]
    late = [n for n in model.order if n in model.late]
    for y, year in enumerate(years):
        if y > 0:
            known |= {name: each.plain(*(known[need] for need in each.needs)) for name, each in aged.items()}
        for m in range(inputs.steps + 1) if y > 0 else (inputs.steps,):
            known |= know_moment(inputs, member, y, m)
            for name in early:
                evaluate(model, name, known, pipelines, step)
                if watch:
                    watch(model[name], known, year, member)
            if m == inputs.steps:
                for name in record:
                    if name not in model.flows:
                        traces[name][y] = known[name]
                for name, path in snapshots.items():
                    path.append(known[name])
                break
            moved = {}
            for stock in (s for s in model.of_kind("stock") if s.moved_by):
                mover = model[stock.moved_by]
                moved[stock.name], flows = mover.plain(*arguments(model, mover, known), step)
                known |= flows
            for name in late:
                if model[name].kind != "given":
                    evaluate(model, name, known, pipelines, step)
                if watch:
                    watch(model[name], known, year, member)
            for name in record:
                if name in model.flows:
                    traces[name][y] += step * known[name]
            known |= advance(model, known, pipelines, step) | moved
    return {"counties": {n: t for n, t in traces.items() if model.scope[n] == "county"},
            "region": {n: t for n, t in traces.items() if model.scope[n] == "region"},
            "photographs": {n: np.stack(path) for n, path in snapshots.items()},
            **{kind: {name: known[name] for name in getattr(inputs.state, kind)} for kind in KINDS if kind != "pipelines"},
            "pipelines": pipelines}


def know_member(inputs: Inputs, member: int) -> Values:
    """What a member knows before time begins to run."""
    known: Values = {**inputs.fields, **inputs.constants, **inputs.arrays}
    state = inputs.state
    for source in (inputs.parameters, inputs.references, state.stocks, state.cohorts, state.profiles):
        known |= {name: value[member] for name, value in source.items()}
    return known


def know_moment(inputs: Inputs, member: int, y: int, m: int) -> Values:
    """The levers and paths of a moment."""
    levers = {n: lever.base[member] + lever.ramp[y, m] * lever.reach[member] for n, lever in inputs.levers.items()}
    return levers | {name: path[member, y, m] for name, path in inputs.paths.items()}


def arguments(model: Model, reader: Variable, known: Values) -> list[np.ndarray]:
    """What an operator reads; a single value arrives as one value a county."""
    n = next(len(known[s.name]) for s in model.of_kind("stock") if s.name in known and s.axes != ("age",))
    return [known[name] if model.scope[name] == "array" else np.broadcast_to(known[name], n).astype(float)
            for name in reader.needs]


def evaluate(model: Model, name: str, known: Values, pipelines: Values, step: float) -> None:
    """Work out one variable from what is known."""
    v = model[name]
    if v.kind == "equation":
        known[name] = v.function(*(known[need] for need in v.needs))
    elif v.kind == "measure":
        known[name] = count(v, known)
    elif v.kind == "total":
        known[name] = add_up(v, known)
    elif v.kind == "sum":
        known[name] = functools.reduce(operator.add, (known[each] for each in v.of))
    elif v.kind == "decay":
        known[name] = -np.expm1(-known[v.rate] * step) / step * known[v.of]
    elif v.kind == "content":
        known[name] = pipelines[v.of].sum(axis=0)
    elif v.kind == "operator":
        known |= v.plain(*arguments(model, v, known))
    elif v.kind == "table":
        known[name] = np.interp(known[v.argument], *zip(*v.points, strict=True))
    elif v.kind == "delay":
        known[name] = passing_share(v, known, step) / step * pipelines[name][-1]


def count(v: Variable, known: Values) -> np.ndarray:
    """A number of people by county, from a cohort stock [county, sex, age, status]."""
    people = known[v.of][:, [SEXES.index(s) for s in v.sexes]][:, :, v.ages[0]:v.ages[1] + 1]
    people = people[..., [STATUSES.index(k) for k in v.statuses]].sum(axis=-1)
    if v.weight:
        schedule = np.broadcast_to(known[v.weight], (len(SEXES), known[v.of].shape[2]))
        people = people * schedule[[SEXES.index(s) for s in v.sexes], v.ages[0]:v.ages[1] + 1]
    return people.sum(axis=(1, 2))


def add_up(v: Variable, known: Values) -> float:
    """A sum over counties, or a weighted mean (the plain mean where nobody carries weight)."""
    value = np.atleast_1d(known[v.of])
    if not v.weight:
        return value.sum()
    weight = np.broadcast_to(known[v.weight], value.shape)
    return (value * weight).sum() / weight.sum() if weight.sum() > 0.0 else value.mean()


def passing_share(v: Variable, known: Values, step: float) -> np.ndarray:
    """Share of each stage of a pipeline that passes on in a step."""
    return np.minimum(1.0, v.order * step / known[v.time])


def advance(model: Model, known: Values, pipelines: Values, step: float) -> Values:
    """Every scalar stock after a step, all flows taken from the same state; pipelines move on in place."""
    after = {}
    for v in model.of_kind("stock"):
        if v.inflows or v.outflows:
            net = sum(known[f] for f in v.inflows) - sum(known[f] for f in v.outflows)
            after[v.name] = known[v.name] + step * net
    for v in model.of_kind("delay"):
        stages = pipelines[v.name]
        passing = passing_share(v, known, step) * stages
        entering = np.concatenate([step * np.atleast_2d(known[v.of]), passing[:-1]])
        pipelines[v.name] = stages + entering - passing
    return after
