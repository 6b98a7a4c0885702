"""Checks of the numbers of a model: values within priors within bounds, ramps that go forward, and a source for each."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.errors import suggest
from simulator.language.variables import DISTRIBUTIONS, SHAPES, Lever, Parameter
from simulator.model.graph import LEVERS, Model

SOURCED = ("parameter", "driver", "table", *LEVERS)


def check_numbers(model: Model) -> list[str]:
    """What is wrong with the numbers of a model, a sentence each."""
    problems = [
        f"{v.place}: '{v.name}' has no source; write where it comes from, or source=\"assumed\""
        for v in model.of_kind(*SOURCED)
        if not v.source.strip()
    ]
    for v in model.of_kind("parameter"):
        problems += [f"{v.place}: '{v.name}' {problem}" for problem in check_parameter(v)]
    for v in model.of_kind(*LEVERS):
        problems += [f"{v.place}: '{v.name}' {problem}" for problem in check_lever(v)]
    problems += [
        f"{v.place}: '{v.name}' is solved for between {v.between[0]:g} and {v.between[1]:g}; give 'between' a lower number first"
        for v in model.of_kind("reference")
        if v.equals and not v.between[0] < v.between[1]
    ]
    return problems


def check_parameter(v: Parameter) -> list[str]:
    """The value of a parameter lies in its prior range, that within its hard bounds, and its distribution is known."""
    problems = []
    if v.distribution not in DISTRIBUTIONS:
        problems.append(f"is drawn from '{v.distribution}', which is no distribution; {suggest(v.distribution, DISTRIBUTIONS)}")
    if v.lower_bound > v.upper_bound:
        return [*problems, f"has lower_bound {v.lower_bound:g} above upper_bound {v.upper_bound:g}; exchange them"]
    values = list(v.value.values()) if isinstance(v.value, Mapping) else [v.value]
    outside = next((value for value in values if not v.lower_bound <= value <= v.upper_bound), None)
    if outside is not None:
        problems.append(
            f"is {outside:g}, outside its hard bounds {v.lower_bound:g} to {v.upper_bound:g}; mend the value or the bounds"
        )
    if v.prior_low is None and v.prior_high is None:
        return problems
    if v.prior_low is None or v.prior_high is None:
        lacking = "prior_low" if v.prior_low is None else "prior_high"
        return [*problems, f"has no {lacking}; give both ends of its prior range, or neither"]
    if v.prior_low > v.prior_high:
        return [*problems, f"has prior_low {v.prior_low:g} above prior_high {v.prior_high:g}; exchange them"]
    if not v.lower_bound <= v.prior_low <= v.prior_high <= v.upper_bound:
        problems.append(
            f"has the prior range {v.prior_low:g} to {v.prior_high:g}, which passes its hard bounds {v.lower_bound:g} to "
            f"{v.upper_bound:g}; mend one"
        )
    outside = next((value for value in values if not v.prior_low <= value <= v.prior_high), None)
    if outside is not None:
        problems.append(f"is {outside:g}, outside its prior range {v.prior_low:g} to {v.prior_high:g}; mend one")
    if v.distribution == "log_uniform" and v.prior_low <= 0.0:
        problems.append(f"is drawn even in logs from {v.prior_low:g} on; let its prior range start above 0")
    return problems


def check_lever(v: Lever) -> list[str]:
    """2020 practice, its prior and the plan lie in the hard range of a lever or shock, and its ramp goes forward."""
    problems = []
    if v.shape not in SHAPES:
        problems.append(f"has a ramp of shape '{v.shape}', which is unknown; {suggest(v.shape, SHAPES)}")
    if v.ramp[0] > v.ramp[1]:
        problems.append(f"has a ramp from {v.ramp[0]} back to {v.ramp[1]}; write the earlier year first")
    if v.low > v.high:
        return [*problems, f"has low {v.low:g} above high {v.high:g}; exchange them"]
    for what, value in {"base": v.base, "plan": v.plan}.items():
        if not v.low <= value <= v.high:
            problems.append(f"has {what} {value:g} outside its hard range {v.low:g} to {v.high:g}; mend one")
    if v.prior is None:
        return problems
    low, high = v.prior
    if low > high:
        return [*problems, f"has a prior from {low:g} down to {high:g}; write the lower number first"]
    if not v.low <= low <= high <= v.high:
        problems.append(f"has the prior {low:g} to {high:g}, which passes its hard range {v.low:g} to {v.high:g}; mend one")
    if not low <= v.base <= high:
        problems.append(f"has base {v.base:g} outside its prior {low:g} to {high:g}; mend one")
    return problems
