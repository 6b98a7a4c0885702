"""Foreign-key checks between the tables of a region."""

from collections.abc import Iterable, Iterator

import pandas as pd

from simulator.language.errors import suggest


def find_missing_keys(table: str, used: pd.Series, home: str, known: Iterable[str]) -> Iterator[str]:
    """Yield one sentence for every value of a column that is no key of the table it refers to."""
    known = set(known)
    for value in sorted(set(used) - known):
        hint = "add it there or correct it here" if value.isdigit() else suggest(value, known)
        yield f"{table}.csv, column {used.name}: '{value}' is not in {home}.csv; {hint}"
