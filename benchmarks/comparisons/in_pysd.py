"""B1 in PySD, which turns the Vensim file into Python."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import numpy as np

from benchmarks.comparisons.problem import LAST_YEAR, PARAMETERS, Problem, Run
from benchmarks.comparisons.vensim import PARAMETER_NAMES, STOCK_NAMES, write_vensim


def prepare(problem: Problem) -> Run:
    """A run of any number of members, one after another: parameters [member, parameter] to final stocks
    [member, stock, county]."""
    import pysd

    with tempfile.TemporaryDirectory() as home, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pysd.read_vensim(str(write_vensim(problem, Path(home) / "small_model.mdl")))

    def run_one(values: np.ndarray) -> np.ndarray:
        told = {PARAMETER_NAMES[name]: float(value) for name, value in zip(PARAMETERS, values, strict=True)}
        ends = model.run(params=told, return_columns=list(STOCK_NAMES.values()), return_timestamps=[LAST_YEAR])
        return np.array(
            [[ends[f"{stock}[c{county + 1}]"].iloc[-1] for county in range(problem.counties)] for stock in STOCK_NAMES.values()]
        )

    return lambda parameters: np.stack([run_one(values) for values in parameters])
