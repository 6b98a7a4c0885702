"""Bars with whiskers: what groups of levers give, what drives the spread, how services fare and what it all costs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pandas as pd

from simulator.indicators.definitions import SERVICES
from simulator.report.canvas.sheet import MARGIN, QUIET, WIDTH, Sheet, open_sheet
from simulator.report.charts.fan_chart import name_scenario
from simulator.report.charts.pathways import INK, find_look
from simulator.report.findings import Findings
from simulator.report.text.numbers import NumberFormatter, write
from simulator.report.text.wording import choose_scale, name_indicator

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

ROW, TALL, NAME, TICKS, FOOT = 0.24, 0.28, 0.45, 0.35, 0.5  # inches: a row, one of two lines, a title, numbers, the notes
GAIN, LOSS = "#0072b2", "#d55e00"
CONTRIBUTED = ("urban_share", "registered_share", "income_ratio")
STRONGEST = 6
NOTES = {
    "levers": (
        "Shapley values: the mean of what a group adds over all orders in which the groups can come; bars: mean "
        "(members: {members}), whiskers: 5 to 95 % of them.",
        "沙普利值：各组按所有先后次序的平均边际贡献；条形为均值（样本数：{members}），细线为5%—95%区间。",
    ),
    "influences": (
        "Spearman's rank correlation over {members} members; within the grey strip it may be chance (1 in 20).",
        "{members}个样本的斯皮尔曼秩相关系数；灰色带内的数值可能出于偶然（二十分之一）。",
    ),
    "services": (
        "Hollow: {first}; filled: {last}; whiskers: 5 to 95 % of the members. Right of the line there is more than is needed.",
        "空心为{first}年，实心为{last}年，细线为5%—95%区间；竖线右侧表示供给多于需求。",
    ),
    "money": (
        "Bars: median; whiskers: 5 to 95 % of the members; programmes only, without what services cost by themselves.",
        "条形为中位数，细线为5%—95%区间；仅含政策专项支出，不含公共服务自身支出。",
    ),
}
TITLES = {
    "levers": ("What each group of levers changes by {last}", "各组政策杠杆对{last}年结果的贡献"),
    "influences": ("What drives the spread of {last}", "{last}年结果差异的主要来源"),
    "services": ("Places over the need for them, {first} and {last}", "{first}年与{last}年公共服务充足度"),
    "money": ("What the programmes cost until {last}", "截至{last}年政策专项支出"),
}


def open_bars(findings: Findings, what: str, language: str, height: float) -> tuple[AbstractContextManager[Sheet], tuple[str, str]]:
    """A sheet for a figure of bars, its note written."""
    words = {"first": findings.years[0], "last": findings.last, "members": findings.members}
    if what == "levers":
        words["members"] = int(findings.attribution["members"].iloc[0])
    english, chinese = (text.format(**words) for text in TITLES[what])
    focus = findings.scenarios[findings.focus]
    subtitle = f"{findings.titles['en']}: {focus['en']}", f"{findings.titles['zh']}：{focus['zh']}"
    if what in ("services", "money"):
        subtitle = findings.titles["en"], findings.titles["zh"]
    sheet = open_sheet((WIDTH, height + FOOT), {"en": english, "zh": chinese}, subtitle, language, findings.synthetic)
    return sheet, tuple(text.format(**words) for text in NOTES[what])


def draw_bars(axes: Axes, rows: pd.DataFrame, colours: list[str]) -> None:
    """Draw a bar a row, the first at the top, with whiskers where members differ."""
    places = range(len(rows))
    axes.barh(places, rows["middle"], color=colours, height=0.68)
    for place, (low, high) in enumerate(zip(rows["low"], rows["high"], strict=True)):
        if high > low:
            axes.plot([low, high], [place, place], color=INK, linewidth=0.9, marker="")
    axes.axvline(0.0, color="#888888", linewidth=0.8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.18)
    axes.xaxis.set_major_locator(choose_ticks())
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}".replace("-", "\N{MINUS SIGN}"))


def choose_ticks() -> MaxNLocator:
    """Few round numbers."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(4, steps=[1, 2, 2.5, 5, 10])


def name_rows(sheet: Sheet, axes: Axes, names: list[str], named: bool) -> None:
    """Write the names of the rows at the left of the first panel."""
    axes.set_yticks(range(len(names)), names if named else [""] * len(names))


