"""The stock-flow diagram of the whole model on one sheet: laid out in diagram.yaml, its signs and links found in the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import yaml

from simulator.documentation.influence import Influences
from simulator.documentation.loops import find_way, make_chain, read_loops
from simulator.documentation.shapes import (
    LESS,
    MIXED,
    MORE,
    SOFT,
    Point,
    arrow,
    badge,
    box,
    cloud,
    edge_of,
    extent,
    frame,
    linked,
    picture,
    pipe,
    text,
    valve,
)
from simulator.language.errors import ModelError, suggest
from simulator.model.graph import Model
from simulator.system.resources import PACKAGE

BOX, SIZE = (108.0, 44.0), 13
COLOURS = {"reinforcing": MORE, "balancing": LESS, "mixed": MIXED}


def read_overview() -> Mapping:
    """The content of diagram.yaml."""
    return yaml.safe_load((PACKAGE / "documentation" / "diagram.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, eq=False)
class Overview:
    """The sheet of diagram.yaml, with what the model says of everything on it."""

    model: Model
    influences: Influences
    sheet: Mapping

    def resolve(self, name: str) -> str:
        """The variable that a name on the sheet stands for: itself, or one member of its family.

        Raises ModelError for a name that no sector declares.
        """
        known = {*self.model.variables, *self.influences.signs, *self.influences.sources}
        name = self.sheet["again"].get(name, {"of": name})["of"]
        member = f"{name}_{self.sheet['element']}"
        if name not in known and member not in known:
            raise ModelError(f"diagram.yaml: '{name}' is on the sheet, but no sector declares it; {suggest(name, known)}")
        return name if name in known else member

    def find_sign(self, source: str, target: str) -> int:
        """The sign of an arrow: that of the shortest way that has one. Raises ModelError where there is no way."""
        start, end = self.resolve(source), self.resolve(target)
        others = {self.resolve(name) for name in (*self.sheet["stocks"], *self.sheet["words"])} - {start, end}
        way = (
            find_way(self.influences, start, end, others, clear=True)
            or find_way(self.influences, start, end, set(), clear=True)
            or find_way(self.influences, start, end, set())
        )
        if way is None:
            raise ModelError(
                f"diagram.yaml: an arrow leads from '{source}' to '{target}', but in the model nothing does; take it off the sheet"
            )
        return make_chain(self.influences, [start, *way], ring=False).sign

    @cached_property
    def places(self) -> dict[str, tuple[Point, Point]]:
        """Middle and size of everything on the sheet to which an arrow can go."""
        found = {name: (tuple(row["at"]), tuple(row.get("size", BOX))) for name, row in self.sheet["stocks"].items()}
        found |= {row["valve"]: (tuple(row["at"]), (20.0, 20.0)) for row in self.sheet["flows"]}
        for name, row in {**self.sheet["words"], **self.sheet["again"]}.items():
            width, height = extent(row["label"], SIZE)
            found[name] = (tuple(row["at"]), (width + 10.0, height + 6.0))
        return found

    def hint(self, name: str) -> str:
        """What a thing on the sheet is."""
        v = self.model[self.resolve(name).partition(".")[0]]
        return f"{v.name.replace('_', ' ')}: {v.description}"

    def anchor(self, name: str) -> str:
        """Where a thing on the sheet is told."""
        return self.resolve(name).partition(".")[0]

    def draw(self) -> str:
        """The whole sheet."""
        sheet = self.sheet
        parts = [frame(tuple(row["at"]), tuple(row["size"]), row["title"], row["colour"]) for row in sheet["frames"]]
        for row in sheet["flows"]:
            way = [tuple(point) for point in row["way"]]
            parts.append(pipe(way))
            parts += [cloud(end) for end, stock in ((way[0], row["from"]), (way[-1], row["to"])) if stock is None]
        parts += [self.draw_arrow(*row) for row in sheet["links"]]
        for row in sheet["flows"]:
            at, way = tuple(row["at"]), row["way"]
            upright = any(x0 == x1 == at[0] and min(y0, y1) <= at[1] <= max(y0, y1) for (x0, y0), (x1, y1) in pairwise(way))
            words = text(tuple(row["label_at"]), row["label"], 11.5, SOFT, halo=True) if "label" in row else ""
            parts.append(linked(self.anchor(row["valve"]), self.hint(row["valve"]), valve(at, upright) + words))
        parts += [
            linked(self.anchor(name), self.hint(name), box(tuple(row["at"]), tuple(row.get("size", BOX)), row["label"]))
            for name, row in sheet["stocks"].items()
        ]
        parts += [
            linked(self.anchor(name), self.hint(name), text(tuple(row["at"]), row["label"], SIZE, halo=True))
            for name, row in sheet["words"].items()
        ]
        parts += [
            linked(self.anchor(name), self.hint(name), text(tuple(row["at"]), f"‹{row['label']}›", SIZE - 1, SOFT, halo=True))
            for name, row in sheet["again"].items()
        ]
        signs = {name: row["sign"] for name, row in read_loops().items()}
        parts += [
            linked(f"loop-{name}", f"loop {name}", badge(tuple(at), name, COLOURS[signs[name]]))
            for name, at in ((row["loop"], row["at"]) for row in sheet["badges"])
        ]
        return picture(*sheet["size"], "\n".join(parts), "Stocks, flows and main influences of the model")

    def draw_arrow(self, source: str, target: str, bend: float) -> str:
        """One influence, from the edge of one thing to the edge of another."""
        (start, start_size), (end, end_size) = self.places[source], self.places[target]
        dx, dy = end[0] - start[0], end[1] - start[1]
        middle = ((start[0] + end[0]) / 2 + bend * dy, (start[1] + end[1]) / 2 - bend * dx)
        return arrow(
            edge_of(start, start_size, middle),
            edge_of(end, (end_size[0] + 6, end_size[1] + 6), middle),
            bend,
            self.find_sign(source, target),
        )


def draw_overview(model: Model, influences: Influences) -> str:
    """The stock-flow diagram of the whole model as SVG, its signs found in the model.

    Raises ModelError for a name on the sheet that no sector declares, or an arrow that the model does not have.
    """
    return Overview(model, influences, read_overview()).draw()
