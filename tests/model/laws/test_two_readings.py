"""The fast reading of the model gives what its plain reading gives, on every variable."""

import numpy as np
import pytest

import simulator
from simulator.kernel.schedule import plan_kernel
from simulator.simd.age_layout import join_slices, make_people, shape_slices, slice_people

CLOSE = 1e-10
# Small by nature: differences of large numbers keep the digits of those, not their own. Each with what it is taken from.
DIFFERENCES = {
    "job_gap": 1.0,
    "job_growth": 1.0,
    "wage_gain": 1.0,
    "wage_pressure": 1.0,
    "family_gap": 1.0,
    "newcomer_gap": 1.0,
    "newcomer_dilution": 1.0,
    "family_convergence": 1.0,
    "job_gain": 1.0,
    "net_migration": "population",
    "surplus": "revenue",
    "basic_surplus": "revenue",
    "other_spending": "revenue",
    "borrowing": "revenue",
    "titling_gap": 1.0,
    "nursing_gap": 1.0,
    "nursing_share_growth": 1.0,
    "convertible_seats": "capacity_school",
    "converted_seats": "capacity_school",
    "seats_to_childcare": "capacity_school",
    "seats_to_elderly": "capacity_school",
    **{
        f"{what}_{service}": f"load_{service}"
        for what in ("unmet_need", "idle_capacity", "wished_starts", "starts")
        for service in ("school", "senior", "childcare", "hospital", "elderly", "rental")
    },
    **{f"rural_idle_places_{service}": f"rural_need_{service}" for service in ("village_school", "village_clinic")},
    "buildable_floor": "floor_space",
    "floor_starts": "floor_space",
}


def find_scale(plain, name, expected):
    """The size of the numbers of which a variable is made."""
    taken_from = DIFFERENCES.get(name)
    own = np.abs(np.nan_to_num(expected)).max() * 1e-6
    if taken_from is None:
        return own
    return max(own, taken_from if isinstance(taken_from, float) else np.abs(np.nan_to_num(plain.counties[taken_from])).max())


@pytest.mark.parametrize("scenario", ["frozen", "plan"])
def test_both_readings_agree_on_every_variable_of_a_small_region(trial, assert_alike, switched_on, scenario):
    run = trial(scenario=scenario, last_year=2023, members=2).hold(**switched_on)
    fast, plain = run.run(), run.run_plainly()
    recorded = {**fast.counties, **fast.region}
    assert set(recorded) == set(plan_kernel(run.model).recorded)
    assert set(recorded) == {**plain.counties, **plain.region}.keys()
    assert_alike(fast, plain, CLOSE)


@pytest.mark.parametrize("drivers", ["observed_2025", "known_2020"])
def test_both_readings_agree_on_the_real_region(drivers):
    fast, plain = (
        simulator.simulate("plan", drivers=drivers, last_year=2021, engine=engine, cohorts=True)
        for engine in ("kernel", "reference")
    )
    assert set(fast) == set(plain)
    for name in plain:
        scale = float(np.abs(plain[name].fillna(0.0)).max())
        np.testing.assert_allclose(fast[name], plain[name], rtol=CLOSE, atol=1e-13 * scale, err_msg=name)


def test_both_readings_agree_where_there_is_one_county(trial, assert_alike):
    run = trial("single", last_year=2023)
    assert_alike(run.run(), run.run_plainly(), CLOSE)


def test_both_readings_agree_where_everything_moves_and_money_is_short(strained, assert_alike):
    assert_alike(strained.run(), strained.run_plainly(), CLOSE)


def test_both_readings_agree_under_a_quota_and_without_villagers(trial, assert_alike, switched_on):
    run = trial(last_year=2022).hold(registration_quota=500.0, return_base_rate=0.5, **switched_on)
    villagers = run.residents.copy()
    villagers[..., 0] = 0.0
    emptied = run.start(villagers).without("reclassification", "births")
    for each in (run, emptied):
        assert_alike(each.run(), each.run_plainly(), CLOSE)


def test_cohorts_come_back_from_the_order_of_the_kernel_as_they_went():
    people = np.arange(2 * 3 * 2 * 102 * 5, dtype=float).reshape(2, 3, 2, 102, 5)
    packed = np.full(shape_slices(people), np.nan)
    slice_people(people, packed)
    assert packed.shape == (2, 26, 3, 5, 8)
    assert packed[1, 13 + 8, 2, 4, 3] == people[1, 2, 1, 67, 4]
    assert (packed[:, [12, 25], :, :, 6:] == 0.0).all()
    back = make_people(packed)
    join_slices(packed, back)
    np.testing.assert_array_equal(back, people)
