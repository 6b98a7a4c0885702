"""Extremes of the money for building: X10 and X11 of the model specification."""

import numpy as np
import pytest

SERVICES = {
    "school": (2.0, 3.0),
    "senior": (2.0, 3.0),
    "childcare": (1.0, 1.0),
    "hospital": (3.0, 3.0),
    "elderly": (1.5, 2.0),
    "rental": (2.0, 2.0),
}
WEAR = {"school": 0.02, "senior": 0.02, "childcare": 0.05, "hospital": 0.04, "elderly": 0.05, "rental": 0.015}
CLOSED = 1e-9


@pytest.mark.parametrize(("limit", "times"), [(0.5, 1000.0), (0.0, 1.0)], ids=["debt_beyond_the_limit", "no_debt_allowed"])
def test_x10_without_money_nothing_is_started_and_what_stands_wears_out(trial, limit, times, assert_sound):
    usual = trial(last_year=2035)
    poor = usual.hold(capital_shock=0.0, debt_limit=limit).stock(debt=times * usual.inputs.state.stocks["debt"])
    run = poor.run()
    assert_sound(poor, run)
    counties = run.counties
    assert (counties["borrowing"][0, 1:] == 0.0).all() and (counties["own_capital"][0, 1:] == 0.0).all()
    years = np.arange(16)[:, None]
    for service, wear in WEAR.items():
        assert (counties[f"starts_{service}"][0, 1:] == 0.0).all()
        capacity, work = counties[f"capacity_{service}"][0], counties[f"work_in_progress_{service}"][0]
        assert (capacity <= (capacity[0] * np.exp(-wear * years) + work[0]) * (1.0 + CLOSED)).all()
        assert (capacity + work >= (capacity[0] + work[0]) * np.exp(-wear * years) * (1.0 - CLOSED)).all()
        assert (np.diff(work, axis=0) <= 0.0).all() and (work[-1] < 1e-3 * work[0]).all()


def test_x11_with_endless_money_capacity_reaches_its_goal_in_three_times_the_delays(trial, assert_sound):
    rich = trial(last_year=2039).stationary().hold(capital_shock=1e6, debt_limit=1e9)
    # Those born in the year and those about to die at 101 come and go within it.
    ages = np.arange(102)
    rich = rich.hold(hospital_need=np.where(ages % 101, 0.005, 0.0), elderly_need=np.where((ages >= 60) & (ages < 101), 0.05, 0.0))
    goals = rich.run(*(f"planned_capacity_{service}" for service in SERVICES)).counties
    rich = rich.stock(**{f"capacity_{service}": 0.5 * goals[f"planned_capacity_{service}"][:, 0] for service in SERVICES})
    rich = rich.stages(**{f"completions_{service}": 0.0 for service in SERVICES})
    run = rich.run()
    assert_sound(rich, run)
    assert (run.counties["funded_share"][0, 1:] == 1.0).all()
    for service, delays in SERVICES.items():
        goal = run.counties[f"planned_capacity_{service}"] / run.counties[f"load_{service}"]
        reached = (run.counties[f"adequacy_{service}"] / goal)[0]
        np.testing.assert_allclose(reached[0], 0.5, rtol=CLOSED)
        assert np.abs(reached[int(np.ceil(3.0 * sum(delays))) :] - 1.0).max() < 0.01, service
