"""Regions to try the start of a run on: the real one, made-up ones, and ones small enough to work out by hand."""

from pathlib import Path

import pandas as pd
import pytest

from simulator.region.region import Region, load_region
from simulator.region.synthetic.region import write_region


@pytest.fixture(scope="session")
def shandong() -> Region:
    return load_region("shandong")


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory) -> Region:
    return load_region(write_region(tmp_path_factory.mktemp("synthetic") / "region", counties=20, seed=1))


@pytest.fixture(params=["shandong", "synthetic"])
def region(request) -> Region:
    return request.getfixturevalue(request.param)


@pytest.fixture
def make_region():
    """Make a region of a few tables, unchecked; `constants` become its table province."""

    def make(constants: dict[str, float], **tables: pd.DataFrame) -> Region:
        province = pd.DataFrame({"name": list(constants), "year": float("nan"), "value": list(constants.values())})
        return Region("tiny", {}, True, 2020, Path(), "", (), {"province": province, **tables})

    return make
