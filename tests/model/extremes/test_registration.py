"""Extremes of the rules of registration: X6 to X9 of the model specification."""

import numpy as np
import pytest

EXACT = 1e-9


@pytest.mark.parametrize(
    "closing", [{"open_settlement": 0.0, "outsider_base_rate": 0.0}, {"open_settlement": 0.0}, {"registration_quota": 0.0}]
)
def test_x6_x8_closed_doors_leave_the_registered_to_births_deaths_moves_and_new_towns(trial, closing, assert_sound):
    closed = trial(last_year=2026).hold(**closing)
    run = closed.run()
    assert (run.counties["registrations"][0, 1:] == 0.0).all()
    assert_sound(closed, run)
    without = trial(last_year=2026).without("registration").run()
    np.testing.assert_array_equal(run.cohorts["residents"], without.cohorts["residents"])
    dying = trial(last_year=2026).hold(**closing).without("births", "reclassification").run()
    assert (np.diff(dying.counties["registered_population"][0], axis=0) < 0.0).all()


def test_x7_when_nobody_becomes_eligible_only_births_and_new_towns_feed_the_eligible(trial, share, assert_sound):
    endless = trial(last_year=2030).without("eligibility")
    run = endless.run()
    assert (run.counties["eligibility_gains"][0, 1:] < EXACT).all()
    assert_sound(endless, run)
    usual = trial(last_year=2030).run()
    assert share(run, "registered_population")[-1] < share(usual, "registered_population")[-1]
    unfed = endless.without("births", "reclassification").run()
    assert (np.diff(unfed.counties["eligible_population"][0], axis=0) <= 0.0).all()


def test_x7_a_longer_wait_always_leaves_fewer_registered(trial, share):
    shares = [
        share(trial(last_year=2026).hold(class_wait_time=wait, longest_wait_time=1e300).run(), "registered_population")[-1]
        for wait in (0.25, 1.0, 4.0, 16.0, 1e6, 1e300)
    ]
    assert (np.diff(shares) < 0.0).all()
    assert shares[-2] - shares[-1] < 1e-3 * (shares[0] - shares[-1])


def test_x8_no_quota_is_an_endless_quota(trial):
    free, wide = (trial(last_year=2024).hold(registration_quota=quota).run() for quota in (np.inf, 1e15))
    for name, value in free.counties.items():
        np.testing.assert_array_equal(value, wide.counties[name], err_msg=name)


def test_x8_a_quota_is_never_exceeded_and_binds_alike_for_all(trial):
    quota, usual = 300.0, trial(last_year=2024).run().counties
    run = trial(last_year=2024).hold(registration_quota=quota).run().counties
    assert (usual["registrations"][0, 1:] > quota).any()
    # It is held in the middle of each step; what is over falls with the square of the step.
    excess = [
        (
            trial(last_year=2024, steps=steps).hold(registration_quota=quota).run().counties["registrations"][0, 1:] / quota - 1.0
        ).max()
        for steps in (4, 8, 16)
    ]
    assert excess[2] < 0.5 * excess[0] < 1e-5
    demand = run["registration_demand"][0, :-1]
    bound = demand > 1.5 * quota
    assert (run["registrations"][0, 1:][bound] > 0.5 * quota).all()


def test_x9_safe_land_rights_raise_the_willingness_but_open_no_door(trial):
    # Titling costs money, by which rights at last reach services, moves and wishes; here the wish alone is at stake.
    safe, unsafe = (trial(last_year=2024).hold(land_rights_security=level, titling_cost=0.0) for level in (1.0, 0.0))
    assert (safe.run().counties["willingness"] > unsafe.run().counties["willingness"]).all()
    shut = [each.hold(open_settlement=0.0).run().cohorts["residents"] for each in (safe, unsafe)]
    np.testing.assert_array_equal(*shut)
