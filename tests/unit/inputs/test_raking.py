"""Raking: the totals are met and the pattern's odds are kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.inputs.initial.raking import rake
from simulator.language.errors import DataError

CELLS = arrays(float, (2, 3, 5), elements=st.floats(0.1, 100))


def test_an_even_pattern_gives_the_product_of_the_totals():
    fitted = rake(np.ones((1, 2, 2)), np.array([[30.0, 10.0]]), np.array([[20.0, 20.0]]))
    assert fitted[0] == pytest.approx(np.array([[15.0, 15.0], [5.0, 5.0]]))


def test_odds_of_the_pattern_stay():
    fitted = rake(np.array([[[4.0, 1.0], [1.0, 1.0]]]), np.array([[60.0, 40.0]]), np.array([[50.0, 50.0]]))[0]
    assert fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0]) == pytest.approx(4)
    assert fitted.sum(axis=1) == pytest.approx([60, 40])


@given(CELLS, CELLS)
def test_totals_of_any_table_are_met(pattern, truth):
    rows, columns = truth.sum(axis=2), truth.sum(axis=1)
    fitted = rake(pattern, rows, columns)
    assert (fitted >= 0).all()
    np.testing.assert_allclose(fitted.sum(axis=1), columns, rtol=1e-12)
    assert (np.abs(fitted.sum(axis=2) - rows) <= 1e-10 * rows.sum(axis=1, keepdims=True)).all()


def test_empty_rows_and_columns_stay_empty():
    fitted = rake(np.ones((1, 2, 2)), np.array([[7.0, 0.0]]), np.array([[0.0, 7.0]]))
    assert fitted[0].tolist() == [[0.0, 7.0], [0.0, 0.0]]


def test_totals_that_disagree_are_refused():
    with pytest.raises(DataError, match="table 0: rows and columns differ"):
        rake(np.ones((1, 2, 2)), np.array([[1.0, 1.0]]), np.array([[1.0, 2.0]]))


def test_totals_that_cannot_be_met_are_refused():
    with pytest.raises(DataError, match="totals missed"):
        rake(np.array([[[1.0, 0.0], [0.0, 1.0]]]), np.array([[5.0, 1.0]]), np.array([[1.0, 5.0]]))
