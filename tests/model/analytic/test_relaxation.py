"""Stocks that only wear away or close a gap follow their exponential curve exactly, whatever the step."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

EXACT = 1e-12
YEARS = np.arange(11)[:, None]
STEPS = pytest.mark.parametrize("steps", [1, 4, 7])


def start(trial, steps, last_year=2030):
    """A small region in which nobody is born, dies, moves or registers."""
    return trial("tiny", last_year=last_year, steps=steps).alone()


@STEPS
def test_debt_without_borrowing_is_repaid_exponentially(trial, steps):
    run = start(trial, steps).hold(debt_limit=0.0).run("debt", "borrowing", "repayment").counties
    assert (run["borrowing"][0, 1:] == 0.0).all()
    np.testing.assert_allclose(run["debt"][0], run["debt"][0, 0] * np.exp(-0.08 * YEARS), rtol=EXACT)
    np.testing.assert_allclose(run["repayment"][0, 1:], -np.diff(run["debt"][0], axis=0), rtol=1e-10)


@STEPS
def test_titles_close_their_gap_exponentially(trial, steps):
    run = start(trial, steps).hold(land_rights_security=0.9).run("titled_share").counties["titled_share"][0]
    np.testing.assert_allclose(0.9 - run, (0.9 - run[0]) * np.exp(-YEARS), rtol=1e-9)


@STEPS
def test_land_reaches_the_red_line_exponentially_where_the_quota_is_endless(trial, steps):
    run = start(trial, steps).hold(land_quota_growth=1e9).run("urban_land", "land_reserve").counties
    red_line = run["urban_land"][0, 0] + run["land_reserve"][0, 0]
    np.testing.assert_allclose(run["land_reserve"][0], run["land_reserve"][0, 0] * np.exp(-YEARS / 5.0), rtol=1e-9)
    np.testing.assert_allclose(run["urban_land"][0], red_line - run["land_reserve"][0], rtol=EXACT)


@STEPS
def test_the_newly_registered_cease_to_remit_exponentially(trial, steps):
    run = start(trial, steps).run("recently_registered").counties["recently_registered"][0]
    np.testing.assert_allclose(run, run[0] * np.exp(-YEARS / 10.0), rtol=EXACT)


@STEPS
def test_posts_follow_a_programme_exponentially(trial, steps):
    alike = (
        start(trial, steps)
        .hold(urban_participation=0.6, wage_response=0.0, county_town_jobs=0.05, core_city_jobs=0.05, job_elasticity_of_wage=0.0)
        .refer()
    )
    run = alike.run("job_gain").counties["job_gain"][0]
    np.testing.assert_allclose(run, np.log(1.1) * -np.expm1(-YEARS / 2.0) * np.ones(3), rtol=1e-9)


@STEPS
def test_the_share_with_a_wage_nears_its_highest_exponentially(trial, steps):
    run = start(trial, steps).hold(rural_offfarm_jobs=0.003).run("offfarm_share").counties["offfarm_share"][0]
    np.testing.assert_allclose(run, np.broadcast_to(0.70 - 0.25 * np.exp(-2.0 * 0.015 / 0.70 * YEARS), run.shape), rtol=EXACT)


def test_productivity_of_the_registered_follows_its_equation_with_an_error_of_second_order(trial):
    """Villages become towns at a constant rate; those who are registered at once dilute, families converge."""
    rate, at_once, misses = 0.03, 0.35, []
    for steps in (2, 4, 8, 16):
        run = trial("single", last_year=2040, steps=steps).alone("reclassification")
        run = run.hold(reclassification_base=rate, reclassified_share=at_once).stock(registered_productivity=0.9)
        found = run.run("registered_productivity", "rural_population", "registered_population").counties
        villagers, registered = (found[f"{who}_population"][0, 0, 0] for who in ("rural", "registered"))

        def change(t, productivity, villagers=villagers, registered=registered):
            joining = at_once * rate * villagers * np.exp(-rate * t)
            there = registered + at_once * villagers * -np.expm1(-rate * t)
            return joining / there * (0.70 - productivity) + (1.0 - productivity) / 25.0

        years = np.arange(21)
        expected = solve_ivp(change, (0, 20), [0.9], t_eval=years, rtol=1e-10, atol=1e-12).y[0]
        misses.append(np.abs(found["registered_productivity"][0, :, 0] - expected).max())
    assert misses[0] < 1e-4
    np.testing.assert_allclose(np.log2(np.array(misses[:-1]) / np.array(misses[1:])), 2.0, atol=0.1)
