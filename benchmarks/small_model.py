"""B1, the small common model, in every engine that is installed."""

from __future__ import annotations

import statistics

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.kernel import in_threads
from benchmarks.rivals.problem import draw_parameters, make_problem
from benchmarks.rivals.registry import RIVALS, Rival, make_ready
from benchmarks.rows import Row, sum_up
from benchmarks.turns import Work, take_turns

COUNTIES = {True: (136,), False: (16, 136)}


def measure(quick: bool) -> list[Row]:
    """Core-microseconds of a member-run in each engine, over that of this project; and how far it is from NumPy."""
    return [row for counties in COUNTIES[quick] for row in measure_size(counties, quick)]


def measure_size(counties: int, quick: bool) -> list[Row]:
    """The engines on so many counties; those that are not installed are named."""
    chapter, problem = f"B1, the small common model, {counties} counties", make_problem(counties)
    runs, why = {}, {}
    for rival in RIVALS:
        runs[rival], why[rival] = make_ready(rival, problem)
    there = [rival for rival in RIVALS if runs[rival]]
    # A quarter of the members still fill every block and lane.
    members = {rival: max(1, rival.members // 4) if quick else rival.members for rival in there}
    drawn, ends = draw_parameters(max(members.values())), {}

    def run(rival: Rival) -> None:
        ends[rival] = runs[rival](drawn[: members[rival]])

    works = [
        Work(rival.what, in_threads(1, lambda rival=rival: run(rival)), members[rival], 1 if quick and members[rival] == 1 else 9)
        for rival in there
    ]
    # Matrix products in one thread each: others would wait at work, and that would be counted.
    with threadpool_limits(1, user_api="blas"):
        times = take_turns(works, 3 if quick else 9)
    plain = ends[next(rival for rival in there if rival.module == "in_numpy")]
    rows = {
        rival: sum_up(
            chapter,
            rival.what,
            [1e3 * each for each in spent],
            "core-us a member-run",
            statistics.median(spent) / statistics.median(times[0]),
            f"{find_distance(ends[rival], plain):.0e} from NumPy",
        )
        for rival, spent in zip(there, times, strict=True)
    }
    return [rows.get(rival) or Row(chapter, rival.what, note=why[rival]) for rival in RIVALS]


def find_distance(ends: np.ndarray, plain: np.ndarray) -> float:
    """The largest relative difference from NumPy in any final stock."""
    return float(np.abs(ends / plain[: len(ends)] - 1.0).max())
