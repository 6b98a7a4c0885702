"""Checks of the kinds of values in declarations: a number where a number belongs, a text where a text does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from math import isfinite, isnan
from numbers import Integral, Real

from simulator.language.units import Unit
from simulator.language.variables import Axis, OperatorOutput, Theme, Variable


def check_kinds(variables: Iterable[Variable]) -> list[str]:
    """What is of another kind than its declaration needs, a sentence each; run before anything reads the values."""
    return [
        f"{v.place}: '{v.name}' has {each.name} = {getattr(v, each.name)!r}, which is not {KINDS[each.name][1]}"
        for v in variables
        for each in fields(v)
        if each.name in KINDS and not (v.kind == "equation" and each.name == "unit")
        # A value that a declaration may leave out is None.
        if not ((getattr(v, each.name) is None and each.default is None) or KINDS[each.name][0](getattr(v, each.name)))
        if not (v.kind == "driver" and each.name == "value" and getattr(v, each.name) is None)
    ]


def check_axis(name: str, axis: Axis) -> list[str]:
    """An axis has elements, each with a description of its own."""
    words = list(axis.elements.values())
    if not words:
        return [f"{axis.place}: the axis '{name}' has no elements; name each with its description: axis(school='schools')"]
    wrong = next((element for element, each in axis.elements.items() if not is_filled(each)), None)
    if wrong is not None:
        return [f"{axis.place}: '{wrong}' of the axis '{name}' has no description in words; write {wrong}='what it is'"]
    same = next((each for each in words if words.count(each) > 1), None)
    return [f"{axis.place}: two elements of the axis '{name}' are described as '{same}'; tell them apart"] if same else []


def check_theme(name: str, theme: Theme) -> list[str]:
    """A theme has a title in words, and a Chinese one that may be empty."""
    if is_filled(theme.title) and is_text(theme.zh):
        return []
    return [f"{theme.place}: the theme '{name}' has no title in words; write theme('its title', zh='标题')"]


def is_number(value: object) -> bool:
    """Whether a value is a finite number."""
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)


def is_bound(value: object) -> bool:
    """Whether a value is a number or an infinity."""
    return isinstance(value, Real) and not isinstance(value, bool) and not isnan(value)


def is_whole(value: object) -> bool:
    """Whether a value is a whole number."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def is_text(value: object) -> bool:
    """Whether a value is a text."""
    return isinstance(value, str)


def is_filled(value: object) -> bool:
    """Whether a value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def is_bound_or_more(value: object) -> bool:
    """Whether a value is a number or an infinity, or one for each element or class of county, or both."""
    return bool(value) and all(map(is_bound_or_more, value.values())) if isinstance(value, Mapping) else is_bound(value)


def is_pair_of(kind: Callable[[object], bool]) -> Callable[[object], bool]:
    """A check of two values of a kind."""
    return lambda value: isinstance(value, (tuple, list)) and len(value) == 2 and all(map(kind, value))


def are_names(value: object) -> bool:
    """Whether a value is a name or several."""
    return is_text(value) or (isinstance(value, tuple) and all(map(is_text, value)))


def are_points(value: object) -> bool:
    """Whether a value is a sequence of pairs of numbers."""
    return isinstance(value, tuple) and all(map(is_pair_of(is_number), value))


def are_outputs(value: object) -> bool:
    """Whether a value gives an output of an operator for each of some names."""
    return isinstance(value, Mapping) and all(is_text(key) and isinstance(each, OperatorOutput) for key, each in value.items())


def are_names_by_name(value: object) -> bool:
    """Whether a value gives several names for each of some names."""
    return isinstance(value, Mapping) and all(
        is_text(key) and not is_text(names) and isinstance(names, Iterable) and all(map(is_text, names))
        for key, names in value.items()
    )


A_NUMBER = (is_number, "a finite number")
# An infinite value stands for no limit, where it has no prior range.
A_BOUND_OR_MORE = (is_bound_or_more, "a number, nor one for each element or class of county")
A_BOUND = (is_bound, "a number")
A_TEXT = (is_text, "a text")
NAMES = (are_names, "a name in quotes, nor several")
TWO_YEARS = (is_pair_of(is_whole), "a pair of whole years, such as (2021, 2030)")
TWO_NUMBERS = (is_pair_of(is_number), "a pair of finite numbers, such as (0.2, 0.8)")
# Of each field of a declaration: the check of its value, and what the value should be.
KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "unit": (lambda value: isinstance(value, Unit), "a unit; write one without quotes, such as person / year"),
    **dict.fromkeys(("base", "plan", "low", "high", "factor"), A_NUMBER),
    **dict.fromkeys(("value", "prior_low", "prior_high"), A_BOUND_OR_MORE),
    **dict.fromkeys(("lower_bound", "upper_bound"), A_BOUND),
    **dict.fromkeys(
        ("description", "source", "axis", "distribution", "group", "theme", "cost", "shape", "column", "initial"), A_TEXT
    ),
    **dict.fromkeys(("weight", "equals", "time", "rate", "argument", "moved_by", "aged_by"), A_TEXT),
    **dict.fromkeys(("of", "inflows", "outflows", "reads", "axes", "sexes", "statuses"), NAMES),
    **dict.fromkeys(("prior", "between"), TWO_NUMBERS),
    "ramp": TWO_YEARS,
    "ages": (is_pair_of(is_whole), "a pair of whole ages, such as (16, 59)"),
    "order": (lambda value: is_whole(value) and value > 0, "a whole number above 0"),
    "points": (are_points, "a list of pairs of finite numbers"),
    "gives": (are_outputs, "outputs by name, such as {'moves': operator_output(person / year, 'people who move')}"),
    "reference": (callable, "a function on arrays"),
    "path": (lambda value: isinstance(value, bool), "True or False"),
    "where": (are_names_by_name, 'lists of names, such as {"county_class": ["core"]}'),
}
