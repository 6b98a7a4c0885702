"""A5: under a constant stream of newcomers, those who wait number the stream times the wait."""

import numpy as np
import pytest

NEWCOMERS, WAIT = 1000.0, 2.0


def wait_in_line(trial, steps):
    """People who wait after forty years of a constant stream."""
    run = trial("single", last_year=2060, steps=steps).alone("departures", "eligibility")
    people = np.zeros_like(run.residents)
    people[:, :, :, 30, 0] = 0.5e15
    run = run.start(people, 0.0).hold(departure_schedule=1.0, departure_rate=NEWCOMERS / 1e15, nest_outer=0.0,
                                      class_wait_time=WAIT, longest_wait_time=10.0, eligibility_time=2.0)
    return run.run("migrant_population", "town_arrivals", "eligibility_gains").counties


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_a5_those_who_wait_number_the_stream_times_the_wait(trial, steps):
    run, step = wait_in_line(trial, steps), 1.0 / steps
    assert run["town_arrivals"][0, -1, 0] == pytest.approx(NEWCOMERS, rel=1e-6)
    exact = NEWCOMERS * step / -np.expm1(-step / WAIT)
    assert run["migrant_population"][0, -1, 0] == pytest.approx(exact, rel=1e-6)
    assert run["eligibility_gains"][0, -1, 0] == pytest.approx(NEWCOMERS, rel=1e-6)


def test_a5_shorter_steps_come_nearer_to_littles_law(trial):
    misses = [wait_in_line(trial, steps)["migrant_population"][0, -1, 0] / (NEWCOMERS * WAIT) - 1.0 for steps in (1, 2, 4, 8)]
    assert (np.diff(misses) < 0.0).all()
    assert 0.0 < misses[-1] < 0.04
