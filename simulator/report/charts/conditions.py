"""When a target is missed: the members that meet and miss it in the two conditions that matter most, and the range of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.report.canvas.sheet import MARGIN, Sheet, open_sheet

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT, FOOT = 11.7, 5.0, 1.0  # inches: A4 across, and the notes
SQUARE = 4.4  # inches of the scatter
MISSED, MET, BOX = "#b2452f", "#9fb8c4", "#222222"
CLOSE = 0.12  # of a range, nearer than which two numbers would lie on each other
SHOWN = 2000  # members drawn, so that they can be told apart
SUBTITLE = ("When {code} is missed: {text}; {scenario}", "何时未达到 {code}：{text}；{scenario}")
POINTS = (
    "Red: members that miss the target; blue: members that meet it; frame: where most of the misses are.",
    "红：未达标成员；蓝：达标成员；框：未达标成员最集中之处。",
)
RANGES = (
    "Ranges at the right: the part of what each condition may be in which the target is missed.",
    "右侧：各条件取值范围中未达标的部分。",
)


def draw_conditions(
    limits: Mapping[str, tuple[float, float]],
    values: pd.DataFrame,
    missed: np.ndarray,
    words: Mapping[str, tuple[str, str]],
    target: Mapping,
    title: Mapping[str, str],
    scenario: Mapping[str, str],
    language: str,
    synthetic: bool,
) -> Figure:
    """Show the conditions of a box: `limits` by name, `values` of all members, `missed` [member]."""
    subtitle = tuple(
        text.format(code=target["code"], text=target[f"text_{each}"], scenario=scenario[each])
        for text, each in zip(SUBTITLE, ("en", "zh"), strict=True)
    )
    names = list(limits)
    with open_sheet((WIDTH, FOOT + HEIGHT), title, subtitle, language, synthetic) as sheet:
        told = {name: sheet.say(*words[name]) for name in names}
        axes = sheet.place_axes(MARGIN + 0.7, FOOT + 0.55, SQUARE, SQUARE - 0.3)
        across, up = names[0], names[1] if len(names) > 1 else next(name for name in values if name != names[0])
        for chosen, colour in ((~missed, MET), (missed, MISSED)):
            own = values[chosen].iloc[:SHOWN]
            axes.scatter(own[across], own[up], s=7, color=colour, linewidths=0, alpha=0.8)
        frame(axes, [limits.get(name, (values[name].min(), values[name].max())) for name in (across, up)])
        axes.set_xlabel("\n".join(sheet.fit_lines(told.get(across, across), 8, SQUARE)), size=8)
        axes.set_ylabel("\n".join(sheet.fit_lines(told.get(up) or sheet.say(*words[up]), 8, SQUARE)), size=8)
        left, room = MARGIN + SQUARE + 1.9, WIDTH - SQUARE - 3.0
        for number, name in enumerate(names):
            draw_range(sheet, (left, FOOT + HEIGHT - 0.95 - 0.95 * number, room), limits[name], values[name], told[name])
        sheet.notes += [sheet.say(*POINTS), sheet.say(*RANGES)]
    return sheet.figure


def frame(axes: Axes, sides: list[tuple[float, float]]) -> None:
    """The box in the plane of two conditions."""
    from matplotlib.patches import Rectangle

    (left, right), (bottom, top) = sides
    axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=BOX, linewidth=1.5))


def draw_range(sheet: Sheet, spot: tuple[float, float, float], limits: tuple[float, float], values: pd.Series, text: str) -> None:
    """The part of a range that a condition names, on the whole of it."""
    left, bottom, room = spot
    axes = sheet.place_axes(left, bottom, room, 0.16)
    low, high = values.min(), values.max()
    axes.barh(0, high - low, left=low, color=MET, height=1.0)
    axes.barh(0, limits[1] - limits[0], left=limits[0], color=MISSED, height=1.0)
    axes.set_xlim(low, high)
    axes.set_ylim(-0.5, 0.5)
    axes.set_yticks([])
    inside = [each for each in limits if low < each < high]
    # The ends of a range make room for the limits within it.
    ends = [each for each in (low, high) if all(abs(each - limit) > CLOSE * (high - low) for limit in inside)]
    axes.set_xticks(sorted([*ends, *inside]))
    axes.set_xticklabels([f"{each:.3g}" for each in axes.get_xticks()], size=7.5)
    for side in axes.spines.values():
        side.set_visible(False)
    sheet.place_text(left, bottom + 0.22, "\n".join(sheet.fit_lines(text, 8, room)[:2]), size=8, va="bottom")
