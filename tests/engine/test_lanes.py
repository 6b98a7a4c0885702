"""Eight counties side by side: right on every processor, and no county's numbers depend on the company it is in."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulator.kernel.people import count_people, make_weights, set_weights

HERE = Path(__file__).parent

@pytest.mark.parametrize("company", [1, 2, 7, 8, 9, 136])
def test_counted_people_are_the_same_bits_in_any_company(company):
    luck = np.random.default_rng(company)
    people, cells, measures = luck.uniform(0.0, 1e5, (5, company, 204)), 204, 7
    together, groups = luck.uniform(size=(4, 5)) < 0.5, luck.integers(0, 4, measures)
    weights = make_weights(measures, cells)
    shares, ends = luck.uniform(size=(measures, 2, 102)), luck.integers(0, 103, (measures, 2, 2))
    for measure in range(measures):
        for sex in range(2):
            set_weights(weights, measure, sex, cells, *sorted(ends[measure, sex]), shares[measure, sex])

    def count(some: slice) -> np.ndarray:
        numbers = np.full((measures, company), np.nan)[:, some]
        count_people(people[:, some], together, groups, weights, numbers)
        return numbers

    whole = count(slice(None))
    for county in range(company):
        np.testing.assert_array_equal(count(slice(county, county + 1))[:, 0], whole[:, county])
    expected = np.einsum("mk,kic,mc->mi", together[groups].astype(float), people, weights[:, :cells])
    np.testing.assert_allclose(whole, expected, rtol=1e-13)


def test_lanes_are_right_on_a_processor_without_wide_vectors(tmp_path):
    """`generic` is the plainest processor of this machine's kind: no vector of it holds eight numbers."""
    tests = ["tests/engine/test_language.py", "tests/engine/test_kernel.py::test_kernel_equals_plain_reading"]
    plain = {**os.environ, "NUMBA_CPU_NAME": "generic", "SIMULATOR_CACHE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *tests], cwd=HERE.parents[1],
                          env=plain, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout
