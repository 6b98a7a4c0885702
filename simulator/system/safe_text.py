"""Text that consoles, files and spreadsheets take: whole characters, no control characters, no formula."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

FORMULA_SIGNS = ("=", "+", "-", "@")


def allow_any_text() -> None:
    """Let the console print what its encoding has no character for as a question mark, rather than end a finished run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def find_broken_character(value: object) -> str | None:
    """The first text in nested lists and mappings that holds a lone surrogate, half of a character, or None."""
    return next((text for text in list_texts(value) if any("\ud800" <= letter <= "\udfff" for letter in text)), None)


def list_texts(value: object) -> Iterator[str]:
    """All texts in nested lists and mappings, keys included; a part that holds itself is visited once."""
    waiting, visited = [value], set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict | list | tuple) and id(each) not in visited:
            visited.add(id(each))
            waiting += [*each.keys(), *each.values()] if isinstance(each, dict) else each


def describe_broken(text: str) -> str:
    """What is wrong with a text that holds a lone surrogate, and what would be right; printable in any encoding of Unicode."""
    shown = text.encode("utf-8", "replace").decode("utf-8")
    return f"'{shown}' holds half a character (a lone surrogate), which no file takes; write it in whole UTF-8 characters"


def describe_bad_name(name: str) -> str | None:
    """Why a name cannot be written into tables that spreadsheets open, and what would be right; None for a good name."""
    if find_broken_character(name) is not None:
        return describe_broken(name)
    if name.startswith(FORMULA_SIGNS):
        return f"'{name}' begins with '{name[0]}', which a spreadsheet takes for a formula; begin it with a letter"
    control = next((letter for letter in name if unicodedata.category(letter) == "Cc"), None)
    if control is not None:
        return f"{name!a} holds the control character {control!a}; write it on one line, without tabs"
    return None
