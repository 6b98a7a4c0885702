"""Where the benchmarks lie."""

from pathlib import Path

import pytest

import benchmarks


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(benchmarks.__file__).parents[1]
