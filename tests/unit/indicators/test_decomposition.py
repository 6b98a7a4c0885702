"""The change of the income ratio is growth within groups and composition, and nothing else."""

import numpy as np
import pytest

from simulator.indicators.decomposition import PARTS, TOWNSPEOPLE, decompose_income_ratio, split_change
from simulator.language.errors import ScenarioError


def make(income, size):
    """Incomes and sizes of groups [1, 1, year, group]."""
    return np.array(income, float)[None, None], np.array(size, float)[None, None]


def test_parts_add_up_to_the_change(results):
    parts = decompose_income_ratio(results)
    ratio = np.log(results["income_ratio"])
    change = ratio - ratio.sel(year=2020)
    assert set(parts) == set(PARTS) and parts["total"].dims == ("scenario", "member", "year")
    np.testing.assert_allclose(parts["total"], change, rtol=0, atol=1e-12)
    np.testing.assert_allclose(parts["growth"] + parts["composition"], change, rtol=0, atol=1e-12)
    for factor in ("growth", "composition"):
        np.testing.assert_allclose(parts[f"urban_{factor}"] + parts[f"rural_{factor}"], parts[factor], rtol=0, atol=1e-12)
    for side, mean in (("urban", 1.0), ("rural", -1.0)):
        income = np.log(results[f"mean_{side}_income"])
        whole = parts[f"{side}_growth"] + parts[f"{side}_composition"]
        np.testing.assert_allclose(whole, mean * (income - income.sel(year=2020)), rtol=0, atol=1e-12)
    assert abs(parts["composition"].isel(year=-1)).min() > 1e-4


def test_any_year_can_be_the_start(results):
    parts = decompose_income_ratio(results, start=2023)
    np.testing.assert_array_equal(parts.sel(year=2023).to_array(), 0.0)
    ratio = np.log(results["income_ratio"])
    np.testing.assert_allclose(parts["total"], ratio - ratio.sel(year=2023), rtol=0, atol=1e-12)
    assert parts["growth"].attrs["start_year"] == 2023


def test_three_groups_add_up_to_all_townspeople(results):
    """In every county: what the groups have is what the mean townsman has, times the townspeople."""
    own = sum((results[income] * results[size]).fillna(0.0) for income, size in TOWNSPEOPLE.items())
    heads = sum(results[size] for size in TOWNSPEOPLE.values())
    np.testing.assert_allclose(heads, results["urban_population"], rtol=1e-12)
    np.testing.assert_allclose(own, results["urban_income"] * results["urban_population"], rtol=1e-12)


def test_equal_growth_is_growth_alone():
    growth, composition = split_change(*make([[1.0, 3.0], [2.0, 6.0]], [[5.0, 1.0], [5.0, 1.0]]), 0)
    np.testing.assert_allclose(growth[0, 0], [0.0, np.log(2.0)], atol=1e-15)
    np.testing.assert_allclose(composition, 0.0, atol=1e-15)


def test_moving_between_groups_is_composition_alone():
    growth, composition = split_change(*make([[1.0, 3.0], [1.0, 3.0]], [[5.0, 1.0], [3.0, 3.0]]), 0)
    np.testing.assert_allclose(growth, 0.0, atol=1e-15)
    np.testing.assert_allclose(composition[0, 0, 1], np.log(2.0 / (8.0 / 6.0)), rtol=1e-14)


def test_both_at_once_worked_by_hand():
    """Means: 2 at first, 4 with later incomes, 2.5 with later sizes, 5.5 with both."""
    growth, composition = split_change(*make([[1.0, 3.0], [1.0, 7.0]], [[1.0, 1.0], [1.0, 3.0]]), 0)
    np.testing.assert_allclose(growth[0, 0, 1], 0.5 * (np.log(4.0 / 2.0) + np.log(5.5 / 2.5)), rtol=1e-14)
    np.testing.assert_allclose(composition[0, 0, 1], 0.5 * (np.log(2.5 / 2.0) + np.log(5.5 / 4.0)), rtol=1e-14)


@pytest.mark.parametrize(
    ("income", "size"),
    [([[1.0, np.nan], [1.0, 3.0]], [[4.0, 0.0], [2.0, 2.0]]), ([[1.0, 3.0], [1.0, np.nan]], [[2.0, 2.0], [4.0, 0.0]])],
    ids=["comes", "goes"],
)
def test_group_that_comes_or_goes_is_composition(income, size):
    growth, composition = split_change(*make(income, size), 0)
    np.testing.assert_allclose(growth, 0.0, atol=1e-15)
    np.testing.assert_allclose(np.abs(composition[0, 0, 1]), np.log(2.0), rtol=1e-14)


def test_group_of_nobody_changes_nothing(results):
    """The made-up region has counties without villagers, whose rural income is missing."""
    assert results["rural_income"].isnull().any()
    assert not decompose_income_ratio(results).to_array().isnull().any()


def test_wrong_year_and_absent_variable_are_named(results):
    with pytest.raises(ScenarioError, match="hold no year 2035; give one from 2020 to 2025"):
        decompose_income_ratio(results, start=2035)
    with pytest.raises(ScenarioError, match="hold no 'migrant_income'"):
        decompose_income_ratio(results.drop_vars("migrant_income"))


def test_parts_are_told_in_two_languages(results):
    for name, part in decompose_income_ratio(results).items():
        assert part.attrs["units"] == "1" and part.attrs["long_name"].isascii() and part.attrs["long_name_zh"], name
