"""Draws one map of the counties on a sheet: filled, hatched where lower, bordered by city and named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.report.canvas.label_placement import estimate_width, part
from simulator.report.canvas.sheet import QUIET, Sheet
from simulator.report.maps.shapes import Shapes, join_rings, trace_borders

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.colors import BoundaryNorm

Spot = tuple[float, float, float, float]  # left, bottom, width, height in inches
NO_VALUE = "#e3e3e3"
NAME_SIZE = 7.0  # point
BAR_HEIGHT = 0.13  # inch
KINDS = (" District", " County", " City", "自治县", "区", "县", "市")


@dataclass
class Atlas:
    """The maps of one sheet: they share the shapes of the counties, the borders and the names of the cities."""

    sheet: Sheet
    shapes: Shapes
    places: pd.DataFrame
    cities: pd.DataFrame | None
    name_size: float = NAME_SIZE

    def __post_init__(self) -> None:
        self.paths = [join_rings(rings) for rings in self.shapes.rings]
        self.borders = trace_borders(self.shapes.rings, self.places["city"])

    def draw(
        self,
        spot: Spot,
        title: str,
        values: np.ndarray,
        norm: BoundaryNorm,
        colours: str,
        hatched: bool = False,
        named: bool = True,
    ) -> PathCollection:
        """Draw one map of `values` (one a county, as shown) and give its filled counties; hatch those below zero."""
        axes = self.open_axes(spot, title)
        filled = self.fill(axes, values, norm, colours)
        if hatched:
            self.hatch(axes, values < 0)
        self.trace(axes)
        if self.shapes.tiled:
            self.name_squares(axes, spot[2], filled)
        elif named and self.cities is not None:
            self.name_cities(axes, spot[2])
        return filled

    def open_axes(self, spot: Spot, title: str) -> Axes:
        """Open empty axes under the map's title, wide enough for all counties."""
        axes = self.sheet.place_axes(*spot)
        axes.set_axis_off()
        axes.set_title("\n".join(self.sheet.fit_lines(title, 10.5, spot[2])), linespacing=1.3)
        (left, bottom), (right, top) = self.shapes.box
        room = 0.01 * (right - left)
        axes.set(xlim=(left - room, right + room), ylim=(bottom - room, top + room), aspect="equal", anchor="C")
        return axes

    def fill(self, axes: Axes, values: np.ndarray, norm: BoundaryNorm, colours: str) -> PathCollection:
        """Colour the counties; those without a value are grey."""
        from matplotlib import colormaps
        from matplotlib.collections import PathCollection

        cmap = colormaps[colours].with_extremes(bad=NO_VALUE)
        filled = PathCollection(self.paths, edgecolor="white", linewidth=0.3, cmap=cmap, norm=norm)
        filled.set_array(np.ma.masked_invalid(values))
        return axes.add_collection(filled, autolim=False)

    def hatch(self, axes: Axes, chosen: np.ndarray) -> None:
        """Hatch the chosen counties, so that they are known without colour."""
        from matplotlib.collections import PathCollection

        paths = [path for path, is_chosen in zip(self.paths, chosen, strict=True) if is_chosen]
        hatching = PathCollection(paths, facecolor="none", edgecolor="#333333", linewidth=0.0, hatch="/////")
        axes.add_collection(hatching, autolim=False)

    def trace(self, axes: Axes) -> None:
        """Draw the borders of the cities."""
        from matplotlib.patches import PathPatch

        axes.add_artist(PathPatch(self.borders, facecolor="none", edgecolor="#222222", linewidth=0.7, capstyle="round"))

    def name_cities(self, axes: Axes, width: float) -> None:
        """Write the name of each city over the middle of its counties, with a light rim that keeps it readable."""
        from matplotlib.patheffects import withStroke

        counties = self.places.groupby("city").indices
        cities = self.cities.set_index("code")
        named = [code for code in counties if code in cities.index]
        if not named:
            return
        rows = cities.loc[named]
        chinese = rows["name"].str.removesuffix("市")
        names = [self.sheet.say(*both) for both in zip(rows["name_en"], chinese, strict=True)]
        (left, _), (right, _) = self.shapes.box
        inches = np.array([(self.sheet.measure(name, self.name_size) + 0.03, 1.2 * self.name_size / 72) for name in names])
        middles = np.array([self.shapes.middles[counties[code]].mean(axis=0) for code in named])
        for name, middle in zip(names, part(middles, inches * 1.02 * (right - left) / width), strict=True):
            rim = [withStroke(linewidth=1.8, foreground="white")]
            axes.text(*middle, name, size=self.name_size, ha="center", va="center", color="#111111", path_effects=rim)

    def name_squares(self, axes: Axes, width: float, filled: PathCollection) -> None:
        """Write each county's short name into its square, light on dark and dark on light."""
        from matplotlib.patheffects import withStroke

        (left, _), (right, _) = self.shapes.box
        side = 0.86 * width / (right - left)
        names = [
            shorten(self.sheet.say(english, chinese), side)
            for chinese, english in zip(self.places["name"], self.places["name_en"], strict=True)
        ]
        size = min(8.0, 8.0 * side / max(self.sheet.measure(name, 8.0) for name in names))
        for name, middle, colour in zip(names, self.shapes.middles, filled.to_rgba(filled.get_array()), strict=True):
            ink = "white" if colour[:3] @ (0.299, 0.587, 0.114) < 0.5 else "black"
            rim = [withStroke(linewidth=1.5, foreground=colour)]
            axes.text(*middle, name, size=size, ha="center", va="center", color=ink, path_effects=rim)

    def draw_bar(self, filled: PathCollection, spots: list[Spot], bottom: float, label: str) -> None:
        """Draw the colour bar of one scale under the maps that share it, its bounds as ticks."""
        left, right = spots[0][0], max(spot[0] + spot[2] for spot in spots)
        width = min(3.6, 0.9 * (right - left))
        axes = self.sheet.place_axes((left + right - width) / 2, bottom, width, BAR_HEIGHT)
        bounds = filled.norm.boundaries
        bar = self.sheet.figure.colorbar(filled, cax=axes, orientation="horizontal", ticks=bounds, format="{x:,g}", extendfrac=0.06)
        bar.outline.set_visible(False)
        bar.ax.tick_params(length=0, labelsize=8, pad=3)
        bar.ax.grid(False)
        bar.ax.set_title(label, size=8.5, loc="center", pad=4, color=QUIET)


def shorten(name: str, side: float) -> str:
    """Give a county's name without its kind, cut to fit `side` inches in small type; a number at its end stays."""
    kind = next((end for end in KINDS if name.endswith(end) and len(name) > len(end) + 1), "")
    stem, number = re.fullmatch(r"(.*?)\s*(\d*)", name.removesuffix(kind)).groups()
    while len(stem) > 1 and estimate_width(stem + number) > side:
        stem = stem[:-1]
    return f"{stem} {number}".strip() if estimate_width(f"{stem} {number}") <= side else stem + number
