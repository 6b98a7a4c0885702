"""PySD loads the exported file, runs it, and gives what the kernel gives in each of fifteen years."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pysd
import pytest

from simulator.kernel.inputs import Inputs
from simulator.language.declarations import parameter
from simulator.language.units import one
from simulator.xmile.entries import Entry, say_path
from simulator.xmile.export import assemble, write_xmile
from simulator.xmile.paths import follow_county

CLOSE = 1e-9
STEPS = 4


def run_pysd(text: str, path: Path) -> pd.DataFrame:
    """What PySD makes of an XMILE file, a row a step."""
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        # PySD lays out the program that it writes, for people to read: that alone takes most of its time.
        patch.setattr("black.format_file_contents", lambda text, **_: text)
        return pysd.read_xmile(str(path)).run()


def assert_close(name: str, found: np.ndarray, expected: np.ndarray) -> None:
    """Two paths agree, relative to each value."""
    np.testing.assert_allclose(found, expected, rtol=CLOSE, atol=0.0, err_msg=name)


def count_villagers(inputs: Inputs) -> np.ndarray:
    """Villagers of each county at the start."""
    return inputs.state.cohorts["residents"][0, ..., 0].sum(axis=(1, 2))


@pytest.fixture(scope="module", params=["ordinary", "without_villagers"])
def county(request, trial, tmp_path_factory):
    """The plan in one county of a made-up region: its place, the run, and what PySD makes of the file."""
    run = trial(scenario="plan", last_year=2035, steps=STEPS)
    # Euler's method takes steps of the first order.
    run = replace(run, inputs=replace(run.inputs, scheme="first_order"))
    villagers = count_villagers(run.inputs)
    place = int(np.flatnonzero((villagers > 0.0) == (request.param == "ordinary"))[0])
    text = write_xmile(run.inputs, place, request.param, "0")
    return place, run, run_pysd(text, tmp_path_factory.mktemp("xmile") / f"{request.param}.xmile")


def test_every_variable_agrees_with_the_plain_reading_in_every_step(county, model):
    place, run, found = county
    expected = follow_county(run.inputs, place)
    compared = [name for name in found if name in expected and expected[name].ndim]
    assert len(compared) > 350
    for name in compared:
        # What belongs to a span of time has no value on the last 31 December.
        last = -1 if name in model.after_transition else None
        assert_close(name, found[name].to_numpy()[:last], expected[name][:last])


def test_constants_are_those_of_the_run(county):
    place, run, found = county
    expected = follow_county(run.inputs, place)
    compared = [name for name in found if name in expected and not expected[name].ndim and np.isfinite(expected[name])]
    assert len(compared) > 150
    for name in compared:
        assert (found[name] == expected[name]).all(), name


def test_stocks_and_flows_agree_with_the_kernel_in_every_year(county, model):
    place, run, found = county
    kernel = run.run(cohorts=False)
    paths = {name: path[0, :, place] for name, path in kernel.counties.items()} | {name: p[0] for name, p in kernel.region.items()}
    stocks = [v.name for v in model.of_kind("stock") if v.axes == ("county",)]
    flows = [name for name in paths if name in model.flows and name in found]
    assert len(stocks) > 20 and len(flows) > 100
    for name in stocks:
        assert_close(name, found[name].to_numpy()[::STEPS], paths[name])
    for name in flows:
        assert_close(name, found[name].to_numpy()[:-1].reshape(-1, STEPS).mean(axis=1), paths[name][1:])
    for name in (name for name in found if name in paths and name not in model.flows):
        assert_close(name, found[name].iloc[-1], paths[name][-1])


def test_pysd_keeps_all_digits_of_a_path(tmp_path):
    """It keeps eight of a graph, so a second one holds the rest."""
    generator = np.random.default_rng(1)
    paths = {
        "large": 1e12 * generator.random(5),
        "tiny": 1e-9 * generator.random(5),
        "shares": 0.1 + generator.random(5),
        "wide": np.array([0.0, 1.23456789012e-7, 1.0 / 3.0, 2e5 / 3.0, -1e11 / 7.0]),
        "short": np.arange(5.0),
    }
    v = parameter(0.0, one, "a path", source="toy")
    entries = [
        each
        for name, path in paths.items()
        for each in say_path(v, Entry(tag="aux", name=name, unit=one, text="a path", equation=""), path, (2020, 2021))
    ]
    assert [each.name for each in entries if each.name.startswith("short")] == ["short"]
    found = run_pysd(assemble(entries, (2020, 2021), 4, "toy", "0"), tmp_path / "paths.xmile")
    for name, path in paths.items():
        np.testing.assert_allclose(found[name], path, rtol=1e-14, err_msg=name)


@pytest.mark.parametrize("steps", [1, 4, 5, 7, 12, 365])
def test_paths_are_followed_step_by_step_whatever_the_step(tmp_path, steps):
    path = np.random.default_rng(steps).random(2 * steps + 1)
    entry = Entry(tag="aux", name="path", unit=one, text="a path", equation="")
    entries = say_path(parameter(0.0, one, "a path", source="toy"), entry, path, (2020, 2022))
    found = run_pysd(assemble(list(entries), (2020, 2022), steps, "toy", "0"), tmp_path / "steps.xmile")
    np.testing.assert_allclose(found["path"], path, rtol=1e-10)
