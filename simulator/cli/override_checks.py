"""Refuse overrides of options that do not exist or that the command does not read, and options that are given twice."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from hydra.core.override_parser.types import Override, OverrideType
from omegaconf import DictConfig

from simulator.cli.aliases import ALIASES
from simulator.cli.commands import list_choices
from simulator.cli.composition import list_readers
from simulator.cli.options import Options
from simulator.cli.override_syntax import parse_override
from simulator.language.errors import ScenarioError, suggest

OTHER_FORM = {"scenario": "scenarios", "scenarios": "scenario"}


def refuse_twice(words: Sequence[str]) -> None:
    """Raise ScenarioError for an option that is given twice, of which only one value could count."""
    given = Counter(option for word in words for option in list_given(parse_override(word)))
    for option, times in given.items():
        if times > 1:
            raise ScenarioError(f"{option}: is given {times} times; write it once")


def list_given(override: Override) -> list[str]:
    """The options to which an override gives a value: all keys of {key: value}."""

    def flatten(option: str, value: object) -> list[str]:
        if not isinstance(value, dict):
            return [option]
        return [each for key, inner in value.items() for each in flatten(f"{option}.{key}", inner)]

    return flatten(override.key_or_group, override.value())


def refuse_unread(word: str, command: str, plain: DictConfig) -> None:
    """Raise ScenarioError for an option of other commands, and name these; `plain` is the command's own configuration."""
    option = parse_override(word).key_or_group.partition(".")[0]
    if option not in plain and option in Options.model_fields:
        remedy = f"write {OTHER_FORM[option]}=..." if OTHER_FORM.get(option) in plain else "leave it out"
        raise ScenarioError(
            f"{option}: {command} does not read it; {remedy}, or use a command that does: {', '.join(list_readers(option))}"
        )


def check_override(word: str, plain: DictConfig) -> None:
    """Raise ScenarioError for an option that the configuration does not hold, or a choice that a group does not have."""
    override = parse_override(word)
    option = override.key_or_group
    check_name(word, option, plain)
    if override.type is not OverrideType.CHANGE or override.package is not None:
        raise ScenarioError(f"{word}: no option is added or taken away; write {option}=value, or leave it out")
    value, here, choices = override.value(), find_part(option, plain), list_choices(option)
    if choices and value not in choices:
        raise ScenarioError(f"{word}: there is no {option} '{value}'; {suggest(value, choices)}")
    if isinstance(here, DictConfig) and not choices:
        if not isinstance(value, dict):
            raise ScenarioError(f"{word}: '{option}' holds several options; write {option}.NAME=VALUE")
        check_names(word, option, value, plain)


def check_names(word: str, option: str, value: dict, plain: DictConfig) -> None:
    """Check that every key of a value is an option, at every depth."""
    for key, each in value.items():
        check_name(word, f"{option}.{key}", plain)
        if isinstance(each, dict):
            check_names(word, f"{option}.{key}", each, plain)


def check_name(word: str, option: str, plain: DictConfig) -> None:
    """Raise ScenarioError for an option of a name that the configuration does not hold."""
    above, _, key = option.rpartition(".")
    if above:
        check_name(word, above, plain)
    here = find_part(above, plain)
    if not isinstance(here, DictConfig):
        raise ScenarioError(f"{word}: '{above}' holds one value; write {above}=value")
    if key not in here:
        hint = suggest(key, here) if above else suggest_option(key, plain)
        raise ScenarioError(f"{word}: there is no option '{option}'; {hint}")


def find_part(option: str, plain: DictConfig) -> object:
    """The value of an option, such as ensemble.members; the whole configuration for an empty name."""
    here = plain
    for key in option.split(".") if option else ():
        here = here[key]
    return here


def suggest_option(wrong: str, plain: DictConfig) -> str:
    """The option that was probably meant, which may be part of another: members is ensemble.members."""
    top = [str(name) for name in plain]
    parts = {str(part): f"{name}.{part}" for name in top if isinstance(plain[name], DictConfig) for part in plain[name]}
    for names in ([*top, *parts], [*ALIASES, *Options.model_fields]):
        if near := difflib.get_close_matches(wrong, names, 1):
            return f"did you mean '{parts.get(near[0], near[0])}'?"
    return suggest(wrong, top)
