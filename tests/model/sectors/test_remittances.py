"""Money sent home worked by hand."""

import numpy as np
import pytest

from simulator.operators.destination_choice import choose_towns, find_origins, share_back
from simulator.sectors import income

WEIGHT, APPEAL, VILLAGERS = [[3.0, 1.0], [1.0, 1.0]], [0.0, 0.0], [200.0, 100.0]


def test_money_goes_back_to_where_todays_movers_come_from(both):
    # Of 200 villagers 150 would go to the first town and 50 to the second, of 100 in the other county 50 to each.
    received = both(share_back, WEIGHT, APPEAL, VILLAGERS, [1000.0, 600.0])["remittances_received"]
    np.testing.assert_allclose(received, [750.0 + 300.0, 250.0 + 300.0])


def test_money_goes_the_way_of_those_who_return(both):
    weight = np.array([[9.0, 1.0, 2.0], [1.0, 7.0, 3.0], [2.0, 3.0, 8.0]])
    appeal, villagers, sent = np.array([0.4, -1.0, 2.0]), np.array([10.0, 0.0, 30.0]), [5.0, 7.0, 11.0]
    received = both(share_back, weight, appeal, villagers, sent)["remittances_received"]
    np.testing.assert_allclose(received, find_origins(choose_towns(weight, appeal, own=True), villagers) @ sent)
    assert received.sum() == pytest.approx(23.0) and received[1] == 0.0


def test_where_no_village_is_left_nobody_receives(both):
    assert both(share_back, WEIGHT, APPEAL, [0.0, 0.0], [1000.0, 600.0])["remittances_received"].tolist() == [0.0, 0.0]


def test_migrants_send_a_part_of_what_they_earn_and_the_newly_registered_half_of_it():
    migrants = income.remitting_migrants(0.8, 0.05, 1000.0)
    assert migrants == pytest.approx(760.0)
    registered = income.remitting_registered(0.8, 0.05, 0.5, 0.62, 1000.0, 4000.0)
    assert registered == pytest.approx(0.5 * 0.62 * 760.0)
    assert income.remitting_registered(0.8, 0.05, 0.5, 0.62, 1000.0, 400.0) == pytest.approx(0.4 * registered)
    base = income.remittance_base(50_000.0, migrants, registered)
    assert base == pytest.approx(50_000.0 * (760.0 + 235.6))
    assert income.remittances(0.06, base) == pytest.approx(0.06 * base)


def test_those_who_registered_in_the_last_ten_years_still_remit():
    assert income.starting_remitters(300.0, 0.5, 10.0) == pytest.approx(1500.0)
    assert income.remittance_end_rate(10.0) == pytest.approx(0.1)


def test_remittances_of_2020_are_a_share_of_rural_income():
    villagers = income.villagers_income_2020(20_000.0, 3000.0)
    assert villagers == pytest.approx(6e7)
    assert income.expected_remittances(0.05, villagers) == pytest.approx(3e6)
    assert income.remittance_income(3e6, 3000.0) == pytest.approx(1000.0)
    assert income.remittance_income(0.0, 0.0) == 0.0
