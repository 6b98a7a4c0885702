"""Indicators that look back: sums since the start, their present value, and what grows faster than what."""

import numpy as np
import pytest

from simulator.indicators.change_since_start import DISCOUNT_RATE
from simulator.indicators.definitions import list_definitions, unfold

SHAPE = (1, 2, 4, 3)
CHANGES = ("population_change", "programme_cost_total", "programme_cost_value", "rural_income_lead", "income_output_lead")


def measure_changes(values):
    """The indicators that look back, from totals and means."""
    return {name: unfold([])[name].evaluate(values) for name in CHANGES}


@pytest.fixture
def steady():
    """Three places whose people, incomes and output all grow by 2 % a year, and whose programmes cost 5 a year."""
    growth = 1.02 ** np.arange(4)[:, None]
    cost = np.full(SHAPE, 5.0)
    cost[:, :, 0] = np.nan
    return {
        "population": np.full(SHAPE, 100.0) * growth,
        "programme_cost": cost,
        "resident_income": np.full(SHAPE, 7.0),
        "rural_income": np.full(SHAPE, 3.0) * growth,
        "urban_income": np.full(SHAPE, 8.0),
        "output": np.full(SHAPE, 9.0) * growth,
    }


def test_costs_add_up_and_later_ones_count_less(steady):
    found = measure_changes(steady)
    np.testing.assert_array_equal(found["programme_cost_total"][0, 0, :, 0], [0.0, 5.0, 10.0, 15.0])
    present = sum(5.0 * (1.0 + DISCOUNT_RATE) ** -(year - 0.5) for year in (1, 2, 3))
    assert found["programme_cost_value"][0, 1, -1, 2] == pytest.approx(present, rel=1e-14)


def test_leads_are_differences_of_growth(steady):
    found = measure_changes(steady)
    np.testing.assert_allclose(found["rural_income_lead"][:, :, 1:], 0.02, rtol=1e-12)
    np.testing.assert_allclose(found["income_output_lead"][:, :, 1:], 0.0, atol=1e-14)
    assert np.isnan(found["rural_income_lead"][:, :, 0]).all()
    np.testing.assert_allclose(found["population_change"][0, 0, :, 0], 1.02 ** np.arange(4) - 1.0, rtol=1e-12)


def test_nobody_at_the_start_makes_no_change(steady):
    found = measure_changes(steady | {"population": np.zeros(SHAPE)})
    assert np.isnan(found["population_change"]).all()


def test_history_is_told_at_every_level(indicators, read, results):
    for level, rows in indicators.groupby("level"):
        assert set(CHANGES) <= set(rows["indicator"]), level
    assert (
        set(indicators.loc[indicators["level"] != "county", "indicator"])
        - set(indicators.loc[indicators["level"] == "county", "indicator"])
    ) == {each.name for each in list_definitions() if each.levels == ("province", "city", "circle", "class")}
    change = results["population"].sum("county") / results["population"].sum("county").isel(year=0) - 1.0
    np.testing.assert_allclose(read("population_change"), change, atol=1e-14)
    whole = results["programme_cost"].sum("county", skipna=False).cumsum("year")
    np.testing.assert_allclose(read("programme_cost_total").isel(year=slice(1, None)), whole.isel(year=slice(1, None)), rtol=1e-12)


def test_income_of_residents_lies_between_that_of_towns_and_villages(read):
    low, middle, high = (read(name) for name in ("rural_income", "resident_income", "urban_income"))
    assert ((low < middle) & (middle < high)).all()
