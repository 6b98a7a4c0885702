"""What the model is told age by age: formulas of the curves, the constants they are drawn with, and their values."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import ModuleType

import numpy as np

from simulator.documentation.formula_block import Lines, join_lines
from simulator.documentation.formulas import set_formula
from simulator.documentation.math_writers import Html, Latex
from simulator.documentation.naming import Names, sentence, spaced
from simulator.documentation.operator_formulas import parse_stages
from simulator.documentation.tables import say_number, say_span
from simulator.inputs.drivers import needs, participation, schedules, travel
from simulator.language.dimensions import SEXES
from simulator.model.graph import Model
from simulator.system.resources import PACKAGE

FILE = PACKAGE / "inputs" / "drivers" / "formulas.yaml"
# Cohorts whose values are shown, and the drivers' rooms that hold constants or points.
SHOWN = (0, 1, 5, 10, 15, 18, 20, 22, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 101)
BUILT = (schedules, travel)
POINTS = needs.POINTS | participation.POINTS


@dataclass(frozen=True)
class Built:
    """A constant with which a schedule or a matrix of travel times is built."""

    name: str
    value: str
    span: str
    unit: str
    source: str
    place: str


@dataclass(frozen=True)
class ByAge:
    """A schedule's values at the cohorts shown, and the points between which it is straight, if it has any."""

    name: str
    sex: str
    values: tuple[str, ...]
    points: str


def list_curves(names: Names) -> list[Lines]:
    """The formulas of the curves that are drawn."""
    hands = (Html(lambda name: names.link(name) if name in names.model.variables else set_constant(name)), Latex(names.latex))
    return [
        join_lines(*([set_formula(each, hand) for each in stage.formulas] for hand in hands), stage.words)
        for stage in parse_stages(FILE)
    ]


def set_constant(name: str) -> str:
    """The name of a constant in HTML, a link to its row."""
    return f'<a class="v d" href="#{escape(name)}">{spaced(name)}</a>'


def list_constants() -> list[Built]:
    """All constants in the order of their files."""
    return [
        Built(
            name,
            say_number(each.value),
            say_span(each.low, each.high) if each.low < each.high else "",
            each.unit,
            each.source,
            find_place(module, name),
        )
        for module in BUILT
        for name, each in module.CONSTANTS.items()
    ]


def find_place(module: ModuleType, name: str) -> str:
    """The file and line of a constant."""
    line = next(number for number, line in enumerate(inspect.getsource(module).splitlines(), 1) if f'"{name}":' in line)
    return f"drivers/{module.__name__.rpartition('.')[2]}.py:{line}"


def say_travel() -> str:
    """How travel times are built, in words."""
    return " ".join(sentence(each) for each in inspect.getdoc(travel).split("\n\n")[1:])


def list_by_age(model: Model, arrays: Mapping[str, np.ndarray]) -> list[ByAge]:
    """The values of all schedules of a region; by sex where they differ."""
    rows = []
    for v in (v for v in model.of_kind("driver") if v.axes in (("age",), ("sex", "age"))):
        for sex, values in zip(SEXES, arrays[v.name], strict=True) if v.axes == ("sex", "age") else (("", arrays[v.name]),):
            rows.append(ByAge(v.name, sex, tuple(f"{values[age]:.3g}" for age in SHOWN), say_points(v.name, sex)))
    return rows


def say_points(name: str, sex: str) -> str:
    """The points of a schedule that is straight between them."""
    points: Sequence[tuple[float, float]] = POINTS.get(name, {}).get(sex, ())
    return ", ".join(f"({age:g}, {value:.4g})" for age, value in points)
