"""How much memory a run takes, and how much a member adds to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.rows import Row
from simulator.run.simulate import BLOCK

CHAPTER = "memory at its highest, a process of its own"
CALL = """
import resource, sys
from pathlib import Path
from benchmarks.workload import prepare
from simulator.kernel.run import run_kernel
members = int(sys.argv[1])
inputs = prepare(members) if members else None
if inputs:
    run_kernel(inputs, ["population", "urban_population", "registered_population"])
told = Path("/proc/self/status")
if told.exists():
    # What getrusage tells is never less than what the process that started this one had.
    print(next(line.split()[1] for line in told.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measure(quick: bool) -> list[Row]:
    """Megabytes of imports alone, of one member and of a block of members, and what a member adds."""
    counts = (0, 1, BLOCK)
    used = [find_peak(members) for members in counts]
    rows = [
        Row(CHAPTER, what, used[number], "MB", ratio=used[number] / used[1])
        for number, what in enumerate(("imports alone", "1 member", f"a block of {BLOCK} members"))
    ]
    each = (used[2] - used[1]) / (counts[2] - counts[1])
    return [*rows, Row(CHAPTER, "each further member", each, "MB", note="inputs, states and three recorded variables")]


def find_peak(members: int) -> float:
    """Megabytes at the highest of a process that runs so many members."""
    home = Path(__file__).resolve().parents[1]
    told = subprocess.run([sys.executable, "-c", CALL, str(members)], cwd=home, check=True, capture_output=True, text=True)
    return float(told.stdout.split()[-1]) / 1024.0
