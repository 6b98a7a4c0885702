"""One table of a region, read from its file and checked cell by cell against format.csv."""

import csv
import io
from pathlib import Path

import pandas as pd

from simulator.language.errors import DataError, suggest
from simulator.region.encoding import read_text
from simulator.region.problem_list import raise_problems
from simulator.region.schema import Column, find_columns, find_key
from simulator.system.safe_text import describe_bad_name

Tables = dict[str, pd.DataFrame]

PATTERNS = {
    "code": r"[0-9]{6}",
    "integer": r"[+-]?[0-9]+(\.0+)?",
    "number": r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?",
}
WORDS = {
    "text": "a text",
    "code": "a six-digit code such as 370102",
    "integer": "a whole number in plain digits such as 1200",
    "number": "a number in plain digits such as 0.63",
}


def read_table(path: str | Path, table: str) -> pd.DataFrame:
    """Read one table and make sure that every cell can be used.

    Counts come back as int64 (float64 with NaN where a cell may be empty), other numbers as float64, words as text;
    rows are sorted by the key of the table. Raises DataError that lists what is wrong, one problem a line.
    """
    frame, problems, _ = examine_table(Path(path), table)
    raise_problems(problems)
    return frame


def examine_table(path: Path, table: str) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Read one table and give what could be read, the problems, and the notes a reader should see."""
    columns, key = find_columns(table), find_key(table)
    try:
        text, note = read_text(path)
        header, rows = _split_cells(path.name, text)
    except DataError as error:
        return pd.DataFrame(), [str(error)], []
    notes = [note] if note else []
    problems = _find_wrong_columns(path.name, header, [column.name for column in columns])
    problems += _find_ragged_rows(path.name, header, rows)
    if problems:
        return pd.DataFrame(), problems, notes
    cells = pd.DataFrame(list(rows.values()), columns=header, index=list(rows), dtype=object)
    frame = pd.DataFrame(index=cells.index)
    for column in columns:
        frame[column.name], found = _read_column(cells[column.name], column)
        problems += [f"{path.name}, line {line}, column {column.name}: {what}" for line, what in found]
    problems += _find_repeated_rows(path.name, frame, key)
    return frame.sort_values(key, kind="stable").reset_index(drop=True), problems, notes


def _split_cells(name: str, text: str) -> tuple[list[str], dict[int, list[str]]]:
    """Split the text into the names of the columns and, by line of the file, the rows; cells are still text."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = {}
    try:
        for row in reader:
            lines[reader.line_num] = [cell.strip() for cell in row]
    except csv.Error as error:
        raise DataError(f"{name}, line {reader.line_num}: {error}; close every quotation mark") from None
    rows = {line: row for line, row in lines.items() if any(row)}
    if not rows:
        raise DataError(f"{name} is empty; its first line must name the columns")
    header = rows.pop(next(iter(rows)))
    if len(header) == 1 and any(separator in header[0] for separator in ";\t"):
        raise DataError(f"{name}: the cells are not separated by commas; save it as 'CSV (comma delimited)'")
    return header, rows


def _find_wrong_columns(name: str, header: list[str], right: list[str]) -> list[str]:
    missing = [column for column in right if column not in header]
    unknown = [column for column in header if column not in right]
    repeated = [column for column in right if header.count(column) > 1]
    return (
        [f"{name}: column {column} is missing; add it to the first line" for column in missing]
        + [f"{name}: column '{column}' is not known; {suggest(column, missing or right)}" for column in unknown]
        + [f"{name}: column {column} occurs more than once; keep one" for column in repeated]
    )


def _find_ragged_rows(name: str, header: list[str], rows: dict[int, list[str]]) -> list[str]:
    return [
        f"{name}, line {line}: {len(row)} cells instead of {len(header)}; quote a cell that holds a comma"
        for line, row in rows.items()
        if len(row) != len(header)
    ]


def _read_column(cells: pd.Series, column: Column) -> tuple[pd.Series, list[tuple[int, str]]]:
    """Turn the cells of a column into values; give the values and (line, what is wrong) of each bad cell."""
    empty = cells == ""
    filled = cells[~empty]
    missing = cells.index[empty] if column.required else []
    problems = [(line, f"the cell is empty; {_describe_right(column)}") for line in missing]
    if column.type == "choice":
        wrong = filled[~filled.isin(column.choices)]
        problems += [(line, f"'{cell}' is not known; {suggest(cell, column.choices)}") for line, cell in wrong.items()]
    if column.type == "text":
        named = ((line, describe_bad_name(cell)) for line, cell in filled.items())
        problems += [(line, problem) for line, problem in named if problem]
    if column.type not in PATTERNS:
        return cells, problems
    right = filled.astype(str).str.fullmatch(PATTERNS[column.type]).astype(bool)
    problems += [(line, f"'{cell}' is not right; {_describe_right(column)}") for line, cell in filled[~right].items()]
    if column.type == "code":
        return cells, problems
    values = filled[right].map(float)
    outside = values[(values < column.minimum) | (values > column.maximum)]
    problems += [(line, _describe_outside(filled[line], column)) for line in outside.index]
    whole = column.type == "integer" and len(values) == len(cells)
    return values.astype("int64") if whole else values.reindex(cells.index).astype("float64"), problems


def _describe_right(column: Column) -> str:
    return f"write {WORDS[column.type]}" if column.type in WORDS else suggest("", column.choices)


def _describe_outside(cell: str, column: Column) -> str:
    unit = "" if column.unit in ("", "1") else f" {column.unit}"
    hint = " (a share, not a percentage)" if (column.minimum, column.maximum) == (0, 1) else ""
    if float(cell) < column.minimum:
        return f"{cell} is too small; write {column.minimum:,.15g}{unit} or more{hint}"
    return f"{cell} is too large; write {column.maximum:,.15g}{unit} or less{hint}"


def _name_cell(column: str, value: object) -> str:
    # A year is kept as a fraction in a column where it may be missing.
    if isinstance(value, float):
        return f"no {column}" if pd.isna(value) else f"{column} {value:.15g}"
    return f"{column} {value}"


def _find_repeated_rows(name: str, frame: pd.DataFrame, key: list[str]) -> list[str]:
    repeated = frame.loc[frame.duplicated(key), key].astype(object)
    names = [", ".join(_name_cell(column, value) for column, value in zip(key, row, strict=True)) for row in repeated.values]
    return [
        f"{name}, line {line}: {what} occurs more than once; keep one row" for line, what in zip(repeated.index, names, strict=True)
    ]
