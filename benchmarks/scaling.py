"""How the cost of a run grows with members, counties, steps and threads."""

from __future__ import annotations

import math
import os
import statistics

from benchmarks.kernel import in_threads
from benchmarks.rows import Row, sum_up
from benchmarks.turns import CORE_MS, Work, take_turns, time_wall
from benchmarks.workload import STEPS, prepare
from simulator.kernel.run import run_kernel

CHAPTER = "how cost grows"
COUNTRY = 2_843
COUNTIES = {True: (34, 136, 272), False: (34, 136, 544, COUNTRY)}


def measure(quick: bool) -> list[Row]:
    """Cost by members, counties, steps and threads, each with the power by which it grows."""
    turns = 3 if quick else 7
    members = {n: Work(f"{n} members", run(n), n) for n in ((1, 8) if quick else (1, 8, 64))}
    steps = {n: Work(f"{n} steps a year", run(4, steps=n), 4) for n in (STEPS // 2 or 1, STEPS, 2 * STEPS)}
    counties = {
        n: Work(f"{n:,} counties", run(1, last_year=2023, region=str(n)), 1, 1 if n > 600 else turns) for n in COUNTIES[quick]
    }
    rows = [
        *grow("members", members, turns, f"{CORE_MS} a member-run", per_run=True),
        *grow("counties (made up), 3 years", counties, turns, f"{CORE_MS} a member-run"),
        *grow("steps", steps, turns, f"{CORE_MS} a member-run"),
    ]
    return [*rows, *share_out(turns, 8 if quick else 64)]


def run(members: int, threads: int = 1, **of: object) -> object:
    """A run of the kernel, ready to start."""
    inputs = prepare(members, **of)
    return in_threads(threads, lambda: run_kernel(inputs, []))


def grow(what: str, works: dict[int, Work], turns: int, unit: str, per_run: bool = False) -> list[Row]:
    """A row a work, and the power of the number by which the cost of all runs together grows from first to last."""
    times = take_turns(list(works.values()), turns)
    middles = [statistics.median(spent) for spent in times]
    rows = [
        sum_up(f"{CHAPTER}: {what}", work.what, spent, unit, middle / middles[0], at=number)
        for (number, work), spent, middle in zip(works.items(), times, middles, strict=True)
    ]
    first, last = min(works), max(works)
    power = math.log(middles[-1] / middles[0]) / math.log(last / first) + per_run
    return [*rows, Row(f"{CHAPTER}: {what}", f"cost grows as {what.split(' ')[0]} to the power of", power)]


def share_out(turns: int, members: int) -> list[Row]:
    """Wall time with one thread and with all, and the part of the processors that is put to use."""
    processors = os.cpu_count() or 1
    works = [Work(f"{n} thread{'s' * (n > 1)}, {members} members", run(members, n), members) for n in (1, processors)]
    times = take_turns(works, turns, time_wall)
    middles = [statistics.median(spent) for spent in times]
    title = f"{CHAPTER}: threads"
    return [
        *(
            sum_up(title, work.what, spent, "wall-ms a member-run", middle / middles[0])
            for work, spent, middle in zip(works, times, middles, strict=True)
        ),
        Row(title, "10,000 members with all threads, from this", 10_000 * middles[-1] / 1e3, "s"),
        Row(title, "of the processors put to use", middles[0] / middles[-1] / processors, "share"),
    ]
