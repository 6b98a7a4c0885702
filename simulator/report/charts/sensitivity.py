"""What results hang on: bars of the strongest, with their confidence, a panel for each result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.report.canvas.sheet import MARGIN, open_sheet
from simulator.report.text.wording import name_indicator

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS, BARS = 6, 6  # results shown, and bars of each
WIDTH, EACH, FOOT, NAME = 11.7, 2.15, 0.8, 0.45  # inches: A4 across, a row of panels, the notes, the title of a panel
WORDS = 3.1  # inches for what varies
COLOURS = ("#1f6f8b", "#c8d6dc")
SUBTITLE = {
    "saltelli": ("What members' results hang on in {year}: {scenario}", "{year}年成员结果的主要影响因素：{scenario}"),
    "morris": ("What moves results most in {year}: {scenario}", "{year}年对结果影响最大的因素：{scenario}"),
}
NOTES = {
    "saltelli": (
        "Light bars: share of the variance between members that goes with this and whatever it acts together with (total "
        "Sobol index); dark bars: with this alone (first order); lines: 95 % confidence.",
        "浅色：该因素及其交互作用占成员间方差的份额（Sobol 总指数）；深色：单独作用（一阶指数）；线：95% 置信区间。",
    ),
    "morris": (
        "Bars: mean size of the change of the result when this goes through its whole range, all else somewhere in theirs, "
        "over the largest of them (Morris); lines: 95 % confidence; + and - say in which direction.",
        "条形：该因素走完其全部取值范围时结果变化的平均幅度，以最大者为1（Morris 法）；线：95% 置信区间；+、- 表示方向。",
    ),
}


def draw_strengths(
    table: pd.DataFrame, kind: str, title: Mapping[str, str], scenario: Mapping[str, str], language: str, synthetic: bool
) -> Figure:
    """Show the strongest of what varies for each result; `table` has a row for each pair, with variable, text_en, text_zh, rank,
    and the columns of Morris or Sobol."""
    results = list(dict.fromkeys(table["variable"]))[:PANELS]
    rows = -(-len(results) // 2)
    year = table["year"].iloc[0]
    subtitle = tuple(
        text.format(year=year, scenario=scenario[each]) for text, each in zip(SUBTITLE[kind], ("en", "zh"), strict=True)
    )
    with open_sheet((WIDTH, FOOT + rows * EACH), title, subtitle, language, synthetic) as sheet:
        column = (WIDTH - MARGIN) / 2
        for number, name in enumerate(results):
            most = table[table["variable"] == name].nsmallest(BARS, "rank").iloc[::-1]
            left = MARGIN + (number % 2) * column + WORDS
            bottom = FOOT + (rows - 1 - number // 2) * EACH
            axes = sheet.place_axes(left, bottom + 0.25, column - WORDS - 0.35, EACH - NAME - 0.25)
            labels = [
                "\n".join(sheet.fit_lines(sheet.say(row["text_en"], row["text_zh"]), 7.5, WORDS - 0.3)[:2])
                for row in most.to_dict("records")
            ]
            draw_bars(axes, most, kind)
            axes.set_yticks(range(len(most)), labels, size=7.5)
            sheet.place_text(left - WORDS + 0.1, bottom + EACH - NAME + 0.08, sheet.say(*name_indicator(name)), size=9.5)
        sheet.notes.append(sheet.say(*NOTES[kind]))
    return sheet.figure


def draw_bars(axes: Axes, most: pd.DataFrame, kind: str) -> None:
    """The bars of one result, the strongest on top."""
    places = range(len(most))
    lines = {"ecolor": "#444444", "elinewidth": 0.8, "capsize": 2}
    if kind == "saltelli":
        axes.barh(places, most["total"], xerr=most["total_confidence"], color=COLOURS[1], height=0.7, error_kw=lines)
        axes.barh(places, most["first"].clip(lower=0.0), color=COLOURS[0], height=0.35)
        axes.set_xlim(0.0, max(1.0, float((most["total"] + most["total_confidence"]).max()) * 1.05))
        return
    largest = max(float(most["strength"].max()), 1e-300)
    axes.barh(
        places, most["strength"] / largest, xerr=most["strength_confidence"] / largest, color=COLOURS[0], height=0.6, error_kw=lines
    )
    for place, (mean, size, wide) in enumerate(zip(most["mean"], most["strength"], most["strength_confidence"], strict=True)):
        axes.text((size + wide) / largest + 0.03, place, "+" if mean > 0 else "-", va="center", size=9)
    axes.set_xlim(0.0, 1.2 * float(((most["strength"] + most["strength_confidence"]) / largest).max()))
