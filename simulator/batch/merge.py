"""Merge chunk summaries in the order of the members, and save the progress of merging."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from simulator.batch.chunk_summary import (
    ChunkSummary,
    find_chunk,
    load_chunk,
    pack_parts,
    read_arrays,
    unpack_parts,
    write_arrays,
)
from simulator.batch.moments import Moments
from simulator.batch.quantile_sketch import Sketch
from simulator.kernel.inputs import Arrays

MERGED = "merged.npz"
# Seconds between two times at which all that was written is on the disk for sure, even when the power fails.
PAUSE = 60.0
# Leaves whose sketches wait before they are added up.
WAITING = 32


@dataclass
class Merged:
    """Statistics over the first chunks of a study."""

    folder: Path
    study: str
    digests: list[str] = field(default_factory=list)
    moments: dict[str, Moments] = field(default_factory=dict)
    sketches: dict[str, Sketch] = field(default_factory=dict)
    chances: Arrays = field(default_factory=dict)
    waiting: list[dict[str, Sketch]] = field(default_factory=list)
    saved: float = field(default_factory=time.monotonic)
    kept: int = 0

    @property
    def chunks(self) -> int:
        """Number of chunks taken in."""
        return len(self.digests)

    @property
    def digest(self) -> str:
        """A digest of all values in the order of the members: the digests of the chunks, one after the other."""
        whole = ""
        for each in self.digests:
            whole = hashlib.sha256((whole + each).encode()).hexdigest()
        return whole

    def catch_up(self) -> None:
        """Merge every next chunk that is complete, and save the progress from time to time."""
        while (chunk := load_chunk(self.folder, self.chunks, self.study)) is not None:
            self.take(chunk)
        if time.monotonic() - self.saved > PAUSE:
            self.save()

    def take(self, chunk: ChunkSummary) -> None:
        """Merge the next chunk."""
        self.moments = {name: self.moments[name].merge(each) if self.moments else each for name, each in chunk.moments.items()}
        self.chances = {name: self.chances[name] + each if self.chances else each for name, each in chunk.chances.items()}
        if chunk.sketches:
            self.waiting.append(chunk.sketches)
        if len(self.waiting) >= WAITING:
            self.add_up()
        self.digests.append(chunk.digest)

    def add_up(self) -> None:
        """Add up the sketches that wait."""
        if self.waiting:
            nothing = Sketch(np.zeros(0, np.int64), np.zeros(0, np.int64))
            self.sketches = {
                name: self.sketches.get(name, nothing).merge(*(each[name] for each in self.waiting)) for name in self.waiting[0]
            }
            self.waiting = []

    def save(self) -> None:
        """Save the merged statistics once all values they cover are flushed to disk; the summaries of their chunks are removed."""
        self.add_up()
        flush_disk()
        arrays = {"study": np.array(self.study), "digests": np.array(self.digests, dtype="U64")}
        write_arrays(self.folder / MERGED, arrays | pack_parts(self.moments, self.sketches, self.chances))
        flush_disk()
        for number in range(self.kept, self.chunks):
            find_chunk(self.folder, number).unlink(missing_ok=True)
        self.saved, self.kept = time.monotonic(), self.chunks


def load_merged(folder: Path, study: str) -> Merged:
    """The saved progress of merging a study."""
    arrays = read_arrays(folder / MERGED)
    if arrays is None or str(arrays.get("study")) != study:
        return Merged(folder, study)
    digests = [str(digest) for digest in arrays["digests"]]
    return Merged(folder, study, digests, *unpack_parts(arrays), kept=len(digests))


def flush_disk() -> None:
    """Flush all written files to disk, where the system offers it."""
    if hasattr(os, "sync"):
        os.sync()
