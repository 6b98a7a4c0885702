"""The real region, and the calibration that ships with it."""

import pytest

from simulator.inputs.calibration_file import find_calibration
from simulator.region.region import load_region


@pytest.fixture(scope="module")
def shandong():
    return load_region("shandong")


@pytest.fixture(scope="module")
def shipped(shandong):
    return find_calibration(shandong)
