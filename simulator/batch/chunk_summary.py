"""Per-chunk summary statistics, the same whatever block a chunk ran in; their file also marks the chunk as complete."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.batch.moments import Moments, take_moments, unpack_moments
from simulator.batch.quantile_sketch import Sketch, take_sketch
from simulator.batch.spec import BatchSpec
from simulator.batch.target_probability import count_chances
from simulator.kernel.inputs import Arrays
from simulator.system.atomic import atomic_file

CHUNKS = "chunks"
CHANGE = "{} change"  # what differs from the reference scenario at a level


@dataclass(frozen=True)
class ChunkSummary:
    """Moments and sketches by level [name, scenario, year, place], counts of members that meet targets, and the digest of the
    values themselves."""

    digest: str
    moments: dict[str, Moments]
    sketches: dict[str, Sketch]
    chances: Arrays


def summarize(
    spec: BatchSpec, values: dict[str, np.ndarray], due: Arrays, targets: list[dict], years: range, exact: bool
) -> ChunkSummary:
    """The summary of members whose values [name, scenario, member, year, place] are given by level, and those of the indicators of
    targets [scenario, member, year]; sketches are taken unless quantiles can be exact."""
    whole = hashlib.sha256()
    for value in values.values():
        whole.update(np.ascontiguousarray(value).tobytes())
    seen = values | take_changes(spec, values)
    moments = {name: take_moments(value, axis=2) for name, value in seen.items()}
    sketches = {} if exact else {name: take_sketch(value, axis=2) for name, value in seen.items()}
    return ChunkSummary(whole.hexdigest(), moments, sketches, count_chances(targets, due, years))


def take_changes(spec: BatchSpec, values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What differs from the reference scenario, member by member, of each level."""
    if spec.compared is None:
        return {}
    others = [number for number in range(len(spec.names)) if number != spec.compared]
    return {CHANGE.format(level): value[:, others] - value[:, [spec.compared]] for level, value in values.items()}


def find_chunk(folder: Path, number: int) -> Path:
    """The file of a chunk."""
    return folder / CHUNKS / f"{number:07d}.npz"


def save_chunk(folder: Path, number: int, chunk: ChunkSummary, study: str) -> None:
    """Write the summary of a chunk atomically, with the digest of the study it belongs to."""
    arrays = {
        "study": np.array(study),
        "digest": np.array(chunk.digest),
        **pack_parts(chunk.moments, chunk.sketches, chunk.chances),
    }
    write_arrays(find_chunk(folder, number), arrays)


def load_chunk(folder: Path, number: int, study: str) -> ChunkSummary | None:
    """The summary of a chunk; None if its file is missing, damaged or of another study."""
    arrays = read_arrays(find_chunk(folder, number))
    if arrays is None or str(arrays.get("study")) != study:
        return None
    return ChunkSummary(str(arrays["digest"]), *unpack_parts(arrays))


def pack_parts(moments: dict[str, Moments], sketches: dict[str, Sketch], chances: Arrays) -> Arrays:
    """Statistics as named arrays."""
    arrays = {f"chances/{name}": value for name, value in chances.items()}
    for name, each in moments.items():
        arrays |= each.pack(f"moments/{name}")
    for name, sketch in sketches.items():
        arrays |= {f"sketches/{name}/entries": sketch.entries, f"sketches/{name}/counts": sketch.counts}
    return arrays


def unpack_parts(arrays: Arrays) -> tuple[dict[str, Moments], dict[str, Sketch], Arrays]:
    """Statistics from named arrays."""
    names = {
        kind: list(dict.fromkeys(key.split("/")[1] for key in arrays if key.startswith(f"{kind}/")))
        for kind in ("moments", "sketches", "chances")
    }
    return (
        {name: unpack_moments(arrays, f"moments/{name}") for name in names["moments"]},
        {name: Sketch(arrays[f"sketches/{name}/entries"], arrays[f"sketches/{name}/counts"]) for name in names["sketches"]},
        {name: arrays[f"chances/{name}"] for name in names["chances"]},
    )


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays to one file atomically."""
    with atomic_file(path) as file:
        np.savez(file, **arrays)


def read_arrays(path: Path) -> Arrays | None:
    """The arrays of a file; None if it is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, KeyError, RuntimeError, struct.error, zipfile.BadZipFile, zlib.error):
        return None
