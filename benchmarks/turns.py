"""Time several works in turns, so that what slows the machine down for a while slows all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.rows import Row, sum_up

CORE_MS = "core-ms"


@dataclass(frozen=True)
class Work:
    """Something to be timed: a call, the number of runs that one call makes, and the most turns that it is worth."""

    what: str
    call: Callable[[], object]
    runs: int = 1
    most: int = 1000
    note: str = ""


def time_core(call: Callable[[], object]) -> float:
    """Milliseconds that all threads of this process are at work on a call."""
    began = time.process_time()
    call()
    return 1e3 * (time.process_time() - began)


def time_wall(call: Callable[[], object]) -> float:
    """Milliseconds from the begin to the end of a call."""
    began = time.perf_counter()
    call()
    return 1e3 * (time.perf_counter() - began)


def take_turns(works: Sequence[Work], turns: int, clock: Callable[[Callable], float] = time_core) -> list[list[float]]:
    """Milliseconds a run of each work, turn by turn, after a first call of each that is not counted."""
    times: list[list[float]] = [[] for _ in works]
    for work in works:
        work.call()
    for turn in range(turns):
        for work, spent in zip(works, times, strict=True):
            if turn < work.most:
                spent.append(clock(work.call) / work.runs)
    return times


def race(
    chapter: str,
    works: Sequence[Work],
    turns: int,
    unit: str = CORE_MS,
    clock: Callable = time_core,
    base: int = 0,
    thousandths: bool = False,
) -> list[Row]:
    """A row a work, each with its ratio to the base: the middle of the ratios turn by turn."""
    times = take_turns(works, turns, clock)
    scale = 1e3 if thousandths else 1.0
    return [
        sum_up(
            chapter,
            work.what,
            [scale * each for each in spent],
            unit,
            statistics.median(a / b for a, b in zip(spent, times[base], strict=False)),
            work.note,
        )
        for work, spent in zip(works, times, strict=True)
    ]
