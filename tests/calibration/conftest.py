"""The real region, and the calibration that ships with it."""

import pytest

from simulator.calibration.file import find_calibration
from simulator.data.regions import load_region


@pytest.fixture(scope="module")
def shandong():
    return load_region("shandong")


@pytest.fixture(scope="module")
def shipped(shandong):
    return find_calibration(shandong)
