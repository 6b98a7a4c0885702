"""Fans: medians of every scenario, bands of two of them, and beside each panel where all scenarios end, as IPCC summaries do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.report.canvas.label_placement import SMALLEST, estimate_width
from simulator.report.canvas.sheet import MARGIN, QUIET, WIDTH, Sheet, open_sheet
from simulator.report.charts.pathways import INK, find_look
from simulator.report.findings import Findings
from simulator.report.text.wording import choose_scale, name_indicator

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 3  # panels in a row
HEIGHT, NAME, KEY, FOOT, TICKS, GAP = 1.75, 0.5, 0.22, 0.5, 0.38, 0.3  # inches of a panel, its title, the key, notes, ticks
KEY_SIZE = 8.0  # point
ENDS = 0.085  # inch between the bars of the ends
HEADLINE = ("urban_share", "registered_share", "income_ratio")
PATHWAYS = ("registration_gap", "population", "elderly_share", "dependency_ratio", "unemployment_share", "mean_schooling")
SUBTITLES = {
    HEADLINE: ("The plan's three headline numbers under each scenario", "规划三项核心指标的情景路径"),
    PATHWAYS: ("People, age, work and schooling under each scenario", "人口、年龄、就业与教育的情景路径"),
}
BANDS = (
    "Lines: medians of {members} members; bands: 5 to 95 % of them under {bands}; bars at the right: 5 to 95 % of all "
    "scenarios in {last}.",
    "线为{members}个样本的中位数，阴影为{bands}的5%—95%区间，右侧竖线为各情景{last}年的5%—95%区间。",
)
DIAMONDS = "Diamonds: targets of the plan.", "菱形：规划目标。"
AXES = "Axes do not start at zero.", "纵轴不从零开始。"


def draw_fan_charts(findings: Findings, indicators: Sequence[str], language: str) -> Figure:
    """Show the pathways of some indicators of the province, one a panel."""
    rows = -(-len(indicators) // ACROSS)
    key = lay_out_key(findings, language)
    size = WIDTH, KEY * len(key) + FOOT + rows * (HEIGHT + NAME + TICKS)
    english, chinese = SUBTITLES[tuple(indicators)]
    subtitle = findings.titles["en"], findings.titles["zh"]
    with open_sheet(size, {"en": english, "zh": chinese}, subtitle, language, findings.synthetic) as sheet:
        beside = ENDS * (len(findings.scenarios) + 1) if findings.members > 1 else 0.12
        width = (WIDTH - 2 * MARGIN + GAP) / ACROSS - GAP - TICKS - beside
        for place, indicator in enumerate(indicators):
            down, across = divmod(place, ACROSS)
            left = MARGIN + across * (width + beside + TICKS + GAP) + TICKS
            bottom = FOOT + (rows - 1 - down) * (HEIGHT + NAME + TICKS) + TICKS
            draw_panel(sheet, findings, indicator, (left, bottom, width, HEIGHT), beside)
        for row, names in enumerate(key):
            draw_key(sheet, findings, names, size[1] - KEY * row - 0.02)
        if findings.members > 1:
            bands = sheet.say(" and ", "与").join(name_scenario(sheet, findings, name) for name in find_banded(findings))
            sheet.notes.append(
                sheet.say(*(text.format(members=findings.members, bands=bands, last=findings.last) for text in BANDS))
            )
        if findings.targets["indicator"].isin(list(indicators)).any():
            sheet.notes.append(sheet.say(*DIAMONDS))
        sheet.notes.append(sheet.say(*AXES))
    return sheet.figure


def find_banded(findings: Findings) -> list[str]:
    """The scenarios whose bands are drawn: the reference and the one that the brief is about."""
    return list(dict.fromkeys(name for name in (findings.reference, findings.focus) if name))


def name_scenario(sheet: Sheet, findings: Findings, name: str) -> str:
    """The title of a scenario in the language of the sheet."""
    return sheet.say(findings.scenarios[name]["en"], findings.scenarios[name]["zh"])


def draw_panel(sheet: Sheet, findings: Findings, indicator: str, spot: tuple[float, float, float, float], beside: float) -> None:
    """Draw one indicator: lines, bands, targets and ends."""
    axes = sheet.place_axes(*spot)
    scale = choose_scale(indicator, findings.unit_of(indicator), findings.level, sheet.lettering.language)
    for place, scenario in enumerate(findings.scenarios):
        path = findings.path(scenario, indicator)[["low", "median", "high"]] * scale.factor
        look = find_look(place)
        if scenario in find_banded(findings) and (path["high"] > path["low"]).any():
            axes.fill_between(path.index, path["low"], path["high"], color=look["color"], alpha=0.16, linewidth=0)
        axes.plot(
            path.index,
            path["median"],
            color=look["color"],
            marker="",
            linewidth=1.3 if scenario not in find_banded(findings) else 2.2,
            zorder=3 if scenario in find_banded(findings) else 2,
        )
        if findings.members > 1:
            draw_end(axes, findings, path.iloc[-1], place, look, spot[2])
        else:
            axes.plot(findings.last, path["median"].iloc[-1], linestyle="none", clip_on=False, **look)
    for target in findings.targets[findings.targets["indicator"] == indicator].to_dict("records"):
        axes.plot(target["year"], target["value"] * scale.factor, "D", markersize=7, mfc="none", mec=INK, clip_on=False, zorder=6)
    axes.set_xlim(*findings.years)
    axes.set_xticks([year for year in range(findings.years[0], findings.last + 1) if year % 5 == 0])
    axes.margins(y=0.08)
    axes.autoscale_view(scalex=False)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    title = sheet.say(*(f"{name}{unit}" for name, unit in zip(name_indicator(indicator), scale.brackets, strict=True)))
    lines = sheet.fit_lines(title, 9, spot[2] + beside + 0.35)
    axes.set_title("\n".join(lines), size=9, x=-0.38 / spot[2], linespacing=1.2)


def draw_end(axes: Axes, findings: Findings, end: pd.Series, place: int, look: dict[str, str], width: float) -> None:
    """Draw where one scenario ends, in the column of its own at the right of the panel."""
    years = (findings.last - findings.years[0]) / width
    column = findings.last + (place + 1.2) * ENDS * years
    axes.plot(
        [column, column],
        [end["low"], end["high"]],
        color=look["color"],
        linewidth=2.4,
        marker="",
        clip_on=False,
        alpha=0.55,
        solid_capstyle="butt",
    )
    axes.plot(column, end["median"], linestyle="none", clip_on=False, markersize=4, color=look["color"], marker=look["marker"])


def lay_out_key(findings: Findings, language: str) -> list[list[str]]:
    """The scenarios in rows that are no wider than the sheet."""
    rows, left = [[]], 0.0
    for name, titles in findings.scenarios.items():
        width = estimate_width(titles[language] or titles["en"]) * KEY_SIZE / SMALLEST + 0.45
        if rows[-1] and left + width > WIDTH - 2 * MARGIN:
            rows, left = [*rows, []], 0.0
        rows[-1].append(name)
        left += width
    return rows


def draw_key(sheet: Sheet, findings: Findings, names: list[str], height: float) -> None:
    """Name scenarios once, above the panels, each beside its marker."""
    from matplotlib.lines import Line2D

    left, (across, up) = MARGIN, sheet.figure.get_size_inches()
    for name in names:
        look, title = find_look(list(findings.scenarios).index(name)), name_scenario(sheet, findings, name)
        spots = [(left + part) / across for part in (0.0, 0.1, 0.2)]
        line = Line2D(spots, [height / up] * 3, color=look["color"], marker=look["marker"], markevery=[1], linewidth=1.8)
        sheet.figure.add_artist(line)
        sheet.place_text(left + 0.26, height, title, size=KEY_SIZE, va="center", color=QUIET)
        left += sheet.measure(title, KEY_SIZE) + 0.45
