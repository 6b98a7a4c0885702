"""Costs of programmes worked by hand."""

import pytest

from simulator.sectors import programmes


def test_titling_is_paid_once_for_each_title_that_the_rules_ask_for():
    assert programmes.titling_gap(0.9, 0.5) == pytest.approx(0.4)
    assert programmes.titling_gap(0.3, 0.5) == 0.0
    assert programmes.titling_spending(150.0, 10_000.0, 0.4) == pytest.approx(600_000.0)


def test_a_converted_bed_or_seat_costs_a_part_of_a_new_place():
    assert programmes.conversion_spending(0.4, 140_000.0, 1.2, 10.0) == pytest.approx(672_000.0)
    assert programmes.seat_conversion_spending(0.4, 60_000.0, 10.0, 140_000.0, 5.0, 1.5) == pytest.approx(780_000.0)


@pytest.mark.parametrize(("paid", "gap"), [(0.0, 50.0), (30.0, 20.0), (80.0, 0.0)])
def test_posts_are_paid_for_once(paid, gap):
    goal = programmes.supported_jobs_goal(1050.0, 0.05)
    assert goal == pytest.approx(50.0)
    assert programmes.supported_job_gap(goal, paid) == pytest.approx(gap)
    assert programmes.job_spending(200_000.0, 20.0) == pytest.approx(4e6)


def test_a_gain_of_a_twentieth_takes_half_of_all_newcomers_as_trainees_every_five_years():
    assert programmes.training_spending(3000.0, 0.05, 0.10, 1000.0, 5.0) == pytest.approx(3000.0 * 500.0 / 5.0)


def test_rural_programmes():
    assert programmes.forgone_land_revenue(2.5, 0.04, 1e7) == pytest.approx(1e6)
    assert programmes.farm_spending(0.5, 0.006, 1.0, 1e8) == pytest.approx(3e5)
    assert programmes.added_transfers(2400.0, 2000.0, 1000.0) == pytest.approx(4e5)
    assert programmes.offfarm_spending(100_000.0, 0.003, 0.35, 0.70, 1000.0) == pytest.approx(300_000.0)
    assert programmes.offfarm_spending(100_000.0, 0.003, 0.75, 0.70, 1000.0) == 0.0


@pytest.mark.parametrize(("pace", "cost"), [(1.25, 15_000.0 * 20.0), (1.0, 0.0), (0.5, 0.0), (0.0, 0.0)])
def test_only_reclassification_beyond_that_of_2020_is_paid(pace, cost):
    assert programmes.town_building_spending(15_000.0, pace, 100.0) == pytest.approx(cost)


@pytest.mark.parametrize(("support", "cost"), [(0.08, 5000.0 * 100.0), (-0.1, 0.0)])
def test_families_get_five_thousand_yuan_a_child_at_the_support_of_the_plan(support, cost):
    assert programmes.child_spending(62_500.0, support, 100.0) == pytest.approx(cost)


def test_all_programmes_add_up():
    assert programmes.programme_cost(*(2.0**power for power in range(11))) == 2047.0
