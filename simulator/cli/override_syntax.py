"""Overrides, option=value, as people type them: paths, names and Chinese need no quotes, and syntax errors are found early."""

from __future__ import annotations

import os
import re

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException

from simulator.cli.options import Options
from simulator.language.errors import ScenarioError

TEXTS = tuple(name for name, field in Options.model_fields.items() if field.annotation in (str, str | None))
SWEPT = re.compile(r"(choice|range|glob|sort|shuffle)\(")
ITEM = re.compile(r"\[[^\]]*\]|[^,\[\]]+")
SEVERAL = "{}: names several values; add -m to run each of them, or write one value"
QUOTED = r"'[^']*'|\"[^\"]*\""


def quote_override(override: str, multirun: bool) -> str:
    """The override with texts, and lists of names, in quotes of Hydra's grammar.

    Raises ScenarioError for half a pair of brackets, and for several values without multirun.
    """
    key, equals, value = override.partition("=")
    refuse_half_brackets(override)
    if not equals or value[:1] in ("'", '"', "") or value == "null" or (multirun and SWEPT.match(value)):
        return override
    if key == "scenarios":
        lists = ITEM.findall(value) if multirun else [value]
        return f"{key}={','.join(quote_list(each) for each in lists)}"
    if key not in TEXTS:
        return override
    if multirun:
        return f"{key}={','.join(quote(each.strip()) for each in value.split(','))}"
    # A folder of outputs may have a comma in its name, and so may a file that exists.
    if "," in value and key != "out" and not os.path.exists(value):
        raise ScenarioError(SEVERAL.format(override))
    return f"{key}={quote(value.strip())}"


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


def parse_override(override: str) -> Override:
    """The override parsed by Hydra's grammar. Raises ScenarioError where it does not match."""
    try:
        return OverridesParser.create().parse_override(override)
    except (HydraException, RecursionError):
        raise ScenarioError(
            f"'{override}' is not understood; write option=value, such as steps=8 "
            "(in quotes if the value holds blanks, commas or Chinese)"
        ) from None


def refuse_half_brackets(override: str) -> None:
    """Raise ScenarioError for a bracket without its counterpart, outside of quotes."""
    bare = re.sub(QUOTED, "", override)
    for opening, closing in ("[]", "{}"):
        if bare.count(opening) != bare.count(closing):
            raise ScenarioError(
                f"{override}: has {opening} or {closing} without the other; write both, or quote the value: option=\"'value'\""
            )
