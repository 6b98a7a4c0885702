"""Small maps side by side on one scale: an indicator under every scenario, or what every scenario changes in each county."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulator.report.canvas.sheet import MARGIN, WIDTH, open_sheet
from simulator.report.findings import Findings
from simulator.report.maps.choropleth import Atlas, Spot
from simulator.report.maps.colour_classes import choose_colours
from simulator.report.maps.scenario_maps import ARROWS, GREY, HATCHED, OUTLINES, TILES
from simulator.report.maps.shapes import Shapes, shape_counties
from simulator.report.text.wording import choose_scale, name_indicator

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ACROSS = 3  # maps in a row
GAP, NAME, BAR, FOOT = 0.15, 0.32, 0.55, 0.85  # inches between maps, of a map's title, of the colour bar, of the notes
GRAIN = 1.0  # km, half a dot of a small map in print
NAME_SIZE = 5.6  # point
MEDIAN = ("Each county: median of {members} members.", "各县为{members}个样本的中位数。")
PAIRED = ("Differences are paired by member.", "差值按样本配对计算。")


def draw_scenario_maps(findings: Findings, indicator: str, language: str) -> Figure:
    """Show an indicator of the last year in every county under every scenario."""
    values = {name: findings.spread_counties(name, indicator)["median"] for name in findings.scenarios}
    english, chinese = name_indicator(indicator)
    title = {"en": f"{english}, {findings.last}", "zh": f"{findings.last}年{chinese}" if chinese else ""}
    return draw_maps(findings, values, indicator, title, language, change=False)


def draw_change_maps(findings: Findings, indicator: str, language: str) -> Figure:
    """Show what every scenario changes in every county against the reference in the last year."""
    values = {name: findings.change_counties(name, indicator)["median"] for name in findings.others}
    english, chinese = name_indicator(indicator)
    reference = findings.scenarios[findings.reference]
    title = {
        "en": f"{english}: change against '{reference['en']}', {findings.last}",
        "zh": f"{chinese}：{findings.last}年与“{reference['zh']}”之差" if chinese else "",
    }
    return draw_maps(findings, values, indicator, title, language, change=True)


def draw_maps(
    findings: Findings, values: Mapping[str, pd.Series], indicator: str, title: Mapping[str, str], language: str, change: bool
) -> Figure:
    """Draw a map for each scenario, all on one scale."""
    scale = choose_scale(indicator, findings.unit_of(indicator), "county", language)
    table = pd.DataFrame(values).reindex(findings.places.index) * scale.factor
    shapes = shape_counties(findings.places, GRAIN)
    size, spots = lay_out(shapes, table.shape[1])
    signed = change or bool((table < 0).to_numpy().any())
    norm, colours = choose_colours(table.to_numpy(), signed)
    with open_sheet(size, title, (findings.titles["en"], findings.titles["zh"]), language, findings.synthetic) as sheet:
        atlas = Atlas(sheet, shapes, findings.places, findings.cities, NAME_SIZE)
        for place, (name, spot) in enumerate(zip(table, spots, strict=True)):
            titles = findings.scenarios[name]
            filled = atlas.draw(
                spot, sheet.say(titles["en"], titles["zh"]), table[name].to_numpy(), norm, colours, signed, named=place == 0
            )
        bar = spots[:ACROSS]
        atlas.draw_bar(filled, bar, FOOT + 0.1, sheet.say(*(scale.points if change else scale.unit)))
        missing = bool(np.isnan(table.to_numpy()).any())
        told = [(PAIRED, change), (HATCHED, signed), (ARROWS, norm.extend != "neither"), (GREY, missing)]
        if findings.members > 1:
            sheet.notes.append(sheet.say(*(text.format(members=findings.members) for text in MEDIAN)))
        sheet.notes += [sheet.say(*words) for words, holds in told if holds]
        counts = {"missing": shapes.without_outline, "count": len(findings.places)}
        sheet.notes.append(sheet.say(*(text.format(**counts) for text in (TILES if shapes.tiled else OUTLINES))))
    return sheet.figure


def lay_out(shapes: Shapes, count: int) -> tuple[tuple[float, float], list[Spot]]:
    """Give the size of the sheet and the place of every map on it, in inches."""
    low, high = shapes.box
    width = (WIDTH - 2 * MARGIN - (ACROSS - 1) * GAP) / ACROSS
    height = width * float(np.clip((high[1] - low[1]) / (high[0] - low[0]), 0.4, 1.2))
    rows = -(-count // ACROSS)
    spots = []
    for spot in range(count):
        down, across = divmod(spot, ACROSS)
        bottom = FOOT + BAR + (rows - 1 - down) * (height + NAME)
        spots.append((MARGIN + across * (width + GAP), bottom, width, height))
    return (WIDTH, FOOT + BAR + rows * (height + NAME)), spots
