"""The cheapest mixes of levers for every probability of reaching the targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.report.canvas.sheet import MARGIN, open_sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT, FOOT = 9.0, 4.2, 1.0  # inches of the drawing, and the notes
LINE, CHOSEN, WANTED = "#1f6f8b", "#b2452f", "#888888"
SUBTITLE = ("What it costs to reach the targets more surely", "更有把握地达到目标需要多少支出")
ACROSS = ("Cost of programmes to {year}, billion yuan, mean of the members", "至{year}年政策支出（十亿元，成员均值）")
UP = ("Members that meet all chosen targets, %", "达到全部所选目标的成员，%")
NOTE = (
    "Dots: mixes than which none that was tried is both as cheap and as sure; red: the one chosen; dashed: the probability "
    "asked for.",
    "点：所试组合中没有更便宜且更可靠者；红：所选组合；虚线：要求的概率。",
)


def draw_pareto_front(
    front: Sequence[tuple[float, float]],
    chosen: tuple[float, float],
    wanted: float,
    title: Mapping[str, str],
    year: int,
    language: str,
    synthetic: bool,
) -> Figure:
    """Show cost (billion yuan) against probability (0 to 1) of the mixes of the front, and of the one chosen."""
    with open_sheet((WIDTH, FOOT + HEIGHT), title, SUBTITLE, language, synthetic) as sheet:
        axes = sheet.place_axes(MARGIN + 0.7, FOOT + 0.55, WIDTH - 2 * MARGIN - 1.0, HEIGHT - 0.8)
        costs, chances = zip(*front, strict=True)
        axes.step(costs, [100.0 * each for each in chances], where="post", color=LINE, linewidth=1.2)
        axes.plot(costs, [100.0 * each for each in chances], "o", color=LINE, markersize=5)
        axes.plot(chosen[0], 100.0 * chosen[1], "o", color=CHOSEN, markersize=9)
        axes.axhline(100.0 * wanted, color=WANTED, linestyle="--", linewidth=0.9)
        axes.set_ylim(-3.0, 103.0)
        axes.ticklabel_format(axis="x", useOffset=False)
        axes.set_xlabel(sheet.say(*(text.format(year=year) for text in ACROSS)), size=9)
        axes.set_ylabel(sheet.say(*UP), size=9)
        sheet.notes.append(sheet.say(*NOTE))
    return sheet.figure
