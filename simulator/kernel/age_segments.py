"""Divide numbers of people into the pieces that are counted: people of one status and of some ages, by one weight.

Where every one counts alike, ages are cut wherever a number begins or ends (of pupils, of adults), so that nobody is counted
twice however many numbers they are in.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.language.dimensions import SEXES, STATUSES
from simulator.language.variables import CohortSum
from simulator.simd.age_layout import SLICES
from simulator.simd.vector_type import WIDTH

TILE = 4  # pieces of a status that are counted side by side


@dataclass(frozen=True)
class Piece:
    """People of a status and of some sexes, from the first age to before the end, by a weight."""

    status: str
    sexes: tuple[str, ...]
    weight: str
    first: int
    end: int

    @property
    def slices(self) -> set[int]:
        """The slices of ages in which they are."""
        return set(range(self.first // WIDTH, (self.end - 1) // WIDTH + 1))


def divide(measures: Sequence[CohortSum]) -> list[list[Piece]]:
    """The pieces of each measure."""
    return [[piece for status in v.statuses for piece in cut(v, status, measures)] for v in measures]


def list_pieces(measures: Sequence[CohortSum]) -> list[Piece]:
    """All pieces, each of them once."""
    return list(dict.fromkeys(itertools.chain(*divide(measures))))


def sum_pieces(measures: Sequence[CohortSum]) -> list[list[int]]:
    """Of each measure how many pieces it has, which, and nothing in the places beyond them."""
    pieces, sums = list_pieces(measures), divide(measures)
    most = max(map(len, sums), default=0)
    return [[len(each), *map(pieces.index, each), *[0] * (most - len(each))] for each in sums]


def cut(v: CohortSum, status: str, measures: Sequence[CohortSum]) -> list[Piece]:
    """The pieces of a measure that are of a status."""
    alike = [v] if v.weight else [u for u in measures if not u.weight and u.sexes == v.sexes and status in u.statuses]
    cuts = sorted({age for u in alike for age in (u.ages[0], u.ages[1] + 1)})
    return [
        Piece(status, v.sexes, v.weight, first, end)
        for first, end in itertools.pairwise(cuts)
        if v.ages[0] <= first and end <= v.ages[1] + 1
    ]


def list_slices(tiles: Sequence[Sequence[int]], pieces: Sequence[Piece]) -> list[list[int]]:
    """Of each tile in how many slices somebody is counted, in which, and nothing in the places beyond them."""
    found = [
        sorted({SEXES.index(sex) * SLICES + v for row in rows for sex in pieces[row].sexes for v in pieces[row].slices})
        for _, *rows in tiles
    ]
    return [[len(each), *each, *[0] * (len(SEXES) * SLICES - len(each))] for each in found]


def tile(pieces: Sequence[Piece]) -> list[list[int]]:
    """Pieces side by side: [status, four pieces of it], the last one over again where there are no more.

    Beside the piece that lies in most slices come those that lie in the fewest others.
    """
    tiles, left = [], sorted(range(len(pieces)), key=lambda row: -len(pieces[row].slices))
    while left:
        rows = [left.pop(0)]
        here = [row for row in left if pieces[row].status == pieces[rows[0]].status]
        seen = pieces[rows[0]].slices
        while here and len(rows) < TILE:
            rows.append(min(here, key=lambda row: len(pieces[row].slices - seen)))
            seen = seen | pieces[rows[-1]].slices
            here.remove(rows[-1])
        left = [row for row in left if row not in rows]
        tiles.append([STATUSES.index(pieces[rows[0]].status), *rows, *rows[-1:] * (TILE - len(rows))])
    return tiles
