"""The words of a sector file: each name that a sector binds to one of them is a variable of the model.

A bare function needs no word: it is an equation, its name the variable, its arguments the variables it
needs in whichever sector they live, its return annotation the unit and its docstring the description.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FunctionType
from typing import ClassVar

from simulator.errors import ModelError
from simulator.units import Unit, one

Value = float | Mapping[str, float]


def arguments(function: FunctionType) -> tuple[str, ...]:
    """The names of a function's arguments."""
    return function.__code__.co_varnames[:function.__code__.co_argcount]


@dataclass(frozen=True, kw_only=True)
class Variable:
    """What every variable has: a unit, a description, a source and a place."""

    kind: ClassVar[str] = ""
    unit: Unit
    text: str
    source: str = ""
    place: str = ""
    name: str = ""
    sector: str = ""
    axis: str = ""
    family: str = ""
    element: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the variables from which this one is made."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Parameter(Variable):
    """A constant: see `parameter`."""

    kind: ClassVar[str] = "parameter"
    value: Value
    low: float | None = None
    high: float | None = None
    distribution: str = "uniform"
    least: float = -float("inf")
    most: float = float("inf")


@dataclass(frozen=True, kw_only=True)
class Lever(Variable):
    """A policy parameter: see `lever`."""

    kind: ClassVar[str] = "lever"
    base: float
    plan: float
    low: float
    high: float
    ramp: tuple[int, int]
    shape: str
    group: str
    cost: str
    prior: tuple[float, float] | None = None
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Shock(Lever):
    """Something that happens to a region and that nobody decides: see `shock`."""

    kind: ClassVar[str] = "shock"


@dataclass(frozen=True, kw_only=True)
class Driver(Variable):
    """Something the model is told: see `driver`."""

    kind: ClassVar[str] = "driver"
    column: str = ""
    value: float | None = None
    axes: tuple[str, ...] = ("county",)
    path: bool = False
    factor: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Stock(Variable):
    """A state: see `stock`."""

    kind: ClassVar[str] = "stock"
    initial: str
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()
    axes: tuple[str, ...] = ("county",)
    moved_by: str = ""
    aged_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Equation(Variable):
    """A variable worked out by one expression: see `equation`."""

    kind: ClassVar[str] = "equation"
    function: FunctionType
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(self.renamed.get(name, name) for name in arguments(self.function))


@dataclass(frozen=True, kw_only=True)
class Total(Variable):
    """A sum or mean over counties: see `total`."""

    kind: ClassVar[str] = "total"
    of: str
    weight: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, self.weight) if self.weight else (self.of,)


@dataclass(frozen=True, kw_only=True)
class Sum(Variable):
    """A sum over the elements of an axis: see `total`."""

    kind: ClassVar[str] = "sum"
    of: tuple[str, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        return self.of


@dataclass(frozen=True, kw_only=True)
class Decay(Variable):
    """What leaves at a rate, exact for any step: see `decay`."""

    kind: ClassVar[str] = "decay"
    of: str
    rate: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, self.rate)


@dataclass(frozen=True, kw_only=True)
class Content(Variable):
    """What is inside a pipeline: see `content`."""

    kind: ClassVar[str] = "content"
    of: str


@dataclass(frozen=True, kw_only=True)
class Measure(Variable):
    """A number taken from cohorts: see `measure`."""

    kind: ClassVar[str] = "measure"
    of: str
    sexes: tuple[str, ...]
    ages: tuple[int, int]
    statuses: tuple[str, ...]
    weight: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, self.weight) if self.weight else (self.of,)


@dataclass(frozen=True, kw_only=True)
class Reference(Variable):
    """A constant of the reference state: see `reference`."""

    kind: ClassVar[str] = "reference"
    of: str
    equals: str = ""
    between: tuple[float, float] = (0.0, 0.0)

    @property
    def needs(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class Operator(Variable):
    """Arithmetic on arrays: see `operator`."""

    kind: ClassVar[str] = "operator"
    plain: Callable
    fast: Callable
    gives: Mapping[str, Given] = field(default_factory=dict)
    reads: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        return self.reads or tuple(name for name in arguments(self.plain) if name != "step")


@dataclass(frozen=True, kw_only=True)
class Given(Variable):
    """What an operator gives: see `given`."""

    kind: ClassVar[str] = "given"
    axes: tuple[str, ...] = ("county",)
    operator: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.operator,)


