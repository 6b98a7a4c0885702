"""Who influences whom, and with which sign: found in every expression and by trying every operator, at states of the model.

A sign is +1 where more of the one makes more of the other, -1 where it makes less, and 0 where it does the one here and the
other there. An influence of which no state shows a sign is left out. Cohorts are told apart by status: 'residents.rural'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from simulator.documentation.cohort_flows import list_moves
from simulator.documentation.slopes import find_slopes
from simulator.kernel.reference import Values, arguments
from simulator.language.dimensions import STATUSES
from simulator.language.variables import Operator
from simulator.model.graph import Model

MORE, LESS, MIXED = 1, -1, 0
# An operator is tried with one input changed by so much, over a step so short that competing flows do not feel each other.
# All see all counties, but inputs are changed in every third of them only.
NUDGE, MOMENT, NOTHING, EVERY = 1e-4, 1e-8, 1e-9, 3
Found = Iterator[tuple[str, str, "np.ndarray | float"]]


@dataclass(frozen=True)
class Influences:
    """A graph of signs: for each variable those that it makes, each with its sign."""

    signs: Mapping[str, Mapping[str, int]]

    def sign(self, source: str, target: str) -> int:
        """The sign of one influence. Raises KeyError where there is none."""
        return self.signs[source][target]

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """For each variable those that make it."""
        found: dict[str, list[str]] = {}
        for source, targets in self.signs.items():
            for target in targets:
                found.setdefault(target, []).append(source)
        return {target: tuple(names) for target, names in found.items()}


def find_influences(model: Model, states: Sequence[Values]) -> Influences:
    """The signs of all influences of a model, over these states of it; operators are tried in the last."""
    seen: dict[tuple[str, str], set[int]] = {}
    for source, target, slope in (*list_told(model), *list_worked_out(model, join(model, states)), *list_tried(model, states[-1])):
        slope = np.asarray(slope, float)
        signs = np.unique(np.sign(slope[np.isfinite(slope)]))
        seen.setdefault((source, target), set()).update(signs[signs != 0].astype(int).tolist())
    graph: dict[str, dict[str, int]] = {}
    for (source, target), signs in seen.items():
        if signs:
            graph.setdefault(source, {})[target] = sum(signs)
    return Influences(graph)


def join(model: Model, states: Sequence[Values]) -> Values:
    """Several states as one, in which the counties of all stand side by side."""
    counties = max(np.size(value) for name, value in states[0].items() if model.scope[name] == "county")
    return {
        name: np.concatenate([np.broadcast_to(state[name], counties) for state in states])
        for name in states[0]
        if model.scope[name] != "array" and model[name].kind != "operator"
    }


def list_told(model: Model) -> Found:
    """Influences whose sign is in the word itself: flows of stocks and pipelines, sums and numbers of people."""
    for v in model.variables.values():
        if v.kind == "stock":
            yield from ((flow, v.name, MORE) for flow in v.inflows)
            yield from ((flow, v.name, LESS) for flow in v.outflows)
            for move in list_moves(v.name):
                yield from ((move.name, f"{v.name}.{status}", LESS) for status in move.losing)
                yield from ((move.name, f"{v.name}.{status}", MORE) for status in move.gaining)
                yield from ((move.name, move.flow, MORE) for _ in range(move.name != move.flow))
        elif v.kind == "delay":
            yield v.of, v.name, MORE
        elif v.kind == "sum":
            yield from ((each, v.name, MORE) for each in v.of)
        elif v.kind == "in_transit":
            yield from ((model[v.of].of, v.name, MORE), (v.of, v.name, LESS))
        elif v.kind == "cohort_sum":
            yield from ((f"{v.of}.{status}", v.name, MORE) for status in v.statuses)
            yield from ((v.weight, v.name, MORE) for _ in range(bool(v.weight)))


def list_worked_out(model: Model, known: Values) -> Found:
    """Influences whose sign depends on where the model is: slopes of equations, tables, means, decays and delays."""
    for v in model.variables.values():
        if v.name in model.reference_only:
            continue
        if v.kind == "equation":
            yield from ((source, v.name, slope) for source, slopes in find_slopes(v, known).items() for slope in slopes)
        elif v.kind == "total":
            yield v.of, v.name, known[v.weight] if v.weight else MORE
            if v.weight:
                yield v.weight, v.name, known[v.of] - known[v.name]
        elif v.kind == "decay":
            yield v.of, v.name, known[v.rate]
            yield v.rate, v.name, known[v.of]
        elif v.kind == "delay":
            yield v.time, v.name, -known[v.name]
        elif v.kind == "table":
            yield v.argument, v.name, np.diff([value for _, value in v.points])


def list_tried(model: Model, known: Values) -> Found:
    """Influences through operators: each input of one county is nudged, and the county's own outputs are compared."""
    for v in model.of_kind("operator"):
        before = work(model, v, known)
        for need in v.needs:
            for source, county, changed in nudge(model, need, known):
                after = work(model, v, {**known, **changed})
                for name in after:
                    change = rows(after[name])[county] - rows(before[name])[county]
                    yield source, name, change if abs(change) > NOTHING * np.abs(rows(before[name])).max() else 0.0


