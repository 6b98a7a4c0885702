"""Every engine that runs B1: what it is called, what makes it ready, and how near to the others it comes."""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass

from benchmarks.comparisons.problem import Problem, Run

CLOSE, CLOSE_SINGLE = 1e-12, 1e-4


@dataclass(frozen=True)
class Comparison:
    """An engine: words, module and function that make it ready, what installs it, and members worth timing in one call.

    `close` is the relative difference from NumPy that is let pass.
    """

    what: str
    module: str
    needs: str = ""
    function: str = "prepare"
    members: int = 256
    close: float = CLOSE

    def prepare(self, problem: Problem) -> Run:
        """The engine ready to run members of a problem; ImportError where it is not installed."""
        return getattr(importlib.import_module(f"benchmarks.comparisons.{self.module}"), self.function)(problem)


@functools.cache
def make_ready(comparison: Comparison, problem: Problem) -> tuple[Run | None, str]:
    """The engine ready to run, or why it cannot run here."""
    try:
        return comparison.prepare(problem), ""
    except ImportError as error:
        return None, f"not measured: {error}; {comparison.needs}"


COMPILER, BENCH = "install gcc", "pip install -e '.[bench]'"
COMPARISONS = (
    Comparison("this project, a sector file through its engine", "in_simulator"),
    Comparison("NumPy, blocks of 256 members", "in_numpy"),
    Comparison("Numba as one writes it first", "in_numba"),
    Comparison("C as one writes it first", "in_c", COMPILER, "prepare_plain"),
    Comparison("C, blocks of 16 members, loose sums", "in_c", COMPILER),
    Comparison("C, blocks of 32 members, single precision", "in_c", COMPILER, "prepare_single", close=CLOSE_SINGLE),
    Comparison("JAX, jit and vmap", "in_jax", BENCH),
    Comparison("pysimlin (Rust)", "in_simlin", BENCH, members=2),
    Comparison("PySD", "in_pysd", BENCH, members=1),
    Comparison("BPTK-Py (Rust)", "in_bptk", "pip install -e '.[bptk]' in an environment of its own", members=1),
)
