"""Every engine that is installed gives the same numbers for the small common model."""

import numpy as np
import pytest

from benchmarks.comparisons.problem import draw_parameters, make_problem
from benchmarks.comparisons.registry import CLOSE, COMPARISONS, make_ready
from benchmarks.small_model import measure_size

COUNTIES, MEMBERS = 16, 3


@pytest.fixture(scope="module")
def plain():
    problem = make_problem(COUNTIES)
    return problem, next(comparison for comparison in COMPARISONS if comparison.module == "in_numpy").prepare(problem)(
        draw_parameters(MEMBERS)
    )


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.what)
def test_comparison_agrees_with_numpy(plain, comparison):
    problem, expected = plain
    run, why = make_ready(comparison, problem)
    if why:
        pytest.skip(why)
    ends = run(draw_parameters(MEMBERS))
    assert ends.shape == (MEMBERS, 7, COUNTIES)
    np.testing.assert_allclose(ends, expected, rtol=comparison.close)
    assert comparison.close == CLOSE or comparison.function == "prepare_single"


def test_members_differ_and_people_move(plain):
    problem, expected = plain
    assert (np.abs(expected[1] / expected[0] - 1.0).max(axis=1) > 1e-3).all()
    assert (np.abs(expected[0] / problem.start - 1.0).max(axis=1) > 1e-3).all()


def test_an_engine_that_is_absent_is_named(monkeypatch):
    monkeypatch.setattr(
        "benchmarks.small_model.COMPARISONS",
        [comparison for comparison in COMPARISONS if comparison.module in ("in_numpy", "in_jax")],
    )
    monkeypatch.setitem(__import__("sys").modules, "jax", None)
    rows = {row.what: row for row in measure_size(COUNTIES, quick=True)}
    assert rows["JAX, jit and vmap"].value is None and "pip install" in rows["JAX, jit and vmap"].note
    assert rows["NumPy, blocks of 256 members"].value > 0.0
