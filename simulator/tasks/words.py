"""The words of a command line as people type them: paths, names and Chinese need no quotes, and mistakes are found early."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import DictConfig

from simulator.errors import ScenarioError, suggest
from simulator.places import find_home

TEXTS = ("out", "region", "manifest", "name", "scenario", "county")
SWEPT = re.compile(r"(choice|range|glob|sort|shuffle)\(")
ITEM = re.compile(r"\[[^\]]*\]|[^,\[\]]+")


def quote_text(word: str, sweeping: bool) -> str:
    """Take paths and names as they are written, in Chinese too, and lists of them; quotes are for the grammar alone."""
    key, equals, value = word.partition("=")
    if not equals or value[:1] in ("'", '"', "") or value == "null" or (sweeping and SWEPT.match(value)):
        return word
    if key == "scenarios":
        lists = ITEM.findall(value) if sweeping else [value]
        return f"{key}={','.join(quote_list(each) for each in lists)}"
    if key in TEXTS:
        return f"{key}={','.join(quote(each.strip()) for each in (value.split(',') if sweeping else [value]))}"
    return word


def quote_list(value: str) -> str:
    """A list of names, with or without its brackets, as a list of quoted values."""
    names = value.removeprefix("[").removesuffix("]").split(",")
    return f"[{','.join(quote(name.strip()) for name in names if name.strip())}]"


def quote(text: str) -> str:
    """Text as a quoted value of the grammar."""
    if text[:1] in ("'", '"'):
        return text
    escaped = text.replace("'", "\\'")
    return f"'{escaped}'"


def parse_word(word: str) -> Override:
    """What a word says, in Hydra's grammar."""
    try:
        return OverridesParser.create().parse_override(word)
    except HydraException:
        raise ScenarioError(f"'{word}' is not understood; write option=value, such as steps=8 "
                            "(in quotes if the value holds blanks or commas)") from None


def check_word(word: str, plain: DictConfig) -> None:
    """Refuse an option that does not exist in the plain configuration, or a choice that its folder does not hold."""
    override = parse_word(word)
    choices = sorted(file.stem for file in (find_home("configs") / override.key_or_group).glob("*.yaml"))
    if choices and override.value() not in choices:
        raise ScenarioError(f"{word}: there is no {override.key_or_group} '{override.value()}'; "
                            f"{suggest(override.value(), choices)}")
    path = override.key_or_group.split(".")
    here = plain
    for depth, key in enumerate(path):
        if not isinstance(here, DictConfig) or key not in here:
            near = ".".join([*path[:depth], ""])
            known = list(here) if isinstance(here, DictConfig) else []
            raise ScenarioError(f"{word}: there is no option '{near}{key}'; {suggest(key, known)}")
        here = here[key]
    if isinstance(here, DictConfig) and not choices and not isinstance(override.value(), dict):
        raise ScenarioError(f"{word}: '{override.key_or_group}' holds several options; "
                            f"write {override.key_or_group}.NAME=VALUE")


def expand_sweep(words: Sequence[str], parser: OverridesParser, sweeping: bool) -> list[list[str]]:
    """The words of each job: all combinations of the values that Hydra's grammar names for an option."""
    from hydra._internal.core_plugins.basic_sweeper import BasicSweeper

    parsed = [parse_word(word) for word in words]
    swept = [word for word, override in zip(words, parsed, strict=True) if override.is_sweep_override()]
    if not sweeping:
        if swept:
            raise ScenarioError(f"{swept[0]}: names several values; add -m to run each of them, or write one value")
        return [list(words)]
    try:
        [jobs] = BasicSweeper.split_arguments(parser.parse_overrides(list(words)), None)
    except HydraException as error:
        raise ScenarioError(f"{' '.join(swept)}: {' '.join(str(error).split())}; write option=one,another") from None
    if not jobs:
        raise ScenarioError(f"{' '.join(swept)}: names nothing to run; write option=one,another")
    return jobs