def work(model: Model, v: Operator, known: Values) -> Values:
    """What an operator gives in a moment: its gifts, or the profile that it has aged."""
    if v.name in model.january_operators:
        profiles = [stock.name for stock in model.of_kind("stock") if stock.aged_by == v.name and stock.axes == ("age",)]
        return {name: v.reference(*(known[need] for need in v.needs)).sum(keepdims=True) for name in profiles}
    if v.name in model.step_operators:
        return move(model, v, known)
    return v.reference(*arguments(model, v, known))


def move(model: Model, v: Operator, known: Values) -> Values:
    """The flows of people in a moment; of a flow that comes in parts, each part as if only its people were there."""
    moved = [each for each in model.of_kind("stock") if each.moved_by == v.name]
    # Nobody is on the way in a moment.
    known = {**known, **{each.name: 0.0 * known[each.name] for each in moved if each.name not in model.snapshot_stocks}}
    flows = v.reference(*arguments(model, v, known), MOMENT)[1]
    for stock in (each for each in moved if each.name in model.snapshot_stocks):
        parts = [each for each in list_moves(stock.name) if each.name != each.flow]
        for status in sorted({each.made_of for each in parts}):
            alone = known[stock.name] * [float(each in status) for each in STATUSES]
            found = v.reference(*arguments(model, v, {**known, stock.name: alone}), MOMENT)[1]
            flows |= {each.name: found[each.flow] for each in parts if each.made_of == status}
        for part in parts:
            flows.pop(part.flow, None)
    return flows


def nudge(model: Model, name: str, known: Values) -> Iterator[tuple[str, int, Values]]:
    """An input of an operator with a little more of it in one county, for some counties: (source, county, changed input)."""
    v, value = model[name], np.asarray(known[name], float)
    if v.kind == "stock" and "status" in v.axes:
        for (place, status), county in product(enumerate(STATUSES), range(0, len(value), EVERY)):
            more = value.copy()
            more[county, ..., place] *= 1.0 + NUDGE
            yield f"{name}.{status}", county, {name: more}
    elif v.kind in ("driver", "stock") and value.ndim and model.scope[name] == "array":
        return
    elif value.ndim == 0:
        yield name, 0, {name: value + NUDGE * (abs(value) or 1.0)}
    else:
        for county in range(0, len(value), EVERY):
            more = value.copy()
            more[county] += NUDGE * (np.abs(value).max() or 1.0)
            yield name, county, {name: more}


def rows(value: np.ndarray) -> np.ndarray:
    """One number a county; of a matrix, the mean of the county's row."""
    return value if value.ndim == 1 else value.mean(axis=1)
