"""A scenario of which only some groups of levers move, all else staying at 2020 practice."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.model.graph import Model
from simulator.scenario.schema import LeverSetting, Scenario
from simulator.scenario.settings import find_setting


def keep_levers(scenario: Scenario, groups: Iterable[str], name: str, model: Model) -> Scenario:
    """The scenario, under another name, with those levers alone that belong to these lever groups."""
    kept = set(groups)
    levers = {v.name: find_setting(scenario, v) for v in model.of_kind("lever") if v.group in kept}
    return scenario.model_copy(update={"name": name, "levers": {"all": LeverSetting(strength=0.0), **levers}})
