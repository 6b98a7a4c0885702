"""Scenarios that differ in the levers and shocks that are swept: a grid of all combinations, or a design of points."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from simulator.cli.options import Options
from simulator.cli.scenario_changes import ALTERNATIVES
from simulator.language.errors import ScenarioError
from simulator.model.graph import Model
from simulator.scenario import Scenario, check_scenario

# Each of them runs every member.
MOST = 2000
Point = dict[tuple[str, str, str], float]  # the value of each (levers or shocks, name, key)


def expand_scenarios(model: Model, options: Options, scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The scenarios, each but the reference once for every point of the sweep, named after its values.

    Raises ScenarioError for values out of range, or more than MOST scenarios.
    """
    points = list(list_points(options))
    if points == [{}]:
        return list(scenarios)
    swept = [each for each in scenarios if each.name != options.record.reference or len(scenarios) == 1]
    if len(points) * len(swept) > MOST:
        raise ScenarioError(
            f"sweep: makes {len(points) * len(swept):,} scenarios, more than {MOST:,}; name fewer values, or let "
            "levers vary by member (ensemble.vary)"
        )
    kept = [each for each in scenarios if each not in swept]
    return kept + [change(model, each, point) for each in swept for point in points]


def list_points(options: Options) -> Iterator[Point]:
    """The points of the sweep, in row-major order: the last factor changes fastest."""
    asked = options.sweep
    ranges = {
        (part, name, key): values
        for part in ("levers", "shocks")
        for name, keys in getattr(asked, part).items()
        for key, values in keys.items()
    }
    if asked.design == "grid":
        if asked.points is not None:
            raise ScenarioError(
                "sweep.points: a grid has as many points as its values make; leave it out, or write sweep.design=lhs"
            )
        if math.prod(len(values) for values in ranges.values()) > MOST:
            raise ScenarioError(f"sweep: makes more than {MOST:,} scenarios; name fewer values, or write sweep.design=lhs")
        for values in itertools.product(*ranges.values()):
            yield dict(zip(ranges, values, strict=True))
        return
    if asked.points is None or not ranges:
        raise ScenarioError(f"sweep.design: {asked.design} needs sweep.points=N and levers or shocks to sweep between two values")
    for (part, name, key), values in ranges.items():
        if len(values) != 2 or not values[0] < values[1]:
            raise ScenarioError(
                f"sweep.{part}.{name}.{key}: {values} is no range; sweep.design={asked.design} draws between the "
                "lowest and the highest value"
            )
    shares = draw_shares(asked.design, asked.points, options.seed, len(ranges))
    for row in shares:
        yield {
            what: float(np.float32(low + (high - low) * share))
            for (what, (low, high)), share in zip(ranges.items(), row, strict=True)
        }


def draw_shares(design: str, points: int, seed: int, number: int) -> np.ndarray:
    """Points in the unit cube: array [point, factor], float64 in 0..1."""
    from scipy.stats import qmc

    sampler = {"lhs": qmc.LatinHypercube, "sobol": qmc.Sobol}[design]
    return sampler(number, rng=seed).random(points)


def change(model: Model, base: Scenario, point: Point) -> Scenario:
    """A scenario with some settings changed, checked like a file and named after the changes."""
    content = base.model_dump(mode="json", exclude_unset=True, exclude={"name"})
    words = []
    for (part, name, key), value in point.items():
        setting = content.setdefault(part, {}).setdefault(name, {})
        setting.pop(ALTERNATIVES.get(key), None)
        setting[key] = int(value) if key == "delay" else value
        words.append(f"{name}.{key}={value:.6g}")
    title = {language: f"{text}: {', '.join(words)}" for language, text in content["title"].items()}
    return check_scenario(content | {"title": title}, " ".join([base.name, *words]), base.name, model)


def tabulate(scenarios: Sequence[Scenario], options: Options) -> list[dict]:
    """One row for each scenario: its name, and its values of the factors."""
    swept = [
        (part, name, key) for part in ("levers", "shocks") for name, keys in getattr(options.sweep, part).items() for key in keys
    ]
    return [
        {
            "scenario": each.name,
            "title": each.title.en,
            **{f"{name}.{key}": getattr(getattr(each, part).get(name), key, None) for part, name, key in swept},
        }
        for each in scenarios
    ]
