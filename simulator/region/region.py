"""A region: one folder of tables, loaded whole or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from simulator.language.errors import DataError, suggest
from simulator.region.census_years import find_constant
from simulator.region.consistency import find_contradictions
from simulator.region.problem_list import raise_problems
from simulator.region.region_yaml import read_description
from simulator.region.schema import OPTIONAL_TABLES, load_format
from simulator.region.tables import Tables, examine_table
from simulator.system.plugins import list_plugin_folders
from simulator.system.user_paths import find_path

HOME = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class Region:
    """Everything known about one province: its tables, their origin, and a digest that changes with any cell."""

    name: str
    title: Mapping[str, str]
    synthetic: bool
    reference_year: int
    folder: Path
    digest: str
    notes: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

    def table(self, name: str) -> pd.DataFrame:
        """Give a copy of one table, sorted by its key; counties are indexed by `code`. Raises DataError if absent."""
        if name not in self.tables:
            raise DataError(f"region '{self.name}' has no table '{name}'; {suggest(name, self.tables)}")
        frame = self.tables[name].copy()
        return frame.set_index("code") if name == "counties" else frame

    def has(self, table: str) -> bool:
        """Say whether the region has this table."""
        return table in self.tables

    def constant(self, name: str, year: int | None = None) -> float:
        """Give one number of the province, in the unit its row states; by default of the reference year."""
        return find_constant(self.tables["province"], name, year)

    def provenance(self, table: str, column: str, county: str = "all") -> dict[str, str]:
        """Say how a column is known (`status`), from where (`source`) and by what `method`; for one county if asked."""
        rows = self.tables["provenance"].query("table == @table and column == @column").set_index("county")
        if rows.empty:
            known = self.tables["provenance"].query("table == @table")["column"].unique()
            raise DataError(f"provenance.csv says nothing of column '{column}' of {table}; {suggest(column, known)}")
        return rows.loc[county if county in rows.index else "all", ["status", "source", "method"]].to_dict()


def find_regions() -> dict[str, Path]:
    """The folder of each region that comes with the simulator or with a plug-in, by name; a shipped name is never replaced."""
    shipped = {path.parent.name: path.parent for path in HOME.glob("*/region.yaml") if path.parent.name != "template"}
    brought = (path.parent for folder in list_plugin_folders("regions") for path in sorted(folder.glob("*/region.yaml")))
    return {path.name: path for path in brought} | shipped


def list_regions() -> list[str]:
    """Give the names of the regions that come with the simulator and with plug-ins."""
    return sorted(find_regions())


def load_region(name_or_folder: str | Path) -> Region:
    """Load a region by its name, or from a folder of one's own, and check that its tables fit together.

    Raises DataError that lists what is wrong, one problem a line, and ScenarioError for a path that cannot be looked at.
    """
    folder = find_folder(name_or_folder)
    description, notes = read_description(folder / "region.yaml")
    tables, table_notes = _read_tables(folder)
    raise_problems(find_contradictions(tables))
    return Region(
        name=description["name"],
        title={"zh": description["title_zh"], "en": description["title_en"]},
        synthetic=description["synthetic"],
        reference_year=description["reference_year"],
        folder=folder,
        digest=_digest([folder / "region.yaml", *(folder / f"{table}.csv" for table in tables)]),
        notes=(*notes, *table_notes),
        tables=tables,
    )


def validate_region(folder: str | Path) -> list[str]:
    """Load a region and describe it in a few lines for a person; raises DataError if something is wrong."""
    return describe_region(load_region(folder))


def describe_region(region: Region) -> list[str]:
    """Describe a region in a few lines for a person."""
    counties = region.table("counties")
    residents, urban = counties["population_2020"].sum(), counties["urban_population_2020"].sum()
    kind = "made-up" if region.synthetic else "real"
    return [
        f"{region.title['en']} ({region.title['zh']}): {kind} region '{region.name}', nothing wrong found",
        f"counties: {len(counties)}; cities: {len(region.table('cities'))}",
        f"residents in 2020: {residents:,}; in towns and cities: {urban / residents:.2%}",
        f"tables: {', '.join(region.tables)}",
        f"digest: {region.digest[:12]}",
        *(f"note: {note}" for note in region.notes),
    ]


def find_folder(name_or_folder: str | Path) -> Path:
    """The folder of a region that ships, or a folder by its path. Raises DataError that lists the regions there are."""
    folder = find_regions().get(str(name_or_folder)) or find_path(name_or_folder, "region")
    if folder.is_file():
        raise DataError(f"region: '{name_or_folder}' is a file; name the folder that holds region.yaml and the tables")
    if not folder.is_dir():
        raise DataError(f"there is no region or folder '{name_or_folder}'; {suggest(folder.name, list_regions())}")
    if not (folder / "region.yaml").is_file():
        raise DataError(f"folder '{name_or_folder}' has no region.yaml; copy the one in simulator/region/template")
    return folder.resolve()


def _read_tables(folder: Path) -> tuple[Tables, list[str]]:
    files = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    expected = load_format()
    problems = [
        f"{table}.csv is missing in {folder.name}; add it, with the columns of simulator/region/template/{table}.csv"
        for table in expected
        if table not in files and table not in OPTIONAL_TABLES
    ]
    problems += [
        f"{path.name} is not a table of a region; {suggest(table, expected)}"
        for table, path in files.items()
        if table not in expected
    ]
    tables, notes = {}, []
    for table in [table for table in expected if table in files]:
        tables[table], found, remarks = examine_table(files[table], table)
        problems += found
        notes += remarks
    if not problems and tables["counties"].empty:
        problems.append("counties.csv has no rows; write one for every county")
    raise_problems(problems)
    return tables, notes


def _digest(paths: list[Path]) -> str:
    """Digest of files; line ends are left out, as a checkout may change them."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
