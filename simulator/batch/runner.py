"""Run a study in blocks: resume it, and merge chunk summaries as they are completed."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from simulator.batch.backends.chunks import ChunkRange, split_into_ranges
from simulator.batch.chunk import Setting, open_setting
from simulator.batch.chunk_summary import CHUNKS, find_chunk, load_chunk
from simulator.batch.locks import HOLDER, LOCK, hold
from simulator.batch.merge import Merged, load_merged
from simulator.batch.spec import NAME, BatchSpec, check_same, load_spec
from simulator.batch.store import (
    MEMBERS,
    RESULTS,
    create_results,
    estimate_bytes,
    remove_partial,
    write_members,
)
from simulator.batch.verify import LAYOUT, MANIFEST, digest_region, save_layout
from simulator.language.errors import DataError, ScenarioError
from simulator.run.results import describe_run
from simulator.sampling.designs import Design
from simulator.system.atomic import DRAFT

Execution = Callable[[Sequence[ChunkRange]], Iterator[None]]
Tell = Callable[[int, int], None]
FULL = (errno.ENOSPC, errno.EDQUOT)


def run_study(
    spec: BatchSpec, design: Design, folder: Path, execute: Execution, block: int, tell: Tell, prepared: Callable[[], Setting]
) -> Merged:
    """Run the missing chunks of a study and return the merged statistics of all members.

    `execute` runs blocks of about `block` members, `tell` is called with the numbers of completed and of all members. Raises DataError for a
    folder that holds another study or is held by another process, and for a disk that is full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with hold(folder), tell_full(folder):
        if not (folder / NAME).exists():
            begin(spec, design, folder, prepared)
        check_same(load_spec(folder), spec, folder)
        # Workers elsewhere may stand in another folder.
        setting = open_setting(str(folder.absolute()), spec.digest)
        merged = load_merged(folder, spec.digest)
        if merged.chunks < spec.chunks and not (folder / MANIFEST).exists():
            go_on(setting, merged, execute, block, tell)
        return merged


def begin(spec: BatchSpec, design: Design, folder: Path, prepared: Callable[[], Setting]) -> None:
    """Create the stores of a new study; its specification is written last and marks them as complete."""
    known = (LOCK, HOLDER, MEMBERS, RESULTS, CHUNKS, LAYOUT)
    unknown = sorted(path.name for path in folder.iterdir() if path.name not in known and path.suffix != DRAFT)
    if unknown:
        raise ScenarioError(f"out: '{folder}' holds '{unknown[0]}' and no study; name a new folder")
    setting = prepared()
    need, free = estimate_bytes(spec, setting.selection, len(design.varied)), shutil.disk_usage(folder).free
    if setting.exact and need > free:
        raise ScenarioError(
            f"out: the study would write up to {say_bytes(need)}, but '{folder}' has {say_bytes(free)} free; "
            "record fewer variables, levels or years (record.*) or only their spread (record.paths=false), or "
            "run fewer members"
        )
    write_members(design, spec, folder)
    if setting.exact:
        first = setting.tell(design.draw(0, 1))
        attrs = describe_run(first, setting.scenarios, spec.drivers, design)
        create_results(spec, setting.selection, attrs, folder)
    save_layout(folder)
    (folder / CHUNKS).mkdir(exist_ok=True)
    spec.save(folder)


def go_on(setting: Setting, merged: Merged, execute: Execution, block: int, tell: Tell) -> None:
    """Run the missing chunks and merge each as it is completed."""
    spec, folder = setting.spec, setting.folder
    (folder / CHUNKS).mkdir(exist_ok=True)
    done = {number for number in range(merged.chunks, spec.chunks) if is_done(setting, number)}
    todo = [number for number in range(merged.chunks, spec.chunks) if number not in done]
    merged.catch_up()
    tell(count_done(setting, merged), spec.members)
    for _ in execute(split_into_ranges(str(folder.absolute()), spec.digest, todo, max(1, -(-block // spec.chunk_size)))):
        merged.catch_up()
        tell(count_done(setting, merged), spec.members)
    merged.catch_up()
    if merged.chunks < spec.chunks:
        raise DataError(f"{folder}: chunk {merged.chunks} of {spec.chunks} was not written; run the same command again")
    remove_partial(folder)
    merged.save()


def is_done(setting: Setting, number: int) -> bool:
    """Whether a chunk is complete and its values are in the store: a power cut may have lost them."""
    chunk = load_chunk(setting.folder, number, setting.spec.digest)
    if chunk is None:
        return False
    if not setting.exact or digest_region(setting, number) == chunk.digest:
        return True
    find_chunk(setting.folder, number).unlink()
    return False


def count_done(setting: Setting, merged: Merged) -> int:
    """Members whose chunks are done."""
    beyond = sum(1 for path in (setting.folder / CHUNKS).glob("*.npz") if int(path.stem) >= merged.chunks)
    return min((merged.chunks + beyond) * setting.spec.chunk_size, setting.spec.members)


@contextlib.contextmanager
def tell_full(folder: Path) -> Iterator[None]:
    """Say in one sentence that the disk is full, and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise DataError(
            f"{folder}: the disk is full; make room and run the same command again, which goes on from what is done"
        ) from None


def say_bytes(number: float) -> str:
    """A size of files in a unit that is easy to read."""
    scales = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "bytes"))
    size, unit = next((number / scale, unit) for scale, unit in scales if number >= scale or scale == 1.0)
    return f"{size:.3g} {unit}"
