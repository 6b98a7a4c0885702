"""The model as a graph of variables: who reads whom, and an order of evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from math import inf
from types import ModuleType

from simulator.language.dimensions import COHORT
from simulator.language.errors import ModelError, suggest
from simulator.language.variables import Axis, Decay, Delay, Equation, InTransit, Lever, Stock, Sum, Theme, Variable
from simulator.model.expressions import expression

LONGEST_NAME = 24
COMPUTED = ("equation", "cohort_sum", "total", "sum", "operator", "operator_output", "table", "delay", "decay", "in_transit")
LEVERS = ("lever", "shock")
BARRIERS = ("total", "operator")
# What `describe` says of a declaration where it has it.
SHOWN = (
    *("family", "value", "prior_low", "prior_high", "distribution", "lower_bound", "upper_bound"),
    *("base", "plan", "low", "high", "prior", "group", "theme", "ramp", "shape", "cost", "where", "column", "initial"),
)


@dataclass(frozen=True, eq=False)
class Model:
    """All variables by name, with who needs whom."""

    variables: dict[str, Variable]
    undefined: dict[str, str] = field(default_factory=dict)
    sectors: dict[str, ModuleType] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    axes: dict[str, Axis] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Variable:
        return self.variables[name]

    def of_kind(self, *kinds: str) -> list[Variable]:
        """The variables of these kinds, in the order of the sectors."""
        if kinds not in self.kinds:
            self.kinds[kinds] = [variable for variable in self.variables.values() if variable.kind in kinds]
        return list(self.kinds[kinds])

    @cached_property
    def kinds(self) -> dict[tuple[str, ...], list[Variable]]:
        """Variables by the kinds that were asked for before."""
        return {}

    @cached_property
    def step_operators(self) -> tuple[str, ...]:
        """Operators that move a cohort stock within a step."""
        return tuple(dict.fromkeys(stock.moved_by for stock in self.of_kind("stock") if stock.moved_by))

    @cached_property
    def snapshot_stocks(self) -> tuple[str, ...]:
        """Cohort stocks [county, sex, age, status], of which results may keep snapshots."""
        return tuple(stock.name for stock in self.of_kind("stock") if stock.axes == COHORT)

    @cached_property
    def operator_drained_stocks(self) -> tuple[str, ...]:
        """Scalar stocks drained by a cohort operator; the outflow of the last step is a poor predictor, so they are not extrapolated."""
        outputs = {each for name in self.step_operators for each in self[name].gives}
        return tuple(v.name for v in self.of_kind("stock") if outputs & set(v.outflows))

    @cached_property
    def january_operators(self) -> tuple[str, ...]:
        """Operators that age a cohort stock on 1 January."""
        return tuple(stock.aged_by for stock in self.of_kind("stock") if stock.aged_by)

    @cached_property
    def reference_only(self) -> frozenset[str]:
        """Equations that only reference constants are made of: runs do not evaluate them."""
        read_by: dict[str, set[str]] = {name: set() for name in self.variables}
        for v in self.variables.values():
            for need in reads(v):
                read_by[need].add("" if v.kind == "reference" else v.name)
            if getattr(v, "initial", "") in read_by and v.initial != v.name:
                read_by[v.initial].add("")
        found: set[str] = set()
        for name in reversed(self.sorted):
            if self[name].kind in ("equation", "sum") and read_by[name] and read_by[name] <= found | {""}:
                found.add(name)
        return frozenset(found)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Variables that a run works out, in an order in which each comes after all that it needs."""
        return tuple(name for name in self.sorted if name not in self.reference_only)

    @cached_property
    def sorted(self) -> tuple[str, ...]:
        """All computed variables in an order in which each comes after all that it needs."""
        moving = [name for name, v in self.variables.items() if v.kind in COMPUTED and name not in self.january_operators]
        sorter = TopologicalSorter({name: [n for n in self[name].needs if n in moving] for name in moving})
        try:
            return tuple(sorter.static_order())
        except CycleError as error:
            raise ModelError(
                "a loop with no stock in it; let one of these read a stock instead:\n" + self.list_places(error.args[1])
            ) from None

    @cached_property
    def flows(self) -> frozenset[str]:
        """Variables that belong to a span of time: flows of stocks, amounts a year, what an operator gives while it moves
        people, and all that is made of it."""
        stock_flows = {flow for stock in self.of_kind("stock") for flow in (*stock.inflows, *stock.outflows)}
        amounts = {name for name in self.order if self[name].unit.is_amount_per_year}
        return frozenset(self.after_transition | stock_flows | amounts | {v.name for v in self.of_kind("delay")})

    @cached_property
    def after_transition(self) -> frozenset[str]:
        """Computed variables that are evaluated after the cohort transition."""
        found = set(self.step_operators)
        for name in self.order:
            if any(need in found for need in self[name].needs):
                found.add(name)
        return frozenset(found - set(self.step_operators))

    @cached_property
    def scope(self) -> dict[str, str]:
        """Whether a variable has one value a region ('region'), one a county ('county') or is an array ('array')."""
        scopes: dict[str, str] = {}
        for name, v in self.variables.items():
            if v.kind == "parameter":
                scopes[name] = "county" if isinstance(v.value, dict) else "region"
            elif v.kind in ("driver", "stock", "operator_output"):
                scopes[name] = "region" if v.axes == () else "county" if v.axes == ("county",) else "array"
            elif v.kind in (*LEVERS, "cohort_sum", "delay", "decay", "in_transit"):
                scopes[name] = "county"
            elif v.kind in ("total", "operator"):
                scopes[name] = "region"
        for name in self.sorted:
            if self[name].kind in ("equation", "table", "sum"):
                known = [self._scope_of(need, scopes) for need in self[name].needs]
                scopes[name] = "county" if "county" in known else "region"
        for v in self.of_kind("reference"):
            scopes[v.name] = self._scope_of(v.name, scopes)
        return scopes

    def _scope_of(self, name: str, scopes: dict[str, str]) -> str:
        if name in scopes:
            return scopes[name]
        v = self[name]
        if v.kind == "reference":
            return "region" if v.equals else self._scope_of(v.of, scopes)
        known = [self._scope_of(need, scopes) for need in v.needs]
        return "county" if "county" in known else "region"

    def readers(self, name: str) -> tuple[str, ...]:
        """Names of the variables that are made of this one."""
        return tuple(v.name for v in self.variables.values() if name in reads(v))

    def list_places(self, names: Iterable[str]) -> str:
        """Variables with the place where each is declared, a line each."""
        return "\n".join(f"    {name:{LONGEST_NAME}} {self[name].place}" for name in names)


