"""Regressions: python -m pytest benchmarks/regressions.py -c benchmarks/regressions.toml

Times are in reference loops, so that runs on different machines compare: the clock ticks once for each loop of the machine.
`--benchmark-autosave` keeps a run in benchmarks/kept; `--benchmark-compare --benchmark-compare-fail=median:25%` compares with the
last one kept, and fails where the middle time is a quarter longer.
"""

from __future__ import annotations

import time

import pytest

from benchmarks.comparisons.problem import draw_parameters, make_problem
from benchmarks.kernel import in_threads
from benchmarks.machine import time_reference_loop
from benchmarks.workload import prepare
from simulator.kernel.run import run_kernel
from simulator.kernel.schedule import plan_kernel

LOOP = time_reference_loop() / 1e3
MEMBERS = 8
pytestmark = pytest.mark.benchmark(timer=lambda: time.process_time() / LOOP, min_rounds=7, warmup=True, warmup_iterations=1)


def test_member_runs(benchmark):
    """Member-runs of the whole model."""
    inputs = prepare(MEMBERS)
    benchmark(in_threads(1, lambda: run_kernel(inputs, [])))


def test_member_runs_with_every_variable_recorded(benchmark):
    """The same, every variable recorded."""
    inputs = prepare(MEMBERS)
    benchmark(in_threads(1, lambda: run_kernel(inputs, plan_kernel(inputs.model).recorded)))


def test_small_model(benchmark):
    """The small common model through this engine."""
    from benchmarks.comparisons.in_simulator import prepare as prepare_small

    run, parameters = prepare_small(make_problem(136)), draw_parameters(64)
    benchmark(in_threads(1, lambda: run(parameters)))
