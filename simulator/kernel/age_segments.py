"""Split cohort sums into segments: people of one status and an age interval, with one weight.

Segments of weight 1 are split wherever the age interval of any such sum begins or ends, so that overlapping sums share them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.language.dimensions import SEXES, STATUSES
from simulator.language.variables import CohortSum
from simulator.simd.age_layout import SLICES
from simulator.simd.vector_type import WIDTH

TILE = 4  # segments of a status that are summed together


@dataclass(frozen=True)
class Segment:
    """People of one status and some sexes, with ages first to end - 1 and a weight ("" for 1)."""

    status: str
    sexes: tuple[str, ...]
    weight: str
    first: int
    end: int

    @property
    def slices(self) -> set[int]:
        """The slices of eight ages that contain its ages."""
        return set(range(self.first // WIDTH, (self.end - 1) // WIDTH + 1))


def segments_of_measures(measures: Sequence[CohortSum]) -> list[list[Segment]]:
    """The segments of each cohort sum."""
    return [[segment for status in v.statuses for segment in split_ages(v, status, measures)] for v in measures]


def list_segments(measures: Sequence[CohortSum]) -> list[Segment]:
    """All segments, each once."""
    return list(dict.fromkeys(itertools.chain(*segments_of_measures(measures))))


def segment_table(measures: Sequence[CohortSum]) -> list[list[int]]:
    """For each cohort sum the number of its segments and their indices, padded with 0."""
    segments, sums = list_segments(measures), segments_of_measures(measures)
    most = max(map(len, sums), default=0)
    return [[len(each), *map(segments.index, each), *[0] * (most - len(each))] for each in sums]


def split_ages(v: CohortSum, status: str, measures: Sequence[CohortSum]) -> list[Segment]:
    """The segments of a cohort sum that are of one status."""
    alike = [v] if v.weight else [u for u in measures if not u.weight and u.sexes == v.sexes and status in u.statuses]
    cuts = sorted({age for u in alike for age in (u.ages[0], u.ages[1] + 1)})
    return [
        Segment(status, v.sexes, v.weight, first, end)
        for first, end in itertools.pairwise(cuts)
        if v.ages[0] <= first and end <= v.ages[1] + 1
    ]


def list_slices(tiles: Sequence[Sequence[int]], segments: Sequence[Segment]) -> list[list[int]]:
    """For each tile the number of slices with people in them and their indices, padded with 0."""
    found = [
        sorted({SEXES.index(sex) * SLICES + v for row in rows for sex in segments[row].sexes for v in segments[row].slices})
        for _, *rows in tiles
    ]
    return [[len(each), *each, *[0] * (len(SEXES) * SLICES - len(each))] for each in found]


def tile_segments(segments: Sequence[Segment]) -> list[list[int]]:
    """Tiles [status, four segments of it]; the last segment is repeated where there are fewer.

    The segment with most slices is joined by those that add the fewest others.
    """
    tiles, left = [], sorted(range(len(segments)), key=lambda row: -len(segments[row].slices))
    while left:
        rows = [left.pop(0)]
        here = [row for row in left if segments[row].status == segments[rows[0]].status]
        seen = segments[rows[0]].slices
        while here and len(rows) < TILE:
            rows.append(min(here, key=lambda row: len(segments[row].slices - seen)))
            seen = seen | segments[rows[-1]].slices
            here.remove(rows[-1])
        left = [row for row in left if row not in rows]
        tiles.append([STATUSES.index(segments[rows[0]].status), *rows, *rows[-1:] * (TILE - len(rows))])
    return tiles
