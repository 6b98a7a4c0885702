"""A line of the table of results."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured: the middle of its values, the least and the most of them, and how it compares.

    `ratio` is to the first row of its chapter unless `note` says otherwise; `value` is None for what could not be measured, and
    the note says why.
    """

    chapter: str
    what: str
    value: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    note: str = ""
    at: float | None = None


def sum_up(
    chapter: str, what: str, values: Sequence[float], unit: str, ratio: float | None = None, note: str = "", at: float | None = None
) -> Row:
    """The row of several values of one thing."""
    return Row(chapter, what, statistics.median(values), unit, min(values), max(values), ratio, note, at)
