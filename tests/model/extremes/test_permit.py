"""Extremes of the residence permit: X12 and X13 of the model specification."""

import numpy as np
import pytest

SERVICES = ("school", "senior", "childcare", "hospital", "elderly", "rental")
ENTITLEMENTS = (0.0, 1e-6, 0.1, 0.3, 0.6, 0.8, 1.0)


@pytest.fixture(scope="module")
def first_moment(trial):
    """The reference state under each entitlement of permit holders."""
    return {part: trial(last_year=2020).hold(permit_entitlement=part).run().counties for part in ENTITLEMENTS}


def test_x12_a_permit_that_opens_nothing_leaves_services_to_the_registered(trial, share, first_moment, assert_sound):
    shut = trial(last_year=2035).hold(permit_entitlement=0.0)
    run = shut.run()
    assert_sound(shut, run)
    counties = run.counties
    assert (counties["migrant_access"] < 1e-6).all()
    for service in SERVICES:
        np.testing.assert_array_equal(counties[f"load_{service}"], counties[f"registered_need_{service}"])
    for part in ENTITLEMENTS[1:]:
        assert (counties["registered_access"][0, 0] > first_moment[part]["registered_access"][0, 0]).all()
    frozen = trial(last_year=2035).run()
    assert share(run)[-1] < share(frozen)[-1]
    assert share(run)[-1] < share(trial(last_year=2035).hold(permit_entitlement=0.3).run())[-1]


def test_x12_access_of_the_others_goes_to_nothing_with_their_entitlement(first_moment):
    levels = [first_moment[part]["migrant_access"][0, 0] for part in ENTITLEMENTS]
    assert (np.diff(levels, axis=0) > 0.0).all()
    np.testing.assert_allclose(levels[1] / first_moment[1e-6]["registered_access"][0, 0], 1e-6**0.6, rtol=1e-9)


def test_x13_a_permit_that_opens_everything_leaves_no_reason_to_register(trial, first_moment, assert_sound):
    alike = trial(last_year=2030).hold(permit_entitlement=1.0)
    run = alike.run()
    assert_sound(alike, run)
    np.testing.assert_array_equal(run.counties["migrant_access"], run.counties["registered_access"])
    assert (run.counties["benefit_gap"] == 0.0).all()
    wishes = [first_moment[part]["willingness"][0, 0] for part in ENTITLEMENTS]
    assert (np.diff(wishes, axis=0) < 0.0).all()
