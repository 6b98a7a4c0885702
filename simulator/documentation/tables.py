"""Tables of all numbers that the model is told: parameters, switches, levers, shocks and drivers, with unit, range and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import yaml

from simulator.documentation.naming import Names, say_unit, sentence
from simulator.language.errors import ModelError
from simulator.language.variables import Driver, Lever, Parameter, Variable
from simulator.model.graph import by_group
from simulator.system.resources import PACKAGE

SWITCH = "_switch"
ENDLESS = float("inf")
# Decimals that end do so here; where they do not, one of so few parts may be meant.
DECIMALS, MOST_PARTS = 9, 12
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Value:
    """One value of a row: for which element or class of county it holds, and the range from which members draw."""

    of: str
    value: str
    span: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Row:
    """A number, or a family of them, with what a referee asks of it."""

    name: str
    variables: tuple[Variable, ...]
    text: str
    unit: str
    values: tuple[Value, ...]
    cells: Mapping[str, str]

    @property
    def first(self) -> Variable:
        """The variable that stands for all."""
        return self.variables[0]


def list_parameters(names: Names) -> list[Row]:
    """All parameters in the order of the sectors, those of a family in one row.

    Raises ModelError for a parameter that has neither a range nor a reason in fixed.yaml why it has none.
    """
    reasons = read_reasons()
    return [make_parameter(names, group, reasons) for group in list_groups(names, "parameter")]


def read_reasons() -> dict[str, str]:
    """Why a parameter has no range, by its name or that of its family."""
    return yaml.safe_load((PACKAGE / "documentation" / "fixed.yaml").read_text(encoding="utf-8"))


def list_groups(names: Names, kind: str) -> list[tuple[Variable, ...]]:
    """The variables of a kind, members of a family together."""
    groups = (names.together[v.name] for v in names.model.of_kind(kind))
    return list({group[0].name: group for group in groups}.values())


def make_parameter(names: Names, group: Sequence[Parameter], reasons: Mapping[str, str]) -> Row:
    """The row of a parameter."""
    v = group[0]
    title = names.title(v)
    if v.prior_low is None and title not in reasons:
        raise ModelError(
            f"{v.place}: '{title}' has no range; give it prior_low and prior_high, or say in documentation/fixed.yaml why it has none"
        )
    values = tuple(
        Value(
            names.word(each) if len(group) > 1 else "",
            say_value(each.value),
            say_span(each.prior_low, each.prior_high),
            each.name if len(group) > 1 else "",
        )
        for each in group
    )
    drawn = v.distribution.replace("_", "-") if v.prior_low is not None else reasons[title]
    return Row(
        title,
        tuple(group),
        names.text(v),
        say_unit(v.unit),
        values,
        {"drawn": drawn, "bounds": say_bounds(v.lower_bound, v.upper_bound), "source": v.source},
    )


def list_levers(names: Names, kind: str = "lever") -> list[Row]:
    """All levers in the order of the catalogue, or all shocks."""
    found = names.model.of_kind(kind)
    return [make_lever(names, v) for v in sorted(found, key=by_group)]


def make_lever(names: Names, v: Lever) -> Row:
    """The row of a lever or shock."""
    where = "; ".join(f"{key.replace('_', ' ')} {', '.join(words)}" for key, words in v.where.items()).replace("_", " ")
    return Row(
        v.name,
        (v,),
        names.text(v),
        say_unit(v.unit),
        (),
        {
            "group": v.group,
            "base": say_number(v.base),
            "plan": say_number(v.plan),
            "range": say_span(v.low, v.high),
            "prior": say_span(*v.prior) if v.prior else "",
            "ramp": f"{v.ramp[0]} to {v.ramp[1]}, {v.shape}",
            "where": where or "all",
            "source": v.source,
            "cost": v.cost,
        },
    )


def list_drivers(names: Names, told: Mapping[str, str]) -> list[Row]:
    """All drivers, with what the tables of a region say of where their column comes from."""
    return [make_driver(names, v, told.get(v.name, "")) for v in names.model.of_kind("driver")]


def make_driver(names: Names, v: Driver, told: str) -> Row:
    """The row of a driver."""
    factor = f", times {say_number(v.factor)}" if v.factor != 1.0 else ""
    column = f"{v.column}{factor}" if v.column else f"held at {say_number(v.value)}" if v.value is not None and not v.path else ""
    kind = "path in time" if v.path else "by " + ", ".join(v.axes) if v.axes else "one number"
    return Row(
        v.name, (v,), names.text(v), say_unit(v.unit), (), {"kind": kind, "column": column, "source": v.source, "told": told}
    )


def say_value(value: float | Mapping[str, float]) -> str:
    """A number, or one for each class of county."""
    if isinstance(value, Mapping):
        said = {say_number(each) for each in value.values()}
        by_class = "; ".join(f"{key.replace('_', ' ')} {say_number(each)}" for key, each in value.items())
        return said.pop() if len(said) == 1 else by_class
    return say_number(value)


def say_number(value: float | None) -> str:
    """A number as people write it: 2/3 where its decimals have no end."""
    if value is None:
        return ""
    if abs(value) == ENDLESS:
        return "no limit"
    fraction = Fraction(value).limit_denominator(MOST_PARTS)
    if float(fraction) == value and value != round(value, DECIMALS):
        return str(fraction)
    digits, _, power = f"{value:.12g}".partition("e")
    if power or abs(value) >= 1e9:
        digits, _, power = f"{value:.3e}".partition("e")
        ten = f"10{str(int(power)).translate(RAISED)}"
        return ten if float(digits) == 1.0 else f"{float(digits):g} × {ten}"
    return f"{value:,.12g}"


def say_span(low: float | None, high: float | None) -> str:
    """A range."""
    return "" if low is None or high is None else f"{say_number(low)} to {say_number(high)}"


def say_bounds(least: float, most: float) -> str:
    """Bounds that nothing may pass."""
    if (least, most) == (-ENDLESS, ENDLESS):
        return "none"
    if most == ENDLESS:
        return f"at least {say_number(least)}"
    return f"at most {say_number(most)}" if least == -ENDLESS else say_span(least, most)


def say_use(names: Names, name: str) -> str:
    """The value of what an equation is told, in brief."""
    v = names.find(name)
    if name not in names.model.variables:
        return "by " + names.axes[v.element].replace("_", " ")
    if v.kind == "parameter":
        value = say_value(v.value)
    elif v.kind == "driver":
        value = "" if v.value is None or v.path else say_number(v.value)
    else:
        value = f"{say_number(v.base)}, plan {say_number(v.plan)}" if v.kind == "lever" else say_number(v.base)
    return f"{value} {say_unit(v.unit).removeprefix('1 ')}" if value and v.unit.powers else value


def is_switch(v: Variable) -> bool:
    """Whether a parameter switches a mechanism of the second stage on."""
    return v.name.endswith(SWITCH)


def describe_switch(names: Names, v: Parameter) -> str:
    """What a switch reaches: the equations that read it."""
    return sentence("read by " + ", ".join(names.fold(names.readers[v.name])))
