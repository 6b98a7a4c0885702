"""Formulas that belong together in the equations document."""

from __future__ import annotations

from dataclasses import dataclass

Line = tuple[str, str]


@dataclass(frozen=True)
class Lines:
    """Formulas in either hand, and what they are in words if it must be said."""

    html: tuple[Line, ...]
    latex: tuple[str, ...]
    words: str = ""
