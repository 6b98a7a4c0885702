"""Effects of scenarios: differences to a reference, paired by member, and what a point costs."""

import numpy as np
import pytest

from simulator.indicators import measure_effects
from simulator.indicators.definitions import PRICES
from simulator.indicators.effects import ORDER, price
from simulator.language.errors import ScenarioError


@pytest.fixture(scope="module")
def effects(results, region):
    return measure_effects(results, "frozen", region)


def pick(effects, name, year=2025, level="province"):
    return effects[(effects["indicator"] == name) & (effects["level"] == level) & (effects["year"] == year)]


def test_table_is_tidy(effects):
    assert list(effects.columns) == ORDER
    assert set(effects["scenario"]) == {"plan"} and set(effects["reference"]) == {"frozen"} and set(effects["members"]) == {3}
    assert not effects.duplicated(["scenario", "year", "level", "region", "indicator"]).any()
    assert set(effects["level"]) == {"province", "city", "circle", "class", "county"}


@pytest.mark.parametrize("name", ["urban_share", "registered_share", "income_ratio", "programme_cost_total", "losing_counties"])
def test_effect_is_the_spread_of_differences_member_by_member(effects, read, name):
    value = read(name).sel(year=2025)
    change = np.sort((value.sel(scenario="plan") - value.sel(scenario="frozen")).to_numpy())
    row = pick(effects, name).iloc[0]
    np.testing.assert_allclose([row["low"], row["median"], row["high"]], change, rtol=1e-12, atol=1e-15)
    assert row["positive"] == pytest.approx((change > 0.0).mean())


def test_members_are_paired(effects, read):
    """The luck that both scenarios share is not in the effect."""
    share = read("urban_share").sel(year=2025)
    row = pick(effects, "urban_share").iloc[0]
    assert row["high"] - row["low"] < 0.2 * float(share.max("member").max() - share.min("member").min())


def test_nothing_has_changed_at_the_start(effects):
    start = pick(effects, "population", 2020)
    assert len(start) and (start[["low", "median", "high", "positive"]] == 0.0).all(axis=None)


def test_price_of_a_point_is_the_cost_over_the_gain():
    cost = np.array([10.0, 10.0, 10.0, -4.0])
    change = {
        "programme_cost_total": cost,
        "urban_share": np.array([0.02, 0.0, -0.02, 0.01]),
        "registered_share": np.full(4, 0.05),
        "income_ratio": np.array([-0.05, 0.05, 0.0, -0.01]),
    }
    found = price(change)
    np.testing.assert_allclose(found["cost_of_urban_point"], [5.0, np.inf, np.inf, -4.0])
    np.testing.assert_allclose(found["cost_of_registered_point"], cost / 5.0)
    np.testing.assert_allclose(found["cost_of_ratio_hundredth"], [2.0, np.inf, np.inf, -4.0])


def test_prices_are_told_where_most_members_gain(effects):
    told = pick(effects, "cost_of_registered_point")
    row = pick(effects, "registered_share").iloc[0]
    assert row["low"] > 0.0 and len(told) == 1 and told["unit"].iloc[0] == "yuan"
    prices = effects[effects["indicator"].isin([each.name for each in PRICES])]
    assert np.isfinite(prices["median"]).all()


def test_years_and_reference_can_be_chosen(results):
    turned = measure_effects(results, "plan", years=[2023, 2025])
    assert set(turned["year"]) == {2023, 2025} and set(turned["scenario"]) == {"frozen"}
    with pytest.raises(ScenarioError, match="no scenario 'frozn'; did you mean 'frozen'"):
        measure_effects(results, "frozn")
    with pytest.raises(ScenarioError, match="no year 2031; give years from 2020 to 2025"):
        measure_effects(results, years=[2031])
