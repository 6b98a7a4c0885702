"""What varies as a SALib problem, and the other way about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from simulator.language.errors import ScenarioError
from simulator.model.graph import Model
from simulator.sampling.factors import Factor, choose_factors

DISTRIBUTIONS = {"uniform": "unif", "log_uniform": "logunif"}


def make_problem(varied: Sequence[Factor]) -> dict:
    """The SALib problem of what varies: names, bounds and distributions."""
    return {
        "num_vars": len(varied),
        "names": [v.name for v in varied],
        "bounds": [[v.low, v.high] for v in varied],
        "dists": [DISTRIBUTIONS[v.distribution] for v in varied],
    }


def read_problem(model: Model, problem: Mapping) -> tuple[Factor, ...]:
    """What a SALib problem lets vary. Raises ScenarioError for one that is not whole or that the model cannot follow."""
    names, bounds = problem.get("names"), problem.get("bounds")
    if not names or bounds is None or len(names) != len(bounds):
        raise ScenarioError("problem: is no SALib problem; give as many names as bounds")
    varied = choose_factors(model, dict(zip(names, bounds, strict=True)))
    asked = problem.get("dists") or [DISTRIBUTIONS[v.distribution] for v in varied]
    return tuple(follow(v, dist) for v, dist in zip(varied, asked, strict=True))


def follow(varied: Factor, dist: str) -> Factor:
    """What varies, drawn as a problem says."""
    words = {word: name for name, word in DISTRIBUTIONS.items()}
    if dist not in words:
        raise ScenarioError(f"problem: '{varied.name}' is drawn by '{dist}', which the model does not know; write unif or logunif")
    if dist == "logunif" and varied.low <= 0.0:
        raise ScenarioError(f"problem: '{varied.name}' is even in logs but its range starts at {varied.low:g}; start above 0")
    return replace(varied, distribution=words[dist])
