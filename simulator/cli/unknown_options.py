"""Refuse words of options that do not exist, with those that do, and options that are given twice."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from hydra.core.override_parser.types import Override, OverrideType
from omegaconf import DictConfig

from simulator.cli.changes import GROUP
from simulator.cli.override_syntax import parse_word
from simulator.language.errors import ScenarioError, suggest
from simulator.system.resources import resource_dir


def refuse_twice(words: Sequence[str]) -> None:
    """Refuse an option that is given twice, of which only one value could count."""
    given = Counter(option for word in words for option in list_options(parse_word(word)))
    for option, times in given.items():
        if times > 1:
            raise ScenarioError(f"{option}: is given {times} times; write it once")


def list_options(override: Override) -> list[str]:
    """The options to which a word gives a value: all keys of {key: value}."""

    def unfold(option: str, value: object) -> list[str]:
        if not isinstance(value, dict):
            return [option]
        return [each for key, inner in value.items() for each in unfold(f"{option}.{key}", inner)]

    return unfold(override.key_or_group, override.value())


def check_word(word: str, plain: DictConfig) -> None:
    """Refuse an option that does not exist in the plain configuration, or a choice that its folder does not hold."""
    override = parse_word(word)
    option = override.key_or_group
    check_name(word, option, plain)
    if override.type is not OverrideType.CHANGE or override.package is not None:
        raise ScenarioError(f"{word}: no option is added or taken away; write {option}=value, or leave it out")
    value, here = override.value(), find_part(option, plain)
    choices = sorted(file.stem for file in (resource_dir("configs") / option).glob("*.yaml"))
    if choices and value not in choices:
        raise ScenarioError(f"{word}: there is no {option} '{value}'; {suggest(value, choices)}")
    if isinstance(here, DictConfig) and not choices:
        if not isinstance(value, dict):
            raise ScenarioError(f"{word}: '{option}' holds several options; write {option}.NAME=VALUE")
        check_names(word, option, value, plain)


def check_names(word: str, option: str, value: dict, plain: DictConfig) -> None:
    """Every key of a value is an option too."""
    for key, each in value.items():
        check_name(word, f"{option}.{key}", plain)
        if isinstance(each, dict):
            check_names(word, f"{option}.{key}", each, plain)


def check_name(word: str, option: str, plain: DictConfig) -> None:
    """Refuse an option of a name that the plain configuration does not hold."""
    if option == GROUP:
        return
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
    """What the plain configuration holds under the name of an option."""
    here = plain
    for key in option.split(".") if option and option != GROUP else ():
        here = here[key]
    return here


def suggest_option(wrong: str, plain: DictConfig) -> str:
    """The option that was probably meant, which may be part of another: members is ensemble.members."""
    top = [*plain, GROUP]
    parts = {str(part): f"{name}.{part}" for name in plain if isinstance(plain[name], DictConfig) for part in plain[name]}
    near = difflib.get_close_matches(wrong, [*top, *parts], 1)
    return f"did you mean '{parts[near[0]]}'?" if near and near[0] in parts else suggest(wrong, top)
