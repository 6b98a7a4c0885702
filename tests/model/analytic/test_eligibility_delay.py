"""A5: under a constant stream of newcomers, those who wait number the stream times the wait."""

import numpy as np
import pytest

NEWCOMERS, WAIT = 1000.0, 2.0


def wait_in_line(trial, steps):
    """People who wait after forty years of a constant stream."""
    run = trial("single", last_year=2060, steps=steps).alone("departures", "eligibility")
    people = np.zeros_like(run.residents)
    people[:, :, :, 30, 0] = 0.5e15
    run = run.start(people, 0.0).hold(
        departure_schedule=1.0,
        departure_rate=NEWCOMERS / 1e15,
        nest_outer=0.0,
        class_wait_time=WAIT,
        longest_wait_time=10.0,
        eligibility_time=2.0,
    )
    return run.run("migrant_population", "town_arrivals", "eligibility_gains").counties


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_a5_those_who_wait_number_the_stream_times_the_wait(trial, steps):
    """For every step: newcomers come evenly in the course of it, and wait from then on."""
    run = wait_in_line(trial, steps)
    assert run["town_arrivals"][0, -1, 0] == pytest.approx(NEWCOMERS, rel=1e-8)
    assert run["migrant_population"][0, -1, 0] == pytest.approx(NEWCOMERS * WAIT, rel=1e-8)
    assert run["eligibility_gains"][0, -1, 0] == pytest.approx(NEWCOMERS, rel=1e-8)


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_a5_an_empty_line_fills_exponentially_whatever_the_step(trial, steps):
    found = wait_in_line(trial, steps)["migrant_population"][0, :, 0]
    np.testing.assert_allclose(found, NEWCOMERS * WAIT * -np.expm1(-np.arange(41) / WAIT), rtol=1e-8)
