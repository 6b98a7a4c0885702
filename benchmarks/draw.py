"""The results as figures: a bar a row, times of a chapter on one scale; and what accuracy costs."""

from __future__ import annotations

import textwrap
from pathlib import Path

from matplotlib.figure import Figure

from benchmarks.rows import Row
from benchmarks.show import write_number

HEIGHT, WIDTH, COLOR, EDGE = 0.26, 60, "#4477aa", "#223355"
COLORS = ("#4477aa", "#cc6677", "#228833")


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
    figure.savefig(path, dpi=110, bbox_inches="tight")


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
    axes.set_yticks(places, [textwrap.fill(row.what, WIDTH) for row in rows], fontsize=8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.margins(x=0.1)
    axes.tick_params(axis="x", labelsize=7)
    axes.set_title(title, loc="left", fontsize=9, fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)


def draw_accuracy(rows: list[Row], path: Path) -> None:
    """Write a figure of the worst errors over what is allowed, against what a member-run costs; a point a number of steps."""
    costs = {row.at: row.value for row in rows if row.at is not None and row.what.endswith(": cost")}
    lines: dict[str, dict[float, float]] = {}
    for row in rows:
        if row.at in costs and row.note.endswith("allowed"):
            lines.setdefault(row.what.rpartition(": ")[2], {})[row.at] = row.ratio
    if not lines:
        return
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    for (outcome, errors), color in zip(lines.items(), COLORS, strict=True):
        axes.plot([costs[steps] for steps in errors], list(errors.values()), marker="o", color=color, label=outcome)
    worst = {steps: max(errors[steps] for errors in lines.values()) for steps in next(iter(lines.values()))}
    for steps, error in worst.items():
        axes.annotate(
            f"{steps:g} step{'s' * (steps != 1)}",
            (costs[steps], error),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    axes.axhline(1.0, color="#555555", linewidth=0.8, linestyle="--")
    axes.annotate("allowed", (max(costs.values()), 1.0), xytext=(0, 3), textcoords="offset points", ha="right", fontsize=8)
    axes.set(
        xscale="log", yscale="log", xlabel="core-milliseconds a member-run", ylabel="worst error in 2035, over what is allowed"
    )
    axes.margins(y=0.12)
    axes.legend(frameon=False, fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110, bbox_inches="tight")
