"""Trends against the integral of their growth, in constant prices, and gains by policy against what they add up to."""

import numpy as np
import pytest
from scipy.integrate import quad

PRICES, LAST = 0.012, 2045


def accumulate(early, later, years, period=15.0):
    """The integral of a growth that goes straight from one value to another in fifteen years and then stays."""
    growth = lambda t: early + (later - early) * min(t / period, 1.0)  # noqa: E731
    return np.array([quad(growth, 0.0, t, points=[min(t, period)])[0] for t in years])


@pytest.fixture(scope="module")
def run(trial):
    return trial("tiny", last_year=LAST).run()


@pytest.mark.parametrize(("name", "early", "later"), [("wage_trend_index", 0.046, 0.030), ("farm_trend_index", 0.060, 0.018)])
def test_indices_of_the_nation_are_the_integral_of_their_growth_less_prices(run, name, early, later):
    years = np.arange(LAST - 2019)
    found = run.region.get(name, run.counties.get(name))
    found = found.reshape(len(years), -1)[:, 0]
    np.testing.assert_allclose(np.log(found), accumulate(early, later, years) - PRICES * years, atol=1e-9)


def test_consumer_prices_grow_steadily(run):
    years = np.arange(LAST - 2019)
    found = run.region.get("consumer_price_index", run.counties.get("consumer_price_index")).reshape(len(years), -1)[:, 0]
    np.testing.assert_allclose(found, np.exp(PRICES * years), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "early", "later"),
    [
        ("urban_transfer", 0.040, 0.030),
        ("basic_transfer", 0.070, 0.6 * 0.070),
        ("rural_property_income", 0.060, 0.060),
    ],
)
def test_incomes_that_nothing_else_moves_grow_log_linearly_in_constant_prices(run, name, early, later):
    years = np.arange(LAST - 2019)
    logs = np.log(run.counties[name][0])
    expected = accumulate(early, later, years) - PRICES * years
    np.testing.assert_allclose(logs - logs[0], np.broadcast_to(expected[:, None], logs.shape), atol=1e-9)


@pytest.mark.parametrize(
    ("lever", "gain", "name"),
    [
        ("rural_property_reform", 0.04, "rural_property_income"),
        ("rural_transfer_growth", 0.012, "rural_transfer"),
    ],
)
def test_growth_that_policy_adds_compounds_every_year(trial, run, lever, gain, name):
    found = trial("tiny", last_year=LAST).hold(**{lever: gain}).run(name).counties[name]
    years = np.arange(LAST - 2019)
    np.testing.assert_allclose(np.log(found / run.counties[name])[0], np.repeat(gain * years[:, None], 3, axis=1), atol=1e-9)


def test_operating_income_follows_trend_policy_and_hands(trial, run):
    found = trial("tiny", last_year=2030).hold(farm_income_growth=0.006).run().counties
    years = np.arange(11)[:, None]
    hands = found["rural_labour"][0] / found["rural_labour"][0, 0]
    trend = (accumulate(0.060, 0.018, years[:, 0]) - PRICES * years[:, 0])[:, None]
    per_head = np.log(found["operating_income"][0] * found["rural_population"][0])
    np.testing.assert_allclose(per_head - per_head[0], trend + 0.006 * years + 0.35 * np.log(hands), atol=1e-9)


def test_wages_follow_the_trend_the_shock_and_scarcity(trial):
    shocked = trial("tiny", last_year=2030).hold(wage_growth_shock=-0.02).run().counties
    years = np.arange(11)[:, None]
    trend = (accumulate(0.046, 0.030, years[:, 0]) - PRICES * years[:, 0])[:, None]
    logs = np.log(shocked["urban_wage"][0])
    np.testing.assert_allclose(logs - logs[0], trend - 0.02 * years + shocked["wage_gain"][0], atol=1e-9)


def test_with_work_for_all_but_the_natural_share_wages_follow_their_trend(trial):
    at_rest = trial("tiny", last_year=2022).hold(natural_unemployment=1.0 - 2.0 ** (-1.0 / 13.0)).alone()
    at_rest = at_rest.hold(urban_participation=0.6, rural_participation=0.6).refer().run().counties
    np.testing.assert_allclose(at_rest["wage_gain"], 0.0, atol=1e-12)
    np.testing.assert_allclose(at_rest["job_gain"], 0.0, atol=1e-12)
