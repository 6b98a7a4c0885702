"""Every engine that runs B1: what it is called, what makes it ready, and how near to the others it comes."""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass

from benchmarks.rivals.problem import Problem, Run

CLOSE, CLOSE_SINGLE = 1e-12, 1e-4


@dataclass(frozen=True)
class Rival:
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
        return getattr(importlib.import_module(f"benchmarks.rivals.{self.module}"), self.function)(problem)


@functools.cache
def make_ready(rival: Rival, problem: Problem) -> tuple[Run | None, str]:
    """The engine ready to run, or why it cannot run here."""
    try:
        return rival.prepare(problem), ""
    except ImportError as error:
        return None, f"not measured: {error}; {rival.needs}"


COMPILER, BENCH = "install gcc", "pip install -e '.[bench]'"
RIVALS = (
    Rival("this project, a sector file through its engine", "in_simulator"),
    Rival("NumPy, blocks of 256 members", "in_numpy"),
    Rival("Numba as one writes it first", "in_numba"),
    Rival("C as one writes it first", "in_c", COMPILER, "prepare_plain"),
    Rival("C, blocks of 16 members, loose sums", "in_c", COMPILER),
    Rival("C, blocks of 32 members, single precision", "in_c", COMPILER, "prepare_single", close=CLOSE_SINGLE),
    Rival("JAX, jit and vmap", "in_jax", BENCH),
    Rival("pysimlin (Rust)", "in_simlin", BENCH, members=2),
    Rival("PySD", "in_pysd", BENCH, members=1),
    Rival("BPTK-Py (Rust)", "in_bptk", "pip install -e '.[bptk]' in an environment of its own", members=1),
)
