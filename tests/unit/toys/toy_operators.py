"""A toy's arithmetic on arrays: nearness, what neighbours are worth, a step in the life of people, and what January brings."""

import numpy as np

from simulator.language.dimensions import FEMALE, MALE, OPEN_AGE, REGISTERED, RURAL
from simulator.operators.implementations import compiled_version_of
from simulator.simd.age_layout import SLICES
from simulator.simd.vector_type import WIDTH


def nearness(distance, decay):
    """Weight of each destination [county, destination], halving with every unit of distance at decay 1."""
    return {"influence": 2.0 ** (-decay[:, None] * distance)}


@compiled_version_of(nearness)
def _nearness(distance, decay, influence):
    for i in range(len(decay)):
        for j in range(len(decay)):
            influence[i, j] = 2.0 ** (-decay[i] * distance[i, j])


def surroundings(influence, crowding):
    """Crowding of the neighbours by their nearness, one value a county."""
    return {"crowding_nearby": influence @ crowding}


@compiled_version_of(surroundings)
def _surroundings(influence, crowding, crowding_nearby):
    for i in range(len(crowding)):
        crowding_nearby[i] = 0.0
        for j in range(len(crowding)):
            crowding_nearby[i] += influence[i, j] * crowding[j]


def living(residents, death_schedule, leaving_rate, birth_number, step):
    """Residents [county, sex, age, status] after a step: deaths by schedule, villagers who register, and newborn."""
    dying = step * death_schedule[None, :, :, None] * residents
    after = residents - dying
    leaving = step * leaving_rate[:, None, None] * after[..., RURAL]
    after[..., RURAL] -= leaving
    after[..., REGISTERED] += leaving
    after[:, FEMALE, 0, RURAL] += 0.5 * step * birth_number
    after[:, MALE, 0, RURAL] += 0.5 * step * birth_number
    return {"residents": after}, {"dying": dying.sum(axis=(1, 2, 3)) / step, "leaving": leaving.sum(axis=(1, 2)) / step}


@compiled_version_of(living)
def _living(residents, death_schedule, leaving_rate, birth_number, step, dying, leaving):
    for i in range(residents.shape[1]):
        dying[i] = leaving[i] = 0.0
        for sex in (FEMALE, MALE):
            for age in range(death_schedule.shape[1]):
                v, lane = sex * SLICES + age // WIDTH, age % WIDTH
                hazard = step * death_schedule[sex, age]
                for k in range(residents.shape[2]):
                    dying[i] += hazard * residents[v, i, k, lane] / step
                    residents[v, i, k, lane] -= hazard * residents[v, i, k, lane]
                gone = step * leaving_rate[i] * residents[v, i, RURAL, lane]
                residents[v, i, RURAL, lane] -= gone
                residents[v, i, REGISTERED, lane] += gone
                leaving[i] += gone / step
            residents[sex * SLICES, i, RURAL, 0] += 0.5 * step * birth_number[i]


def birthday(residents):
    """Residents [county, sex, age, status] a year older; the last age group stays open."""
    older = np.zeros_like(residents)
    older[:, :, 1:] = residents[:, :, :-1]
    older[:, :, OPEN_AGE] += residents[:, :, OPEN_AGE]
    return older


@compiled_version_of(birthday)
def _birthday(residents):
    for sex in (FEMALE, MALE):
        for i in range(residents.shape[1]):
            for k in range(residents.shape[2]):
                before = 0.0
                for age in range(OPEN_AGE + 1):
                    v, lane = sex * SLICES + age // WIDTH, age % WIDTH
                    now = residents[v, i, k, lane]
                    residents[v, i, k, lane] = before + (now if age == OPEN_AGE else 0.0)
                    before = now


def graduation(schooling, entry_years, law):
    """Schooling [age] a year later: carried along, and as the young get it as far as the law lets an age change."""
    after = schooling.copy()
    after[1:] = schooling[:-1]
    return after + law * (entry_years - after)


@compiled_version_of(graduation)
def _graduation(schooling, entry_years, law):
    for age in range(len(schooling) - 1, 0, -1):
        schooling[age] = schooling[age - 1]
    for age in range(len(schooling)):
        schooling[age] += law[age] * (entry_years - schooling[age])


def fading(residents, share):
    """Residents [county, sex, age, status] of whom a share of the county stays."""
    return residents * share[:, None, None, None]


@compiled_version_of(fading)
def _fading(residents, share):
    for i in range(residents.shape[1]):
        residents[:, i] *= share[i]
