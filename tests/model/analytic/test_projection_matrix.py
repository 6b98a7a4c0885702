"""A2 with regions: the step of the model grows people as the projection matrix of Rogers (1975) does."""

import numpy as np
import pytest
from scipy.linalg import eig, expm

from simulator.language.dimensions import FEMALE, OUTSIDER, SETTLED_MOVE
from simulator.operators.ageing import ageing
from simulator.operators.cohort_transition.reference import transition
from simulator.operators.destination_choice import choose_towns

COUNTIES, AGES, FERTILITY = 3, 102, np.array([1.4, 1.9, 2.3])
MOVE = np.array([0.02, 0.05, 0.01])
WEIGHT = np.array([[5.0, 1.0, 0.5], [1.0, 5.0, 2.0], [0.5, 2.0, 5.0]])
APPEAL = np.array([0.3, 0.0, -0.4])
DEATHS = np.array([0.9, 1.0, 1.2])


@pytest.fixture(scope="module")
def schedules(region_inputs_of):
    return region_inputs_of("single").arrays


@pytest.fixture(scope="module")
def take_year(schedules):
    """A calendar year for women who are outsiders: ageing, then deaths, moves and births of girls; `women` [2, county, age] are
    all residents, and those among them who are about to move on."""
    none = np.zeros(COUNTIES)
    names = ("mortality_schedule", "fertility_schedule", "departure_schedule", "return_schedule", "inflow_schedule")

    def take(women, steps=1):
        people = {"residents": np.zeros((COUNTIES, 2, AGES, 5)), "transients": np.zeros((COUNTIES, 2, AGES, 4))}
        people["residents"][:, FEMALE, :, OUTSIDER], people["transients"][:, FEMALE, :, SETTLED_MOVE] = women
        people = {name: ageing(value) for name, value in people.items()}
        for _ in range(steps):
            people, _ = transition(
                **people,
                **{name: schedules[name] for name in names},
                distance_weight=WEIGHT,
                town_appeal=APPEAL,
                rural_population=none,
                movers=none,
                rural_death_factor=none,
                town_death_factor=DEATHS,
                rural_fertility=none,
                migrant_fertility=none,
                town_fertility=FERTILITY,
                boys_share=none,
                rural_departure_rate=none,
                outside_share=none,
                reclassification_rate=none,
                reclassified_share=none,
                return_rate=none,
                eligibility_rate=none,
                registration_rate=none,
                outsider_register_rate=none,
                migrant_move_rate=none,
                outsider_move_rate=MOVE,
                registered_move_rate=none,
                town_outflow_rate=none,
                registered_outflow_rate=none,
                village_return_rate=none,
                inflow_arrivals=none,
                step=1.0 / steps,
            )
        after = np.stack([people["residents"][:, FEMALE, :, OUTSIDER], people["transients"][:, FEMALE, :, SETTLED_MOVE]])
        assert after.sum() == pytest.approx(people["residents"].sum() + people["transients"].sum())
        return after

    return take


@pytest.fixture(scope="module")
def rates(schedules):
    """Matrices of rates (1/year) between counties and ages, put together without the model's step: leaving and dying, arriving,
    bearing; and the matrix that makes all a year older."""
    towards = choose_towns(WEIGHT, APPEAL, own=False)
    place = np.arange(COUNTIES * AGES).reshape(COUNTIES, AGES)
    dying, moving = (
        factor[:, None] * schedule
        for factor, schedule in ((DEATHS, schedules["mortality_schedule"][0]), (MOVE, schedules["departure_schedule"]))
    )
    older, arriving, bearing = (np.zeros((COUNTIES * AGES,) * 2) for _ in range(3))
    for i in range(COUNTIES):
        for c in range(AGES):
            older[place[i, min(c + 1, AGES - 1)], place[i, c]] = 1.0
            bearing[place[i, 0], place[i, c]] = FERTILITY[i] * schedules["fertility_schedule"][c]
            for j in range(COUNTIES):
                arriving[place[j, c], place[i, c]] = towards[i, j]
    return dying.ravel(), moving.ravel(), arriving, bearing, older


@pytest.fixture(scope="module")
def matrix(rates):
    """The projection matrix of a step of a year, of residents and of those about to move on: two events to a woman."""
    dying, moving, arriving, bearing, older = rates
    # How long women are present: all through the step, from an even arrival in it on, and the time lived so.
    grow = np.zeros((len(dying), 3, 3))
    grow[:, 0, 0], grow[:, 0, 1], grow[:, 1, 2] = -(dying + moving), 1.0, 1.0
    stay, come, lived = (np.diag(phi) for phi in np.moveaxis(expm(grow)[:, 0], -1, 0))
    here, nobody, move = np.eye(len(dying)), np.zeros_like(older), np.diag(moving)
    # Of residents and of those about to move on: those who do not leave at once, and so on.
    rest = np.hstack([here, -here])
    arrivals = arriving @ (move @ come @ rest + np.hstack([nobody, here]))
    newborn = bearing @ (come @ rest + lived @ arrivals)
    waiting = move @ lived @ (arrivals + newborn)
    after = stay @ rest + come @ (arrivals + newborn) + waiting
    return np.vstack([after, waiting]) @ np.kron(np.eye(2), older)


def test_a_year_of_the_model_is_the_projection_matrix(take_year, matrix):
    women = np.random.default_rng(1).uniform(0.0, 1000.0, (2, COUNTIES, AGES))
    women[1] *= 0.01
    np.testing.assert_allclose(take_year(women).ravel(), matrix @ women.ravel(), rtol=1e-12)


def test_growth_and_structure_tend_to_the_dominant_eigenvector(take_year, matrix):
    women = np.stack([np.ones((COUNTIES, AGES)), np.zeros((COUNTIES, AGES))])
    for _ in range(3000):
        after = take_year(women)
        growth = after.sum() / women.sum()
        women = after / after.sum()
    values, vectors = eig(matrix)
    first = np.argmax(values.real)
    structure = np.abs(vectors[:, first].real)
    assert growth == pytest.approx(values[first].real, rel=1e-10)
    np.testing.assert_allclose(women.ravel(), structure / structure.sum(), rtol=1e-7, atol=1e-12)


def test_shorter_steps_tend_to_rogers_model_in_continuous_time_with_an_error_of_second_order(take_year, rates):
    dying, moving, arriving, bearing, older = rates
    women, misses = np.random.default_rng(1).uniform(0.0, 1000.0, (COUNTIES, AGES)), []
    exact = expm(arriving * moving - np.diag(dying + moving) + bearing) @ older @ women.ravel()
    for steps in (1, 2, 4, 8, 16):
        found = take_year(np.stack([women, np.zeros_like(women)]), steps)[0].ravel()
        misses.append(np.abs(found / exact - 1.0).max())
    assert misses[0] < 0.03
    np.testing.assert_allclose(np.log2(np.array(misses[:-1]) / np.array(misses[1:])), 2.0, atol=0.05)
