"""CSV tables in UTF-8 whose texts no spreadsheet takes for formulas."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import pandas as pd

from simulator.system.safe_text import FORMULA_SIGNS

RISKY = (*FORMULA_SIGNS, "\t", "\r", "\n")


def write_csv(table: pd.DataFrame, path: Path | IO[str], **options: Any) -> None:
    """Write a table with the options of `DataFrame.to_csv`; a text that would start a formula gets an apostrophe in front.

    Numbers, also those held as text, stay numbers.
    """
    safe = table.copy()
    for place, dtype in enumerate(table.dtypes):
        if dtype.kind not in "biufcmM":
            safe.isetitem(place, table.iloc[:, place].map(make_inert))
    safe.columns = safe.columns.map(make_inert)
    if safe.index.dtype.kind not in "biufcmM":
        safe.index = safe.index.map(make_inert)
    safe.to_csv(path, encoding="utf-8", **options)


def make_inert(cell: object) -> object:
    """A cell as it is, but for a text that begins like a formula and is no number."""
    if not isinstance(cell, str) or not cell.startswith(RISKY) or is_number(cell):
        return cell
    return f"'{cell}"


def is_number(text: str) -> bool:
    """Whether a text is a plain number."""
    try:
        float(text)
    except ValueError:
        return False
    return True