def lever_groups(model: Model) -> dict[str, tuple[str, ...]]:
    """The groups of levers of each theme that has any, themes in the order of their declaration, groups by number."""
    levers = sorted(model.of_kind("lever"), key=by_group)
    found = {theme: tuple(dict.fromkeys(v.group for v in levers if v.theme == theme)) for theme in model.themes}
    return {theme: groups for theme, groups in found.items() if groups}


def by_group(v: Lever) -> tuple[str, int]:
    """A key that sorts levers by their group: by its letters, then by its number."""
    letters = v.group.rstrip("0123456789")
    return letters, int(v.group.removeprefix(letters) or 0)


def reads(v: Variable) -> tuple[str, ...]:
    """All names a variable refers to, those in the reference state and its flows included."""
    if v.kind == "reference":
        return (v.of, v.equals) if v.equals else (v.of,)
    if v.kind == "delay":
        return (v.of, v.time)
    if v.kind == "in_transit":
        return (v.of,)
    if v.kind == "stock":
        return (*v.inflows, *v.outflows, *filter(None, (v.moved_by, v.aged_by)))
    return v.needs


def writers(v: Variable) -> tuple[str, ...]:
    """Names of what changes or gives a variable: flows and operators of a stock, the operator of an output."""
    if v.kind == "stock":
        return reads(v)
    return (v.operator,) if v.kind == "operator_output" else ()


def list_members(model: Model, family: str) -> str:
    """The names of the variables that make up a family."""
    return ", ".join(v.name for v in model.variables.values() if v.family == family)


def describe(model: Model, name: str) -> dict[str, str]:
    """What a person asks of a variable: place, equation, unit, source, readers and writers.

    Raises ModelError when no sector declares the name.
    """
    if name not in model.variables:
        members = list_members(model, name)
        raise ModelError(
            f"'{name}' is a family; choose from {members}"
            if members
            else f"no sector declares '{name}'; {suggest(name, model.variables)}"
        )
    v = model[name]
    facts = {"name": name, "kind": v.kind, "place": f"simulator/{v.place}", "description": v.description, "unit": str(v.unit)}
    if isinstance(v, Equation):
        facts["equation"] = f"{name} = {expression(v)}"
    if isinstance(v, Stock) and (v.inflows or v.outflows):
        facts["equation"] = f"d {name} / d t = " + " + ".join(v.inflows) + "".join(f" - {flow}" for flow in v.outflows)
    if isinstance(v, Delay):
        facts["equation"] = f"{name} = {v.of} delayed by {v.time}, order {v.order}"
    if isinstance(v, Sum):
        facts["equation"] = f"{name} = {' + '.join(v.of)}"
    if isinstance(v, Decay):
        facts["equation"] = f"{name} = {v.of} * (1 - exp(-{v.rate} * step)) / step"
    if isinstance(v, InTransit):
        facts["equation"] = f"{name} = all stages of {v.of}"
    if v.kind == "operator":
        facts |= {
            "unit": "as given",
            "file": f"simulator/operators/{v.reference.__module__.rpartition('.')[2]}.py",
            "gives": ", ".join(v.gives),
        }
    for attribute in SHOWN:
        if getattr(v, attribute, None) not in (None, "", {}, -inf, inf):
            facts[attribute.replace("_", " ")] = str(getattr(v, attribute))
    facts["source"] = v.source or ("the equation" if isinstance(v, Equation) else "the model")
    facts["written by"] = ", ".join(writers(v)) or ("its equation" if isinstance(v, Equation) else "nothing in the model")
    facts["made of"] = ", ".join(reads(v)) or "nothing in the model"
    facts["read by"] = ", ".join(model.readers(name)) or "the results alone"
    return facts
