"""Money of counties worked by hand."""

import pytest

from simulator.sectors import fiscal


def test_output_is_wages_over_their_share_and_what_villages_make():
    output = fiscal.output(50_000.0, 1000.0, 0.5, 2e7)
    assert output == pytest.approx(1.2e8)
    assert fiscal.revenue(1e7, output, 1e8) == pytest.approx(1.2e7)


def test_transfers_favour_the_poor_and_weigh_residents_against_hukou_holders():
    assert fiscal.transfer_need(9e6, 1000.0, 1e6, 1000.0, 0.5) == pytest.approx(3.0)
    assert fiscal.transfer_weight(3.0, 0.25, 1000.0, 400.0, 200.0) == pytest.approx(3.0 * (250.0 + 450.0))


def test_a_pool_is_shared_out_and_grows_with_output_and_shocks():
    pool = fiscal.transfer_pool(4e9, 3e10, 2e10, 0.5)
    assert pool == pytest.approx(3e9)
    assert fiscal.transfers(pool, 2100.0, 6300.0) == pytest.approx(1e9)


@pytest.mark.parametrize(("claimed", "share"), [(5e6, 1.0), (2e7, 0.5), (0.0, 1.0)])
def test_the_pot_pays_all_rewards_alike(claimed, share):
    assert fiscal.reward_share(claimed, 1e7) == pytest.approx(share)
    assert fiscal.reward_claim(20_000.0, 30.0) == pytest.approx(6e5)
    assert fiscal.rewards(6e5, share) == pytest.approx(6e5 * share)


def test_an_empty_pot_pays_nothing():
    assert fiscal.reward_share(1e6, 0.0) == 0.0


def test_running_costs_follow_wages():
    index = fiscal.cost_index(80_000.0, 50_000.0, 0.5)
    assert index == pytest.approx(1.6**0.5)
    assert fiscal.service_cost(14_000.0, 300.0) == pytest.approx(4.2e6)
    assert fiscal.recurrent_spending(1.2, 4.2e6, 6000.0, 1000.0) == pytest.approx(1.2 * 1.02e7)


def test_debt_of_2020_is_told_in_years_of_revenue_and_bears_interest():
    assert fiscal.starting_debt(0.9, 1e7) == pytest.approx(9e6)
    assert fiscal.interest(0.035, 9e6) == pytest.approx(315_000.0)


def test_what_is_left_for_building():
    basic = fiscal.basic_surplus(100.0, 20.0, 50.0, 120.0, 8.0, 3.5)
    assert basic == pytest.approx(38.5)
    assert fiscal.surplus(basic, 6.0, 10.0) == pytest.approx(34.5)


@pytest.mark.parametrize(("surplus", "share"), [(42.0, 0.25), (10.0, 0.6), (1000.0, 0.05), (0.0, 0.6), (-5.0, 0.6)])
def test_the_share_put_into_building_paid_for_replacement_in_2020_within_bounds(surplus, share):
    replacement = fiscal.replacement_cost(90_000.0, 2000.0, 0.02, 0.03)
    assert replacement == pytest.approx(9e6)
    assert fiscal.capital_share(1.05, 10.0, surplus, 0.05, 0.6) == pytest.approx(share)


@pytest.mark.parametrize(
    ("own", "debt", "borrowed", "funded"),
    [
        (60.0, 90.0, 10.0, 0.7),  # room for 30 in three years
        (95.0, 90.0, 5.0, 1.0),  # no more is borrowed than building needs
        (150.0, 90.0, 0.0, 1.0),
        (60.0, 130.0, 0.0, 0.6),
        (0.0, 120.0, 0.0, 0.0),
    ],
)
def test_what_own_money_leaves_open_is_borrowed_up_to_the_limit(own, debt, borrowed, funded):
    found = fiscal.borrowing(100.0, own, 1.5, 0.8, 100.0, debt, 3.0)
    assert found == pytest.approx(borrowed)
    assert fiscal.funded_share(100.0, own, found) == pytest.approx(funded)
    assert fiscal.capital_spending(funded, 100.0) == pytest.approx(100.0 * funded)


def test_own_money_is_a_share_of_a_surplus_and_nothing_of_a_deficit():
    assert fiscal.own_capital(0.25, 40.0, 1.5) == pytest.approx(15.0)
    assert fiscal.own_capital(0.25, -40.0, 1.5) == 0.0
    assert fiscal.wished_cost(90_000.0, 50.0, 1.2) == pytest.approx(5.4e6)


def test_who_wishes_to_build_nothing_is_short_of_nothing():
    assert fiscal.funded_share(0.0, 0.0, 0.0) == 1.0
    assert fiscal.borrowing(0.0, 0.0, 1.2, 1.0, 100.0, 0.0, 3.0) == 0.0


def test_the_books_close():
    basic = fiscal.basic_surplus(100.0, 20.0, 50.0, 120.0, 8.0, 3.5)
    surplus = fiscal.surplus(basic, 6.0, 10.0)
    spent = fiscal.capital_spending(0.7, 40.0)
    other = fiscal.other_spending(surplus, 12.0, spent)
    sources = 100.0 + 20.0 + 50.0 + 6.0 + 12.0
    assert sources == pytest.approx(120.0 + 10.0 + spent + other + 8.0 + 3.5)
