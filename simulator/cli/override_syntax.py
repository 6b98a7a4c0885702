"""The words of a command line as people type them: paths, names and Chinese need no quotes, and mistakes are found early."""

from __future__ import annotations

import os
import re

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException

from simulator.language.errors import ScenarioError

NAMES = ("region", "manifest", "name", "scenario", "county")
TEXTS = (*NAMES, "out")
SWEPT = re.compile(r"(choice|range|glob|sort|shuffle)\(")
ITEM = re.compile(r"\[[^\]]*\]|[^,\[\]]+")
SEVERAL = "{}: names several values; add -m to run each of them, or write one value"
QUOTED = r"'[^']*'|\"[^\"]*\""


def quote_text(word: str, sweeping: bool) -> str:
    """Take paths and names as they are written, in Chinese too, and lists of them; quotes are for the grammar alone."""
    key, equals, value = word.partition("=")
    refuse_half_brackets(word)
    if not equals or value[:1] in ("'", '"', "") or value == "null" or (sweeping and SWEPT.match(value)):
        return word
    if key == "scenarios":
        lists = ITEM.findall(value) if sweeping else [value]
        return f"{key}={','.join(quote_list(each) for each in lists)}"
    if key in NAMES and not sweeping and "," in value and not os.path.exists(value):
        raise ScenarioError(SEVERAL.format(word))
    if key in TEXTS:
        return f"{key}={','.join(quote(each.strip()) for each in (value.split(',') if sweeping else [value]))}"
    return word


def quote_list(value: str) -> str:
    """A list of names, with or without its brackets, as a list of quoted values."""
    names = re.findall(rf"{QUOTED}|[^,]+", value.removeprefix("[").removesuffix("]"))
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
    except (HydraException, RecursionError):
        raise ScenarioError(
            f"'{word}' is not understood; write option=value, such as steps=8 "
            "(in quotes if the value holds blanks, commas or Chinese)"
        ) from None


def refuse_half_brackets(word: str) -> None:
    """A bracket that is opened is closed, unless it stands in quotes."""
    bare = re.sub(QUOTED, "", word)
    for opening, closing in ("[]", "{}"):
        if bare.count(opening) != bare.count(closing):
            raise ScenarioError(
                f"{word}: has {opening} or {closing} without the other; write both, or quote the value: option=\"'value'\""
            )
