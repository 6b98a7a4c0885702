"""The results as one figure: a bar a row, times of a chapter on one scale."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from benchmarks.rows import Row
from benchmarks.show import write_number

HEIGHT, COLOR, EDGE = 0.26, "#4477aa", "#223355"


def draw_rows(rows: list[Row], path: Path) -> None:
    """Write a figure of all chapters whose rows share a unit; spans are from the least to the most of the turns."""
    chapters: dict[str, list[Row]] = {}
    for row in rows:
        if row.value is not None and row.value > 0.0 and row.unit:
            chapters.setdefault(f"{row.chapter} [{row.unit}]", []).append(row)
    chapters = {title: group for title, group in chapters.items() if len(group) > 1}
    if not chapters:
        return
    sizes = [len(group) + 2 for group in chapters.values()]
    figure = Figure(figsize=(11, HEIGHT * sum(sizes) + 0.5), layout="constrained")
    places = figure.subplots(len(chapters), 1, height_ratios=sizes, squeeze=False)[:, 0]
    for (title, group), axes in zip(chapters.items(), places, strict=True):
        draw_chapter(axes, title, group)
    figure.savefig(path, dpi=110)


def draw_chapter(axes: object, title: str, rows: list[Row]) -> None:
    """The bars of a chapter, in logs where they differ by more than thirty times."""
    values = [row.value for row in rows]
    places = range(len(rows))
    axes.barh(places, values, color=COLOR)
    for place, row in zip(places, rows, strict=True):
        axes.annotate(f" {write_number(row.value)}", (row.high or row.value, place), va="center", fontsize=8)
        if row.low is not None:
            axes.plot([row.low, row.high], [place, place], color=EDGE, linewidth=1)
    if max(values) > 30 * min(values) and "%" not in title:
        axes.set_xscale("log")
    axes.set_yticks(places, [row.what for row in rows], fontsize=8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.margins(x=0.1)
    axes.tick_params(axis="x", labelsize=7)
    axes.set_title(title, loc="left", fontsize=9, fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)
