"""The model as a graph: gather the sectors, resolve names, check units and put the equations in order."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from types import FunctionType, ModuleType

from simulator.axes import AGES, COUNTY_CLASSES, SEXES, STATUSES
from simulator.errors import ModelError, suggest
from simulator.families import unfold_families
from simulator.grammar import check_grammar, expression
from simulator.starts import COHORT, check_references, check_starts, check_stocks, find_origins
from simulator.units import Unit, check_units, one, year
from simulator.variables import Axis, Content, Decay, Defined, Delay, Equation, Stock, Sum, Variable
from simulator.words import equation, named

LONGEST_NAME = 24
ENDINGS = {"_rate": 1 / year, "_share": one, "_time": year, "_life": year, "_index": one}
COMPUTED = ("equation", "measure", "total", "sum", "operator", "given", "table", "delay", "decay", "content")
LEVERS = ("lever", "shock")
AMOUNTS_A_YEAR = [{thing: 1, "year": -1} for thing in ("person", "yuan", "place", "m2")]
BARRIERS = ("total", "operator")


@dataclass(frozen=True, eq=False)
class Model:
    """All variables by name, with who needs whom."""

    variables: dict[str, Variable]
    undefined: dict[str, str] = field(default_factory=dict)

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
    def photographed(self) -> tuple[str, ...]:
        """Stocks of people by sex, age and status, which results may keep."""
        return tuple(stock.name for stock in self.of_kind("stock") if stock.axes == COHORT)

    @cached_property
    def losers(self) -> tuple[str, ...]:
        """Scalar stocks that people leave as operators move them, at what a step before may be no measure of."""
        gifts = {gift for name in self.step_operators for gift in self[name].gives}
        return tuple(v.name for v in self.of_kind("stock") if gifts & set(v.outflows))

    @cached_property
    def january_operators(self) -> tuple[str, ...]:
        """Operators that age a cohort stock on 1 January."""
        return tuple(stock.aged_by for stock in self.of_kind("stock") if stock.aged_by)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Equations that only say what the reference state was: nothing else reads them, so runs leave them out."""
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
        return tuple(name for name in self.sorted if name not in self.anchors)

    @cached_property
    def sorted(self) -> tuple[str, ...]:
        """All computed variables in an order in which each comes after all that it needs."""
        moving = [name for name, v in self.variables.items() if v.kind in COMPUTED and name not in self.january_operators]
        sorter = TopologicalSorter({name: [n for n in self[name].needs if n in moving] for name in moving})
        try:
            return tuple(sorter.static_order())
        except CycleError as error:
            raise ModelError("a loop with no stock in it; let one of these read a stock instead:\n"
                             + self.list_places(error.args[1])) from None

    @cached_property
    def flows(self) -> frozenset[str]:
        """Variables that belong to a span of time: flows of stocks, amounts a year, what an operator gives while it moves
        people, and all that is made of it."""
        stock_flows = {flow for stock in self.of_kind("stock") for flow in (*stock.inflows, *stock.outflows)}
        amounts = {name for name in self.order if dict(self[name].unit.powers) in AMOUNTS_A_YEAR}
        return frozenset(self.late | stock_flows | amounts | {v.name for v in self.of_kind("delay")})

    @cached_property
    def late(self) -> frozenset[str]:
        """Computed variables that wait until people have moved."""
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
            elif v.kind in ("driver", "stock", "given"):
                scopes[name] = "region" if v.axes == () else "county" if v.axes == ("county",) else "array"
            elif v.kind in (*LEVERS, "measure", "delay", "decay", "content"):
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


def reads(v: Variable) -> tuple[str, ...]:
    """All names a variable refers to, those in the reference state and its flows included."""
    if v.kind == "reference":
        return (v.of, v.equals) if v.equals else (v.of,)
    if v.kind == "delay":
        return (v.of, v.time)
    if v.kind == "content":
        return (v.of,)
    if v.kind == "stock":
        return (*v.inflows, *v.outflows, *filter(None, (v.moved_by, v.aged_by)))
    return v.needs


def writers(v: Variable) -> tuple[str, ...]:
    """Names of what changes or gives a variable: flows and operators of a stock, the operator of a gift."""
    if v.kind == "stock":
        return reads(v)
    return (v.operator,) if v.kind == "given" else ()


def import_sectors() -> list[ModuleType]:
    """The sector files that ship with the model."""
    import simulator.sectors as home

    names = sorted(module.name for module in pkgutil.iter_modules(home.__path__))
    return [importlib.import_module(f"{home.__name__}.{name}") for name in names]


