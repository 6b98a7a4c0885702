"""A leaf: what the reductions know of the same few members whatever block they ran in, and the mark that these are done."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.batch.moments import Moments, take_moments, unpack_moments
from simulator.batch.quantile_sketch import Sketch, take_sketch
from simulator.batch.spec import Work
from simulator.batch.target_probability import count_chances
from simulator.kernel.inputs import Arrays
from simulator.system.atomic import atomic_file

LEAVES = "leaves"
CHANGE = "{} change"  # what differs from the reference scenario at a level


@dataclass(frozen=True)
class Leaf:
    """Moments and sketches by level [name, scenario, year, place], counts of members that meet targets, and the digest of the
    values themselves."""

    digest: str
    moments: dict[str, Moments]
    sketches: dict[str, Sketch]
    chances: Arrays


def take_leaf(work: Work, values: dict[str, np.ndarray], due: Arrays, targets: list[dict], years: range, exact: bool) -> Leaf:
    """The leaf of members whose values [name, scenario, member, year, place] are given by level, and those of the indicators of
    targets [scenario, member, year]; sketches are taken unless quantiles can be exact."""
    whole = hashlib.sha256()
    for value in values.values():
        whole.update(np.ascontiguousarray(value).tobytes())
    seen = values | take_changes(work, values)
    moments = {name: take_moments(value, axis=2) for name, value in seen.items()}
    sketches = {} if exact else {name: take_sketch(value, axis=2) for name, value in seen.items()}
    return Leaf(whole.hexdigest(), moments, sketches, count_chances(targets, due, years))


def take_changes(work: Work, values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What differs from the reference scenario, member by member, of each level."""
    if work.compared is None:
        return {}
    others = [number for number in range(len(work.names)) if number != work.compared]
    return {CHANGE.format(level): value[:, others] - value[:, [work.compared]] for level, value in values.items()}


def find_leaf(folder: Path, number: int) -> Path:
    """The file of a leaf."""
    return folder / LEAVES / f"{number:07d}.npz"


def save_leaf(folder: Path, number: int, leaf: Leaf, study: str) -> None:
    """Write a leaf, whole or not at all, with the digest of the study it belongs to."""
    arrays = {"study": np.array(study), "digest": np.array(leaf.digest), **pack_parts(leaf.moments, leaf.sketches, leaf.chances)}
    write_arrays(find_leaf(folder, number), arrays)


def load_leaf(folder: Path, number: int, study: str) -> Leaf | None:
    """A leaf of a study; nothing where there is none, or it is not whole, or of another study."""
    arrays = read_arrays(find_leaf(folder, number))
    if arrays is None or str(arrays.get("study")) != study:
        return None
    return Leaf(str(arrays["digest"]), *unpack_parts(arrays))


def pack_parts(moments: dict[str, Moments], sketches: dict[str, Sketch], chances: Arrays) -> Arrays:
    """What is known as arrays that can be saved."""
    arrays = {f"chances/{name}": value for name, value in chances.items()}
    for name, each in moments.items():
        arrays |= each.pack(f"moments/{name}")
    for name, sketch in sketches.items():
        arrays |= {f"sketches/{name}/entries": sketch.entries, f"sketches/{name}/counts": sketch.counts}
    return arrays


def unpack_parts(arrays: Arrays) -> tuple[dict[str, Moments], dict[str, Sketch], Arrays]:
    """What was saved."""
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
    """Write arrays to one file, whole or not at all."""
    with atomic_file(path) as file:
        np.savez(file, **arrays)


def read_arrays(path: Path) -> Arrays | None:
    """The arrays of a file; nothing where there is none or it is not whole."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
