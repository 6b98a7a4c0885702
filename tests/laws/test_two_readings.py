"""The fast reading of the model gives what its plain reading gives, on every variable."""

import numpy as np
import pytest

import simulator
from simulator.kernel.plan import plan_kernel
from simulator.kernel.run import pack_cohorts, unpack_cohorts

CLOSE = 1e-10


def assert_same(fast, plain):
    """Every variable, county, year and member agrees, to the scale of the variable."""
    for part in ("counties", "region", "cohorts"):
        for name, expected in getattr(plain, part).items():
            scale = np.abs(np.nan_to_num(expected)).max()
            np.testing.assert_allclose(getattr(fast, part)[name], expected, rtol=CLOSE, atol=CLOSE * 1e-6 * scale, err_msg=name)
    for part in ("stocks", "cohorts"):
        for name, expected in getattr(plain.state, part).items():
            np.testing.assert_allclose(getattr(fast.state, part)[name], expected, rtol=CLOSE, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("scenario", ["frozen", "plan"])
def test_both_readings_agree_on_every_variable_of_a_small_region(trial, scenario):
    run = trial(scenario=scenario, last_year=2023, members=2)
    fast, plain = run.run(), run.run_plainly()
    recorded = {**fast.counties, **fast.region}
    assert set(recorded) == set(plan_kernel(run.model).recorded)
    assert set(recorded) == {**plain.counties, **plain.region}.keys()
    assert_same(fast, plain)


@pytest.mark.parametrize("drivers", ["observed_2025", "known_2020"])
def test_both_readings_agree_on_the_real_region(drivers):
    fast, plain = (simulator.simulate("plan", drivers=drivers, last_year=2021, engine=engine, cohorts=True)
                   for engine in ("kernel", "reference"))
    assert set(fast) == set(plain)
    for name in plain:
        np.testing.assert_allclose(fast[name], plain[name], rtol=CLOSE, atol=1e-9, err_msg=name)


def test_both_readings_agree_where_there_is_one_county(trial):
    run = trial("single", last_year=2023)
    assert_same(run.run(), run.run_plainly())


def test_both_readings_agree_under_a_quota_and_without_villagers(trial):
    run = trial(last_year=2022).hold(registration_quota=500.0, return_base_rate=0.5)
    villagers = run.residents.copy()
    villagers[..., 0] = 0.0
    emptied = run.start(villagers).without("reclassification", "births")
    for each in (run, emptied):
        assert_same(each.run(), each.run_plainly())


def test_cohorts_come_back_from_the_order_of_the_kernel_as_they_went():
    people = np.arange(2 * 3 * 2 * 4 * 5, dtype=float).reshape(2, 3, 2, 4, 5)
    packed = pack_cohorts(people)
    assert packed.shape == (2, 5, 3, 8)
    assert packed[1, 4, 2, 7] == people[1, 2, 1, 3, 4]
    np.testing.assert_array_equal(unpack_cohorts(packed), people)
