"""Eight counties side by side: right on every processor, and no county's numbers depend on the company it is in."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulator.kernel.people import count_people, find_slices, list_statuses, make_weights, pair_measures, set_weights
from simulator.lanes.slices import SLICES, join_slices, make_people, make_slices, slice_people
from simulator.lanes.values import WIDTH

HERE = Path(__file__).parent
SEXES, AGES, STATUSES = 2, 102, 5


@pytest.mark.parametrize("company", [1, 2, 7, 8, 9, 136])
def test_counted_people_are_the_same_bits_in_any_company(company):
    luck = np.random.default_rng(company)
    people, measures = luck.uniform(0.0, 1e5, (company, SEXES, AGES, STATUSES)), 7
    groups = [frozenset(luck.choice(STATUSES, luck.integers(1, STATUSES + 1), replace=False).tolist()) for _ in range(3)]
    counted = [groups[group] for group in luck.integers(0, 3, measures)]
    weights, told = make_weights(measures, SEXES * SLICES), np.zeros((measures, SEXES, AGES))
    shares, ends = luck.uniform(size=(measures, SEXES, AGES)), np.sort(luck.integers(0, AGES + 1, (measures, SEXES, 2)))
    for measure in range(measures):
        for sex in range(SEXES):
            ages = slice(*ends[measure, sex])
            told[measure, sex, ages] = shares[measure, sex, ages]
            set_weights(weights, np.array([[measure, *ends[measure, sex]]]), sex, shares[measure, sex])

    pairs = np.array(pair_measures([(each, (0, 0)) for each in counted]), dtype=np.intp)
    statuses = np.array([list_statuses(counted[one]) for one, _ in pairs], dtype=np.intp)
    slices = np.zeros((len(pairs), 1 + SEXES * SLICES), dtype=np.intp)
    find_slices(weights, pairs, slices)

    def count(some: slice) -> np.ndarray:
        here = people[some]
        numbers = np.full((measures, -(-len(here) // WIDTH) * WIDTH), np.nan)
        count_people(lay_out(here[None])[0], statuses, pairs, slices, weights, numbers)
        return numbers[:, :len(here)]

    whole = count(slice(None))
    for county in range(company):
        np.testing.assert_array_equal(count(slice(county, county + 1))[:, 0], whole[:, county])
    together = [[float(status in each) for status in range(STATUSES)] for each in counted]
    expected = np.einsum("mk,iack,mac->mi", together, people, told)
    np.testing.assert_allclose(whole, expected, rtol=1e-13)


def lay_out(people: np.ndarray) -> np.ndarray:
    sliced = make_slices(people)
    slice_people(people, sliced)
    return sliced


def test_people_are_laid_out_by_slices_of_eight_ages_and_put_back():
    """Slice after slice of a sex, the last one with nobody in the lanes beyond the last age."""
    people = np.random.default_rng(1).uniform(1.0, 2.0, (3, 4, SEXES, AGES, STATUSES))
    sliced = lay_out(people)
    assert sliced.shape == (3, SEXES * SLICES, 4, STATUSES, 8)
    np.testing.assert_array_equal(sliced[..., SLICES + 3, 2, 4, 5], people[..., 2, 1, 3 * 8 + 5, 4])
    assert np.count_nonzero(sliced) == people.size and sliced.sum() == pytest.approx(people.sum(), rel=1e-14)
    back = make_people(sliced)
    join_slices(sliced, back)
    np.testing.assert_array_equal(back, people)


def test_people_are_laid_out_where_no_folder_can_keep_what_is_compiled():
    """A package and a home that are read-only leave Numba without a place."""
    code = ("import numpy as np; from numba.core import caching; caching.CompileResultCacheImpl._locator_classes = []; "
            "from simulator.lanes import slices; people = np.ones((1, 1, 2, 102, 5)); sliced = slices.make_slices(people); "
            "slices.slice_people(people, sliced); print(int(sliced.sum()))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr) == ("1020", "")


def test_lanes_are_right_on_a_processor_without_wide_vectors(tmp_path):
    """`generic` is the plainest processor of this machine's kind: no vector of it holds eight numbers."""
    tests = ["tests/engine/test_language.py", "tests/engine/test_kernel.py::test_kernel_equals_plain_reading"]
    plain = {**os.environ, "NUMBA_CPU_NAME": "generic", "SIMULATOR_CACHE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *tests], cwd=HERE.parents[1],
                          env=plain, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout
