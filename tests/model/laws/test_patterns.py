"""Section 5.7: the patterns that the structure alone must bring about, under 2020 practice and with what was known in 2020."""

import numpy as np
import pytest


@pytest.fixture(scope="module")
def paths(trial):
    """The real region from 2020 to 2035, frozen [year, county], and of the region [year]."""
    run = trial("shandong", "frozen", last_year=2035).run(cohorts=False)
    return {name: path[0] for name, path in {**run.counties, **run.region}.items()}


def test_urbanization_slows_as_villages_empty_and_age(paths):
    share = paths["urban_population"].sum(axis=1) / paths["population"].sum(axis=1)
    gains = np.diff(share)
    assert (gains > 0.0).all()
    assert (np.diff(gains) < 0.0).all()


def test_the_income_ratio_falls_year_by_year(paths):
    assert (np.diff(paths["income_ratio"]) < 0.0).all()


def test_villages_age_faster_than_towns(paths):
    rural = paths["rural_elderly"].sum(axis=1) / paths["rural_population"].sum(axis=1)
    urban = (paths["elderly"] - paths["rural_elderly"]).sum(axis=1) / paths["urban_population"].sum(axis=1)
    assert (np.diff(rural) > np.diff(urban)).all()
    assert (np.diff(urban) > 0.0).all()


def test_need_of_school_seats_in_towns_rises_to_a_hump_and_then_collapses(paths):
    need = (paths["registered_need_school"] + paths["other_need_school"]).sum(axis=1)
    top = need.argmax()
    assert 2 <= top <= 10
    assert (np.diff(need[: top + 1]) > 0.0).all()
    assert (np.diff(need[top:]) < 0.0).all()
    assert need[top] > 1.1 * need[0]
    assert need[-1] < 0.8 * need[top]


@pytest.mark.parametrize("part", [10, 4, 2])
def test_larger_towns_gain_share(paths, part):
    towns = paths["urban_population"]
    largest = np.argsort(-towns[0])[: towns.shape[1] // part]
    share = towns[:, largest].sum(axis=1) / towns.sum(axis=1)
    assert (np.diff(share) > 0.0).all()
