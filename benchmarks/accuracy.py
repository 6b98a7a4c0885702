"""Time to accuracy: how far outcomes of 2035 are from those of endlessly short steps, and what that costs."""

from __future__ import annotations

import numpy as np

from benchmarks.kernel import in_threads
from benchmarks.rows import Row
from benchmarks.turns import CORE_MS, time_core
from benchmarks.workload import STEPS, prepare
from simulator.kernel.inputs import Inputs
from simulator.kernel.run import run_kernel

CHAPTER = "time to accuracy"
SCENARIOS = ("plan", "frozen")
# The error allowed in 2035, and its unit; shares in percentage points.
LIMITS = {"urban share": (0.01, "points"), "registered share": (0.02, "points"), "income ratio": (0.001, "ratio")}
RECORD = ("population", "urban_population", "registered_population", "income_ratio")
STRIDES = {True: (1, 2, 4, 8), False: (1, 2, 3, 4, 6, 8, 16, 32)}
DRAWS = {True: 4, False: 12}


def measure(quick: bool) -> list[Row]:
    """The worst error of prior draws and defaults, two scenarios, by steps a year; the order; and the cost of each."""
    strides, draws = STRIDES[quick], DRAWS[quick]
    outcomes, costs = {}, {}
    for steps in strides:
        runs = [prepare(members, steps, scenario) for scenario in SCENARIOS for members in (None, draws)]
        spent: list[float] = []
        outcomes[steps] = np.concatenate([find_outcomes(inputs, spent) for inputs in runs], axis=1)
        costs[steps] = sum(spent) / sum(inputs.members for inputs in runs)
    limit, order = find_limit(outcomes, strides)
    errors = {steps: np.abs(outcomes[steps] - limit).max(axis=1) for steps in strides[:-2]}
    return [*show_errors(errors, draws), *show_costs(errors, costs, order)]


def find_outcomes(inputs: Inputs, spent: list[float]) -> np.ndarray:
    """What each member comes to in 2035 [outcome, member], shares in percentage points; adds the core-milliseconds spent."""
    found = []
    spent.append(time_core(in_threads(1, lambda: found.append(run_kernel(inputs, RECORD)))))
    ends = {name: path[:, -1] for name, path in (found[0].counties | found[0].region).items()}
    people, urban, registered = (ends[name].sum(axis=1) for name in RECORD[:3])
    return np.stack([100.0 * urban / people, 100.0 * registered / people, ends["income_ratio"]])


def find_limit(outcomes: dict[int, np.ndarray], strides: tuple[int, ...]) -> tuple[np.ndarray, float]:
    """What endlessly short steps would come to, by Richardson's extrapolation of the two finest; and the order seen.

    The three finest strides double, so the order is that in which their differences fall.
    """
    coarse, middle, fine = (outcomes[steps] for steps in strides[-3:])
    seen = np.log2(np.abs(coarse - middle) / np.abs(middle - fine))
    order = float(np.median(seen))
    return fine + (fine - middle) / (2.0 ** max(1, round(order)) - 1.0), order


def show_errors(errors: dict[int, np.ndarray], draws: int) -> list[Row]:
    """A row for each outcome and number of steps: the worst error, over what is allowed."""
    return [
        Row(
            f"{CHAPTER}: error of the {outcome} in 2035, worst of {2 * (draws + 1)} cases",
            f"{steps} steps a year{' (default)' * (steps == STEPS)}: {outcome}",
            worst[place],
            unit,
            ratio=worst[place] / most,
            note=f"ratio to the {most:g} allowed",
            at=steps,
        )
        for place, (outcome, (most, unit)) in enumerate(LIMITS.items())
        for steps, worst in errors.items()
    ]


def show_costs(errors: dict[int, np.ndarray], costs: dict[int, float], order: float) -> list[Row]:
    """What each number of steps costs, and whether its error is allowed."""
    most = np.array([limit for limit, _ in LIMITS.values()])
    title = f"{CHAPTER}: cost"
    rows = [
        Row(
            title,
            f"{steps} steps a year: cost",
            costs[steps],
            f"{CORE_MS} a member-run",
            ratio=costs[steps] / costs[STEPS],
            note="meets every limit" if (worst <= most).all() else "misses a limit",
            at=steps,
        )
        for steps, worst in errors.items()
    ]
    good = [costs[steps] for steps, worst in errors.items() if (worst <= most).all()]
    least = Row(
        title,
        "least cost at the accuracy asked for",
        min(good) if good else None,
        f"{CORE_MS} a member-run",
        note="" if good else "no number of steps tried meets every limit",
    )
    return [*rows, least, Row(f"{CHAPTER}: order", "order of the error, middle of all outcomes", order)]
