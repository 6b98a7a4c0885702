"""The stocks and flows of a sector in rows, drawn without a layout by hand: stocks that fill one another stand in one row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from simulator.documentation.naming import Names
from simulator.documentation.shapes import SOFT, Point, box, cloud, extent, linked, picture, pipe, text, valve
from simulator.language.variables import Variable

REACH, LANE, MARGIN, SIZE = 168.0, 38.0, 18.0, 12.5


@dataclass(frozen=True)
class Tank:
    """A stock or pipeline with its flows: those on its left and right, and the one that goes on into the next of its row."""

    v: Variable
    inflows: tuple[str, ...]
    outflows: tuple[str, ...]
    onward: str = ""


def draw_stocks(names: Names, sector: str) -> str:
    """The stocks of a sector with what fills and empties them, as SVG; nothing for a sector without one."""
    rows = [part_flows(row) for row in list_rows(list_tanks(names, sector))]
    parts, top, width = [], MARGIN, 0.0
    for row in rows:
        height = max(LANE * max(len(tank.inflows), len(tank.outflows), 1) for tank in row) + 14.0
        x = MARGIN
        for tank in row:
            drawn, x = draw_tank(names, tank, x, top + height / 2, bool(tank.inflows) or tank is row[0])
            parts.append(drawn)
        top, width = top + height, max(width, x)
    title = f"Stocks and flows: {sector.replace('_', ' ')}"
    return picture(width + MARGIN, top + MARGIN / 2, "\n".join(parts), title) if rows else ""


def list_tanks(names: Names, sector: str) -> list[Tank]:
    """The stocks and pipelines of a sector that flows fill or empty; of a family told once, one for all."""
    found = []
    for v in names.model.of_kind("stock", "in_transit"):
        if v.sector == sector and v.name == names.together[v.name][0].name:
            pipeline = names.model[v.of] if v.kind == "in_transit" else None
            into, out = ((pipeline.of,), (pipeline.name,)) if pipeline else (v.inflows, v.outflows)
            found.append(Tank(v, tuple(names.fold(into)), tuple(names.fold(out))))
    return [tank for tank in found if tank.inflows or tank.outflows]


def list_rows(tanks: list[Tank]) -> list[list[Tank]]:
    """Stocks in rows: one that flows into another stands on its left."""
    rows = [[tank] for tank in tanks]
    for row in list(rows):
        into = next((other for other in rows if other is not row and set(row[-1].outflows) & set(other[0].inflows)), None)
        if into:
            rows.remove(row)
            into[:0] = row
    return rows


def part_flows(row: list[Tank]) -> list[Tank]:
    """The stocks of a row, each with the flow that goes on into the next told apart from its others."""
    joints = [next((flow for flow in left.outflows if flow in right.inflows), "") for left, right in pairwise(row)]
    return [
        Tank(
            tank.v,
            tuple(flow for flow in tank.inflows if flow != before),
            tuple(flow for flow in tank.outflows if flow != onward),
            onward,
        )
        for tank, before, onward in zip(row, ["", *joints], [*joints, ""], strict=True)
    ]


def draw_tank(names: Names, tank: Tank, x: float, y: float, apart: bool) -> tuple[str, float]:
    """One stock from x on with its flows, and where the next begins; `apart` leaves room for flows on its left."""
    words = wrap(name_tank(names, tank.v))
    wide, high = extent(words, SIZE)
    lanes = max(len(tank.inflows), len(tank.outflows), 1)
    size = (max(wide + 26.0, 100.0), max(high + 14.0, LANE * (lanes - 1) + 32.0))
    left = x + REACH * apart
    right, parts = left + size[0], []
    for flow, height in spread(tank.inflows, y, bool(tank.onward and not apart)):
        parts.append(draw_flow(names, flow, (left - REACH + 14.0, height), (left, height), "start"))
    for flow, height in spread(tank.outflows, y, bool(tank.onward)):
        parts.append(draw_flow(names, flow, (right, height), (right + REACH - 14.0, height), "end"))
    if tank.onward:
        parts.append(draw_flow(names, tank.onward, (right, y), (right + REACH, y)))
    parts.append(linked(names.title(tank.v), names.text(tank.v), box((left + size[0] / 2, y), size, words)))
    return "\n".join(parts), right + REACH * bool(tank.outflows or tank.onward)


def spread(flows: tuple[str, ...], y: float, below: bool) -> list[tuple[str, float]]:
    """The height of each flow beside a stock, around its middle, or below where another flow takes the middle."""
    first = 1.0 if below else -(len(flows) - 1) / 2
    return [(flow, y + LANE * (first + place)) for place, flow in enumerate(flows)]


def draw_flow(names: Names, flow: str, start: Point, end: Point, outside: str = "") -> str:
    """A pipe with its valve and the name of its flow; at one end of it may be the world outside."""
    v = names.model.variables.get(flow) or names.members[flow][0]
    middle = ((start[0] + end[0]) / 2, start[1])
    label = text((middle[0], start[1] - 15.0), name_tank(names, v), 11, SOFT, halo=True)
    world = cloud(start if outside == "start" else end, 0.9) if outside else ""
    return pipe([start, end]) + world + linked(flow, names.text(v), valve(middle) + label)


def name_tank(names: Names, v: Variable) -> str:
    """What a stock or flow is called in a drawing."""
    words, below, _ = names.split(v.name, names.shared(v))
    return words.replace("_", " ") + (f" ({below.replace('_', ' ')})" if below and not names.shared(v) else "")


def wrap(words: str, widest: int = 16) -> str:
    """Words on lines of about this many letters."""
    lines = [""]
    for word in words.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) + 1 > widest:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
