"""The declarations of a sector file: each name that a sector binds to one of them is a variable of the model.

A bare function needs no declaration: it is an equation, its name the variable, its arguments the variables it
needs in whichever sector they live, its return annotation the unit and its docstring the description.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import FunctionType

from simulator.language.declaration_calls import declaration, find_place, locate
from simulator.language.errors import ModelError
from simulator.language.units import Unit, one
from simulator.language.variables import (
    Axis,
    CohortSum,
    Decay,
    Delay,
    Driver,
    Equation,
    InTransit,
    Lever,
    Operator,
    OperatorOutput,
    Parameter,
    Reference,
    Shock,
    Stock,
    Sum,
    Table,
    Theme,
    Total,
    UndefinedWhereZero,
    Value,
    Variable,
)
from simulator.language.variables import arguments as arguments


@declaration
def axis(**elements: str) -> Axis:
    """Things of one kind (services, for example), each with its description.

    A parameter or stock that names the axis is a family, one variable for each element, and so is every variable made of
    one. A member written out by its own name (`capacity_rental`) stands in place of the family's.
    """
    return Axis(elements, place=find_place())


@declaration
def theme(title: str, *, zh: str = "") -> Theme:
    """A part of a policy that levers name as their theme: attribution tells what each part gives."""
    return Theme(title=title, zh=zh, place=find_place())


@declaration
def parameter(
    value: Value,
    unit: Unit,
    description: str,
    *,
    source: str,
    prior_low: Value | None = None,
    prior_high: Value | None = None,
    distribution: str = "uniform",
    lower_bound: float = -float("inf"),
    upper_bound: float = float("inf"),
    axis: str = "",
) -> Parameter:
    """A constant with its prior range and the hard bounds that it can never pass.

    `value` is one number, or one a county class, which members do not draw; on an axis, value, prior_low and prior_high are
    given by element. `distribution` is uniform or log_uniform.
    """
    return Parameter(
        value=value,
        unit=unit,
        description=description,
        source=source,
        prior_low=prior_low,
        prior_high=prior_high,
        distribution=distribution,
        lower_bound=lower_bound,
        upper_bound=upper_bound,
        axis=axis,
        place=find_place(),
    )


@declaration
def lever(
    base: float,
    unit: Unit,
    description: str,
    *,
    plan: float,
    low: float,
    high: float,
    ramp: tuple[int, int],
    source: str,
    group: str = "",
    theme: str = "",
    shape: str = "smooth",
    cost: str = "none",
    prior: tuple[float, float] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> Lever:
    """A policy parameter: its value in 2020 practice, in the plan, its hard range and the calendar years of its ramp.

    `theme` is the part of a policy to which attribution counts the lever, declared by `theme`; `group` is its number in a
    catalogue of measures, by default the theme. `prior` is the range in which 2020 practice itself is known; ensemble members draw from it. `where` names the counties
    in which the lever can move, such as {"county_class": ["core"]}; everywhere by default.
    """
    return Lever(
        base=base,
        plan=plan,
        low=low,
        high=high,
        ramp=ramp,
        shape=shape,
        group=group or theme,
        theme=theme or group,
        cost=cost,
        prior=prior,
        where=dict(where or {}),
        unit=unit,
        description=description,
        source=source,
        place=find_place(),
    )


@declaration
def shock(
    base: float, unit: Unit, description: str, *, low: float, high: float, ramp: tuple[int, int], source: str, shape: str = "linear"
) -> Shock:
    """Something that happens to a region: its value in calm times, its hard range and the usual years of its ramp.

    A scenario says under `shocks` which value it reaches; no lever setting moves it.
    """
    return Shock(
        base=base,
        plan=base,
        low=low,
        high=high,
        ramp=ramp,
        shape=shape,
        group="",
        cost="none",
        unit=unit,
        description=description,
        source=source,
        place=find_place(),
    )


@declaration
def driver(
    unit: Unit,
    description: str,
    *,
    source: str,
    column: str = "",
    value: float | None = None,
    axes: Sequence[str] = ("county",),
    path: bool = False,
    factor: float = 1.0,
) -> Driver:
    """Something the model is told: a column 'table.column' of the region, a built array, a held value or a path in time.

    `factor` turns the unit of the column into that of the model.
    """
    return Driver(
        unit=unit,
        description=description,
        source=source,
        column=column,
        value=value,
        axes=listed(axes),
        path=path,
        factor=factor,
        place=find_place(),
    )


def listed(names: str | Sequence[str]) -> tuple[str, ...]:
    """Names as a tuple, a single one too."""
    return (names,) if isinstance(names, str) else tuple(names)


@declaration
def stock(
    unit: Unit,
    description: str,
    *,
    initial: str = "",
    inflows: str | Sequence[str] = (),
    outflows: str | Sequence[str] = (),
    axes: Sequence[str] = ("county",),
    moved_by: str = "",
    aged_by: str = "",
    axis: str = "",
) -> Stock:
    """A state integrated in time by its inflows and outflows, or cohorts moved by an operator and aged each January.

    `initial` is what the region's tables give under this name, or a variable, which is then worked out in the reference
    state; without it, a stock starts from 0.
    """
    return Stock(
        unit=unit,
        description=description,
        initial=initial,
        inflows=listed(inflows),
        outflows=listed(outflows),
        axes=listed(axes),
        moved_by=moved_by,
        aged_by=aged_by,
        axis=axis,
        place=find_place(),
    )


@declaration
def total(of: str, unit: Unit, description: str, *, weight: str = "", over: str = "county") -> Total | Sum:
    """The sum of a variable over all counties, or its mean with the given weight; or the sum over another axis."""
    if over != "county":
        if weight:
            raise ModelError(
                f"{find_place()}: the sum of '{of}' over '{over}' has a weight, which only a mean over counties has; "
                "multiply by it in an equation"
            )
        return Sum(of=(of,), axis=over, unit=unit, description=description, place=find_place())
    return Total(of=of, weight=weight, unit=unit, description=description, place=find_place())


@declaration
def decay(of: str, unit: Unit, description: str, *, rate: str) -> Decay:
    """What leaves a stock, or closes a gap, at a rate a year; exact for any step while stock and rate stand still."""
    return Decay(of=of, rate=rate, unit=unit, description=description, place=find_place())


@declaration
def in_transit(of: str, unit: Unit, description: str) -> InTransit:
    """All that is inside the pipeline whose end is `of`."""
    return InTransit(of=of, unit=unit, description=description, place=find_place())


@declaration
def cohort_sum(
    of: str,
    unit: Unit,
    description: str,
    *,
    sexes: Sequence[str] = ("female", "male"),
    ages: tuple[int, int] = (0, 101),
    statuses: Sequence[str] = ("rural", "migrant", "eligible", "outsider", "registered"),
    weight: str = "",
) -> CohortSum:
    """A number of people taken from a cohort stock, by sex, age (first and last) and status, weighted by a schedule."""
    return CohortSum(
        of=of,
        unit=unit,
        description=description,
        sexes=listed(sexes),
        ages=ages,
        statuses=listed(statuses),
        weight=weight,
        place=find_place(),
    )


@declaration
def reference(of: str, unit: Unit, description: str, *, equals: str = "", between: tuple[float, float] = (0.0, 0.0)) -> Reference:
    """A constant of the region: the value of a variable in the reference state (31 December 2020, levers at base).

    With `equals`, the constant is solved for instead: the value in `between` at which variable `of` equals `equals`.
    """
    return Reference(of=of, equals=equals, between=between, unit=unit, description=description, place=find_place())


@declaration
def operator(
    reference: Callable, description: str, *, gives: Mapping[str, OperatorOutput] | None = None, reads: Sequence[str] = ()
) -> Operator:
    """Arithmetic on arrays that no equation can say, with its compiled version as attribute `compiled`.

    It reads the variables that its arguments name, or those of `reads` in their place.
    """
    return Operator(
        reference=reference,
        compiled=getattr(reference, "compiled", None),
        gives=dict(gives or {}),
        reads=listed(reads),
        unit=one,
        description=description,
        place=find_place(),
    )


@declaration
def operator_output(unit: Unit, description: str, *, axes: Sequence[str] = ("county",)) -> OperatorOutput:
    """A variable that an operator gives."""
    return OperatorOutput(unit=unit, description=description, axes=listed(axes), place=find_place())


@declaration
def delay(of: str, unit: Unit, description: str, *, time: str, order: int, initial: str) -> Delay:
    """What leaves a pipeline of the given order and mean time.

    Its content is inflow times time (Little's law) for every step up to time / order; with a longer step each stage holds
    what enters in one step.
    """
    return Delay(of=of, time=time, order=order, initial=initial, unit=unit, description=description, place=find_place())


@declaration
def table(argument: str, unit: Unit, description: str, *, points: Sequence[tuple[float, float]], source: str) -> Table:
    """A relation known by points, straight between them and level beyond."""
    return Table(argument=argument, points=tuple(points), unit=unit, description=description, source=source, place=find_place())


@declaration
def undefined_where_zero(where: str, *names: str) -> UndefinedWhereZero:
    """Say that these variables have no meaning in a county where `where` is zero; results leave them out there."""
    if not names or not all(isinstance(name, str) for name in (where, *names)):
        raise ModelError(f"{find_place()}: undefined_where_zero() names nothing or no text; write (where, 'name', 'other_name')")
    return UndefinedWhereZero(where, names)


def equation(function: FunctionType) -> Equation:
    """Read a bare function of a sector as an equation."""
    code = function.__code__
    return Equation(
        unit=function.__annotations__.get("return"),
        description=inspect.getdoc(function) or "",
        function=function,
        place=locate(code.co_filename, code.co_firstlineno),
    )


def named(variable: Variable, name: str, sector: str) -> Variable:
    """The same variable once it is known under which name a sector holds it."""
    return replace(variable, name=name, sector=sector)
