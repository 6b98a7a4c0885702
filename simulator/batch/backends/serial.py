"""Run blocks in this process, one after the other, each in the threads of the kernel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.batch.backends.chunks import ChunkRange
from simulator.batch.chunk import run_chunks


def run_serial(ranges: Sequence[ChunkRange]) -> Iterator[None]:
    """Run ranges of chunks in turn; yields after each."""
    for chunk_range in ranges:
        run_chunks(*chunk_range)
        yield
