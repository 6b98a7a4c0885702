"""A3: what is being built is what is started times the time it takes, and comes out as Erlang found."""

import numpy as np
import pytest

BUILD = {"school": 2.0, "senior": 2.0, "hospital": 3.0, "rental": 2.0}
WEAR = {"school": 0.02, "senior": 0.02, "hospital": 0.04, "rental": 0.015}
EXACT = 1e-12


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_a3_in_a_steady_state_work_is_starts_times_time_and_capacity_starts_over_wear(builders, steps):
    run = builders(2420, steps).run().counties
    assert (run["funded_share"][0, 1:] == 1.0).all()
    for service, time in BUILD.items():
        started = run[f"starts_{service}"][0, -1, 0]
        assert run[f"completions_{service}"][0, -1, 0] == pytest.approx(started, rel=EXACT)
        assert run[f"work_in_progress_{service}"][0, -1, 0] == pytest.approx(started * time, rel=EXACT)
        assert run[f"capacity_{service}"][0, -1, 0] == pytest.approx(run[f"capacity_{service}"][0, -2, 0], rel=EXACT)
        # What wears out of what comes evenly is exact, too, so that the balance hangs on no step.
        assert run[f"capacity_{service}"][0, -1, 0] == pytest.approx(started / WEAR[service], rel=1e-5)
        planned = run[f"planned_capacity_{service}"][0, -1, 0]
        assert run[f"capacity_{service}"][0, -1, 0] == pytest.approx(planned, rel=(WEAR[service] / steps) ** 2 / 8.0)


def let_out(trial, name, time, stages):
    """Shares of a single charge that come out in each year, where a year is one step and nothing else is started."""
    timer = {"floor_completions": "floor_build_time"}.get(name, name.replace("completions", "build_time"))
    charge = np.zeros((stages, 1))
    charge[0] = 1000.0
    run = trial("single", last_year=2020 + int(20 * time), steps=1).alone()
    run = run.hold(capital_shock=0.0, debt_limit=0.0, floor_target=0.0, **{timer: time}).stages(**{name: charge}).run(name)
    return run.counties[name][0, 1:, 0] / 1000.0


@pytest.mark.parametrize(("name", "stages"), [("completions_hospital", 2), ("completions_school", 2), ("floor_completions", 1)])
def test_a3_a_single_charge_comes_out_after_the_mean_time_with_the_variance_of_erlang(trial, name, stages):
    """The charge is there at once, what leaves a stage enters the next evenly in a year, and comes out in the middle of one."""
    times, late, excess = np.array([4.0, 16.0, 64.0]), [], []
    for time in times:
        out, z = let_out(trial, name, time, stages), stages / time
        years = np.arange(len(out)) + 0.5
        assert out.sum() == pytest.approx(1.0, rel=1e-6)
        mean = (years * out).sum()
        assert mean == pytest.approx(0.5 / np.tanh(z / 2.0) + (stages - 1) / z, rel=1e-5)
        variance = ((years - mean) ** 2 * out).sum()
        exact = 0.25 / np.sinh(z / 2.0) ** 2 + (stages - 1) * (1.0 / np.tanh(z / 2.0) - 1.0 / z) / z
        assert variance == pytest.approx(exact, rel=1e-5)
        late.append(mean / time - 1.0)
        excess.append(variance / (time**2 / stages) - 1.0)
    assert max(np.abs(late + excess)) < 0.02
    # The shorter the step for the time to build, the nearer to the mean and variance of Erlang, by the square.
    np.testing.assert_allclose(np.array(excess[:2]) * times[:2] ** 2, stages * ((stages - 1) / 6.0 - 1.0 / 12.0), rtol=0.02)
    np.testing.assert_allclose(np.array(late[:2]) * times[:2] ** 2, stages / 12.0, rtol=0.03)
