"""Maps of a page: outlines are written once and used by every map, and each county tells its name and number."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from markupsafe import Markup

from simulator.report.canvas.label_placement import SMALLEST, estimate_width, part
from simulator.report.maps.choropleth import NO_VALUE
from simulator.report.maps.colour_classes import choose_colours
from simulator.report.maps.shapes import Shapes, shape_counties, trace_borders
from simulator.report.text.numbers import NumberFormatter, write
from simulator.report.text.wording import Scale, choose_scale

GRAIN = 1.0  # km
TILE = 20.0  # units of the drawing a square
LETTER = 0.038  # height of a city's name, share of the width of the map
HATCH = Markup(
    '<pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line x1="0" y1="0" x2="0" y2="9" stroke="#333" stroke-width="1.6"/></pattern>'
)


@dataclass(frozen=True)
class Map:
    """One drawn map: its title and its drawing."""

    title: str
    drawing: Markup


@dataclass(frozen=True)
class MapSet:
    """Maps on one scale: their maps, the scale's bounds and colours, its unit, and what is to be noted."""

    maps: list[Map]
    bar: list[tuple[str, str]]
    ends: tuple[bool, bool]
    unit: str
    notes: list[str]


class Atlas:
    """The outlines of the counties of a page."""

    def __init__(self, formatter: NumberFormatter) -> None:
        self.formatter, self.findings = formatter, formatter.findings
        self.shapes: Shapes = shape_counties(self.findings.places, GRAIN)

    @cached_property
    def factor(self) -> float:
        """Units of the drawing for one of the shapes, which are in km or in squares."""
        return TILE if self.shapes.tiled else 1.0

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of all counties as drawn, north above."""
        (left, bottom), (right, top) = self.shapes.box
        parts = (left, -top, right - left, top - bottom)
        room = 0.01 * (right - left) * self.factor
        return tuple(part * self.factor + shift for part, shift in zip(parts, (-room, -room, 2 * room, 2 * room), strict=True))

    def write_boundaries(self) -> Markup:
        """The outlines of all counties and the borders of the cities, to be used by every map."""
        counties = Markup("").join(
            Markup('<path id="c{}" d="{}"/>').format(code, "".join(self.write_ring(ring) for ring in rings))
            for code, rings in zip(self.findings.places.index, self.shapes.rings, strict=True)
        )
        return Markup(
            '<svg width="0" height="0" class="outlines" aria-hidden="true"><defs>{}{}<path id="borders" d="{}"/></defs></svg>'
        ).format(HATCH, counties, self.write_borders())

    def write_ring(self, ring: np.ndarray) -> str:
        """A closed ring in whole units, each point after the first as a step."""
        points = np.round(ring * (self.factor, -self.factor)).astype(int)
        steps = np.diff(points, axis=0)
        return f"M{points[0][0]} {points[0][1]}l{' '.join(f'{x} {y}' for x, y in steps)}z"

    def write_borders(self) -> str:
        """The borders of the cities."""
        path = trace_borders(self.shapes.rings, self.findings.places["city"])
        points = np.round(path.vertices * (self.factor, -self.factor)).astype(int)
        return "".join(f"{'M' if code == path.MOVETO else 'L'}{x} {y}" for (x, y), code in zip(points, path.codes, strict=True))

    def draw(self, values: Mapping[str, pd.Series], titles: Mapping[str, str], indicator: str, table: str, change: bool) -> MapSet:
        """A map for each key of `values` (one number a county), all on one scale."""
        scale = choose_scale(indicator, self.findings.unit_of(indicator), "county", self.formatter.language)
        whole = pd.DataFrame(dict(values)).reindex(self.findings.places.index)
        signed = change or bool((whole < 0).to_numpy().any())
        norm, colours = choose_colours(whole.to_numpy() * scale.factor, signed)
        paint = Paint(norm, colours)
        maps = [
            Map(
                titles[name],
                self.draw_map(
                    whole[name],
                    titles[name],
                    paint,
                    scale,
                    {"table": table, "scenario": name, "indicator": indicator},
                    change,
                    named=place == 0,
                ),
            )
            for place, name in enumerate(whole)
        ]
        say, bounds = self.formatter.say, paint.norm.boundaries
        bar = [(f"{bound:,.10g}", paint.find((bound + after) / 2)) for bound, after in itertools.pairwise(bounds)]
        notes = [say("Hatched: below zero.", "斜线：低于零。")] if signed else []
        return MapSet(
            maps,
            [*bar, (f"{bounds[-1]:,.10g}", "")],
            (norm.extend in ("min", "both"), norm.extend in ("max", "both")),
            say(*(scale.points if change else scale.unit)),
            notes,
        )

    def draw_map(
        self, values: pd.Series, title: str, paint: Paint, scale: Scale, origin: dict, change: bool, named: bool
    ) -> Markup:
        """One map: counties filled and told, borders of cities, and the cities' names."""
        cells = []
        for code, value in values.items():
            name = self.findings.places.at[code, "name" if self.formatter.language == "zh" else "name_en"]
            told = f"{write(value, scale, signed=change)}{'' if change else scale.suffix}" if np.isfinite(value) else "–"
            attributes = {**origin, "county": code, "value": f"{value:.10g}"}
            data = Markup("").join(Markup(' data-{}="{}"').format(*each) for each in attributes.items())
            cells.append(
                Markup('<use href="#c{}" fill="{}"{}><title>{}: {}</title></use>').format(
                    code, paint.find(value * scale.factor), data, name, told
                )
            )
            if value < 0:
                cells.append(Markup('<use href="#c{}" fill="url(#hatch)" class="hatch"/>').format(code))
        names = Markup("").join(self.name_cities()) if named else Markup("")
        return Markup(
            '<svg viewBox="{}" role="img" aria-label="{}" class="map">{}<use href="#borders" class="borders"/>{}</svg>'
        ).format(" ".join(f"{part:.0f}" for part in self.box), title, Markup("").join(cells), names)

    def name_cities(self) -> list[Markup]:
        """The name of each city over the middle of its counties, none upon another."""
        places = self.findings.places.groupby("city").indices
        cities = self.findings.cities.set_index("code")
        named = [code for code in places if code in cities.index]
        if not named:
            return []
        names = [self.formatter.say(cities.at[code, "name_en"], cities.at[code, "name"].removesuffix("市")) for code in named]
        middles = np.array([self.shapes.middles[places[code]].mean(axis=0) * (self.factor, -self.factor) for code in named])
        size = LETTER * self.box[2]
        sizes = np.array([(estimate_width(name) * size * 72 / SMALLEST + 0.3 * size, 1.1 * size) for name in names])
        return [
            Markup('<text x="{}" y="{}" font-size="{}">{}</text>').format(f"{x:.0f}", f"{y:.0f}", f"{size:.0f}", name)
            for name, (x, y) in zip(names, part(middles, sizes), strict=True)
        ]


class Paint:
    """Colours of values on one scale."""

    def __init__(self, norm, colours: str) -> None:
        from matplotlib import colormaps

        self.norm, self.colours = norm, colormaps[colours]

    def find(self, value: float) -> str:
        """The colour of a value as shown, grey where there is none."""
        from matplotlib.colors import to_hex

        return to_hex(self.colours(self.norm(value))) if np.isfinite(value) else NO_VALUE
