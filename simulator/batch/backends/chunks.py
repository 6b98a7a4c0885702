"""Ranges of chunks for workers: folder of the study, its digest, first chunk, and one past the last."""

from __future__ import annotations

from collections.abc import Sequence

ChunkRange = tuple[str, str, int, int]


def split_into_ranges(folder: str, digest: str, chunks: Sequence[int], most: int) -> list[ChunkRange]:
    """Ranges of at most `most` consecutive chunks."""
    ranges: list[ChunkRange] = []
    for chunk in chunks:
        if ranges and ranges[-1][3] == chunk and chunk - ranges[-1][2] < most:
            ranges[-1] = (*ranges[-1][:3], chunk + 1)
        else:
            ranges.append((folder, digest, chunk, chunk + 1))
    return ranges
