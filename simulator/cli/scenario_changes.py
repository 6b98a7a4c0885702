"""Change a scenario on the command line: simulate plan scenario.levers.open_settlement.plan=0.9."""

from __future__ import annotations

from collections.abc import Sequence

from hydra.core.override_parser.types import OverrideType
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from simulator.cli.override_syntax import parse_override
from simulator.language.errors import ScenarioError
from simulator.model.graph import Model
from simulator.scenario import Scenario, check_scenario

GROUP = "scenario"
# A lever has one of the two.
ALTERNATIVES = {"plan": "strength", "strength": "plan"}
# Texts, which change no number.
TEXTS = ("title", "story", "story_zh")
CHANGED = {"en": "{}, changed", "zh": "{}（有改动）"}


def is_choice(word: str) -> bool:
    """Whether an override names the scenario."""
    override = parse_override(word)
    return override.key_or_group == GROUP and override.package is None and override.type is not OverrideType.DEL


def is_change(word: str) -> bool:
    """Whether an override changes a part of the scenario."""
    return parse_override(word).key_or_group.startswith(f"{GROUP}.")


def change_scenario(base: Scenario, changes: Sequence[str], model: Model) -> Scenario:
    """The scenario with overrides applied, checked like a file; its name lists the changes, and its title says that it changed.

    A lever that the file does not name is accepted; a plan value replaces the file's strength, and a strength its plan value.
    """
    if not changes:
        return base
    content = apply_changes(base, changes)
    words = [word.lstrip("+").replace(f"{GROUP}.", "", 1) for word in changes if list_keys(word)[0] not in TEXTS]
    scenario = check_scenario(content, " ".join([base.name, *words]), CHANGED["en"].format(base.name), model)
    if scenario.title != base.title:
        return scenario
    title = {language: form.format(getattr(base.title, language)) for language, form in CHANGED.items()}
    return check_scenario({**content, "title": title}, scenario.name, base.name, model)


def apply_changes(base: Scenario, changes: Sequence[str]) -> dict:
    """The content of a scenario file with overrides applied, unchecked."""
    content = base.model_dump(mode="json", exclude_unset=True, exclude={"name"})
    for word in changes:
        check_deletion(word, content)
    given = [setting for word in changes for setting in list_settings(word)]
    for lever, key in given:
        if key in ALTERNATIVES and (lever, ALTERNATIVES[key]) not in given:
            content.get("levers", {}).get(lever, {}).pop(ALTERNATIVES[key], None)
    config = OmegaConf.create(content)
    for word in changes:
        apply_change(config, word)
    return OmegaConf.to_container(config, resolve=False)


def apply_change(config: DictConfig, word: str) -> None:
    """Apply one override to the content of a scenario, in place."""
    keys = list_keys(word)
    if word.startswith("~"):
        above = OmegaConf.select(config, ".".join(keys[:-1])) if keys[1:] else config
        del above[keys[-1]]
        return
    try:
        OmegaConf.update(config, ".".join(keys), parse_override(word).value(), merge=True, force_add=True)
    except OmegaConfBaseException:
        raise ScenarioError(
            f"{word}: the scenario has no part of this name; write a key of a scenario file, such as "
            "scenario.levers.open_settlement.plan=0.9"
        ) from None


def check_deletion(word: str, content: dict) -> None:
    """Raise ScenarioError where an override deletes what the scenario does not hold."""
    here: object = content
    for key in list_keys(word) if word.startswith("~") else ():
        if not isinstance(here, dict) or key not in here:
            raise ScenarioError(f"{word}: the scenario says nothing of '{key}'; leave the word out")
        here = here[key]


def list_keys(word: str) -> list[str]:
    """The keys of an override below the scenario: levers, open_settlement, plan."""
    return parse_override(word).key_or_group.split(".")[1:]


def list_settings(word: str) -> list[tuple[str, str]]:
    """The settings of levers that an override gives, each as lever and key."""
    value = parse_override(word).value()
    match list_keys(word):
        case ["levers", lever, key]:
            return [(lever, key)]
        case ["levers", lever] if isinstance(value, dict):
            return [(lever, key) for key in value]
    return []
