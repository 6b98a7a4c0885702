"""Golden last: what the model said when somebody last looked at it with care. Laws come first; this only sees a change."""

import importlib.util
import json
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("pathways", Path(__file__).with_name("pathways.py"))
pathways = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pathways)


@pytest.fixture(scope="module")
def now():
    return pathways.compute_pathways()


@pytest.mark.parametrize("case", json.loads(pathways.FILE.read_text(encoding="utf-8")))
def test_pathways_of_shandong_have_not_moved(now, case):
    held = json.loads(pathways.FILE.read_text(encoding="utf-8"))[case]
    assert now[case].keys() == held.keys()
    for name, values in held.items():
        assert now[case][name] == pytest.approx(values, rel=1e-9, abs=0.01), name