def draw_contributions(findings: Findings, language: str) -> Figure:
    """Show what each group of levers gives to the headline indicators, and all together."""
    groups = [*findings.themes, "all"]
    sheet_of, note = open_bars(findings, "levers", language, NAME + ROW * 1.25 * len(groups) + TICKS)
    formatter = NumberFormatter(findings, language)
    with sheet_of as sheet:
        names = [sheet.say(*findings.title_part(group)) for group in groups]
        left = max(sheet.measure(name, 8.5) for name in names) + MARGIN + 0.12
        width = (WIDTH - MARGIN - left - 0.5) / len(CONTRIBUTED)
        for place, indicator in enumerate(CONTRIBUTED):
            axes = sheet.place_axes(left + place * (width + 0.25), FOOT + TICKS, width, ROW * 1.25 * len(groups))
            factor = formatter.scale(indicator).factor
            rows = find_contributions(findings, indicator, groups) * factor
            draw_bars(
                axes,
                rows,
                [
                    "#5a5a5a" if group == "all" else GAIN if value >= 0 else LOSS
                    for group, value in zip(groups, rows["middle"], strict=True)
                ],
            )
            name_rows(sheet, axes, names, place == 0)
            reach = max(rows["high"].max(), rows["middle"].max())
            for row, value in enumerate(rows["middle"]):
                edge = max(value, rows["high"].iloc[row], 0.0)
                axes.annotate(
                    write(value / factor, formatter.points(indicator), signed=True),
                    (edge, row),
                    (4, 0),
                    textcoords="offset points",
                    va="center",
                    size=8,
                    color=INK,
                )
            axes.set_xlim(right=reach + 0.3 * (reach - min(rows["low"].min(), 0.0)))
            title = sheet.say(
                *(
                    f"{name}, {unit}" if number == 0 else f"{name}（{unit}）"
                    for number, (name, unit) in enumerate(
                        zip(name_indicator(indicator), formatter.scale(indicator).points, strict=True)
                    )
                )
            )
            axes.set_title("\n".join(sheet.fit_lines(title, 8.5, width)), size=8.5, linespacing=1.2)
        sheet.notes.append(sheet.say(*note))
    return sheet.figure


def find_contributions(findings: Findings, indicator: str, groups: list[str]) -> pd.DataFrame:
    """Mean and span of what groups give; 'all' is what they give together."""
    rows = [
        {
            "middle": findings.parts[indicator, group]["mean"],
            "low": findings.parts[indicator, group]["low"],
            "high": findings.parts[indicator, group]["high"],
        }
        for group in groups
        if group != "all"
    ]
    whole = findings.parts[indicator, "all"]["mean"] - findings.parts[indicator, "none"]["mean"]
    return pd.DataFrame([*rows, {"middle": whole, "low": whole, "high": whole}])


def draw_influences(findings: Findings, language: str) -> Figure:
    """Show which uncertain parameters go with the outcome, the strongest of each headline indicator."""
    tables = {name: rows.head(STRONGEST) for name, rows in findings.influences.groupby("indicator", sort=False)}
    height = len(tables) * (NAME + TALL * STRONGEST) + TICKS
    sheet_of, note = open_bars(findings, "influences", language, height)
    with sheet_of as sheet:
        left = 4.3
        for place, (indicator, rows) in enumerate(tables.items()):
            bottom = FOOT + TICKS + (len(tables) - 1 - place) * (NAME + TALL * STRONGEST)
            axes = sheet.place_axes(left, bottom, WIDTH - MARGIN - left, TALL * STRONGEST)
            noise = float(rows["noise"].iloc[0])
            axes.axvspan(-noise, noise, color="#e9e9e9", zorder=0)
            values = pd.DataFrame({"middle": rows["correlation"], "low": 0.0, "high": 0.0})
            draw_bars(axes, values, [GAIN if value >= 0 else LOSS for value in rows["correlation"]])
            told = [sheet.say(*findings.drawn.loc[name, ["en", "zh"]]) for name in rows["name"]]
            name_rows(sheet, axes, ["\n".join(sheet.fit_lines(text, 7.5, left - MARGIN - 0.1)) for text in told], named=True)
            axes.tick_params(axis="y", labelsize=7.5)
            axes.set_xlim(-1.0, 1.0)
            axes.set_title(sheet.say(*name_indicator(indicator)), size=9.5, x=-(left - MARGIN) / (WIDTH - MARGIN - left))
            if place < len(tables) - 1:
                axes.tick_params(labelbottom=False)
        sheet.notes.append(sheet.say(*note))
    return sheet.figure


