"""Hold parameters at given values for all members, within their ranges."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

import numpy as np

from simulator.kernel.inputs import Arrays
from simulator.language.declarations import Parameter
from simulator.language.dimensions import COUNTY_CLASSES
from simulator.language.errors import ScenarioError, suggest
from simulator.model.graph import Model

Overrides = Mapping[str, float | Mapping[str, float]]


def tile_by_class(values: Mapping[str, float], count: int) -> np.ndarray:
    """A class parameter as [member, class]."""
    return np.tile([values[each] for each in COUNTY_CLASSES], (count, 1)).astype(float)


def override(model: Model, parameters: Arrays, overrides: Overrides, extrapolate: bool = False) -> Arrays:
    """The parameters with some fixed at given values for all members.

    Raises ScenarioError for an unknown name, a value out of its hard bounds, or one out of its range unless
    `extrapolate` is true.
    """
    changed = dict(parameters)
    for name, value in overrides.items():
        if name not in parameters:
            raise ScenarioError(f"parameters: there is no parameter '{name}'; {suggest(name, parameters)}")
        v = model[name]
        if isinstance(value, Mapping) and not isinstance(v.value, dict):
            raise ScenarioError(f"parameters.{name}: has one value for all counties; give a number")
        given = {**v.value, **value} if isinstance(v.value, dict) and isinstance(value, Mapping) else value
        if isinstance(v.value, dict):
            given = given if isinstance(given, Mapping) else dict.fromkeys(v.value, given)
            strange = set(given) - set(v.value)
            if strange:
                raise ScenarioError(
                    f"parameters.{name}: there is no county class '{min(strange)}'; {suggest(min(strange), v.value)}"
                )
        for each in given.values() if isinstance(given, Mapping) else [given]:
            check_value(v, each, extrapolate)
        count = len(parameters[name])
        changed[name] = tile_by_class(given, count) if isinstance(given, Mapping) else np.full(count, float(given))
    return changed


def check_value(v: Parameter, value: float, extrapolate: bool) -> None:
    """Refuse a value that is no number, is impossible, or is out of its range without leave to extrapolate."""
    if isinstance(value, bool) or not isinstance(value, Real) or np.isnan(value):
        raise ScenarioError(f"parameters.{v.name}: '{value}' is not a number; give one{' in' * bool(v.unit.powers)}{v.unit.after}")
    if not v.lower_bound <= value <= v.upper_bound:
        raise ScenarioError(
            f"parameters.{v.name}: {value:g} is impossible; it lies between {v.lower_bound:g} and {v.upper_bound:g}"
        )
    if v.prior_low is not None and not extrapolate and not v.prior_low <= value <= v.prior_high:
        raise ScenarioError(
            f"parameters.{v.name}: {value:g} is out of its range, {v.prior_low:g} to {v.prior_high:g}{v.unit.after}; "
            "give a value in the range, or allow extrapolation"
        )
