"""Incomes worked by hand."""

import numpy as np
import pytest

from simulator.sectors import income

# A town of 1000: 300 migrants, 100 outsiders and 600 registered, of whom 200, 80 and 360 work or look for work.
WAGE, IDLE, SENT = 60_000.0, 0.05, 0.06
PEOPLE = {"migrant": 300.0, "outsider": 100.0, "registered": 600.0}
LABOUR = {"migrant": 200.0, "outsider": 80.0, "registered": 360.0}
PRODUCTIVITY = {"migrant": 0.8, "outsider": 1.05, "registered": 0.9}
EMPLOYED = {who: PRODUCTIVITY[who] * (1.0 - IDLE) * LABOUR[who] for who in PEOPLE}
TRANSFER, RATIO, NEW = 10_000.0, 0.5, 5.0


def find_incomes():
    """Income a head of the three groups of townspeople."""
    return {
        "migrant": income.migrant_income(WAGE, 0.8, IDLE, 200.0, SENT, EMPLOYED["migrant"], 300.0, RATIO, TRANSFER),
        "outsider": income.outsider_income(WAGE, 1.05, IDLE, 80.0, 100.0, RATIO, TRANSFER),
        "registered": income.registered_income(WAGE, 0.9, IDLE, 360.0, SENT, NEW, TRANSFER, 1000.0, RATIO, 600.0),
    }


def test_each_group_lives_of_its_work_and_its_share_of_transfers():
    found = find_incomes()
    assert found["migrant"] == pytest.approx(WAGE * 152.0 * 0.94 / 300.0 + 5000.0)
    assert found["outsider"] == pytest.approx(WAGE * 79.8 / 100.0 + 5000.0)
    # What others miss of the transfers of the mean townsman goes to the registered: 10,000 - 400 x 5 of 1000.
    assert found["registered"] == pytest.approx(WAGE * (307.8 - 0.3) / 600.0 + (1000.0 - 200.0) * TRANSFER / 600.0)


def test_the_three_groups_add_up_to_all_townspeople():
    sent = income.remittances(SENT, income.remittance_base(WAGE, EMPLOYED["migrant"], NEW))
    mean = income.urban_income(WAGE, sum(EMPLOYED.values()), sent, 1000.0, TRANSFER)
    assert sum(PEOPLE[who] * found for who, found in find_incomes().items()) == pytest.approx(1000.0 * mean)


def test_the_wage_of_2020_pays_townspeople_their_income():
    wage = income.paying_wage(0.25, 40_000.0, 1000.0, sum(EMPLOYED.values()), SENT, EMPLOYED["migrant"], NEW)
    sent = income.remittances(SENT, income.remittance_base(wage, EMPLOYED["migrant"], NEW))
    assert income.urban_income(wage, sum(EMPLOYED.values()), sent, 1000.0, 0.25 * 40_000.0) == pytest.approx(40_000.0)


def test_a_town_in_which_nobody_works_offers_the_income_of_2020_less_transfers():
    assert income.paying_wage(0.25, 40_000.0, 0.0, 0.0, SENT, 0.0, 0.0) == pytest.approx(30_000.0)


def test_nobody_has_an_income_where_there_is_nobody():
    assert income.urban_income(WAGE, 0.0, 0.0, 0.0, TRANSFER) == TRANSFER
    assert income.registered_income(WAGE, 0.9, IDLE, 0.0, SENT, 0.0, TRANSFER, 0.0, RATIO, 0.0) == 0.0


def test_urban_transfers_grow_by_the_trend_less_prices():
    found = income.urban_transfer(0.25, 40_000.0, 0.08, 0.0, 0.04, 8.0, 0.03, 2.0, 0.012, 10.0)
    assert found == pytest.approx(10_000.0 * np.exp(0.32 + 0.06 - 0.12))


def test_income_of_2020_other_than_remittances_has_four_parts():
    home = income.home_income_2020(18_000.0, 900.0)
    assert home == pytest.approx(17_100.0)
    assert income.home_income_2020(18_000.0, 19_000.0) == 0.0
    weights = income.home_parts(0.40, 0.415, 0.026, 0.11)
    assert weights == pytest.approx(0.951)
    assert income.rural_wage_income(0.40, weights, home, 12_000.0, 10_000.0) == pytest.approx(1.2 * 0.40 / 0.951 * home)


def test_villagers_earn_a_wage_as_far_as_they_have_one():
    assert income.offfarm_earnings(0.45, 600.0, 1000.0, 50_000.0) == pytest.approx(13_500.0)
    assert income.offfarm_earnings(0.45, 0.0, 0.0, 50_000.0) == 0.0


@pytest.mark.parametrize(("share", "gain"), [(0.35, 0.012), (0.70, 0.0), (0.0, 0.024), (0.77, -0.0024)])
def test_the_share_with_a_wage_grows_slower_the_nearer_it_is_to_its_highest(share, gain):
    assert income.offfarm_rate(0.009, 0.003, 0.70) * income.offfarm_gap(0.70, share) == pytest.approx(gain, abs=1e-15)


def test_fewer_hands_lower_operating_income_less_than_in_proportion():
    trend = income.farm_trend_index(0.1, 0.0, 0.06, 8.0, 0.018, 2.0, 0.012, 10.0)
    assert trend == pytest.approx(np.exp(0.48 + 0.036 - 0.12))
    output = income.operating_output(0.415, 0.951, 9510.0, 1000.0, trend, 0.05, 250.0, 1000.0, 0.5)
    assert output == pytest.approx(4150.0 * 1000.0 * trend * np.exp(0.05) * 0.5)
    assert income.operating_output(0.415, 0.951, 9510.0, 1000.0, 1.0, 0.0, 0.0, 1000.0, 0.5) == pytest.approx(4150.0 * 1e-3)
    assert income.operating_income(output, 250.0) == pytest.approx(2.0 * 4150.0 * trend * np.exp(0.05))


def test_property_and_transfers_grow_by_trend_and_policy():
    assert income.rural_property_income(0.026, 0.951, 9510.0, 0.06, 0.012, 10.0, 0.1) == pytest.approx(260.0 * np.exp(0.58))
    basic = income.basic_transfer(0.11, 0.951, 9510.0, 0.1, 0.0, 0.07, 8.0, 0.6, 2.0, 0.012, 10.0)
    assert basic == pytest.approx(1100.0 * np.exp(0.07 * 9.2 - 0.12))
    assert income.rural_transfer(basic, np.log(2.0)) == pytest.approx(2.0 * basic)


def test_a_villager_has_five_kinds_of_income_and_where_there_is_nobody_that_of_2020():
    assert income.rural_income(1000.0, 7000.0, 8000.0, 500.0, 2000.0, 900.0, 18_000.0) == pytest.approx(18_400.0)
    assert income.rural_income(0.0, 0.0, 0.0, 500.0, 2000.0, 0.0, 18_000.0) == 18_000.0


def test_income_ratio_is_town_over_village():
    assert income.income_ratio(43_726.0, 18_753.0) == pytest.approx(2.3317, abs=1e-4)