def draw_services(findings: Findings, language: str) -> Figure:
    """Show how well each service meets the need at the start and at the end, under the reference and under the plan."""
    services = [name for name in SERVICES if (findings.focus, f"adequacy_{name}", findings.last) in findings.values]
    shown = list(dict.fromkeys(name for name in (findings.reference, findings.focus) if name))
    sheet_of, note = open_bars(findings, "services", language, 0.25 + TICKS + len(services) * 0.42)
    with sheet_of as sheet:
        names = [sheet.say(*(word[0].upper() + word[1:] for word in SERVICES[name])) for name in services]
        left = max(sheet.measure(name, 8.5) for name in names) + MARGIN + 0.15
        axes = sheet.place_axes(left, FOOT + TICKS, WIDTH - MARGIN - left, len(services) * 0.42)
        for order, scenario in enumerate(shown):
            look = find_look(list(findings.scenarios).index(scenario))
            for row, service in enumerate(services):
                height = row + (order - (len(shown) - 1) / 2) * 0.3
                start, end = (findings.values[scenario, f"adequacy_{service}", year] for year in findings.years)
                axes.plot([start["median"], end["median"]], [height] * 2, color=look["color"], linewidth=1.2, marker="", alpha=0.6)
                axes.plot(start["median"], height, linestyle="none", markersize=5, mfc="white", **look)
                axes.plot([end["low"], end["high"]], [height] * 2, color=look["color"], linewidth=3, alpha=0.3, marker="")
                axes.plot(
                    end["median"],
                    height,
                    linestyle="none",
                    markersize=6,
                    label=name_scenario(sheet, findings, scenario) if row == 0 else "_",
                    **look,
                )
        axes.axvline(1.0, color=INK, linewidth=1.0)
        axes.set_ylim(len(services) - 0.5, -0.5)
        name_rows(sheet, axes, names, named=True)
        axes.grid(axis="x")
        axes.legend(loc="lower right", frameon=False, fontsize=8, bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.1)
        sheet.notes.append(sheet.say(*note))
    return sheet.figure


def draw_money(findings: Findings, language: str) -> Figure:
    """Show what the programmes of each scenario cost: year by year, and added up to the last year."""
    names = list(findings.scenarios)
    height = 0.35 + TICKS + max(1.9, ROW * 1.2 * len(names))
    sheet_of, note = open_bars(findings, "money", language, height)
    with sheet_of as sheet:
        told = [name_scenario(sheet, findings, name) for name in names]
        inner, named = height - 0.35 - TICKS, max(sheet.measure(name, 8.5) for name in told) + 0.15
        width = (WIDTH - 2 * MARGIN - 0.5 - named) / 2
        axes = sheet.place_axes(MARGIN + 0.3, FOOT + TICKS, width, inner)
        scale = choose_scale("programme_cost", findings.unit_of("programme_cost"), "province", language)
        for place, name in enumerate(names):
            path = findings.path(name, "programme_cost")["median"] * scale.factor
            axes.plot(path.index, path, linewidth=1.8, markevery=[-1], **find_look(place))
        axes.set_title(sheet.say("A year, " + scale.unit[0], f"年支出（{scale.unit[1]}）"), size=9)
        axes.set_xticks([year for year in range(findings.years[0], findings.last + 1) if year % 5 == 0])
        whole = choose_scale("programme_cost_total", findings.unit_of("programme_cost_total"), "province", language)
        rows = pd.DataFrame([findings.values[name, "programme_cost_total", findings.last] for name in names])
        rows = rows[["low", "median", "high"]].rename(columns={"median": "middle"}).astype(float) * whole.factor
        axes = sheet.place_axes(MARGIN + 0.5 + width + named, FOOT + TICKS, width, inner)
        draw_bars(axes, rows, [find_look(place)["color"] for place in range(len(names))])
        name_rows(sheet, axes, told, named=True)
        axes.set_xlim(left=0.0)
        axes.set_title(sheet.say("Added up, " + whole.unit[0], f"累计（{whole.unit[1]}）"), size=9)
        sheet.notes.append(sheet.say(*note))
        axes.tick_params(colors=QUIET)
    return sheet.figure
