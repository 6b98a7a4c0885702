"""The kernel against its plain reading and against a C program of the same equations."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np

from benchmarks.comparisons.compiler import NoCompiler
from benchmarks.comparisons.full_model.program import build_program, run_program
from benchmarks.rows import Row
from benchmarks.turns import CORE_MS, Work, race
from benchmarks.workload import STEPS, draw_setup, prepare
from simulator.inputs.drivers.sets import read_vital_events
from simulator.kernel.inputs import Inputs
from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.run.block import find_block_start, invert_forcing

CHAPTER = "the whole model, 136 counties, 2020-2035"
IN_C = "the same equations and operators in C, nothing recorded"
NARROW = "kernel, those who move brought to where they go in float32"
SHOWN = ("population", "urban_population", "registered_population")
BEFORE = "before the first run of a member, apart from it"


def in_threads(threads: int, work: Callable[[], object]) -> Callable[[], object]:
    """The same work with so many threads."""

    def call() -> object:
        before = os.environ.get("SIMULATOR_THREADS")
        os.environ["SIMULATOR_THREADS"] = str(threads)
        try:
            return work()
        finally:
            os.environ.pop("SIMULATOR_THREADS")
            if before is not None:
                os.environ["SIMULATOR_THREADS"] = before

    return call


def measure(quick: bool) -> list[Row]:
    """Core-milliseconds of a member-run, and of the inversion of observed years."""
    members = 8 if quick else 32
    inputs, one = prepare(members), prepare()
    works = [
        Work(f"kernel, {STEPS} steps a year, nothing recorded", lambda: run_inputs(inputs, []), members),
        Work("kernel, every variable recorded", lambda: run_inputs(inputs, plan_kernel(inputs.model).recorded), members),
        Work(NARROW, in_threads(1, lambda: run_kernel(inputs, [], single_precision=True)), members),
        Work("plain reading in NumPy", lambda: run_reference(one, []), 1, 1 if quick else 3),
    ]
    absent = []
    try:
        build_program(inputs.model)
        works.insert(3, Work(IN_C, in_threads(1, lambda: run_program(inputs)), members))
    except NoCompiler as missing:
        absent = [Row(CHAPTER, IN_C, note=f"not measured: {missing}; install gcc")]
    return [
        *race(CHAPTER, works, 5 if quick else 15, f"{CORE_MS} a member-run"),
        *absent,
        *measure_error(inputs),
        *measure_inversion(quick),
    ]


def measure_error(inputs: Inputs) -> list[Row]:
    """How far float32 is off in the last year, the worst of the members."""
    exact, narrow = (run_kernel(inputs, SHOWN, single_precision=each) for each in (False, True))
    ends = [{name: path[:, -1].sum(axis=-1) for name, path in run.counties.items()} for run in (exact, narrow)]
    shares = [[100.0 * end[name] / end["population"] for name in SHOWN[1:]] for end in ends]
    return [
        Row(
            CHAPTER,
            f"{NARROW}: error of {name} in all residents, {inputs.last_year}",
            float(np.abs(one - other).max()),
            "points",
            note="the worst member",
        )
        for name, one, other in zip(SHOWN[1:], *shares, strict=True)
    ]


def run_inputs(inputs: Inputs, record: list[str]) -> object:
    """A run of the kernel in one thread."""
    return in_threads(1, lambda: run_kernel(inputs, record))()


def measure_inversion(quick: bool) -> list[Row]:
    """What is found before the first run of a member: its reference constants, and the rates of observed years."""
    members = 8
    setup = draw_setup(members, STEPS)
    references, state = find_block_start(setup)
    events = read_vital_events(setup.region_inputs.region)

    def invert() -> object:
        return invert_forcing(setup, references, state, events)

    works = [
        Work(f"{len(events)} years of births, deaths and net migration turned into rates", in_threads(1, invert), members),
        Work("constants of the reference state", lambda: find_block_start(setup), members),
    ]
    return race(BEFORE, works, 1 if quick else 3, f"{CORE_MS} a member")
