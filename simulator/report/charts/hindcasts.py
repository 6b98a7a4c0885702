"""Figures of what the model can foresee: fans beside baselines, how often its intervals hold, and counties left out of the fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.report.canvas.sheet import MARGIN, Sheet, open_sheet

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE = (10.4, 5.0)  # inches of the drawing
BOTTOM, PANEL, ACROSS = 1.05, (4.1, 3.4), (MARGIN + 0.55, MARGIN + 5.75)  # inches
BAND, LINE, DOT = "#2b6c99", "#17405c", "#b3261e"
BASELINES = {
    "N1": ("#7a7a7a", "-"),
    "N2": ("#7a7a7a", "--"),
    "N2b": ("#7a7a7a", "-."),
    "N4": ("#b08900", "--"),
    "N5": ("#7a7a7a", ":"),
}
RIVAL_NOTE = (
    "N1 linear trend, N2 logit of the share (N2b with the UN's norm), N4 no migration, N5 villages empty at their past rate.",
    "N1 线性趋势；N2 比重的 logit 外推（N2b 按联合国规范收缩）；N4 无迁移；N5 乡村人口按过去速度减少。",
)
FAN_NOTE = ("Bands: 50 and 90 % of members; line: median.", "阴影：50% 与 90% 区间；线：中位数。")
BARS = ("Bars: 90 % intervals; hollow: boundaries or development zones changed.", "误差线：90% 区间；空心：区划或开发区有调整。")
KINDS = (("town", ("Townspeople", "城镇人口")), ("population", ("All residents", "常住人口")))


def draw_fan_charts(
    province: pd.DataFrame, ahead: pd.DataFrame, title: Mapping[str, str], language: str, synthetic: bool
) -> Figure:
    """The urban share of the region: foreseen from 2010 to 2020, beside the census and baselines, and from 2020 on.

    Both tables have columns source (model, census or a baseline), year, member and value.
    """
    subtitle = ("What was foreseen of the urban share, from 2010 and from 2020", "由 2010 年与 2020 年作出的城镇化率预测")
    with open_sheet(SIZE, title, subtitle, language, synthetic) as sheet:
        for left, table, name in (
            (ACROSS[0], province, ("from 2010, fitted to 2000-2010", "自2010年起，按2000—2010年拟合")),
            (ACROSS[1], ahead, ("from 2020, drivers known in 2020", "自2020年起，仅用2020年已知驱动")),
        ):
            axes = open_panel(sheet, left, name)
            draw_fan(axes, table)
            axes.set_ylabel(sheet.say("urban share, %", "城镇化率，%"))
            axes.legend(frameon=False, fontsize=7.5, loc="upper left")
        sheet.notes += [sheet.say(*FAN_NOTE), sheet.say(*RIVAL_NOTE)]
    return sheet.figure


def draw_fan(axes: Axes, table: pd.DataFrame) -> None:
    """Bands and median of the model, lines of baselines, dots of censuses."""
    model = table[table["source"] == "model"].groupby("year")["value"].quantile([0.05, 0.25, 0.5, 0.75, 0.95]).unstack() * 100.0
    for low, high, depth in ((0.05, 0.95, 0.25), (0.25, 0.75, 0.45)):
        axes.fill_between(model.index, model[low], model[high], color=BAND, alpha=depth, linewidth=0)
    axes.plot(model.index, model[0.5], color=LINE, linewidth=1.6)
    for name, (colour, style) in BASELINES.items():
        baseline = table[table["source"] == name].sort_values("year")
        if len(baseline):
            axes.plot(baseline["year"], 100.0 * baseline["value"], color=colour, linestyle=style, linewidth=1.1, label=name)
    census = table[table["source"] == "census"]
    axes.plot(census["year"], 100.0 * census["value"], "o", color=DOT, markersize=5, label="census")
    axes.xaxis.get_major_locator().set_params(integer=True)


def draw_scatter(counties: pd.DataFrame, title: Mapping[str, str], language: str, synthetic: bool) -> Figure:
    """What was foreseen of each county by all cities but its own, against what the census counted."""
    subtitle = (
        "Change 2010-2020 over people of 2010, each city left out of the fit",
        "2010—2020年变化占2010年人口比重，逐市留出检验",
    )
    with open_sheet(SIZE, title, subtitle, language, synthetic) as sheet:
        for left, (kind, words) in zip(ACROSS, KINDS, strict=True):
            axes = open_panel(sheet, left, words)
            seen, said, spread = (100.0 * counties[f"{kind}_change{part}"] for part in ("", "_left_out", "_left_out_spread"))
            changed = counties["boundary_changed"].astype(bool)
            axes.errorbar(said, seen, xerr=1.645 * spread, fmt="none", ecolor=BAND, alpha=0.18, linewidth=0.8)
            axes.scatter(said[~changed], seen[~changed], s=14, color=LINE)
            axes.scatter(said[changed], seen[changed], s=16, facecolors="none", edgecolors=DOT, linewidths=0.9)
            ends = [min(said.min(), seen.min()) - 3.0, max(said.max(), seen.max()) + 3.0]
            axes.plot(ends, ends, color="#999999", linewidth=0.8)
            axes.set(xlim=ends, ylim=ends, xlabel=sheet.say("foreseen, %", "预测，%"), ylabel=sheet.say("counted, %", "普查，%"))
        sheet.notes.append(sheet.say(*BARS))
    return sheet.figure


def draw_reliability(shares: pd.DataFrame, title: Mapping[str, str], language: str, synthetic: bool) -> Figure:
    """How often intervals hold what was counted, against how often they should: rows of kind, among, stated and held."""
    subtitle = ("How often the intervals of counties left out hold", "留出县区间预测的实际覆盖率")
    with open_sheet(SIZE, title, subtitle, language, synthetic) as sheet:
        for left, (kind, words) in zip(ACROSS, KINDS, strict=True):
            axes = open_panel(sheet, left, words)
            axes.plot([0, 100], [0, 100], color="#999999", linewidth=0.8)
            for among, colour, name in (
                ("all", LINE, ("all counties", "全部")),
                ("unchanged", DOT, ("boundaries unchanged", "区划未变")),
            ):
                rows = shares[(shares["kind"] == kind) & (shares["among"] == among)]
                axes.plot(100.0 * rows["stated"], 100.0 * rows["held"], "o-", color=colour, markersize=3.5, label=sheet.say(*name))
            axes.set(xlim=(0, 100), ylim=(0, 100), xlabel=sheet.say("stated, %", "名义，%"), ylabel=sheet.say("held, %", "实际，%"))
            axes.legend(frameon=False, fontsize=8, loc="upper left")
    return sheet.figure


def open_panel(sheet: Sheet, left: float, words: tuple[str, str]) -> Axes:
    """A panel with its name above."""
    axes = sheet.place_axes(left, BOTTOM, *PANEL)
    axes.set_title(sheet.say(*words), loc="left", fontsize=9.5)
    return axes
