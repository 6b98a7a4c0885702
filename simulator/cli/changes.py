"""Change a scenario on the command line: scenario=plan scenario.levers.open_settlement.plan=0.9."""

from __future__ import annotations

from collections.abc import Sequence

from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.types import OverrideType

from simulator.cli.override_syntax import parse_word, quote
from simulator.language.errors import ScenarioError
from simulator.model.graph import Model
from simulator.scenario import Scenario, check_scenario, list_scenarios

GROUP = "scenario"
ALTERNATIVES = {"plan": "strength", "strength": "plan"}
# Words for people, which change no number.
TOLD = ("title", "story", "story_zh")
CHANGED = {"en": "{}, changed", "zh": "{}（有改动）"}


def store_scenarios() -> None:
    """Let Hydra know the names of the scenarios that ship, so that one can be chosen and a pattern can find several."""
    # What an earlier command of the same process chose from elsewhere is no choice now.
    ConfigStore.instance().repo.pop(GROUP, None)
    for name in list_scenarios():
        ConfigStore.instance().store(name, {}, group=GROUP, package=GROUP)


def is_choice(word: str) -> bool:
    """Whether a word names the scenario."""
    override = parse_word(word)
    return override.key_or_group == GROUP and override.package is None and override.type is not OverrideType.DEL


def is_change(word: str) -> bool:
    """Whether a word changes a part of the scenario."""
    return parse_word(word).key_or_group.startswith(f"{GROUP}.")


def choose_scenario(base: Scenario, changes: Sequence[str]) -> list[str]:
    """Store a scenario for Hydra, and give the words that choose it and change it.

    A lever that the file does not name is accepted, as the schema checks all names afterwards; a plan value takes the place
    of the file's strength, and the other way about.
    """
    content = base.model_dump(mode="json", exclude_unset=True, exclude={"name"})
    for word in changes:
        check_taken(word, content)
    told = [key for word in changes for key in list_keys(word)]
    for lever, key in told:
        if key in ALTERNATIVES and (lever, ALTERNATIVES[key]) not in told:
            content.get("levers", {}).get(lever, {}).pop(ALTERNATIVES[key], None)
    ConfigStore.instance().store(base.name, content, group=GROUP, package=GROUP)
    return [f"{GROUP}={quote(base.name)}", *(word if word.startswith("~") else f"++{word.lstrip('+')}" for word in changes)]


def check_taken(word: str, content: dict) -> None:
    """What is taken away from a scenario is something that it says."""
    here: object = {GROUP: content}
    for part in list_parts(word) if word.startswith("~") else ():
        if not isinstance(here, dict) or part not in here:
            raise ScenarioError(f"{word}: the scenario says nothing of '{part}'; leave the word out")
        here = here[part]


def list_parts(word: str) -> list[str]:
    """The parts of the key of a word: scenario, levers, open_settlement, plan."""
    return parse_word(word).key_or_group.split(".")


def list_keys(word: str) -> list[tuple[str, str]]:
    """The settings of levers that a word changes, each as lever and key."""
    value = parse_word(word).value()
    match list_parts(word):
        case [_, "levers", lever, key]:
            return [(lever, key)]
        case [_, "levers", lever] if isinstance(value, dict):
            return [(lever, key) for key in value]
    return []


def check_change(base: Scenario, changes: Sequence[str], content: object, model: Model) -> Scenario:
    """The changed scenario, checked like a file; its name says what was changed, and its title that it was."""
    words = [word.lstrip("+").replace(f"{GROUP}.", "", 1) for word in changes if list_parts(word)[1] not in TOLD]
    scenario = check_scenario(content, " ".join([base.name, *words]), CHANGED["en"].format(base.name), model)
    if scenario.title != base.title:
        return scenario
    title = {language: form.format(getattr(base.title, language)) for language, form in CHANGED.items()}
    return check_scenario({**content, "title": title}, scenario.name, base.name, model)