def gather(sectors: Iterable[ModuleType] | None = None) -> Model:
    """Make the model of these sectors, or of all that ship.

    Raises ModelError, a line a problem, for names declared twice or not at all, for units that do not agree, for what
    an equation cannot say and for a loop with no stock in it.
    """
    variables: dict[str, Variable] = {}
    undefined: dict[str, str] = {}
    axes: dict[str, Axis] = {}
    problems: list[str] = []
    for sector in import_sectors() if sectors is None else sectors:
        for name, value in vars(sector).items():
            if isinstance(value, Axis):
                if name in axes:
                    problems.append(f"{sector.__name__.rpartition('.')[2]}.py: the axis '{name}' is already declared in another "
                                    "sector; give one of them another name")
                axes[name] = value
            if isinstance(value, Defined):
                undefined |= dict.fromkeys(value.names, value.where)
            if isinstance(value, FunctionType) and value.__module__ == sector.__name__:
                value = equation(value)
            if isinstance(value, Variable):
                for each in unfold(named(value, name, sector.__name__.rpartition(".")[2])):
                    if each.name in variables:
                        problems.append(f"{each.place}: '{each.name}' is already declared in {variables[each.name].place}; "
                                        "give one of them another name")
                    variables[each.name] = each
    variables, muddles = unfold_families(variables, axes)
    model = Model(variables, undefined)
    problems += muddles or check_names(model) + check_needs(model)
    if not problems:
        problems += check_grammar(model) + check_groups(model) + check_points(model) + check_classes(model)
        check_references(model)
        model.sorted  # noqa: B018 - a loop is found while ordering
        problems += check_stocks(model) + check_starts(model)
    if not problems:
        problems += check_scales(model)
    if not problems:
        problems += check_units(model)
    if problems:
        # The members of a family share one line, and what is wrong with it is said once.
        raise ModelError("\n".join(dict.fromkeys(problems)))
    return model


def unfold(variable: Variable) -> list[Variable]:
    """A variable with those that come with it: what an operator gives, the stages of a pipeline."""
    if variable.kind == "operator":
        gifts = [replace(gift, name=name, sector=variable.sector, operator=variable.name)
                 for name, gift in variable.gives.items()]
        return [replace(variable, gives={gift.name: gift for gift in gifts}), *gifts]
    return [variable]


def check_names(model: Model) -> list[str]:
    """Names are nouns of at most 24 letters whose endings mean one thing."""
    problems = []
    for name, v in model.variables.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", v.element or "x"):
            problems.append(f"{v.place}: '{v.element}', for which there is a '{name}', should be lower-case words")
        name = v.family or name
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or len(name) > LONGEST_NAME:
            problems.append(f"{v.place}: '{name}' should be lower-case words of at most {LONGEST_NAME} letters")
        for ending, unit in ENDINGS.items():
            if name.endswith(ending) and v.unit != unit and v.unit is not None and v.kind != "operator":
                problems.append(f"{v.place}: '{name}' ends in {ending} and so should be in {unit}, not in {v.unit}")
        if not isinstance(v.unit, Unit):
            problems.append(f"{v.place}: '{name}' has no unit; write one after the arrow, such as '-> person / year'")
        if not v.text:
            problems.append(f"{v.place}: '{name}' has no description; say in one sentence what it is")
    return problems


def check_needs(model: Model) -> list[str]:
    """Every name that a variable needs is declared; what all members of a family lack is said of the first."""
    missing: dict[tuple[str, str], str] = {}
    for v in model.variables.values():
        for need in reads(v):
            if need not in model.variables:
                members = list_members(model, need)
                why = f"is a family; choose from {members}" if members else f"no sector declares; {suggest(need, model.variables)}"
                missing.setdefault((v.place, need), f"{v.place}: '{v.name}' needs '{need}', which {why}")
    problems = list(missing.values())
    for name, people in model.undefined.items():
        for each in (name, people):
            if each not in model.variables:
                problems.append(f"'{each}' is said to be defined or not, but no sector declares it; "
                                f"{suggest(each, model.variables)}")
    return problems


def list_members(model: Model, family: str) -> str:
    """The names of the variables that make up a family."""
    return ", ".join(v.name for v in model.variables.values() if v.family == family)


def check_scales(model: Model) -> list[str]:
    """An equation reads numbers, not arrays; an operator gives values by county, or by county and destination."""
    odd = [f"{v.place}: '{v.name}' is given with axes {v.axes}; give it one value a county, or a county and destination"
           for v in model.of_kind("given") if v.axes not in (("county",), ("county", "destination"))]
    odd += [f"{v.place}: '{v.name}' is taken from '{v.of}', which has one value for the whole region; take one that has a value "
            "a county" for v in model.of_kind("total", "decay", "delay") if model.scope[v.of] == "region"]
    readers = model.of_kind("equation", "total", "table", "sum", "decay", "delay", "reference", "stock")
    return odd + [f"{v.place}: '{v.name}' reads '{need}', which is an array; take a measure of it or use an operator"
                  for v in readers for need in (*reads(v), *find_origins(model, v)) if model.scope[need] == "array"]


