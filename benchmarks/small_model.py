"""B1, the small common model, in every engine that is installed."""

from __future__ import annotations

import statistics

import numpy as np

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
    drawn = draw_parameters(max(rival.members for rival in there))
    works = [Work(rival.what, in_threads(1, lambda rival=rival: runs[rival](drawn[:rival.members])), rival.members,
                  1 if quick and rival.members == 1 else 5) for rival in there]
    times = take_turns(works, 3 if quick else 9)
    plain = runs[next(rival for rival in there if rival.module == "in_numpy")](drawn)
    rows = {rival: sum_up(chapter, rival.what, [1e3 * each for each in spent], "core-us a member-run",
                          statistics.median(spent) / statistics.median(times[0]),
                          f"{find_distance(rival, runs[rival](drawn[:rival.members]), plain):.0e} from NumPy")
            for rival, spent in zip(there, times, strict=True)}
    return [rows.get(rival) or Row(chapter, rival.what, note=why[rival]) for rival in RIVALS]


def find_distance(rival: Rival, ends: np.ndarray, plain: np.ndarray) -> float:
    """The largest relative difference from NumPy in any final stock."""
    return float(np.abs(ends / plain[:rival.members] - 1.0).max())
