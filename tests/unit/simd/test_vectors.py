"""Eight ages or counties side by side: laid out and put back, and right on every processor."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulator.simd.age_layout import SLICES, join_slices, make_people, shape_slices, slice_people

HERE = Path(__file__).parent
SEXES, AGES, STATUSES = 2, 102, 5


def lay_out(people: np.ndarray) -> np.ndarray:
    sliced = np.full(shape_slices(people), np.nan)
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


@pytest.mark.slow
def test_vectors_are_right_on_a_processor_without_wide_ones(tmp_path):
    """`generic` is the plainest processor of this machine's kind: no vector of it holds eight numbers."""
    tests = ["tests/unit/language/test_functions.py", "tests/unit/kernel/test_kernel.py::test_kernel_equals_plain_reading"]
    plain = {**os.environ, "NUMBA_CPU_NAME": "generic", "SIMULATOR_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *tests],
        cwd=HERE.parents[2],
        env=plain,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout
