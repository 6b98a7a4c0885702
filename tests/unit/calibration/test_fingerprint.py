"""A calibration knows the model that it was fitted to by numbers: by what a model does, not by how it is written."""

import importlib.util
import re
import shutil
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import simulator
from simulator.inputs.calibration_file import NAME, save_calibration
from simulator.kernel.reference import run_reference
from simulator.language.errors import CalibrationError, ScenarioError
from simulator.model.gather import gather
from simulator.run import block
from simulator.run.fingerprint import STALE, TOLERANCE, has_fingerprint, take_fingerprint
from simulator.system.resources import PACKAGE

SECTORS = sorted(path for path in (PACKAGE / "sectors").glob("*.py") if path.name != "__init__.py")
IDLE = '''"""A sector that reads the model and feeds nothing back."""

from simulator.language.units import person


def everybody(urban_population, rural_population) -> person:
    """Townspeople and villagers."""
    return urban_population + rural_population
'''


@pytest.fixture
def plain(monkeypatch):
    """The reference engine in place of the kernel: no compilation of each edited model, and other last digits."""
    monkeypatch.setitem(block.ENGINES, "kernel", run_reference)


@pytest.fixture
def written(tmp_path) -> Callable:
    """The model of the sectors that ship with their texts edited, and of others besides."""

    def load(edit: Callable[[str], str], **others: str) -> object:
        modules = []
        for name, text in {**{path.stem: edit(path.read_text(encoding="utf-8")) for path in SECTORS}, **others}.items():
            path = tmp_path / f"{name}.py"
            path.write_text(text, encoding="utf-8")
            spec = importlib.util.spec_from_file_location(f"edited.{name}", path)
            modules.append(importlib.util.module_from_spec(spec))
            spec.loader.exec_module(modules[-1])
        return gather(modules)

    return load


def test_what_feeds_nothing_back_and_new_names_leave_it_as_it_was(plain, written, shipped, shandong):
    model = written(lambda text: re.sub(r"\bwage_pressure\b", "pay_pressure", text), idle=IDLE)
    assert "pay_pressure" in model.variables and "everybody" in model.variables
    assert has_fingerprint(model, shandong, shipped)


def test_a_changed_equation_is_seen(plain, written, shipped, shandong):
    model = written(lambda text: re.sub(r"(def wage_pressure\(.*?return )([^\n]*)", r"\1(\2) * 1.001", text, flags=re.S))
    found = take_fingerprint(model, shandong, shipped)
    assert 1e3 * TOLERANCE < np.abs(found / shipped.fingerprint - 1.0).max() < 0.1, (
        "far above the tolerance, though hardly anything changed"
    )


@pytest.fixture
def stale(tmp_path, shipped):
    """The real region with a calibration whose model differed by one part in ten million."""
    shutil.copytree(PACKAGE / "region" / "shandong", tmp_path / "shandong")
    save_calibration(replace(shipped, fingerprint=shipped.fingerprint * (1.0 + 1e-7)), tmp_path / "shandong" / NAME)
    return tmp_path / "shandong"


def test_runs_say_so_and_strict_ones_are_refused(stale):
    run = {"region": stale, "drivers": "known_2020", "last_year": 2021, "record": ["urban_population"]}
    assert simulator.simulate("frozen", **run).attrs["calibration_warning"] == STALE
    assert simulator.simulate("frozen", **run, calibrated=False).attrs["calibration_warning"] == ""
    with pytest.raises(CalibrationError, match=r"calibrated=strict: the calibration was fitted to other equations .* calibrate"):
        simulator.simulate("frozen", **run, calibrated="strict")


def test_the_calibration_that_ships_is_of_the_model_that_ships(shandong):
    results = simulator.simulate("frozen", shandong, "known_2020", last_year=2021, record=["urban_population"], calibrated="strict")
    assert results.attrs["calibration_warning"] == ""


def test_a_calibration_without_a_fingerprint_is_of_no_known_model(model, shandong, shipped):
    assert not has_fingerprint(model, shandong, replace(shipped, fingerprint=np.zeros(0)))


def test_another_word_than_strict_is_refused(shandong):
    with pytest.raises(ScenarioError, match=r"calibrated: 'yes' is not understood; give True, False or 'strict'"):
        simulator.simulate("frozen", shandong, calibrated="yes")
