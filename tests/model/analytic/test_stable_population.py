"""A2: under constant rates a population ends in the growth and the ages that Lotka found."""

import numpy as np
import pytest
from scipy.optimize import brentq

FERTILITY, SEX_RATIO = 1.8, 1.1


@pytest.fixture(scope="module")
def grow(trial):
    """Run one county of registered townspeople for a thousand years at constant rates."""

    def at(steps):
        run = trial("single", last_year=3020, steps=steps).alone("births", "deaths")
        people = np.zeros_like(run.residents)
        people[..., 4] = run.residents.sum(axis=-1)
        run = run.start(people, 0.0).hold(
            total_fertility=FERTILITY,
            town_fertility_factor=1.0,
            sex_ratio_2020=SEX_RATIO,
            sex_ratio_2035=SEX_RATIO,
            mortality_improvement=0.0,
            deaths_2020=run.inputs.references["deaths_at_schedule_2020"][0],
        )
        return run, run.run("population")

    return at


def survive(mortality):
    """Women alive at the start of each calendar year of their life, of one alive at the end of the year of her birth."""
    return np.exp(-(np.cumsum(mortality) - mortality - mortality[0]))


def find_growth(mortality, fertility):
    """The root of the equation of Euler and Lotka, for the year-long cohorts of the model.

    At t in a year exp(-m t) of the mothers are alive, and exp(-m0 (1 - t)) of their newborn live to its end.
    """
    alive, ages = survive(mortality)[1:], np.arange(1, len(mortality))
    older, infant = mortality[1:], mortality[0]
    # At the age at which as many die as infants do this would be 0 over 0.
    nearly = np.abs(older - infant) < 1e-9
    both = np.where(nearly, np.exp(-infant), (np.exp(-infant) - np.exp(-older)) / np.where(nearly, 1.0, older - infant))
    return brentq(
        lambda r: (np.exp(-r * ages) * alive * both * fertility[1:]).sum() * FERTILITY / (1.0 + SEX_RATIO) - 1.0,
        -0.1,
        0.1,
        xtol=1e-15,
    )


def test_a2_growth_tends_to_the_root_of_euler_and_lotka(grow):
    missed = []
    for steps in (1, 2, 4):
        run, found = grow(steps)
        growth = np.log(found.counties["population"][0, -1, 0] / found.counties["population"][0, -2, 0])
        arrays = run.inputs.arrays
        missed.append(growth - find_growth(arrays["mortality_schedule"][0], arrays["fertility_schedule"]))
    assert abs(missed[-1]) < 1e-9
    np.testing.assert_allclose(np.array(missed[:-1]) / np.array(missed[1:]), 4.0, rtol=0.1)


def test_a2_ages_tend_to_the_stable_population(grow):
    run, found = grow(8)
    people = found.cohorts["residents"][0, -1, 0, :, :, 4]
    mortality = run.inputs.arrays["mortality_schedule"]
    growth = find_growth(mortality[0], run.inputs.arrays["fertility_schedule"])
    ages = np.arange(101)
    for sex in range(2):
        alive = np.exp(-(np.cumsum(mortality[sex]) - 0.5 * mortality[sex, 0]))[:101]
        expected = alive * np.exp(-growth * ages)
        np.testing.assert_allclose(people[sex, :101] / people[sex, 0], expected / expected[0], rtol=2e-3)
    assert people[1, 0] / people[0, 0] == pytest.approx(SEX_RATIO, rel=1e-3)
