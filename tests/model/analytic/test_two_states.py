"""A1 and A7: people who only leave and return, or whose home only becomes a town, follow known curves."""

import numpy as np
import pytest

LEAVE, RETURN = 0.05, 0.03
SECOND_ORDER = (1.9, 2.15)


def leave_and_return(trial, steps):
    """Rural-hukou townspeople by year, where villagers leave and return at constant rates and nothing else happens."""
    run = trial("single", last_year=2030, steps=steps).alone("departures", "returns")
    people = np.zeros_like(run.residents)
    people[..., 0] = run.residents.sum(axis=-1)
    people[..., 1], people[..., 0] = 0.2 * people[..., 0], 0.8 * people[..., 0]
    run = (
        run.start(people, people[..., 1].sum(axis=(2, 3)))
        .hold(
            departure_schedule=1.0,
            return_schedule=1.0,
            departure_rate=LEAVE,
            return_base_rate=RETURN,
            nest_outer=0.0,
            return_elasticity=0.0,
            return_access_elasticity=0.0,
        )
        .run()
    )
    return run.counties["rural_hukou_townspeople"][0, :, 0], run.counties["population"][0, 0, 0]


def test_a1_two_states_follow_the_markov_solution_with_an_error_of_second_order(trial):
    years, errors = np.arange(11), []
    for steps in (1, 2, 4, 8, 16):
        found, whole = leave_and_return(trial, steps)
        rest = whole * LEAVE / (LEAVE + RETURN)
        expected = rest + (found[0] - rest) * np.exp(-(LEAVE + RETURN) * years)
        errors.append(np.abs(found / expected - 1.0).max())
    assert errors[0] < 0.002
    orders = np.log2(np.array(errors[:-1]) / np.array(errors[1:]))
    assert ((SECOND_ORDER[0] < orders) & (orders < SECOND_ORDER[1])).all()


@pytest.mark.parametrize("steps", [1, 4, 7])
def test_a7_villages_that_only_become_towns_shrink_exponentially_whatever_the_step(trial, steps):
    rate, villages = 0.02, trial(last_year=2026, steps=steps).alone("reclassification")
    run = villages.hold(reclassification_base=rate, reclassified_share=0.35).run().counties
    expected = run["rural_population"][0, 0] * np.exp(-rate * np.arange(7))[:, None]
    np.testing.assert_allclose(run["rural_population"][0], expected, rtol=1e-12)
    gained = run["registered_population"][0] - run["registered_population"][0, 0]
    np.testing.assert_allclose(gained, 0.35 * (expected[0] - expected), rtol=1e-9, atol=1e-6)
