"""The pathways of a province under each scenario, and figures written as files that are the same, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.language.errors import DataError, ScenarioError, suggest
from simulator.report.canvas.sheet import MARGIN, keep_style, open_sheet
from simulator.report.charts.pathways import LABEL_SIZE, LEADER, Panel, Spot
from simulator.report.text.wording import name_scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

PANELS = (
    (("urban_share", "registered_share"), ("Share of all residents", "占常住人口比重")),
    (("population",), ("Resident population", "常住人口")),
    (("births", "deaths"), ("Births and deaths", "出生与死亡人口")),
)
WIDTH, HEIGHT = 11.7, 5.4  # inches of the drawing: A4 across
FOOT, TICKS, NAME = 0.95, 0.5, 0.35  # inches for notes and years, for the numbers of an axis, for a title
MAIN = 0.6  # the first panel's part of the width
FORMATS = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}  # what would make two files differ
BAND = (
    "Lines: median of {members} members; bands: 5 to 95 % of them.",
    "线为{members}个样本的中位数，阴影为5%—95%区间。",
)
STOCKS = (
    "Shares and population on 31 December, births and deaths of the whole year; axes do not start at zero.",
    "比重与人口为年末数，出生与死亡为全年数；纵轴不从零开始。",
)
DIAMONDS = ("Diamonds: targets of the plan.", "菱形：规划目标。")


def draw_pathways(
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    title: str | Mapping[str, str],
    language: str = "en",
    *,
    scenarios: Sequence[str] | None = None,
    scenario_titles: Mapping[str, Mapping[str, str]] | None = None,
    synthetic: bool = False,
) -> Figure:
    """Show where each scenario leads the province: shares, the gap between them, population, births and deaths.

    indicators: tidy table (scenario, member, year, level, region, indicator, value, unit); of several members the
    median and the 5 to 95 % band are drawn. targets: indicator, year, value (in the indicator's unit) and, where the
    plan says "about", tolerance. scenarios: which, and in what order; by default all, as they come. Raises
    ScenarioError for a scenario or language that is not there, DataError when no indicator of the figure is.
    """
    rows = indicators[indicators["level"] == "province"]
    there = list(rows["scenario"].unique())
    scenarios = list(scenarios or there)
    for scenario in scenarios:
        if scenario not in there:
            raise ScenarioError(f"pathways: the results have no scenario '{scenario}'; {suggest(scenario, there)}")
    rows = rows[rows["scenario"].isin(scenarios)]
    given = set(rows["indicator"])
    shown = [(tuple(name for name in names if name in given), words) for names, words in PANELS]
    shown = [(names, words) for names, words in shown if names]
    if not shown:
        wanted = ", ".join(name for names, _ in PANELS for name in names)
        raise DataError(f"pathways: the results hold none of {wanted} for the province")
    first, last = int(rows["year"].min()), int(rows["year"].max())
    subtitle = (f"Pathways of the province under each scenario, {first}–{last}", f"{first}—{last}年全省各情景路径")
    with open_sheet((WIDTH, HEIGHT), title, subtitle, language, synthetic) as sheet:
        panels = [Panel(rows, names, targets, scenarios, language) for names, _ in shown]
        told = [sheet.say(*name_scenario(scenario, scenario_titles)) for scenario in scenarios]
        labels = [panel.write_ends(sheet, told if place == 0 else None) for place, panel in enumerate(panels)]
        widths = [max(sheet.measure(label.text, LABEL_SIZE) for label in ends) for ends in labels]
        for panel, (_, words), ends, spot in zip(panels, shown, labels, lay_out(widths), strict=True):
            heading = sheet.say(*(f"{word}{mark}" for word, mark in zip(words, panel.scale.brackets, strict=True)))
            panel.draw(sheet, spot, heading, ends, (first, last), named=panel is panels[0])
        members = rows["member"].nunique()
        if members > 1:
            sheet.notes.append(sheet.say(*(text.format(members=members) for text in BAND)))
        if any(len(panel.targets) for panel in panels):
            sheet.notes.append(sheet.say(*DIAMONDS))
        sheet.notes.append(sheet.say(*STOCKS))
    return sheet.figure


def lay_out(label_widths: Sequence[float]) -> list[Spot]:
    """Give the places of the panels in inches: the first tall at the left, the others stacked at the right."""
    first, others = label_widths[0] + LEADER, max(label_widths[1:], default=0.0) + LEADER
    bottom, height = FOOT, HEIGHT - FOOT - NAME
    beside = len(label_widths) - 1
    room = WIDTH - 2 * MARGIN - TICKS - first
    if not beside:
        return [(MARGIN + TICKS, bottom, room, height)]
    room -= others + 2 * TICKS
    right, each = MARGIN + TICKS + MAIN * room + first + 2 * TICKS, (height - (beside - 1) * 2 * NAME) / beside
    floors = [bottom + row * (each + 2 * NAME) for row in reversed(range(beside))]
    return [
        (MARGIN + TICKS, bottom, MAIN * room, height),
        *((right, floor, (1 - MAIN) * room, each) for floor in floors),
    ]


def save_figure(figure: Figure, folder: str | Path, name: str, formats: Sequence[str] = ("png", "svg")) -> list[Path]:
    """Write a figure as files, the same byte for byte each time, and give their paths; formats: png, svg, pdf."""
    paths = []
    Path(folder).mkdir(parents=True, exist_ok=True)
    with keep_style():
        for form in formats:
            if form not in FORMATS:
                raise ScenarioError(f"figure {name}: cannot be written as '{form}'; {suggest(form, FORMATS)}")
            paths.append(Path(folder) / f"{name}.{form}")
            figure.savefig(paths[-1], metadata={"Title": figure.get_label(), **FORMATS[form]})
    return paths
