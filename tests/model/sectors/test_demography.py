"""Births and deaths worked by hand."""

import numpy as np
import pytest

from simulator.language.dimensions import ELIGIBLE, FEMALE, MALE, OUTSIDER, REGISTERED, RURAL
from simulator.operators.ageing import ageing
from simulator.sectors import demography, trends


def test_a_death_rate_of_ln_two_halves_a_cohort_in_a_year(people, take_step):
    after, flows, _ = take_step(people("registered"), mortality_schedule=np.log(2.0), town_death_factor=1.0)
    assert after[0, FEMALE, 1, REGISTERED] == pytest.approx(500.0)
    assert flows["urban_deaths"][0] == pytest.approx(500.0)
    assert flows["rural_deaths"].sum() == 0.0


def test_villagers_die_at_their_own_rate(people, take_step):
    _, flows, _ = take_step(people("rural"), mortality_schedule=0.01, town_death_factor=1.0, rural_death_factor=1.12)
    assert flows["rural_deaths"][0] == pytest.approx(1000.0 * (1.0 - np.exp(-0.0112)))


@pytest.mark.parametrize(
    ("mother", "child", "fertility"),
    [
        ("rural", RURAL, "rural_fertility"),
        ("migrant", ELIGIBLE, "migrant_fertility"),
        ("eligible", ELIGIBLE, "migrant_fertility"),
        ("outsider", OUTSIDER, "town_fertility"),
        ("registered", REGISTERED, "town_fertility"),
    ],
)
def test_a_child_takes_the_status_that_its_mother_gives(people, take_step, mother, child, fertility):
    after, flows, _ = take_step(
        people(mother), fertility_schedule=np.array([0.0, 0.1, 0.0, 0.0]), boys_share=0.6, step=0.5, **{fertility: 2.0}
    )
    born = 1000.0 * 0.1 * 2.0 * 0.5
    assert after[0, FEMALE, 0, child] == pytest.approx(0.4 * born)
    assert after[0, MALE, 0, child] == pytest.approx(0.6 * born)
    assert after.sum() == pytest.approx(1000.0 + born)
    assert flows["rural_births" if mother == "rural" else "urban_births"][0] == pytest.approx(born / 0.5)


def test_mothers_bear_for_as_long_as_they_live_in_the_step(people, take_step):
    _, flows, _ = take_step(
        people("registered"),
        fertility_schedule=np.array([0.0, 0.1, 0.0, 0.0]),
        boys_share=0.5,
        town_fertility=1.0,
        mortality_schedule=np.log(2.0),
        town_death_factor=1.0,
    )
    assert flows["urban_births"][0] == pytest.approx(0.1 * (1000.0 - 500.0) / np.log(2.0))


def test_children_die_from_the_moment_they_are_born(people, take_step):
    """Born evenly in a year at the end of which half of those who began it are dead, 1 / (2 ln 2) of them live."""
    at_birth = np.zeros((2, 4))
    at_birth[:, 0] = np.log(2.0)
    after, flows, _ = take_step(
        people("registered"),
        fertility_schedule=np.array([0.0, 0.1, 0.0, 0.0]),
        boys_share=0.4,
        town_fertility=1.0,
        mortality_schedule=at_birth,
        town_death_factor=1.0,
    )
    living = 100.0 * 0.5 / np.log(2.0)
    assert flows["urban_births"][0] == pytest.approx(100.0)
    assert after[0, [FEMALE, MALE], 0, REGISTERED].tolist() == pytest.approx([0.6 * living, 0.4 * living])
    assert flows["urban_deaths"][0] == pytest.approx(100.0 - living)


def test_men_bear_no_children(people, take_step):
    _, flows, _ = take_step(people("rural", sex="male"), fertility_schedule=1.0, rural_fertility=1.0)
    assert flows["rural_births"][0] == 0.0


def test_on_1_january_all_are_a_year_older_and_the_last_age_stays_open():
    residents = np.zeros((1, 2, 102, 5))
    residents[0, FEMALE, [0, 99, 100, 101], RURAL] = [1.0, 2.0, 3.0, 4.0]
    older = ageing(residents)[0, FEMALE, :, RURAL]
    assert older[[0, 1, 99, 100, 101]].tolist() == [0.0, 1.0, 0.0, 2.0, 7.0]


def test_death_level_is_that_of_2020_times_trend_and_shock():
    town = demography.town_death_factor(620_000.0, 600_000.0, 1.0, 0.01, 2.0, 1.0, 1.1)
    assert town == pytest.approx(620 / 600 * 0.9801 * 1.1)
    assert demography.rural_death_factor(town, 1.12) == pytest.approx(1.12 * town)
    assert demography.expected_deaths(100.0, 50.0, 1.12) == pytest.approx(162.0)


def test_fertility_of_each_group_is_supported_alike():
    assert demography.supported_fertility(1.5, 0.08, 0.5) == pytest.approx(0.81)
    supported = demography.supported_fertility(1.5, 0.08, 1.0)
    assert supported == pytest.approx(1.62)
    assert demography.rural_fertility(supported, 1.12) == pytest.approx(1.8144)
    assert demography.migrant_fertility(supported, 1.05) == pytest.approx(1.701)
    assert demography.town_fertility(supported, 0.92) == pytest.approx(1.4904)


@pytest.mark.parametrize(("years", "ratio"), [(-1.0, 1.12), (0.0, 1.12), (7.5, 1.10), (15.0, 1.08), (30.0, 1.08)])
def test_sex_ratio_at_birth_goes_straight_from_2020_to_2035(years, ratio):
    assert demography.sex_ratio_at_birth(1.12, 1.08, trends.trend_share(years, 15.0)) == pytest.approx(ratio)
    assert demography.boys_share(ratio) == pytest.approx(ratio / (1.0 + ratio))


def test_dependants_are_counted_for_one_person_of_working_age():
    assert demography.dependency_ratio(20.0, 30.0, 100.0) == pytest.approx(1.0)
    assert demography.population(40.0, 60.0) == 100.0
    assert demography.urban_population(1.0, 2.0, 3.0, 4.0) == 10.0
    assert demography.rural_hukou_townspeople(1.0, 2.0) == 3.0
    assert demography.births(1.0, 2.0) == demography.deaths(2.0, 1.0) == 3.0
