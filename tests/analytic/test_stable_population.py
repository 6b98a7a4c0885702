"""A2: under constant rates a population ends in the growth and the ages that Lotka found."""

import numpy as np
import pytest
from scipy.optimize import brentq

FERTILITY, SEX_RATIO = 1.8, 1.1


@pytest.fixture(scope="module")
def grow(trial):
    """Run one county of registered townspeople for three centuries at constant rates."""

    def at(steps):
        run = trial("single", last_year=2320, steps=steps).alone("births", "deaths")
        people = np.zeros_like(run.residents)
        people[..., 4] = run.residents.sum(axis=-1)
        run = run.start(people, 0.0).hold(
            total_fertility=FERTILITY, town_fertility_factor=1.0, sex_ratio_2020=SEX_RATIO, sex_ratio_2035=SEX_RATIO,
            mortality_improvement=0.0, deaths_2020=run.inputs.references["deaths_at_schedule_2020"][0])
        return run, run.run("population")

    return at


def survive(mortality):
    """Women alive at the middle of each calendar year of their life, of one born in the middle of a year."""
    return np.exp(-(np.cumsum(mortality) - 0.5 * mortality - 0.5 * mortality[0]))


def find_growth(mortality, fertility):
    """The root of the equation of Euler and Lotka, for the year-long cohorts of the model."""
    alive, ages = survive(mortality), np.arange(len(mortality))
    return brentq(lambda r: (np.exp(-r * ages) * alive * fertility).sum() * FERTILITY / (1.0 + SEX_RATIO) - 1.0, -0.1, 0.1,
                  xtol=1e-15)


def test_a2_growth_tends_to_the_root_of_euler_and_lotka(grow):
    missed = []
    for steps in (4, 8, 16):
        run, found = grow(steps)
        growth = np.log(found.counties["population"][0, -1, 0] / found.counties["population"][0, -2, 0])
        arrays = run.inputs.arrays
        missed.append(growth - find_growth(arrays["mortality_schedule"][0], arrays["fertility_schedule"]))
    assert abs(missed[-1]) < 1e-5
    assert abs(missed[2]) < abs(missed[1]) < abs(missed[0])


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
