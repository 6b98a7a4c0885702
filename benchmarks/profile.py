"""Where the time of a run goes: by sector and by operator."""

from __future__ import annotations

import ast
import statistics
from collections import Counter
from unittest.mock import patch

import numpy as np

from benchmarks.clocked import Clocked, build_clocked
from benchmarks.flops import count_flops
from benchmarks.kernel import in_threads
from benchmarks.rows import Row
from benchmarks.turns import time_wall
from benchmarks.workload import prepare
from simulator.kernel.inputs import Inputs
from simulator.kernel.run import run_kernel
from simulator.model.graph import Model

CHAPTER = "where the time goes"
OPERATE = "operate_"
REST = "packing and unpacking, and the way between parts"


def measure(quick: bool) -> list[Row]:
    """Share of the time of each sector's equations and of each operator, by a clock around each part of the kernel.

    A part that works out the equations of several sectors is shared among them by the arithmetic that they need.
    """
    inputs = prepare(4 if quick else 16)
    clocked = build_clocked(inputs.model)
    run_clocked(inputs, clocked)
    turns = [run_clocked(inputs, clocked) for _ in range(3 if quick else 9)]
    shares = Counter()
    for place, part in enumerate(clocked.parts):
        spent = statistics.median(times[place] / whole for times, whole in turns)
        for owner, share in find_owners(inputs.model, clocked, part).items():
            shares[owner] += spent * share
    shares[REST] = 1.0 - sum(shares.values())
    return [Row(CHAPTER, owner, 100.0 * share, "% of the time") for owner, share in shares.most_common()]


def run_clocked(inputs: Inputs, clocked: Clocked) -> tuple[np.ndarray, float]:
    """Milliseconds of each part, and of the whole run."""
    spent = np.zeros(len(clocked.parts), dtype=np.int64)
    with patch("simulator.kernel.run.build_kernel", lambda model: lambda *told: clocked.run(*told, spent)):
        whole = time_wall(in_threads(1, lambda: run_kernel(inputs, [])))
    return spent / 1e6, whole


def find_owners(model: Model, clocked: Clocked, part: str) -> dict[str, float]:
    """Whose a part of the kernel is: shares of sectors in its equations, an operator, or what the engine does itself."""
    if part.removeprefix(OPERATE) in model.variables:
        return {f"operator {part.removeprefix(OPERATE)}": 1.0}
    lines = [node for node in ast.walk(clocked.functions.get(part, ast.Module([], []))) if isinstance(node, ast.Assign)]
    worked = [
        (node.targets[0].id, count_flops(node.value))
        for node in lines
        if isinstance(node.targets[0], ast.Name)
        and getattr(model.variables.get(node.targets[0].id), "kind", "") in ("equation", "decay", "table", "sum", "delay")
    ]
    whole = sum(flops for _, flops in worked)
    if not whole:
        return {f"engine: {part}": 1.0}
    shares = Counter()
    for name, flops in worked:
        shares[f"equations of {model[name].sector}"] += flops / whole
    return dict(shares)
