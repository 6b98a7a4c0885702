"""Results as JSON, and how they compare with those kept in the tree, whatever machine made them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from benchmarks.rows import Row

KEPT = Path(__file__).parent / "kept" / "results.json"
TIMES = ("core-ms", "core-us", "wall-ms", "s")


def write_rows(path: Path, machine: dict, rows: list[Row]) -> None:
    """Write all results; times also in reference loops, by which machines compare."""
    loop = machine["reference_loop_ms"]
    told = [{**dataclasses.asdict(row), "reference_loops": find_loops(row, loop)} for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": machine, "rows": told}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def find_loops(row: Row, loop: float) -> float | None:
    """A time as a number of reference loops; nothing for what is no time."""
    unit = row.unit.split(" ")[0]
    if row.value is None or unit not in TIMES:
        return None
    return row.value * {"s": 1e3, "core-us": 1e-3}.get(unit, 1.0) / loop


def compare(machine: dict, rows: list[Row], kept: Path = KEPT) -> dict[tuple[str, str], float]:
    """Each time over the one kept in the tree, both in reference loops."""
    if not kept.exists():
        return {}
    before = {(row["chapter"], row["what"]): row["reference_loops"] for row in json.loads(kept.read_text("utf-8"))["rows"]}
    now = {(row.chapter, row.what): find_loops(row, machine["reference_loop_ms"]) for row in rows}
    return {key: value / before[key] for key, value in now.items() if value and before.get(key)}
