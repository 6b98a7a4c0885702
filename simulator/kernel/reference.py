"""The NumPy reference of the kernel: the same equations on arrays of counties, one member after another.

A step is a predictor-corrector of second order. The state at its midpoint is extrapolated: stocks by half a step of the flows at
its start, cohort sums by half of their change in the step before. All equations are evaluated there, and cohorts and stocks
advance by a full step (`scheme="midpoint"`). In the first-order scheme the midpoint is taken to be as the start
(`scheme="first_order"`).
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence

import numpy as np

from simulator.kernel.inputs import KINDS, Inputs, State
from simulator.kernel.integration import MOMENT, Span, decay_outflow, pass_on
from simulator.kernel.run import Outputs, hide_first_flow
from simulator.language.dimensions import SEXES, STATUSES
from simulator.language.variables import Variable
from simulator.model.graph import Model

Values = dict[str, np.ndarray | float]
Watch = Callable[[Variable, Values, int, int], None]
STANDING = ("cohort_sum", "in_transit")


def run_reference(inputs: Inputs, record: Sequence[str], cohorts: bool = False, watch: Watch | None = None) -> Outputs:
    """Run the reference; `watch` is called with every variable as (variable, values, year, member)."""
    each = [Member(inputs, member).run(record, cohorts, watch) for member in range(inputs.members)]
    model = inputs.model

    def together(part: str) -> dict[str, np.ndarray]:
        return {name: np.stack([member[part][name] for member in each]) for name in each[0][part]}

    def paths(part: str) -> dict[str, np.ndarray]:
        return {name: hide_first_flow(model, name, path) for name, path in together(part).items()}

    state = State(inputs.last_year, *(together(kind) for kind in KINDS))
    return Outputs(paths("counties"), paths("region"), together("photographs"), lambda: state)


class Member:
    """One member and its state in time."""

    def __init__(self, inputs: Inputs, member: int) -> None:
        self.inputs, self.model, self.member = inputs, inputs.model, member
        self.known = know_member(inputs, member)
        self.stocks = {name: value[member] for name, value in inputs.state.stocks.items()}
        self.pipelines = {name: stages[member] for name, stages in inputs.state.pipelines.items()}
        self.last_changes = {name: value[member] for name, value in inputs.state.last_changes.items()}
        model = self.model
        self.early = [n for n in model.order if n not in model.after_transition and n not in model.step_operators]
        self.after_transition = [n for n in model.order if n in model.after_transition and model[n].kind != "operator_output"]

    def run(self, record: Sequence[str], cohorts: bool, watch: Watch | None) -> dict[str, Values]:
        """Recorded paths and the state at the end."""
        inputs, model, years = self.inputs, self.model, self.inputs.years
        traces = {n: np.zeros((len(years), inputs.counties) if model.scope[n] == "county" else len(years)) for n in record}
        photographs = {name: [] for name in model.snapshot_stocks if cohorts}
        for y, year in enumerate(years):
            tell = functools.partial(watch, year=year, member=self.member) if watch else None
            if y > 0:
                self.age()
                self.people = self.count()
                for m in range(inputs.steps):
                    self.known |= know_moment(inputs, self.member, y, m)
                    self.step(tell)
                    for name in record:
                        if name in model.flows:
                            traces[name][y] += inputs.step * self.known[name]
            self.people = self.count()
            self.known |= know_moment(inputs, self.member, y, inputs.steps)
            end = MOMENT if inputs.scheme == "midpoint" else Span(inputs.step)
            self.stand(self.stocks, self.pipelines, self.people, end, tell)
            for name in record:
                if name not in model.flows:
                    traces[name][y] = self.known[name]
            for name, path in photographs.items():
                path.append(self.known[name])
        return {
            "counties": {n: t for n, t in traces.items() if model.scope[n] == "county"},
            "region": {n: t for n, t in traces.items() if model.scope[n] == "region"},
            "photographs": {n: np.stack(path) for n, path in photographs.items()},
            **{kind: {n: self.known[n] for n in getattr(inputs.state, kind)} for kind in ("cohorts", "profiles")},
            "stocks": self.stocks,
            "pipelines": self.pipelines,
            "last_changes": self.last_changes,
        }

    def age(self) -> None:
        """1 January: cohorts and profiles are a year older."""
        stocks = [stock for stock in self.model.of_kind("stock") if stock.aged_by]
        aged = {s.name: self.model[s.aged_by].reference(*(self.known[n] for n in self.model[s.aged_by].needs)) for s in stocks}
        self.known |= aged

    def count(self) -> Values:
        """All cohort sums of the present cohorts."""
        return {v.name: count(v, self.known) for v in self.model.of_kind("cohort_sum")}

    def stand(self, stocks: Values, pipelines: Values, people: Values, span: Span, tell: Watch | None = None) -> None:
        """Evaluate what does not depend on the transition, from stocks, pipelines and cohort sums of a moment."""
        contents = {v.name: pipelines[v.of].sum(axis=0) for v in self.model.of_kind("in_transit")}
        self.known |= stocks
        for name in self.early:
            if self.model[name].kind in STANDING:
                self.known[name] = (people | contents)[name]
            else:
                evaluate(self.model, name, self.known, self.pipelines, span, self.stocks)
            if tell:
                tell(self.model[name], self.known)

    def follow(self, span: Span, tell: Watch | None = None) -> None:
        """Evaluate what depends on the transition."""
        for name in self.after_transition:
            evaluate(self.model, name, self.known, self.pipelines, span, self.stocks)
        if tell:
            for name in self.model.order:
                if name in self.model.after_transition:
                    tell(self.model[name], self.known)

    def move(self) -> tuple[Values, Values]:
        """Cohorts after the step and the flows of step operators, which read stocks at its start."""
        moved, flows = {}, {}
        for name in self.model.step_operators:
            mover = self.model[name]
            after, gives = mover.reference(*arguments(self.model, mover, self.known | self.stocks), self.inputs.step)
            moved, flows = moved | after, flows | gives
        return moved, flows

    def step(self, tell: Watch | None) -> None:
        """Advance by one step."""
        whole, ahead = Span(self.inputs.step), self.inputs.scheme == "midpoint"
        if ahead and not self.last_changes:
            self.try_step(tell)
        if ahead:
            half = Span(0.5 * self.inputs.step)
            self.stand(self.stocks, self.pipelines, self.people, half)
            self.known |= {name: flow for name, flow in self.last_changes.items() if self.model[name].kind == "operator_output"}
            self.follow(half)
            stocks, pipelines = advance(self.model, self.known, self.stocks, self.pipelines, half)
            stocks |= {name: limit_to_half(stocks[name], self.stocks[name]) for name in self.model.operator_drained_stocks}
            whole = Span(self.inputs.step, middle=True)
            people = {name: extrapolate_half(now, self.last_changes[name]) for name, now in self.people.items()}
            self.stand(stocks, pipelines, people, whole, tell)
        else:
            self.stand(self.stocks, self.pipelines, self.people, whole, tell)
        moved, flows = self.move()
        self.known |= flows
        self.follow(whole, tell)
        self.stocks, self.pipelines = advance(self.model, self.known, self.stocks, self.pipelines, whole)
        self.known |= moved
        people = self.count()
        self.last_changes = flows_by_county(self.model, flows) | {name: people[name] - self.people[name] for name in people}
        self.people = people

    def try_step(self, tell: Watch | None = None) -> None:
        """Predictor of the very first step, which has none before it: the transition on trial, then discarded."""
        self.stand(self.stocks, self.pipelines, self.people, Span(self.inputs.step))
        moved, flows = self.move()
        self.known |= flows
        if tell:
            for name in flows:
                tell(self.model[name], self.known)
        after = {v.name: count(v, self.known | moved) for v in self.model.of_kind("cohort_sum")}
        self.last_changes = flows_by_county(self.model, flows) | {name: after[name] - self.people[name] for name in after}


def flows_by_county(model: Model, flows: Values) -> Values:
    """The outputs of step operators."""
    return {name: flow for name, flow in flows.items() if model[name].kind == "operator_output"}


def extrapolate_half(now: np.ndarray, change: np.ndarray) -> np.ndarray:
    """A cohort sum half a step on by the change of the last step; at least half of what it is."""
    return np.maximum(now + 0.5 * change, 0.5 * now)


def limit_to_half(ahead: np.ndarray, now: np.ndarray) -> np.ndarray:
    """A stock half a step on; where positive, at least half of what it is."""
    return np.where(now > 0.0, np.maximum(ahead, 0.5 * now), ahead)


def know_member(inputs: Inputs, member: int) -> Values:
    """Values of a member that are known before the first step."""
    known: Values = {**inputs.fields, **inputs.constants, **inputs.arrays}
    state = inputs.state
    for source in (inputs.parameters, inputs.references, state.stocks, state.cohorts, state.profiles):
        known |= {name: value[member] for name, value in source.items()}
    return known


def know_moment(inputs: Inputs, member: int, y: int, m: int) -> Values:
    """Levers and paths of a moment."""
    levers = {n: lever.base[member] + lever.ramp[y, m] * lever.amplitude[member] for n, lever in inputs.levers.items()}
    return levers | {name: path[member, y, m] for name, path in inputs.paths.items()}


def arguments(model: Model, reader: Variable, known: Values) -> list[np.ndarray]:
    """The inputs of an operator; a scalar is broadcast to [county]."""
    n = next(len(known[s.name]) for s in model.of_kind("stock") if s.name in known and s.axes != ("age",))
    return [known[name] if model.scope[name] == "array" else np.broadcast_to(known[name], n).astype(float) for name in reader.needs]


def evaluate(model: Model, name: str, known: Values, pipelines: Values, span: Span, stocks: Values | None = None) -> None:
    """Evaluate one variable; decays and pipelines are integrated over a span, at whose start the stocks were `stocks`."""
    v = model[name]
    if v.kind == "equation":
        known[name] = v.function(*(known[need] for need in v.needs))
    elif v.kind == "cohort_sum":
        known[name] = count(v, known)
    elif v.kind == "total":
        known[name] = add_up(v, known)
    elif v.kind == "sum":
        known[name] = functools.reduce(operator.add, (known[each] for each in v.of))
    elif v.kind == "decay":
        stock = model[v.of].kind == "stock"
        before = stocks[v.of] if stock and stocks else known.get(name, 0.0)
        known[name] = decay_outflow(known[v.rate], known[v.of], before, span.length, span.middle, stock)
    elif v.kind == "in_transit":
        known[name] = pipelines[v.of].sum(axis=0)
    elif v.kind == "operator":
        known |= v.reference(*arguments(model, v, known))
    elif v.kind == "table":
        known[name] = np.interp(known[v.argument], *zip(*v.points, strict=True))
    elif v.kind == "delay":
        known[name] = pass_on(pipelines[name], known[v.of], known[v.time], span)[1]


def count(v: Variable, known: Values) -> np.ndarray:
    """A cohort sum [county] of a cohort stock [county, sex, age, status]."""
    people = known[v.of][:, [SEXES.index(s) for s in v.sexes]][:, :, v.ages[0] : v.ages[1] + 1]
    people = people[..., [STATUSES.index(k) for k in v.statuses]].sum(axis=-1)
    if v.weight:
        schedule = np.broadcast_to(known[v.weight], (len(SEXES), known[v.of].shape[2]))
        people = people * schedule[[SEXES.index(s) for s in v.sexes], v.ages[0] : v.ages[1] + 1]
    return people.sum(axis=(1, 2))


def add_up(v: Variable, known: Values) -> float:
    """A sum over counties, or a weighted mean (the plain mean where all weights are 0)."""
    value = np.atleast_1d(known[v.of])
    if not v.weight:
        return value.sum()
    weight = np.asarray(known[v.weight])
    if weight.shape != value.shape:
        weight = np.broadcast_to(weight, value.shape)
    whole = weight.sum()
    return (value * weight).sum() / whole if whole > 0.0 else value.mean()


def advance(model: Model, known: Values, stocks: Values, pipelines: Values, span: Span) -> tuple[Values, Values]:
    """All scalar stocks and pipelines a span of time on, with all flows of the same moment."""
    after = dict(stocks)
    for v in model.of_kind("stock"):
        if v.inflows or v.outflows:
            net = sum(known[f] for f in v.inflows) - sum(known[f] for f in v.outflows)
            after[v.name] = stocks[v.name] + span.length * net
    stages = {v.name: pass_on(pipelines[v.name], known[v.of], known[v.time], span)[0] for v in model.of_kind("delay")}
    return after, stages
