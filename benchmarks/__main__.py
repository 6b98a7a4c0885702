"""The kernel against its plain reading on the same inputs, in turns, with start-up and cost by members."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import numba
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.operators import prepare_operators
from simulator.ensemble import draw_members
from simulator.ground import prepare_ground
from simulator.inputs import KINDS, Inputs, State
from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel
from simulator.references import find_reference_state
from simulator.scenario import load_scenario
from simulator.simulate import LAST_YEAR
from simulator.study import Study, load_model

TURNS = 5
FIRST_CALL = "import simulator; simulator.simulate('frozen', drivers='known_2020', last_year=2021)"


def prepare(members: int) -> Inputs:
    """The real region under `plan`, with the default parameters for every member."""
    model = load_model()
    scenario = load_scenario("plan", model)
    parameters, bases = draw_members(model, None, 0)
    spread = lambda values: {name: np.repeat(value, members, axis=0) for name, value in values.items()}  # noqa: E731
    study = Study(model, prepare_ground(model, "shandong"), spread(parameters), spread(bases), 4, LAST_YEAR)
    one = study.of_members(slice(1))
    references, state = find_reference_state(one.inputs(scenario, one.start(), one.start().year, None, {}))
    state = State(state.year, *(spread(getattr(state, kind)) for kind in KINDS))
    return study.inputs(scenario, state, LAST_YEAR, None, spread(references))


def measure(*works: Callable[[], object]) -> list[list[float]]:
    """Seconds of each work, all in turns."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(TURNS):
        for work, seconds in zip(works, times, strict=True):
            began = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - began)
    return times


def measure_start() -> tuple[float, float]:
    """Seconds of a first call with an empty cache, and of the same in a second process."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "SIMULATOR_CACHE": cache}
        seconds = []
        for _ in range(2):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", FIRST_CALL], env=environment, check=True)
            seconds.append(time.perf_counter() - began)
    return seconds[0], seconds[1]


def main() -> None:
    """Measure and print one table."""
    one, eight = prepare(1), prepare(8)
    run_kernel(one, [])
    kernel, operators, plain, members = measure(lambda: run_kernel(one, []), prepare_operators(one),
                                                lambda: run_reference(one, []), lambda: run_kernel(eight, []))
    cold, warm = measure_start()
    table = Table(title=f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, "
                        f"Numba {numba.__version__}, NumPy {np.__version__}", title_justify="left")
    for column in ("what", "seconds (median)", "least to most", "ratio"):
        table.add_column(column)
    base = statistics.median(kernel)
    for what, seconds in (("kernel, 1 member, 136 counties, 2020-2035", kernel),
                          ("its population operators alone", operators), ("the same, plain reading", plain),
                          ("kernel, 8 members in threads", members)):
        middle = statistics.median(seconds)
        table.add_row(what, f"{middle:.3f}", f"{min(seconds):.3f} to {max(seconds):.3f}", f"{middle / base:.2f}")
    table.add_row("first call of a process, empty cache", f"{cold:.1f}", "", f"{cold / warm:.1f} of the next row")
    table.add_row("first call of a process, kernel in the cache", f"{warm:.1f}", "", "1")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
