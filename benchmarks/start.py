"""How long the first call of a process takes: with an empty cache, and with the kernel in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Row

CHAPTER = "first call of a process"
CALL = """
import sys, time
began = time.perf_counter()
from benchmarks.workload import prepare
from simulator.kernel.run import run_kernel
inputs = prepare(last_year=2021)
ready = time.perf_counter()
run_kernel(inputs, [])
print(ready - began, time.perf_counter() - ready)
"""


def measure(quick: bool) -> list[Row]:
    """Seconds of the first kernel call of a process, with the cache empty, full, and impossible to write to."""
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        for what in ("kernel compiled, cache empty", "kernel from the cache, second process"):
            before, call = call_first(cache)
            rows.append(Row(CHAPTER, what, call, "s", ratio=call / rows[0].value if rows else 1.0))
        rows.append(Row(CHAPTER, "imports, tables and reference constants before it", before, "s", note="not of the kernel"))
        if not quick:
            # A file stands where the folder should be, so that nobody, not even root, can make it.
            blocked = Path(cache) / "blocked"
            blocked.touch()
            _, call = call_first(str(blocked))
            rows.append(Row(CHAPTER, "kernel compiled, cache cannot be written", call, "s", ratio=call / rows[0].value))
    return rows


def call_first(cache: str) -> tuple[float, float]:
    """Seconds before the first call of the kernel in a new process, and of that call."""
    environment = {**os.environ, "SIMULATOR_CACHE": cache}
    home = Path(__file__).resolve().parents[1]
    told = subprocess.run([sys.executable, "-c", CALL], env=environment, cwd=home, check=True, capture_output=True, text=True)
    before, call = map(float, told.stdout.split()[-2:])
    return before, call
