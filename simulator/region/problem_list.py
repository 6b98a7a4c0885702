"""All problems of a region in one error."""

from collections.abc import Iterable

from simulator.language.errors import DataError

SHOWN = 10


def raise_problems(problems: Iterable[str]) -> None:
    """Raise one DataError that lists the problems, one a line; without a problem return."""
    lines = list(problems)
    if not lines:
        return
    hidden = len(lines) - SHOWN
    raise DataError("\n".join(lines[:SHOWN] + ([f"and {hidden} more"] if hidden > 0 else [])))
