"""Members of an ensemble: each draws its parameters from (seed, name), so that scenarios share their luck."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from numbers import Real

import numpy as np

from simulator.axes import COUNTY_CLASSES
from simulator.errors import ScenarioError, suggest
from simulator.inputs import Arrays
from simulator.model import LEVERS, Model
from simulator.words import Lever, Parameter

Overrides = Mapping[str, float | Mapping[str, float]]


def draw_shares(seed: int, name: str, members: int) -> np.ndarray:
    """Numbers in [0, 1), one a member; member 17 draws the same alone or among a million."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    key = np.frombuffer(digest[:16], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key)).random(members)


def spread(shares: np.ndarray, low: float, high: float, distribution: str) -> np.ndarray:
    """Map shares in [0, 1) onto a range, evenly or evenly in logs."""
    if distribution == "log_uniform":
        return low * (high / low) ** shares
    return low + (high - low) * shares


def find_uncertainties(model: Model) -> dict[str, tuple[float, float, str]]:
    """All that members draw: parameters with a range, and the 2020 practice of levers that is itself uncertain."""
    found = {v.name: (v.low, v.high, v.distribution) for v in model.of_kind("parameter") if v.low is not None}
    return found | {v.name: (*v.prior, "uniform") for v in model.of_kind("lever") if v.prior}


def draw_members(model: Model, members: int | range | None, seed: int) -> tuple[Arrays, Arrays]:
    """Values of all parameters ([member], or by class) and bases of all levers, of the first members of an ensemble or of a
    range of them; without members, the default values."""
    chosen = members if isinstance(members, range) else range(1 if members is None else members)
    count = len(chosen)
    uncertain = find_uncertainties(model) if members is not None else {}

    def values(v: Parameter | Lever, default: float) -> np.ndarray:
        if v.name not in uncertain:
            return np.full(count, default, dtype=float)
        low, high, distribution = uncertain[v.name]
        return spread(draw_shares(seed, v.name, chosen.stop)[chosen.start:], low, high, distribution)

    parameters = {v.name: by_class(v.value, count) if isinstance(v.value, dict) else values(v, v.value)
                  for v in model.of_kind("parameter")}
    return parameters, {v.name: values(v, v.base) for v in model.of_kind(*LEVERS)}


def by_class(values: Mapping[str, float], count: int) -> np.ndarray:
    """A class parameter as [member, class]."""
    return np.tile([values[each] for each in COUNTY_CLASSES], (count, 1)).astype(float)


def override(model: Model, parameters: Arrays, overrides: Overrides, extrapolate: bool = False) -> Arrays:
    """The parameters with some held at given values for all members.

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
                raise ScenarioError(f"parameters.{name}: there is no county class '{min(strange)}'; "
                                    f"{suggest(min(strange), v.value)}")
        for each in given.values() if isinstance(given, Mapping) else [given]:
            check_value(v, each, extrapolate)
        count = len(parameters[name])
        changed[name] = by_class(given, count) if isinstance(given, Mapping) else np.full(count, float(given))
    return changed


def check_value(v: Parameter, value: float, extrapolate: bool) -> None:
    """Refuse a value that is no number, is impossible, or is out of its range without leave to extrapolate."""
    if isinstance(value, bool) or not isinstance(value, Real) or np.isnan(value):
        raise ScenarioError(f"parameters.{v.name}: '{value}' is not a number; give one{' in' * bool(v.unit.powers)}{v.unit.after}")
    if not v.least <= value <= v.most:
        raise ScenarioError(f"parameters.{v.name}: {value:g} is impossible; it lies between {v.least:g} and {v.most:g}")
    if v.low is not None and not extrapolate and not v.low <= value <= v.high:
        raise ScenarioError(f"parameters.{v.name}: {value:g} is out of its range, {v.low:g} to {v.high:g}{v.unit.after}; "
                            "give a value in the range, or allow extrapolation")
