"""Map of hindcast errors: predicted minus counted change by county, its city left out of the fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulator.report.canvas.sheet import open_sheet
from simulator.report.charts.hindcasts import KINDS
from simulator.report.maps.choropleth import Atlas
from simulator.report.maps.colour_classes import choose_colours
from simulator.report.maps.scenario_maps import FOOT, lay_out
from simulator.report.maps.shapes import shape_counties

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_error_map(
    counties: pd.DataFrame, places: pd.DataFrame, cities: pd.DataFrame, title: Mapping[str, str], language: str, synthetic: bool
) -> Figure:
    """Where counties were foreseen too high or too low, their city left out of the fit."""
    shapes = shape_counties(places)
    size, spots = lay_out(shapes, len(KINDS))
    subtitle = (
        "Foreseen less counted change 2010-2020, % of people of 2010, each city left out",
        "2010—2020年变化预测减实际（占2010年人口%），逐市留出",
    )
    with open_sheet(size, title, subtitle, language, synthetic) as sheet:
        atlas = Atlas(sheet, shapes, places, cities)
        errors = np.stack([100.0 * (counties[f"{kind}_change_left_out"] - counties[f"{kind}_change"]) for kind, _ in KINDS])
        norm, colours = choose_colours(errors, True)
        for spot, (_, words), error in zip(spots, KINDS, errors, strict=True):
            filled = atlas.draw(spot, sheet.say(*words), error, norm, colours, True)
        atlas.draw_bar(filled, spots, FOOT + 0.3, sheet.say("percentage points", "百分点"))
        sheet.notes.append(sheet.say("Hatched: below zero.", "斜线：低于零。"))
    return sheet.figure
