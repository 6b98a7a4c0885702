"""Combine several scenario files into one pathway, as long as they do not contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from simulator.language.errors import ScenarioError
from simulator.model.graph import Model
from simulator.scenario.schema import LeverSetting, Scenario
from simulator.scenario.settings import find_setting


def combine_scenarios(parts: Sequence[Scenario], model: Model) -> Scenario:
    """One scenario that moves what each of the parts moves.

    Raises ScenarioError when two of them set one lever or shock, or name different driver sets. A line for all levers
    sets every lever, unless it leaves them at 2020 practice.
    """
    for one, other in combinations(parts, 2):
        refuse_contradiction(one, other, model)
    driver_sets = [part.drivers for part in parts if "drivers" in part.model_fields_set]
    title = {language: " + ".join(getattr(part.title, language) for part in parts) for language in ("zh", "en")}
    return Scenario.model_validate(
        {
            "name": "+".join(part.name for part in parts),
            "title": title,
            "story": " ".join(part.story.strip() for part in parts if part.story),
            "story_zh": "".join(part.story_zh.strip() for part in parts),
            "levers": {name: setting for part in parts for name, setting in list_settings(part, model).items()},
            "shocks": {name: setting for part in parts for name, setting in part.shocks.items()},
            **({"drivers": driver_sets[0]} if driver_sets else {}),
        }
    )


def refuse_contradiction(one: Scenario, other: Scenario, model: Model) -> None:
    """Two files that are combined may not both set one lever, shock or driver set."""
    place = f"{one.name}+{other.name}"
    if one.name == other.name:
        raise ScenarioError(f"{place}: joins '{one.name}' with itself; name each once")
    for kind, sets in (("lever", list_levers), ("shock", list_shocks)):
        both = [name for name in sets(one, model) if name in sets(other, model)]
        if both:
            more = f" and {len(both) - 1} more" if len(both) > 1 else ""
            raise ScenarioError(
                f"{place}: both {one.name} and {other.name} move the {kind} {both[0]}{more}; let one of them leave it out"
            )
    if {"drivers"} <= one.model_fields_set & other.model_fields_set and one.drivers != other.drivers:
        raise ScenarioError(
            f"{place}: {one.name} is driven by {one.drivers}, {other.name} by {other.drivers}; let both name the same"
        )


def moves_every_lever(part: Scenario) -> bool:
    """Whether a scenario has a line for all levers that moves them."""
    common = part.levers.get("all")
    return common is not None and bool(common.strength or common.elsewhere)


def list_levers(part: Scenario, model: Model) -> list[str]:
    """The levers that a scenario sets."""
    return [v.name for v in model.of_kind("lever") if moves_every_lever(part) or v.name in part.levers]


def list_shocks(part: Scenario, model: Model) -> list[str]:
    """The shocks that a scenario sets."""
    return list(part.shocks)


def list_settings(part: Scenario, model: Model) -> dict[str, LeverSetting]:
    """What a scenario says of levers; what it says of each is whole once a line for all that moves nothing is left out."""
    if moves_every_lever(part):
        return dict(part.levers)
    return {name: find_setting(part, model[name]) for name in part.levers if name != "all"}
