"""Shapes of stock-flow diagrams as SVG: boxes, valves, clouds, pipes and signed arrows."""

from __future__ import annotations

from html import escape
from math import atan2, cos, hypot, sin

Point = tuple[float, float]
INK, SOFT, PIPE, MORE, LESS, MIXED = "#1c1f24", "#5c6470", "#9aa5b3", "#0b7a66", "#b23a2e", "#6b5b95"
SIGNS = {1: (MORE, "+"), -1: (LESS, "−"), 0: (MIXED, "±")}
FONT = "'Source Sans 3', 'Noto Sans', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
LETTER = 0.53


def picture(width: float, height: float, body: str, title: str) -> str:
    """A whole drawing."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{escape(title)}" font-family="{escape(FONT)}" font-size="13">\n'
        f"<title>{escape(title)}</title>\n{body}\n</svg>"
    )


def text(
    at: Point, words: str, size: float = 13, colour: str = INK, anchor: str = "middle", weight: int = 400, halo: bool = False
) -> str:
    """Words on one line or several, in the middle of a point."""
    lines = words.split("\n")
    top = at[1] - (len(lines) - 1) * size * 0.58 + size * 0.35
    spans = "".join(
        f'<tspan x="{at[0]:.1f}" y="{top + place * size * 1.16:.1f}">{escape(line)}</tspan>' for place, line in enumerate(lines)
    )
    stroke = ' stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text text-anchor="{anchor}" font-size="{size:g}" font-weight="{weight}" fill="{colour}"{stroke}>{spans}</text>'


def extent(words: str, size: float = 13) -> Point:
    """About how wide and high words are."""
    lines = words.split("\n")
    return max(len(line) for line in lines) * size * LETTER, len(lines) * size * 1.16


def linked(name: str, hint: str, inner: str) -> str:
    """A shape that leads to where a variable is told."""
    return f'<a href="#{escape(name)}"><title>{escape(hint)}</title>{inner}</a>'


def frame(corner: Point, size: Point, words: str, colour: str) -> str:
    """The frame of a sector."""
    x, y = corner
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{size[0]:g}" height="{size[1]:g}" rx="10" fill="{colour}" fill-opacity=".07" '
        f'stroke="{colour}" stroke-opacity=".35"/>' + text((x + 14, y + 17), words, 13, colour, "start", 600)
    )


def box(at: Point, size: Point, words: str, colour: str = INK) -> str:
    """A stock."""
    x, y = at[0] - size[0] / 2, at[1] - size[1] / 2
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{size[0]:g}" height="{size[1]:g}" rx="3" fill="#fff" stroke="{colour}" '
        'stroke-width="1.6"/>' + text(at, words, 12.5, INK, weight=600)
    )


def cloud(at: Point, scale: float = 1.0) -> str:
    """The world outside."""
    x, y = at
    bumps = [(-9, 2, 6), (-3, -4, 7), (5, -3, 6.5), (10, 2, 5.5), (0, 4, 7)]
    circles = "".join(f'<circle cx="{x + dx * scale:.1f}" cy="{y + dy * scale:.1f}" r="{r * scale:.1f}"/>' for dx, dy, r in bumps)
    return f'<g fill="#fff" stroke="{PIPE}" stroke-width="2.4">{circles}</g><g fill="#fff">{circles}</g>'


def pipe(points: list[Point], head: bool = True) -> str:
    """A pipe through these points, with a head where it enters a stock."""
    points = [*points]
    if head:
        (x0, y0), (x1, y1) = points[-2:]
        length = hypot(x1 - x0, y1 - y0) or 1.0
        points[-1] = (x1 - 9 * (x1 - x0) / length, y1 - 9 * (y1 - y0) / length)
    path = "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    drawn = (
        f'<path d="{path}" fill="none" stroke="{PIPE}" stroke-width="6" stroke-linejoin="round"/>'
        f'<path d="{path}" fill="none" stroke="#fff" stroke-width="3" stroke-linejoin="round"/>'
    )
    return drawn + (arrowhead((x1, y1), atan2(y1 - y0, x1 - x0), PIPE, 12) if head else "")


def arrowhead(tip: Point, angle: float, colour: str, size: float = 9) -> str:
    """The head of an arrow."""
    left, right = ((tip[0] - size * cos(angle + turn), tip[1] - size * sin(angle + turn)) for turn in (0.42, -0.42))
    return f'<path d="M{tip[0]:.1f},{tip[1]:.1f} L{left[0]:.1f},{left[1]:.1f} L{right[0]:.1f},{right[1]:.1f} Z" fill="{colour}"/>'


def valve(at: Point, upright: bool = False) -> str:
    """A flow: an hourglass across its pipe."""
    x, y = at
    a, b = (7, 8) if not upright else (8, 7)
    path = (
        f"M{x - a},{y - b} L{x + a},{y + b} L{x + a},{y - b} L{x - a},{y + b} Z"
        if not upright
        else f"M{x - a},{y - b} L{x + a},{y - b} L{x - a},{y + b} L{x + a},{y + b} Z"
    )
    return f'<path d="{path}" fill="#fff" stroke="{SOFT}" stroke-width="1.5" stroke-linejoin="round"/>'


def arrow(start: Point, end: Point, bend: float, sign: int) -> str:
    """A signed influence: a thin curve, bent to the left of its way by a share of its length."""
    colour, mark = SIGNS[sign]
    (x0, y0), (x1, y1) = start, end
    middle = ((x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0))
    angle = atan2(y1 - middle[1], x1 - middle[0])
    back = (x1 - 7 * cos(angle), y1 - 7 * sin(angle))
    side = (x1 - 17 * cos(angle) - 8 * sin(angle), y1 - 17 * sin(angle) + 8 * cos(angle))
    curve = f"M{x0:.1f},{y0:.1f} Q{middle[0]:.1f},{middle[1]:.1f} {back[0]:.1f},{back[1]:.1f}"
    return (
        f'<path d="{curve}" fill="none" stroke="{colour}" stroke-width="1.25" stroke-opacity=".85"/>'
        + arrowhead(end, angle, colour, 8)
        + text(side, mark, 13, colour, weight=700, halo=True)
    )


def badge(at: Point, words: str, colour: str) -> str:
    """The name of a loop."""
    return f'<circle cx="{at[0]:g}" cy="{at[1]:g}" r="12.5" fill="#fff" stroke="{colour}" stroke-width="1.6"/>' + text(
        at, words, 11, colour, weight=700
    )


def edge_of(at: Point, size: Point, towards: Point) -> Point:
    """Where a line from the middle of a rectangle leaves it."""
    dx, dy = towards[0] - at[0], towards[1] - at[1]
    if dx == dy == 0:
        return at
    scale = min(size[0] / 2 / abs(dx) if dx else 1e9, size[1] / 2 / abs(dy) if dy else 1e9)
    return at[0] + dx * scale, at[1] + dy * scale
