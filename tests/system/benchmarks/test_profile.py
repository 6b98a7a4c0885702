"""The kernel with clocks is the same kernel, and every part of it has an owner."""

import numpy as np
import pytest

from benchmarks.clocked import build_clocked
from benchmarks.comparisons.in_simulator import make_inputs
from benchmarks.comparisons.problem import draw_parameters, make_problem
from benchmarks.profile import find_owners, run_clocked


def test_time_is_given_to_sectors_operators_and_the_engine():
    inputs = make_inputs(make_problem(16), draw_parameters(2))
    before = {name: stock.copy() for name, stock in inputs.state.stocks.items()}
    clocked = build_clocked(inputs.model)
    run_clocked(inputs, clocked)
    spent, whole = run_clocked(inputs, clocked)
    assert (spent >= 0.0).all() and 0.0 < spent.sum() < whole
    owners = [find_owners(inputs.model, clocked, part) for part in clocked.parts]
    assert {"operator offering", "operator drawing", "equations of sector"} <= {owner for each in owners for owner in each}
    for each in owners:
        assert sum(each.values()) == pytest.approx(1.0)
    for name, stock in before.items():
        np.testing.assert_array_equal(inputs.state.stocks[name], stock)
