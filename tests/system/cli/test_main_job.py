"""The main job leaves what it promises, and can be repeated to the bit."""

import json

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import simulator


def test_main_job_leaves_results_indicators_figures_and_manifest(job, outputs):
    done, folder = job
    assert done.returncode == 0 and done.stderr == "", done.stderr
    for word in (
        "frozen",
        "plan",
        "plan target",
        "about 75%",
        "2035",
        "plan: 25 of 27 levers",
        "Targets of the plan",
        "short by",
        "not simulated",
    ):
        assert word in done.stdout
    assert {path.name for path in folder.iterdir()} == outputs
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["synthetic"] is False
    assert {path.suffix for path in (folder / "figures").iterdir()} == {".png", ".svg"}
    with xr.open_zarr(folder / "results.zarr") as results:
        assert tuple(results.urban_population.dims) == ("scenario", "member", "year", "county")
        assert dict(results.sizes) == {"scenario": 2, "member": 1, "year": 16, "county": 136}
        assert results.urban_population.sel(year=2020).sum("county").values == pytest.approx(64_014_254)
        assert np.isnan(results.births.sel(year=2020)).all() and not np.isnan(results.births.sel(year=2021)).any()
        assert results.total_fertility.dims == ("scenario", "member", "year")
        assert results.total_fertility.sel(year=2020).values == pytest.approx(1.533)
        assert results.births.attrs["units"] == "person/year" and "provenance" in results.births.attrs
    table = pd.read_csv(folder / "indicators.csv", dtype={"region": str, "unit": str})
    assert set(table["level"]) == {"province", "city", "circle", "class", "county"}
    assert not table.isna().any().any()


def test_same_numbers_come_out_of_python(job):
    _, folder = job
    results = simulator.simulate(["frozen", "plan"])
    with xr.open_zarr(folder / "results.zarr") as saved:
        for name in results.data_vars:
            assert np.array_equal(results[name].values, saved[name].values, equal_nan=True), name


def test_manifest_reproduces_the_run(job, command):
    _, folder = job
    again = command("reproduce", str(folder))
    assert again.returncode == 0 and "the same bits" in again.stdout


def test_reproduce_notices_a_changed_result(job, command, tmp_path):
    _, folder = job
    path = tmp_path / "manifest.json"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["results"]["births"] = "0" * 64
    path.write_text(json.dumps(manifest), encoding="utf-8")
    again = command("reproduce", str(path))
    assert again.returncode == 2 and "'births'" in again.stderr


def test_outputs_of_an_ensemble_show_the_span_of_members(command, tmp_path):
    done = command(
        "out=answer", "ensemble.members=3", "figures=false", "brief=false", "scenarios=frozen", "drivers=known_2020", "language=zh"
    )
    assert done.returncode == 0, done.stderr
    assert "常住人口城镇化率" in done.stdout and "5%—95%" in done.stdout
    assert "…" not in done.stdout, "a word was cut off"
    assert not (tmp_path / "answer" / "figures").exists()
