"""B1, the small common model, in every engine that is installed."""

from __future__ import annotations

import statistics

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.comparisons.problem import draw_parameters, make_problem
from benchmarks.comparisons.registry import COMPARISONS, Comparison, make_ready
from benchmarks.kernel import in_threads
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
    for comparison in COMPARISONS:
        runs[comparison], why[comparison] = make_ready(comparison, problem)
    there = [comparison for comparison in COMPARISONS if runs[comparison]]
    # A quarter of the members still fill every block and lane.
    members = {comparison: max(1, comparison.members // 4) if quick else comparison.members for comparison in there}
    drawn, ends = draw_parameters(max(members.values())), {}

    def run(comparison: Comparison) -> None:
        ends[comparison] = runs[comparison](drawn[: members[comparison]])

    works = [
        Work(
            comparison.what,
            in_threads(1, lambda comparison=comparison: run(comparison)),
            members[comparison],
            1 if quick and members[comparison] == 1 else 9,
        )
        for comparison in there
    ]
    # Matrix products in one thread each: others would wait at work, and that would be counted.
    with threadpool_limits(1, user_api="blas"):
        times = take_turns(works, 3 if quick else 9)
    plain = ends[next(comparison for comparison in there if comparison.module == "in_numpy")]
    rows = {
        comparison: sum_up(
            chapter,
            comparison.what,
            [1e3 * each for each in spent],
            "core-us a member-run",
            statistics.median(spent) / statistics.median(times[0]),
            f"{find_distance(ends[comparison], plain):.0e} from NumPy",
        )
        for comparison, spent in zip(there, times, strict=True)
    }
    return [rows.get(comparison) or Row(chapter, comparison.what, note=why[comparison]) for comparison in COMPARISONS]


def find_distance(ends: np.ndarray, plain: np.ndarray) -> float:
    """The largest relative difference from NumPy in any final stock."""
    return float(np.abs(ends / plain[: len(ends)] - 1.0).max())
