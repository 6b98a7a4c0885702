"""B1 in C: as one writes it first, and with members side by side in blocks, in double and in single precision."""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np

from benchmarks.comparisons.compiler import build_c, point
from benchmarks.comparisons.problem import ROUNDS, STEP, Problem, Run

SOURCE = Path(__file__).with_name("small_model.c")
# The compiler vectorises exponentials only where it need not keep to the letter of IEEE arithmetic.
# What -ffast-math lets arithmetic do; by its own name it would also make this whole process flush tiny numbers to nothing.
LOOSE = (
    "-fassociative-math",
    "-fno-signed-zeros",
    "-fno-trapping-math",
    "-freciprocal-math",
    "-ffinite-math-only",
    "-fno-math-errno",
)


def prepare(problem: Problem) -> Run:
    """Blocks of members side by side."""
    return prepare_form(problem, "run_blocks", "double", 16, *LOOSE)


def prepare_single(problem: Problem) -> Run:
    """The same in single precision."""
    return prepare_form(problem, "run_blocks", "float", 32, *LOOSE)


def prepare_plain(problem: Problem) -> Run:
    """A member a task."""
    return prepare_form(problem, "run_plainly", "double", 16)


def prepare_form(problem: Problem, form: str, number: str, lanes: int, *flags: str) -> Run:
    """A run of any number of members: parameters [member, parameter] to final stocks [member, stock, county]."""
    library = build_c(SOURCE.read_text(encoding="utf-8"), f"-DNUMBER={number}", f"-DLANES={lanes}", "-DTILE=6", *flags)
    kind, step = (np.float64, ctypes.c_double(STEP)) if number == "double" else (np.float32, ctypes.c_float(STEP))
    weight, start = problem.weight.astype(kind), problem.start.astype(kind)
    back = np.ascontiguousarray(weight.T)

    def run(parameters: np.ndarray) -> np.ndarray:
        given, ends = parameters.astype(kind), np.empty((len(parameters), *start.shape), kind)
        getattr(library, form)(
            ctypes.c_long(problem.counties),
            ctypes.c_long(len(given)),
            ctypes.c_long(ROUNDS),
            step,
            *map(point, (weight, back, start, given, ends)),
        )
        return ends.astype(float)

    return run
