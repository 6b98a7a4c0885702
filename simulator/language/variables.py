"""The kinds of variables that the words of a sector file make, each with what it is told and of what it is made."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FunctionType
from typing import ClassVar, Literal, get_args

from simulator.language.units import Unit

Value = float | Mapping[str, float]
Distribution = Literal["uniform", "log_uniform"]
Shape = Literal["linear", "smooth", "step", "logistic"]
DISTRIBUTIONS, SHAPES = get_args(Distribution), get_args(Shape)


def arguments(function: FunctionType) -> tuple[str, ...]:
    """The names of a function's arguments."""
    return function.__code__.co_varnames[: function.__code__.co_argcount]


@dataclass(frozen=True, kw_only=True)
class Variable:
    """What every variable has: a unit, a description, a source and a place."""

    kind: ClassVar[str] = ""
    unit: Unit
    description: str
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
    prior_low: float | None = None
    prior_high: float | None = None
    distribution: str = "uniform"
    lower_bound: float = -float("inf")
    upper_bound: float = float("inf")


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
    theme: str = ""
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

    @functools.cached_property
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
class InTransit(Variable):
    """What is inside a pipeline: see `in_transit`."""

    kind: ClassVar[str] = "in_transit"
    of: str


@dataclass(frozen=True, kw_only=True)
class CohortSum(Variable):
    """A number taken from cohorts: see `cohort_sum`."""

    kind: ClassVar[str] = "cohort_sum"
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
    reference: Callable
    compiled: Callable
    gives: Mapping[str, OperatorOutput] = field(default_factory=dict)
    reads: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        return self.reads or tuple(name for name in arguments(self.reference) if name != "step")


@dataclass(frozen=True, kw_only=True)
class OperatorOutput(Variable):
    """What an operator gives: see `operator_output`."""

    kind: ClassVar[str] = "operator_output"
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
        return (self.of, self.time)


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
class Theme:
    """A part of a policy with its English and Chinese title: see `theme`."""

    title: str
    zh: str = ""
    place: str = ""


@dataclass(frozen=True)
class Axis:
    """Things of one kind, for which an equation is written once: see `axis`."""

    elements: Mapping[str, str]
    place: str = ""


@dataclass(frozen=True)
class UndefinedWhereZero:
    """Names of per-head variables that have no meaning where a group of people is empty."""

    where: str
    names: tuple[str, ...]
