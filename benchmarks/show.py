"""The results as one table on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from benchmarks.rows import Row

COLUMNS = (
    ("what", "left"),
    ("median", "right"),
    ("unit", "left"),
    ("least to most", "right"),
    ("ratio", "right"),
    ("last kept", "right"),
    ("remark", "left"),
)


def write_number(value: float | None) -> str:
    """A number with three digits that count."""
    if value is None:
        return ""
    size = abs(value)
    if size and (size < 1e-3 or size >= 1e7):
        return f"{value:.1e}"
    return f"{value:,.0f}" if size >= 1000 else f"{value:.1f}" if size >= 100 else f"{value:.2f}" if size >= 10 else f"{value:.3g}"


def show_rows(machine: dict, rows: Iterable[Row], changes: dict[tuple[str, str], float], console: Console) -> None:
    """Print one table: a chapter after another, with the machine above them."""
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    title = (
        f"{machine['processor']} ({machine['instructions']}), {machine['processors']} processors, {machine['system']}, "
        f"load {machine['load']}{'' if machine['quiet'] else ' (NOT QUIET: times are too long)'}; Python {machine['python']}, "
        f"gcc {machine['gcc']}, {packages}; reference loop {machine['reference_loop_ms']:.1f} ms"
    )
    table = Table(title=title, title_justify="left")
    for name, side in COLUMNS:
        table.add_column(name, justify=side)
    chapter = ""
    for row in rows:
        if row.chapter != chapter:
            chapter = row.chapter
            table.add_section()
            table.add_row(f"[bold]{chapter}[/bold]")
        span = f"{write_number(row.low)} to {write_number(row.high)}" if row.low is not None and row.low != row.high else ""
        change = changes.get((row.chapter, row.what))
        table.add_row(
            f"  {row.what}",
            write_number(row.value) if row.value is not None else "-",
            row.unit,
            span,
            write_number(row.ratio),
            "" if change is None else f"x {change:.2f}",
            row.note,
        )
    console.print(table)