@dataclass(frozen=True, kw_only=True)
class Delay(Variable):
    """What leaves a pipeline: see `delay`."""

    kind: ClassVar[str] = "delay"
    of: str
    time: str
    order: int
    initial: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.time,)


@dataclass(frozen=True, kw_only=True)
class Table(Variable):
    """A relation known by points: see `table`."""

    kind: ClassVar[str] = "table"
    argument: str
    points: tuple[tuple[float, float], ...]

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.argument,)


@dataclass(frozen=True)
class Axis:
    """Things of one kind, for which an equation is written once: see `axis`."""

    elements: Mapping[str, str]


@dataclass(frozen=True)
class Defined:
    """Names of per-head variables that have no meaning where a group of people is empty."""

    where: str
    names: tuple[str, ...]


def _here() -> str:
    """Where in a sector file a word is being used."""
    frame = sys._getframe(2)
    return locate(frame.f_code.co_filename, frame.f_lineno)


def locate(filename: str, line: int) -> str:
    """A place as people read it: folder, file and line."""
    path = Path(filename)
    return f"{path.parent.name}/{path.name}:{line}"


def axis(**elements: str) -> Axis:
    """Things of one kind (services, for example), each with its words.

    A parameter or stock that names the axis is a family, one variable for each element, and so is every variable made of
    one. A member written out by its own name (`capacity_rental`) stands in place of the family's.
    """
    return Axis(elements)


def parameter(value: Value, unit: Unit, text: str, *, source: str, low: Value | None = None, high: Value | None = None,
              distribution: str = "uniform", least: float = -float("inf"), most: float = float("inf"),
              axis: str = "") -> Parameter:
    """A constant with its prior range (low, high) and the hard bounds (least, most) it can never pass.

    `value` is one number, or one a county class, which members do not draw; on an axis, value, low and high are given by
    element. `distribution` is uniform or log_uniform.
    """
    return Parameter(value=value, unit=unit, text=text, source=source, low=low, high=high, distribution=distribution,
                     least=least, most=most, axis=axis, place=_here())


def lever(base: float, unit: Unit, text: str, *, plan: float, low: float, high: float, ramp: tuple[int, int],
          group: str, source: str, shape: str = "smooth", cost: str = "none",
          prior: tuple[float, float] | None = None, where: Mapping[str, Sequence[str]] | None = None) -> Lever:
    """A policy parameter: its value in 2020 practice, in the plan, its hard range and the calendar years of its ramp.

    `prior` is the range in which 2020 practice itself is known; ensemble members draw from it. `where` names the counties
    in which the lever can move, such as {"county_class": ["core"]}; everywhere by default.
    """
    return Lever(base=base, plan=plan, low=low, high=high, ramp=ramp, shape=shape, group=group, cost=cost, prior=prior,
                 where=dict(where or {}), unit=unit, text=text, source=source, place=_here())


def shock(base: float, unit: Unit, text: str, *, low: float, high: float, ramp: tuple[int, int], source: str,
          shape: str = "linear") -> Shock:
    """Something that happens to a region: its value in calm times, its hard range and the usual years of its ramp.

    A scenario says under `shocks` which value it reaches; no lever setting moves it.
    """
    return Shock(base=base, plan=base, low=low, high=high, ramp=ramp, shape=shape, group="", cost="none", unit=unit, text=text,
                 source=source, place=_here())


def driver(unit: Unit, text: str, *, source: str, column: str = "", value: float | None = None,
           axes: Sequence[str] = ("county",), path: bool = False, factor: float = 1.0) -> Driver:
    """Something the model is told: a column 'table.column' of the region, a built array, a held value or a path in time.

    `factor` turns the unit of the column into that of the model.
    """
    return Driver(unit=unit, text=text, source=source, column=column, value=value, axes=tuple(axes), path=path,
                  factor=factor, place=_here())


def listed(names: str | Sequence[str]) -> tuple[str, ...]:
    """Names as a tuple, a single one too."""
    return (names,) if isinstance(names, str) else tuple(names)


