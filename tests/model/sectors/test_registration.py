"""Waiting, wishing and registering worked by hand."""

import numpy as np
import pytest

from simulator.language.dimensions import ELIGIBLE, FEMALE, REGISTERED
from simulator.sectors import registration

HALF = np.log(2.0)


def test_newcomers_become_eligible_and_the_eligible_register(people, take_step):
    """Half become eligible, evenly in the course of the year; of these 1 / (2 ln 2) have not yet registered at its end."""
    after, flows, _ = take_step(people("migrant"), eligibility_rate=HALF, registration_rate=HALF)
    waiting = 500.0 * 0.5 / HALF
    assert flows["eligibility_gains"][0] == pytest.approx(500.0)
    assert flows["migrant_registrations"][0] == pytest.approx(500.0 - waiting)
    assert after[0, FEMALE, 1, [ELIGIBLE, REGISTERED]].tolist() == pytest.approx([waiting, 500.0 - waiting])
    after, flows, _ = take_step(after, registration_rate=HALF)
    assert flows["migrant_registrations"][0] == pytest.approx(0.5 * waiting)
    assert after[0, FEMALE, 1, [ELIGIBLE, REGISTERED]].tolist() == pytest.approx([0.5 * waiting, 500.0 - 0.5 * waiting])


def test_outsiders_register_at_a_rate_of_their_own(people, take_step):
    after, flows, _ = take_step(people("outsider"), outsider_register_rate=HALF, registration_rate=9.0)
    assert flows["outsider_registrations"][0] == pytest.approx(500.0)
    assert after[0, FEMALE, 1, REGISTERED] == pytest.approx(500.0)


@pytest.mark.parametrize(
    ("by_class", "lever", "wait"), [(3.0, 2.0, 3.0), (3.0, 0.5, 0.75), (1.0, 0.25, 0.25), (1.0, 0.1, 0.25), (3.0, 10.0, 10.0)]
)
def test_the_wait_of_a_class_moves_with_the_lever_within_what_rules_can_ask(by_class, lever, wait):
    assert registration.wait_time(by_class, lever, 2.0, 0.25, 10.0) == pytest.approx(wait)
    assert registration.eligibility_rate(wait) == pytest.approx(1.0 / wait)


def test_the_wish_to_register_weighs_benefit_quality_and_land():
    gap = registration.benefit_gap(0.9, 0.6)
    assert gap == pytest.approx(0.36)
    logit = 0.65 + 2.0 * 0.36 + 0.8 * np.log(0.9) - 1.6 * 0.5 * 1.2
    assert registration.willingness(0.65, 2.0, gap, 0.8, 0.9, 1.6, 0.5, 1.2) == pytest.approx(1.0 / (1.0 + np.exp(-logit)))


def test_at_even_odds_and_open_doors_the_base_rates_hold():
    admitted = registration.admission_factor(1.0, 0.5, 0.5)
    assert admitted == pytest.approx(1.0)
    assert registration.registration_rate(0.05, admitted, 1.0) == pytest.approx(0.05)
    assert registration.outsider_register_rate(0.03, admitted, 1.0) == pytest.approx(0.03)


def test_a_quota_cuts_all_registrations_by_one_share():
    demand = registration.registration_demand(0.8, 0.05, 10_000.0, 0.03, 5_000.0)
    assert demand == pytest.approx(520.0)
    assert registration.quota_share(130.0, demand) == pytest.approx(0.25)
    assert registration.quota_share(np.inf, demand) == registration.quota_share(1000.0, demand) == 1.0
    assert registration.quota_share(0.0, demand) == 0.0
    assert registration.registration_rate(0.05, 0.8, 0.25) == pytest.approx(0.01)
    assert registration.outsider_register_rate(0.03, 0.8, 0.25) == pytest.approx(0.006)


def test_where_nobody_wishes_to_register_no_quota_binds():
    assert registration.quota_share(0.0, 0.0) == registration.quota_share(300.0, 0.0) == 1.0


def test_shares_are_of_all_residents():
    assert registration.registered_share(300.0, 1000.0) == pytest.approx(0.3)
    assert registration.urban_share(600.0, 1000.0) == pytest.approx(0.6)
    assert registration.urban_share(0.0, 0.0) == 0.0
    assert registration.registrations(30.0, 12.0) == 42.0
