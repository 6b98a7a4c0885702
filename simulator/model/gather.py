"""Gather the sectors into one model: resolve names, unfold families and run every check of a declaration."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import replace
from types import FunctionType, ModuleType

from simulator.language.declarations import equation, named
from simulator.language.errors import ModelError
from simulator.language.families import unfold_families
from simulator.language.variables import Axis, Theme, UndefinedWhereZero, Variable
from simulator.model.expression_checks import check_grammar
from simulator.model.graph import Model
from simulator.model.initial_value_checks import check_references, check_starts, check_stocks
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
    themes: dict[str, Theme] = {}
    problems: list[str] = []
    modules: dict[str, ModuleType] = {}
    for sector in import_sectors() if sectors is None else sectors:
        short = sector.__name__.rpartition(".")[2]
        if short in modules:
            problems.append(f"{short}.py: two sectors have this name ({modules[short].__name__}, {sector.__name__}); rename one")
        modules[short] = sector
        for name, value in vars(sector).items():
            if isinstance(value, Axis):
                if name in axes:
                    problems.append(
                        f"{sector.__name__.rpartition('.')[2]}.py: the axis '{name}' is already declared in another "
                        "sector; give one of them another name"
                    )
                axes[name] = value
            if isinstance(value, Theme):
                if name in themes:
                    problems.append(
                        f"{value.place}: the theme '{name}' is already declared in {themes[name].place}; give one of them "
                        "another name"
                    )
                themes[name] = value
            if isinstance(value, UndefinedWhereZero):
                undefined |= dict.fromkeys(value.names, value.where)
            if isinstance(value, FunctionType) and value.__module__ == sector.__name__:
                value = equation(value)
            if isinstance(value, Variable):
                for each in unfold(named(value, name, sector.__name__.rpartition(".")[2])):
                    if each.name in variables:
                        problems.append(
                            f"{each.place}: '{each.name}' is already declared in {variables[each.name].place}; "
                            "give one of them another name"
                        )
                    variables[each.name] = each
    variables, muddles = unfold_families(variables, axes)
    model = Model(variables, undefined, modules, themes)
    problems += muddles or check_names(model) + check_needs(model)
    if not problems:
        problems += check_grammar(model) + check_groups(model) + check_points(model) + check_classes(model) + check_themes(model)
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
        outputs = [
            replace(each, name=name, sector=variable.sector, operator=variable.name) for name, each in variable.gives.items()
        ]
        return [replace(variable, gives={each.name: each for each in outputs}), *outputs]
    return [variable]
