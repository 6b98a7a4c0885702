"""Run a study in blocks: go on where it stopped, put leaves together as they come, and end with the tables."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from simulator.batch.backends.chunks import Order, divide
from simulator.batch.chunk import Setting, open_setting
from simulator.batch.chunk_summary import LEAVES, find_leaf, load_leaf
from simulator.batch.locks import HOLDER, LOCK, hold
from simulator.batch.merge import Merged, load_merged
from simulator.batch.spec import NAME, Work, check_same, load_work
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

Execution = Callable[[Sequence[Order]], Iterator[None]]
Tell = Callable[[int, int], None]
FULL = (errno.ENOSPC, errno.EDQUOT)


def run_study(
    work: Work, design: Design, folder: Path, execute: Execution, block: int, tell: Tell, prepared: Callable[[], Setting]
) -> Merged:
    """Run all that is not done yet of a study in a folder, and give what is known of all its members.

    `execute` runs blocks of about `block` members, `tell` is told how many members of how many are done. Raises DataError for a
    folder that holds another study or is held by another process, and for a disk that is full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with hold(folder), tell_full(folder):
        if not (folder / NAME).exists():
            begin(work, design, folder, prepared)
        check_same(load_work(folder), work, folder)
        # Workers elsewhere may stand in another folder.
        setting = open_setting(str(folder.absolute()), work.digest)
        merged = load_merged(folder, work.digest)
        if merged.leaves < work.leaves and not (folder / MANIFEST).exists():
            go_on(setting, merged, execute, block, tell)
        return merged


def begin(work: Work, design: Design, folder: Path, prepared: Callable[[], Setting]) -> None:
    """Lay out the stores of a new study; its order is written last, and says that they are whole."""
    known = (LOCK, HOLDER, MEMBERS, RESULTS, LEAVES, LAYOUT)
    unknown = sorted(path.name for path in folder.iterdir() if path.name not in known and path.suffix != DRAFT)
    if unknown:
        raise ScenarioError(f"out: '{folder}' holds '{unknown[0]}' and no study; name a new folder")
    setting = prepared()
    need, free = estimate_bytes(work, setting.selection, len(design.varied)), shutil.disk_usage(folder).free
    if setting.exact and need > free:
        raise ScenarioError(
            f"out: the study would write up to {say_bytes(need)}, but '{folder}' has {say_bytes(free)} free; "
            "record fewer variables, levels or years (record.*) or only their spread (record.paths=false), or "
            "run fewer members"
        )
    write_members(design, work, folder)
    if setting.exact:
        first = setting.tell(design.draw(0, 1))
        attrs = describe_run(first, setting.scenarios, work.drivers, design)
        create_results(work, setting.selection, attrs, folder)
    save_layout(folder)
    (folder / LEAVES).mkdir(exist_ok=True)
    work.save(folder)


def go_on(setting: Setting, merged: Merged, execute: Execution, block: int, tell: Tell) -> None:
    """Run the blocks of all leaves that are not done, and take leaves in as they come."""
    work, folder = setting.work, setting.folder
    (folder / LEAVES).mkdir(exist_ok=True)
    done = {number for number in range(merged.leaves, work.leaves) if is_done(setting, number)}
    todo = [number for number in range(merged.leaves, work.leaves) if number not in done]
    merged.catch_up()
    tell(count_done(setting, merged), work.members)
    for _ in execute(divide(str(folder.absolute()), work.digest, todo, max(1, -(-block // work.leaf)))):
        merged.catch_up()
        tell(count_done(setting, merged), work.members)
    merged.catch_up()
    if merged.leaves < work.leaves:
        raise DataError(f"{folder}: leaf {merged.leaves} of {work.leaves} was not written; run the same command again")
    remove_partial(folder)
    merged.save()


def is_done(setting: Setting, number: int) -> bool:
    """Whether a leaf is done, and its results are on the disk as they were: power may have failed before they were written."""
    leaf = load_leaf(setting.folder, number, setting.work.digest)
    if leaf is None:
        return False
    if not setting.exact or digest_region(setting, number) == leaf.digest:
        return True
    find_leaf(setting.folder, number).unlink()
    return False


def count_done(setting: Setting, merged: Merged) -> int:
    """Members whose leaves are done."""
    beyond = sum(1 for path in (setting.folder / LEAVES).glob("*.npz") if int(path.stem) >= merged.leaves)
    return min((merged.leaves + beyond) * setting.work.leaf, setting.work.members)


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
