"""A2 with regions: the step of the model grows people as the projection matrix of Rogers (1975) does."""

import numpy as np
import pytest
from scipy.linalg import eig

from simulator.axes import FEMALE, OUTSIDER
from simulator.operators.cohorts import ageing, transition
from simulator.operators.destinations import choose_towns

COUNTIES, AGES, FERTILITY = 3, 102, np.array([1.4, 1.9, 2.3])
MOVE = np.array([0.02, 0.05, 0.01])
WEIGHT = np.array([[5.0, 1.0, 0.5], [1.0, 5.0, 2.0], [0.5, 2.0, 5.0]])
APPEAL = np.array([0.3, 0.0, -0.4])
DEATHS = np.array([0.9, 1.0, 1.2])


@pytest.fixture(scope="module")
def schedules(grounds):
    return grounds("single").arrays


@pytest.fixture(scope="module")
def take_year(schedules):
    """A calendar year of one step for women who are outsiders: ageing, then deaths, moves and births of girls."""
    none = np.zeros(COUNTIES)

    def step(women):
        residents = np.zeros((COUNTIES, 2, AGES, 5))
        residents[:, FEMALE, :, OUTSIDER] = women
        names = ("mortality_schedule", "fertility_schedule", "departure_schedule", "return_schedule", "inflow_schedule")
        after, _ = transition(
            ageing(residents), *(schedules[name] for name in names), distance_weight=WEIGHT, town_appeal=APPEAL,
            rural_population=none, movers=none, rural_death_factor=none, town_death_factor=DEATHS, rural_fertility=none,
            migrant_fertility=none, town_fertility=FERTILITY, boys_share=none, rural_departure_rate=none, outside_share=none,
            reclassification_rate=none, reclassified_share=none, return_rate=none, eligibility_rate=none,
            registration_rate=none, outsider_register_rate=none, migrant_move_rate=none, outsider_move_rate=MOVE,
            registered_move_rate=none, town_outflow_rate=none, registered_outflow_rate=none, village_return_rate=none,
            inflow_arrivals=none, step=1.0)
        assert after.sum() == pytest.approx(after[:, FEMALE, :, OUTSIDER].sum())
        return after[:, FEMALE, :, OUTSIDER]

    return step


@pytest.fixture(scope="module")
def matrix(schedules):
    """The projection matrix, put together from survival, moves and births, without the model's step."""
    towards = choose_towns(WEIGHT, APPEAL, own=False)
    place = np.arange(COUNTIES * AGES).reshape(COUNTIES, AGES)
    older, moves, mothers = (np.zeros((COUNTIES * AGES,) * 2) for _ in range(3))
    for i in range(COUNTIES):
        for c in range(AGES):
            older[place[i, min(c + 1, AGES - 1)], place[i, c]] = 1.0
            die, leave = DEATHS[i] * schedules["mortality_schedule"][0, c], MOVE[i] * schedules["departure_schedule"][c]
            gone = 1.0 - np.exp(-(die + leave))
            moves[place[i, c], place[i, c]] += 1.0 - gone
            for j in range(COUNTIES):
                moves[place[j, c], place[i, c]] += gone * leave / (die + leave) * towards[i, j]
            mothers[place[i, 0], place[i, c]] = FERTILITY[i] * schedules["fertility_schedule"][c]
    births = 0.5 * mothers @ (np.eye(COUNTIES * AGES) + moves)
    return (moves + births) @ older


def test_a_year_of_the_model_is_the_projection_matrix(take_year, matrix):
    women = np.random.default_rng(1).uniform(0.0, 1000.0, (COUNTIES, AGES))
    np.testing.assert_allclose(take_year(women).ravel(), matrix @ women.ravel(), rtol=1e-12)


def test_growth_and_structure_tend_to_the_dominant_eigenvector(take_year, matrix):
    women = np.ones((COUNTIES, AGES))
    for _ in range(3000):
        after = take_year(women)
        growth = after.sum() / women.sum()
        women = after / after.sum()
    values, vectors = eig(matrix)
    first = np.argmax(values.real)
    structure = np.abs(vectors[:, first].real)
    assert growth == pytest.approx(values[first].real, rel=1e-10)
    np.testing.assert_allclose(women.ravel(), structure / structure.sum(), rtol=1e-7, atol=1e-12)