def stock(unit: Unit, text: str, *, initial: str = "", inflows: str | Sequence[str] = (), outflows: str | Sequence[str] = (),
          axes: Sequence[str] = ("county",), moved_by: str = "", aged_by: str = "", axis: str = "") -> Stock:
    """A state integrated in time by its inflows and outflows, or cohorts moved by an operator and aged each January.

    `initial` is what the region's tables give under this name, or a variable, which is then worked out in the reference
    state; without it, a stock starts from nothing.
    """
    return Stock(unit=unit, text=text, initial=initial, inflows=listed(inflows), outflows=listed(outflows),
                 axes=tuple(axes), moved_by=moved_by, aged_by=aged_by, axis=axis, place=_here())


def total(of: str, unit: Unit, text: str, *, weight: str = "", over: str = "county") -> Total | Sum:
    """The sum of a variable over all counties, or its mean with the given weight; or the sum over another axis."""
    if over != "county":
        if weight:
            raise ModelError(f"{_here()}: the sum of '{of}' over '{over}' has a weight, which only a mean over counties has; "
                             "multiply by it in an equation")
        return Sum(of=(of,), axis=over, unit=unit, text=text, place=_here())
    return Total(of=of, weight=weight, unit=unit, text=text, place=_here())


def decay(of: str, unit: Unit, text: str, *, rate: str) -> Decay:
    """What leaves a stock, or closes a gap, at a rate a year; exact for any step while stock and rate stand still."""
    return Decay(of=of, rate=rate, unit=unit, text=text, place=_here())


def content(of: str, unit: Unit, text: str) -> Content:
    """All that is inside the pipeline whose end is `of`."""
    return Content(of=of, unit=unit, text=text, place=_here())


def measure(of: str, unit: Unit, text: str, *, sexes: Sequence[str] = ("female", "male"), ages: tuple[int, int] = (0, 101),
            statuses: Sequence[str] = ("rural", "migrant", "eligible", "outsider", "registered"), weight: str = "") -> Measure:
    """A number of people taken from a cohort stock, by sex, age (first and last) and status, weighted by a schedule."""
    return Measure(of=of, unit=unit, text=text, sexes=tuple(sexes), ages=ages, statuses=tuple(statuses), weight=weight,
                   place=_here())


def reference(of: str, unit: Unit, text: str, *, equals: str = "", between: tuple[float, float] = (0.0, 0.0)) -> Reference:
    """A constant of the region: the value of a variable in the reference state (31 December 2020, levers at base).

    With `equals`, the constant is solved for instead: the value in `between` at which variable `of` equals `equals`.
    """
    return Reference(of=of, equals=equals, between=between, unit=unit, text=text, place=_here())


def operator(plain: Callable, text: str, *, gives: Mapping[str, Given] | None = None, reads: Sequence[str] = ()) -> Operator:
    """Arithmetic on arrays that no equation can say, with its fast twin `plain.fast` beside it.

    It reads the variables that its arguments name, or those of `reads` in their place.
    """
    return Operator(plain=plain, fast=plain.fast, gives=dict(gives or {}), reads=tuple(reads), unit=one, text=text,
                    place=_here())


def given(unit: Unit, text: str, *, axes: Sequence[str] = ("county",)) -> Given:
    """A variable that an operator gives."""
    return Given(unit=unit, text=text, axes=tuple(axes), place=_here())


def delay(of: str, unit: Unit, text: str, *, time: str, order: int, initial: str) -> Delay:
    """What leaves a pipeline of the given order and mean time.

    Its content is inflow times time (Little's law) for every step up to time / order; with a longer step each stage holds
    what enters in one step.
    """
    return Delay(of=of, time=time, order=order, initial=initial, unit=unit, text=text, place=_here())


def table(argument: str, unit: Unit, text: str, *, points: Sequence[tuple[float, float]], source: str) -> Table:
    """A relation known by points, straight between them and level beyond."""
    return Table(argument=argument, points=tuple(points), unit=unit, text=text, source=source, place=_here())


def defined(where: str, *names: str) -> Defined:
    """Say that these variables have no meaning in a county where `where` is zero; results leave them out there."""
    return Defined(where, names)


def equation(function: FunctionType) -> Equation:
    """Read a bare function of a sector as an equation."""
    code = function.__code__
    return Equation(unit=function.__annotations__.get("return"), text=inspect.getdoc(function) or "", function=function,
                    place=locate(code.co_filename, code.co_firstlineno))


def named(variable: Variable, name: str, sector: str) -> Variable:
    """The same variable once it is known under which name a sector holds it."""
    return replace(variable, name=name, sector=sector)
