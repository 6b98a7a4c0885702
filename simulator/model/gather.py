"""Gather the sectors into one model: resolve names, unfold families and run every check of a declaration."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any

from simulator.language.declarations import equation, named
from simulator.language.errors import ModelError
from simulator.language.families import unfold_families
from simulator.language.variables import Axis, Theme, UndefinedWhereZero, Variable
from simulator.model.expression_checks import check_grammar
from simulator.model.graph import Model
from simulator.model.initial_value_checks import check_references, check_starts, check_stocks
from simulator.model.kind_checks import check_axis, check_kinds, check_theme
from simulator.model.number_checks import check_numbers
from simulator.model.sector_import import import_sector
from simulator.model.structure_checks import (
    check_classes,
    check_groups,
    check_names,
    check_needs,
    check_points,
    check_scales,
    check_themes,
)
from simulator.model.unit_checks import check_units


def import_sectors() -> list[ModuleType]:
    """The sector files that ship with the model.

    Raises ModelError, with the line, for a file that cannot be imported.
    """
    import simulator.sectors as home

    names = sorted(module.name for module in pkgutil.iter_modules(home.__path__))
    return [import_sector(f"{home.__name__}.{name}") for name in names]


def gather(sectors: Iterable[ModuleType] | None = None) -> Model:
    """Make the model of these sectors, or of all that ship.

    Raises ModelError, a line a problem, for values of another kind, names declared twice or not at all, numbers out of
    range, units that do not agree, what an equation cannot say and a loop with no stock in it.
    """
    found, problems = collect(import_sectors() if sectors is None else sectors)
    problems += check_kinds(found.variables.values())
    # What is of another kind would stop the checks that follow.
    refuse(problems)
    variables, problems = unfold_families(found.variables, found.axes)
    model = replace(found, variables=variables)
    refuse(problems or check_names(model) + check_needs(model))
    check_references(model)
    model.sorted  # noqa: B018 - a loop is found while ordering
    refuse(
        check_grammar(model)
        + check_groups(model)
        + check_points(model)
        + check_classes(model)
        + check_themes(model)
        + check_stocks(model)
        + check_starts(model)
    )
    refuse(check_numbers(model) + check_scales(model))
    refuse(check_units(model))
    return model


def collect(sectors: Iterable[ModuleType]) -> tuple[Model, list[str]]:
    """All that the sectors declare, families not yet unfolded, and what is declared twice or is no axis or theme."""
    found = Model({})
    problems: list[str] = []
    for sector in sectors:
        short = sector.__name__.rpartition(".")[2]
        if short in found.sectors:
            names = f"{found.sectors[short].__name__}, {sector.__name__}"
            problems.append(f"{short}.py: two sectors have this name ({names}); rename one")
        found.sectors[short] = sector
        for name, value in vars(sector).items():
            if isinstance(value, Axis):
                problems += check_axis(name, value) + check_declared_once("the axis ", name, value, found.axes)
            if isinstance(value, Theme):
                problems += check_theme(name, value) + check_declared_once("the theme ", name, value, found.themes)
            if isinstance(value, UndefinedWhereZero):
                found.undefined.update(dict.fromkeys(value.names, value.where))
            if isinstance(value, FunctionType) and value.__module__ == sector.__name__:
                value = equation(value)
            if isinstance(value, Variable):
                for each in unfold(named(value, name, short)):
                    problems += check_declared_once("", each.name, each, found.variables)
    return found, problems


def check_declared_once(what: str, name: str, value: Variable | Axis | Theme, declared: dict[str, Any]) -> list[str]:
    """Enter a declaration under its name; a sentence if another place declares the name too."""
    first = declared.setdefault(name, value)
    declared[name] = value
    if first is value:
        return []
    return [f"{value.place}: {what}'{name}' is already declared in {first.place}; give one of them another name"]


def refuse(problems: list[str]) -> None:
    """Raise ModelError if there are problems."""
    if problems:
        # The members of a family share one line, and what is wrong with it is said once.
        raise ModelError("\n".join(dict.fromkeys(problems)))


def unfold(variable: Variable) -> list[Variable]:
    """A variable with those that come with it: what an operator gives, the stages of a pipeline."""
    if variable.kind == "operator" and all(isinstance(each, Variable) for each in variable.gives.values()):
        outputs = [
            replace(each, name=name, sector=variable.sector, operator=variable.name) for name, each in variable.gives.items()
        ]
        return [replace(variable, gives={each.name: each for each in outputs}), *outputs]
    return [variable]
