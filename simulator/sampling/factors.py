"""What may differ between members: uncertainties, the goals of levers, and shocks, each with its range and distribution.

In the vocabulary of the field (XLRM): parameters, the 2020 practice of levers and shocks are uncertainties (X), the goals of
levers are levers (L), the model relates them (R), and indicators are its outcomes or measures (M). All else is constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Real

import numpy as np

from simulator.language.errors import ScenarioError, suggest
from simulator.model.graph import LEVERS, Model

TARGET, VALUE = ".plan", ".value"
FactorChoice = Sequence[str] | Mapping[str, Sequence[float] | None] | None


@dataclass(frozen=True)
class Factor:
    """One thing that differs between members: the range it is drawn from, how, and the hard range it can never leave.

    `part` is parameter, practice (what a lever was in 2020), goal (where a lever goes: NAME.plan) or shock (NAME.value).
    """

    name: str
    part: str
    low: float
    high: float
    distribution: str
    lower_bound: float
    upper_bound: float
    description: str
    unit: str

    @property
    def variable(self) -> str:
        """The variable of the model to which it belongs."""
        return self.name.removesuffix(TARGET).removesuffix(VALUE)


def find_uncertainties(model: Model) -> dict[str, tuple[float, float, str]]:
    """All that members draw: parameters with a range, and the 2020 practice of levers that is itself uncertain."""
    return {v.name: (v.low, v.high, v.distribution) for v in list_factors(model).values() if v.part in ("parameter", "baseline")}


def list_factors(model: Model) -> dict[str, Factor]:
    """All that may differ between members, by name, always in the same order."""
    found = [
        Factor(
            v.name, "parameter", v.prior_low, v.prior_high, v.distribution, v.lower_bound, v.upper_bound, v.description, str(v.unit)
        )
        for v in model.of_kind("parameter")
        if v.prior_low is not None
    ]
    found += [
        Factor(v.name, "baseline", *v.prior, "uniform", v.low, v.high, f"2020 practice: {v.description}", str(v.unit))
        for v in model.of_kind("lever")
        if v.prior
    ]
    for v in model.of_kind(*LEVERS):
        ending, part = (VALUE, "shock") if v.kind == "shock" else (TARGET, "target")
        # A lever goes from practice to plan; what the plan leaves where it was, and a shock, may go anywhere that is possible.
        low, high = sorted((v.base, v.plan)) if v.kind == "lever" and v.plan != v.base else (v.low, v.high)
        found.append(Factor(f"{v.name}{ending}", part, low, high, "uniform", v.low, v.high, v.description, str(v.unit)))
    return {each.name: each for each in found}


def choose_factors(model: Model, asked: FactorChoice = None, fixed: Iterable[str] = ()) -> tuple[Factor, ...]:
    """What is to differ between members: by default all that is uncertain; else the names asked for, each with its own
    range or with one that is given.

    Raises ScenarioError for an unknown name, one that is fixed for all members, or a range that cannot be.
    """
    known, fixed = list_factors(model), set(fixed)
    if asked is None:
        return tuple(known[name] for name in find_uncertainties(model) if name not in fixed)
    ranges = dict(asked) if isinstance(asked, Mapping) else dict.fromkeys(asked)
    if not ranges:
        raise ScenarioError("ensemble.vary: names nothing; name at least one, or leave it out for all that is uncertain")
    for name in ranges:
        if name not in known:
            raise ScenarioError(f"ensemble.vary: there is no '{name}' that may vary; {suggest(name, known)}")
        if name in fixed:
            raise ScenarioError(f"ensemble.vary: '{name}' is held by parameters.{name}; leave one of the two out")
    return tuple(known[name] if given is None else narrow(known[name], given) for name, given in ranges.items())


def narrow(varied: Factor, given: Sequence[float]) -> Factor:
    """The same with a range of its own, within the hard one."""
    place = f"ensemble.vary.{varied.name}"
    if len(given) != 2 or not all(isinstance(each, Real) and np.isfinite(each) for each in given) or not given[0] < given[1]:
        raise ScenarioError(f"{place}: {list(given)} is no range; give the lowest and the highest value")
    low, high = (float(each) for each in given)
    if low < varied.lower_bound or high > varied.upper_bound:
        raise ScenarioError(
            f"{place}: {low:g} to {high:g} leaves the hard range; it lies between {varied.lower_bound:g} and {varied.upper_bound:g}"
        )
    distribution = varied.distribution if low > 0.0 else "uniform"
    return replace(varied, low=low, high=high, distribution=distribution)
