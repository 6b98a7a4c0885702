"""B1 in pysimlin, whose engine in Rust reads the Vensim file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.comparisons.problem import PARAMETERS, Problem, Run
from benchmarks.comparisons.vensim import PARAMETER_NAMES, STOCK_NAMES, write_vensim


def prepare(problem: Problem) -> Run:
    """A run of any number of members, one after another: parameters [member, parameter] to final stocks
    [member, stock, county]."""
    import simlin

    with tempfile.TemporaryDirectory() as home:
        simulation = simlin.load(str(write_vensim(problem, Path(home) / "small_model.mdl"))).simulate()

    def run_one(values: np.ndarray) -> np.ndarray:
        simulation.reset()
        for name, value in zip(PARAMETERS, values, strict=True):
            simulation.set_value(PARAMETER_NAMES[name], float(value))
        simulation.run_to_end()
        return np.array(
            [
                [simulation.get_value(f"{stock}[c{county + 1}]") for county in range(problem.counties)]
                for stock in STOCK_NAMES.values()
            ]
        )

    return lambda parameters: np.stack([run_one(values) for values in parameters])
