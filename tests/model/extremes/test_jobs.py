"""Extremes of the labour market and of rural incomes: X17 to X19 of the model specification."""

import numpy as np
import pytest

EXACT = 1e-9


def test_x17_with_a_third_of_the_posts_most_people_have_no_work_and_fewer_leave_villages(trial, assert_sound):
    usual = trial(last_year=2023)
    scarce = usual.stock(job_gain=np.log(1.0 / 3.0))
    run, expected = scarce.run(), usual.run()
    assert_sound(scarce, run)
    np.testing.assert_allclose(run.counties["unemployment_share"][0, 0], 1.0 - (1.0 + 3.0**-13) ** (-1.0 / 13.0) / 3.0, rtol=EXACT)
    villages = expected.counties["rural_population"][0, 0] > 0.0
    for year in (1, 2, 3):
        assert (run.counties["unemployment_share"][0, year] > expected.counties["unemployment_share"][0, year]).all()
        assert (run.counties["urban_wage"][0, year] < expected.counties["urban_wage"][0, year]).all()
        left, usually = (each.counties["rural_departures"][0, year, villages] for each in (run, expected))
        assert (left < usually).all()


@pytest.mark.parametrize("times", [10.0, 100.0, 1e9])
def test_x18_with_many_times_the_posts_almost_nobody_has_no_work_but_never_nobody(trial, times, assert_sound):
    plenty = trial(last_year=2023).stock(job_gain=np.log(times))
    run = plenty.run()
    assert_sound(plenty, run)
    first = run.counties["unemployment_share"][0, 0]
    assert (first > 0.0).all()
    np.testing.assert_allclose(first, times**-13 / 13.0, rtol=EXACT)


def test_x19_with_transfers_of_eighty_times_villagers_stay(trial, share, assert_sound):
    usual = trial(last_year=2030)
    generous = usual.stock(transfer_lift=np.log(80.0))
    run, expected = generous.run(), usual.run()
    assert_sound(generous, run)
    np.testing.assert_allclose(run.counties["rural_transfer"], 80.0 * run.counties["basic_transfer"], rtol=EXACT)
    assert (share(run)[1:] < share(expected)[1:]).all()
    ratio = run.region["income_ratio"][0]
    assert ((ratio > 0.0) & (ratio < expected.region["income_ratio"][0])).all()
    assert ratio[0] < 1.0
