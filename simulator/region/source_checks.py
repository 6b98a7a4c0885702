"""What must hold for the origin of the numbers: nothing without a source, no source without an entry."""

from collections.abc import Iterator

from simulator.language.errors import suggest
from simulator.region.foreign_keys import find_missing_keys
from simulator.region.tables import Tables

ORIGIN_TABLES = ("provenance", "sources")
CITING_TABLES = ("provenance", "province", "vital_events", "rail_network", "province_past")


def check_provenance(tables: Tables) -> Iterator[str]:
    """Every column of every table says where it comes from."""
    rows = tables["provenance"]
    stated = set(rows.loc[rows["county"] == "all", ["table", "column"]].itertuples(index=False, name=None))
    for table, frame in tables.items():
        if table in ORIGIN_TABLES:
            continue
        for column in frame.columns:
            if (table, column) not in stated:
                yield f"provenance.csv: column {column} of {table} has no row for all counties; say where it comes from"
        for column in sorted(set(rows.loc[rows["table"] == table, "column"]) - set(frame.columns)):
            yield f"provenance.csv: {table} has no column '{column}'; {suggest(column, frame.columns)}"
    yield from find_missing_keys("provenance", rows["county"], "counties", ["all", *tables["counties"]["code"]])


def check_sources(tables: Tables) -> Iterator[str]:
    """Every source that is named is in the table of sources."""
    for table in CITING_TABLES:
        if table in tables:
            cited = tables[table]["source"].str.split(";").explode().str.strip()
            yield from find_missing_keys(table, cited, "sources", tables["sources"]["source"])
