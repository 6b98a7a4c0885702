"""The counties of a region as shapes on a plane: their true outlines, or squares where outlines are not to be had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.report.maps.boundaries import project, read_boundaries, snap
from simulator.report.maps.tile_grid import draw_square, lay_out_grid

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.path import Path

GRAIN = 0.3  # km, the grid to which outlines are snapped: half a dot on an A4 print of a province


@dataclass(frozen=True)
class Shapes:
    """Rings of each county (in the order of the places), their middles, and how many counties have no outline."""

    rings: list[list[np.ndarray]]
    middles: np.ndarray
    without_outline: int

    @property
    def tiled(self) -> bool:
        """Whether squares stand for the counties."""
        return self.without_outline > 0

    @property
    def box(self) -> tuple[np.ndarray, np.ndarray]:
        """Lower left and upper right corner of all counties."""
        points = np.vstack([ring for rings in self.rings for ring in rings])
        return points.min(axis=0), points.max(axis=0)


def shape_counties(places: pd.DataFrame, grain: float = GRAIN) -> Shapes:
    """Give every county its shape: outlines in km, snapped to a grain, if the package knows them all, else a square each."""
    points = places[["longitude", "latitude"]].to_numpy(float)
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    middles = project(points, centre)
    outlines = read_boundaries(places.index)
    missing = len(places) - len(outlines)
    if missing:
        cells = lay_out_grid(middles)
        return Shapes([[draw_square(cell)] for cell in cells], cells + 0.5, missing)
    rings = [[snap(project(ring, centre), grain) for ring in outlines[code]] for code in places.index]
    return Shapes(rings, middles, 0)


def join_rings(rings: Iterable[np.ndarray]) -> Path:
    """Make one closed path of several rings; holes turn the other way round and so stay empty."""
    from matplotlib.path import Path

    closed = [np.vstack([ring, ring[:1]]) for ring in rings]
    codes = [np.r_[Path.MOVETO, np.full(len(ring) - 2, Path.LINETO), Path.CLOSEPOLY] for ring in closed]
    return Path(np.vstack(closed), np.concatenate(codes))


def trace_borders(rings: list[list[np.ndarray]], owners: Iterable[str]) -> Path:
    """Trace the borders of the cities: the edges that the counties of one city do not share with each other."""
    from matplotlib.path import Path

    borders = []
    owners = np.asarray(list(owners))
    for owner in np.unique(owners):
        own = [ring for county, name in zip(rings, owners, strict=True) if name == owner for ring in county]
        edges = np.vstack([np.stack([ring, np.roll(ring, -1, axis=0)], axis=1) for ring in own])
        keys = np.sort(np.round(edges[..., 0] * 1e3) * 1e8 + np.round(edges[..., 1] * 1e3), axis=1)
        first, count = np.unique(keys, axis=0, return_index=True, return_counts=True)[1:]
        borders.append(edges[np.sort(first[count == 1])])
    edges = np.concatenate(borders)
    starts = np.r_[True, np.any(edges[1:, 0] != edges[:-1, 1], axis=1)]  # an edge that goes on needs no new start
    keep = np.column_stack([starts, np.ones(len(edges), bool)]).ravel()
    return Path(edges.reshape(-1, 2)[keep], np.tile([Path.MOVETO, Path.LINETO], len(edges))[keep])
