"""What the schema finds wrong with a scenario, and code in it, each in one sentence with its place."""

from __future__ import annotations

from simulator.language.errors import ScenarioError, suggest
from simulator.scenario.schema import WHERE, LeverSetting, Scenario, ShockSetting, Title
from simulator.system.safe_text import describe_broken, find_broken_character

PARTS = {"levers": LeverSetting, "shocks": ShockSetting, "title": Title}
EXAMPLES = {"levers": "{strength: ...} or {plan: ...}", "shocks": "{value: ...}", "title": "{zh: ..., en: ...}"}
REMEDIES = {"string_type": "; write it in quotes", "dict_type": "; write 'key: value' lines", "list_type": "; write [one, another]"}


def say(place: str, problem: dict) -> str:
    """A problem that the schema found, in one sentence."""
    keys = [str(key) for key in problem["loc"]]
    where = f"{place}: {'.'.join(keys)}" if keys else place
    if problem["type"] == "extra_forbidden":
        known = PARTS.get(keys[0], Scenario).model_fields
        return f"{where}: there is no key '{keys[-1]}'; {suggest(keys[-1], set(known) - {'name'})}"
    if problem["type"] == "missing":
        return f"{where}: this key is missing; write it"
    if problem["type"] == "value_error":
        return f"{where}: {problem['msg'].removeprefix('Value error, ')}"
    if keys[2:3] == ["where"] and keys[-1] == "[key]":
        return f"{'.'.join(where.split('.')[:-2])}: there is no key '{keys[-2]}'; {suggest(keys[-2], WHERE)}"
    if problem["type"] == "model_type":
        return f"{where}: {problem['input']!r} says too little; write {EXAMPLES[keys[0]]}"
    return f"{where}: {problem['msg']}{REMEDIES.get(problem['type'], '')} (found: {problem['input']!r})"


def refuse_code(value: object, place: str, *keys: str) -> None:
    """A scenario is data: no interpolation, no object to be made, no text that cannot be written."""
    where = f"{place}: {'.'.join(keys)}" if keys else place
    if isinstance(value, dict):
        for key, each in value.items():
            if not isinstance(key, str):
                raise ScenarioError(f"{where}: the key {key!r} is no word; write the name of a key")
            refuse_code(key, place, *keys)
            if key.startswith("_"):
                raise ScenarioError(f"{where}: '{key}' is code; a scenario file holds values and words only")
            refuse_code(each, place, *keys, key)
    elif isinstance(value, list):
        for each in value:
            refuse_code(each, place, *keys)
    elif isinstance(value, str) and find_broken_character(value) is not None:
        raise ScenarioError(f"{where}: {describe_broken(value)}")
    elif isinstance(value, str) and "${" in value:
        raise ScenarioError(f"{where}: '{value}' is an interpolation; write the value itself")
