"""A small region in a folder of its own, to be broken on purpose."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.language.errors import DataError
from simulator.region.region import load_region
from simulator.region.synthetic.region import write_region

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class RegionFolder:
    """A region whose files can be changed cell by cell, and which tells what is then said about it."""

    path: Path

    def change_table(self, table: str, change: Callable[[Rows], Rows | None]) -> None:
        """Read a table as text, change its rows, and write it back."""
        path = self.path / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            names, rows = list(reader.fieldnames), list(reader)
        changed = change(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows if changed is None else changed)

    def set_cell(self, table: str, row: int, column: str, value: str) -> None:
        """Write one cell of a table; row 0 is line 2 of the file."""
        self.change_table(table, lambda rows: rows[row].update({column: value}))

    def drop_rows(self, table: str, /, **match: str) -> None:
        """Remove the rows that match in every column named."""
        self.change_table(table, lambda rows: [row for row in rows if not match.items() <= row.items()])

    def add_row(self, table: str, /, **different: str) -> None:
        """Repeat the first row of a table with some cells changed."""
        self.change_table(table, lambda rows: [*rows, {**rows[0], **different}])

    def replace_text(self, file: str, old: str, new: str) -> None:
        """Replace words in a file."""
        path = self.path / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def hear_complaint(self) -> str:
        """Give the message with which the region is refused."""
        with pytest.raises(DataError) as caught:
            load_region(self.path)
        return str(caught.value)


@pytest.fixture(scope="session")
def sound_region(tmp_path_factory) -> Path:
    return write_region(tmp_path_factory.mktemp("sound") / "region", counties=12, seed=3)


@pytest.fixture
def folder(sound_region, tmp_path) -> RegionFolder:
    return RegionFolder(shutil.copytree(sound_region, tmp_path / "region"))