def check_groups(model: Model) -> list[str]:
    """A measure counts sexes, ages and statuses that a cohort stock has; a content is that of a pipeline."""
    problems = [f"{v.place}: '{v.name}' is the content of '{v.of}', which is no pipeline; take a delay or read the stock"
                for v in model.of_kind("content") if model[v.of].kind != "delay"]
    for v in model.of_kind("measure"):
        if model[v.of].kind != "stock" or "sex" not in model[v.of].axes:
            problems.append(f"{v.place}: '{v.name}' is a measure of '{v.of}', which is no cohort stock; use an equation")
        if v.weight and getattr(model[v.weight], "axes", ()) not in (("age",), ("sex", "age")):
            problems.append(f"{v.place}: '{v.name}' weighs people by '{v.weight}', which has no value by age; "
                            "multiply by it in an equation")
        for group, known in ((v.sexes, SEXES), (v.statuses, STATUSES)):
            problems += [f"{v.place}: '{v.name}' counts '{each}', whom nobody is; {suggest(each, known)}"
                         for each in group if each not in known]
        if not AGES[0] <= v.ages[0] <= v.ages[1] <= AGES[-1]:
            problems.append(f"{v.place}: '{v.name}' counts ages {v.ages[0]} to {v.ages[1]}; "
                            f"they should rise and lie between {AGES[0]} and {AGES[-1]}")
    return problems


def check_classes(model: Model) -> list[str]:
    """A parameter with several values has one for each class of county, and its range is one; a lever knows the classes."""
    problems = [f"{v.place}: '{v.name}' moves only in '{each}', which is no class of county; {suggest(each, COUNTY_CLASSES)}"
                for v in model.of_kind("lever") for each in v.where.get("county_class", ()) if each not in COUNTY_CLASSES]
    # Cities and circles are of one region; a model serves all.
    problems += [f"{v.place}: '{v.name}' moves only by '{each}', by which no model can tell counties apart; write county_class"
                 for v in model.of_kind("lever") for each in v.where if each != "county_class"]
    for v in model.of_kind("parameter"):
        values = v.value if isinstance(v.value, Mapping) else dict.fromkeys(COUNTY_CLASSES)
        strange = next((each for each in values if each not in COUNTY_CLASSES), None)
        lacking = next((each for each in COUNTY_CLASSES if each not in values), None)
        if strange is not None:
            problems.append(f"{v.place}: '{v.name}' has a value for '{strange}', which is no class of county"
                            f"{'' if v.axis else ', and it names no axis'}; {suggest(strange, COUNTY_CLASSES)}")
        elif lacking is not None:
            problems.append(f"{v.place}: '{v.name}' has no value for '{lacking}'; give one for each of {', '.join(COUNTY_CLASSES)}")
        elif isinstance(v.low, Mapping) or isinstance(v.high, Mapping):
            problems.append(f"{v.place}: '{v.name}' has several lows or highs; give one of each, or name their axis")
    return problems


def check_points(model: Model) -> list[str]:
    """The points of a table go from left to right."""
    return [f"{v.place}: '{v.name}' should list its points with rising arguments" for v in model.of_kind("table")
            if not v.points or any(left[0] >= right[0] for left, right in pairwise(v.points))]


def describe(model: Model, name: str) -> dict[str, str]:
    """What a person asks of a variable: place, equation, unit, source, readers and writers.

    Raises ModelError when no sector declares the name.
    """
    if name not in model.variables:
        members = list_members(model, name)
        raise ModelError(f"'{name}' is a family; choose from {members}" if members
                         else f"no sector declares '{name}'; {suggest(name, model.variables)}")
    v = model[name]
    facts = {"name": name, "kind": v.kind, "place": f"simulator/{v.place}", "description": v.text, "unit": str(v.unit)}
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
    if isinstance(v, Content):
        facts["equation"] = f"{name} = all stages of {v.of}"
    if v.kind == "operator":
        facts |= {"unit": "as given", "file": f"simulator/operators/{v.plain.__module__.rpartition('.')[2]}.py",
                  "gives": ", ".join(v.gives)}
    for label in ("family", "value", "low", "high", "base", "plan", "group", "ramp", "cost", "where", "column"):
        if getattr(v, label, None) not in (None, "", {}):
            facts[label] = str(getattr(v, label))
    facts["source"] = v.source or ("the equation" if isinstance(v, Equation) else "the model")
    facts["written by"] = ", ".join(writers(v)) or ("its equation" if isinstance(v, Equation) else "nothing in the model")
    facts["made of"] = ", ".join(reads(v)) or "nothing in the model"
    facts["read by"] = ", ".join(model.readers(name)) or "the results alone"
    return facts
