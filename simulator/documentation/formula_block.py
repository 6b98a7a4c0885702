"""Formulas that belong together in the equations document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Line = tuple[str, str]


@dataclass(frozen=True)
class Lines:
    """Formulas in either hand, and what they are in words if it must be said."""

    html: tuple[Line, ...]
    latex: tuple[str, ...]
    words: str = ""


def join_lines(html: Iterable[Line], latex: Iterable[Line], words: str = "") -> Lines:
    """Formulas of which both hands wrote the left and the right side."""
    return Lines(tuple(html), tuple(f"{left} = {right}" for left, right in latex), words)
