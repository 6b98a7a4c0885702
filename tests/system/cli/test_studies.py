"""Many members in blocks: whatever stops the work, the same command goes on, and the bits do not tell."""

import errno
import os
import re
import shutil
import signal
import time

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from zarr.storage import LocalStore

import simulator

MEMBERS = 150


def test_what_is_kept_opens_in_xarray_and_is_what_a_run_gives(whole, three):
    province = xr.open_zarr(whole / "results.zarr", group="province")
    county = xr.open_zarr(whole / "results.zarr", group="county")
    assert province.urban_share.dims == ("scenario", "member", "year")
    assert county.population.dims == ("scenario", "member", "year", "county")
    assert province.urban_share.attrs["units"] == "1" and province.urban_share.attrs["long_name_zh"]
    assert set(xr.open_datatree(whole / "results.zarr", engine="zarr").groups) == {"/", "/province", "/county"}
    members = xr.open_zarr(whole / "members.zarr")
    assert members.value.shape == (MEMBERS, members.sizes["name"]) and (members.seed == 3).all()
    from simulator.run.setup import load_model
    from simulator.sampling import make_design

    design = make_design(load_model(), "sobol", MEMBERS, 3)
    np.testing.assert_array_equal(members.value.sel(name="nest_outer"), design.draw().values["nest_outer"])
    few = simulator.simulate(["frozen", "plan"], three, "known_2020", design.part(range(70, 72)), last_year=2025, steps=1)
    np.testing.assert_array_equal(county.population[:, 70:72], few.population)


def test_tables_are_those_of_all_members(whole):
    province = xr.open_zarr(whole / "results.zarr", group="province").load()
    summary = pd.read_csv(whole / "summary.csv")
    [row] = summary[
        (summary["level"] == "province")
        & (summary["variable"] == "urban_share")
        & (summary["scenario"] == "plan")
        & (summary["year"] == 2025)
    ].to_dict("records")
    last = province.urban_share.sel(scenario="plan", year=2025)
    assert row["mean"] == pytest.approx(float(last.mean())) and row["standard_deviation"] == pytest.approx(float(last.std(ddof=1)))
    assert row["p95"] == pytest.approx(float(last.quantile(0.95))) and row["accuracy"] == 0.0 and row["members"] == MEMBERS
    changes = pd.read_csv(whole / "differences.csv")
    [row] = changes[(changes["level"] == "province") & (changes["variable"] == "urban_share") & (changes["year"] == 2025)].to_dict(
        "records"
    )
    change = last - province.urban_share.sel(scenario="frozen", year=2025)
    assert row["p50"] == pytest.approx(float(change.median())) and row["positive"] == float((change > 0).mean())
    assert row["scenario"] == "plan" and row["reference"] == "frozen"
    histogram = pd.read_csv(whole / "histograms.csv").groupby(["variable", "scenario"])["members"].sum()
    assert (histogram == MEMBERS).all() and len(histogram) == 4
    chances = pd.read_csv(whole / "targets.csv")
    assert set(chances["code"]) == {"Q1"} and chances["probability"].between(0.0, 1.0).all()
    first = pd.read_csv(whole / "first_met.csv")
    assert (first.groupby(["code", "scenario"])["members"].sum() == MEMBERS).all()


@pytest.mark.parametrize(("block", "threads"), [(1, 1), (1000, 2)])
def test_blocks_and_threads_do_not_change_a_bit(study, whole, tmp_path, block, threads):
    done = study.start([*study, "out=study", f"execution.block={block}"], tmp_path, SIMULATOR_THREADS=str(threads))
    assert done.wait(300) == 0
    assert study.digest(tmp_path / "study") == study.digest(whole)


@pytest.mark.parametrize("moment", ["results.zarr", "chunks/0000000.npz", "chunks/0000001.npz"])
def test_a_killed_study_goes_on_to_the_same_bits(study, whole, tmp_path, moment):
    words = [*study, "out=study", "execution.block=64"]
    killed = study.start(words, tmp_path)
    study.wait_for(killed, (tmp_path / "study" / moment).exists)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(60) == -signal.SIGKILL, "killed in the middle of its work"
    assert not (tmp_path / "study" / "manifest.json").exists()
    again = study.start(words, tmp_path)
    _, complained = again.communicate(timeout=300)
    assert again.returncode == 0, complained
    assert study.digest(tmp_path / "study") == study.digest(whole)


def test_ctrl_c_says_how_to_go_on(study, whole, tmp_path):
    words = [*study, "out=study", "execution.block=64"]
    stopped = study.start(words, tmp_path)
    study.wait_for(stopped, (tmp_path / "study" / "chunks" / "0000000.npz").exists)
    stopped.send_signal(signal.SIGINT)
    _, complained = stopped.communicate(timeout=60)
    assert stopped.returncode == 130 and complained.strip() == (
        "stopped; what is done is kept in study, and the same command with out=study goes on from there"
    )
    assert study.start(words, tmp_path).wait(300) == 0
    assert study.digest(tmp_path / "study") == study.digest(whole)


def test_results_that_the_power_cut_lost_are_run_again(ask, study, whole, tmp_path, monkeypatch):
    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("simulator.batch.merge.Merged.save", stop)
    assert ask(*study, "out=study").code == 130 and len(list((tmp_path / "study" / "chunks").glob("*.npz"))) == 3
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "study" / "results.zarr" / "county" / "population" / "0.1.0.0").write_bytes(b"")
    assert ask(*study, "out=study").code == 0
    assert study.digest(tmp_path / "study") == study.digest(whole)


def test_a_second_run_of_a_finished_study_does_nothing(ask, study, whole):
    before = study.digest(whole)
    began = time.monotonic()
    answer = ask(*study, f"out={whole}")
    assert answer.code == 0 and "150 members" in answer.said and time.monotonic() - began < 60
    assert study.digest(whole) == before


@pytest.mark.parametrize(
    ("word", "complaint"),
    {
        "seed=4": "as design.seed was 3 and is 4;",
        "steps=2": "as steps was 1 and is 2;",
        "record.years=[2025]": "as years was [2020, 2021, 2022, 2023, 2024, 2025] and is [2025];",
        "parameters.nest_outer=0.4": "as design.varied was ",
        "scenarios=[frozen,ambitious]": 'as scenarios[1].name was "plan" and is "ambitious";',
    }.items(),
)
def test_another_study_never_mixes_into_a_folder(ask, study, whole, word, complaint):
    others = [each for each in study if each.partition("=")[0] != word.partition("=")[0]]
    answer = ask(*others, word, f"out={whole}")
    assert answer.code == 2 and f"{whole}: holds a study with other settings, {complaint}" in answer.complained
    assert answer.complained.strip().endswith("run it as it was, or name a new folder")


def test_a_second_writer_is_told_who_the_first_is(ask, study, tmp_path):
    first = study.start([*study, "out=study", "execution.block=64"], tmp_path)
    study.wait_for(first, (tmp_path / "study" / "chunks").exists)
    answer = ask(*study, "out=study")
    assert answer.code == 2 and f"study: is being written by process {first.pid} of " in answer.complained
    first.kill()
    first.wait()


def test_a_full_disk_stops_the_study_and_it_goes_on_when_there_is_room(ask, study, whole, tmp_path, monkeypatch):
    room, put = iter(range(35)), LocalStore.set

    async def fill(self, *words):
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return await put(self, *words)

    monkeypatch.setattr(LocalStore, "set", fill)
    answer = ask(*study, "out=study", "execution.block=64")
    assert answer.code == 2 and answer.complained.strip() == (
        "study: the disk is full; make room and run the same command again, which goes on from what is done"
    )
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert ask(*study, "out=study", "execution.block=64").code == 0
    assert study.digest(tmp_path / "study") == study.digest(whole)


def test_a_study_that_the_disk_cannot_hold_is_refused_before_it_starts(ask, study, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**6, 9 * 10**5, 10**5))
    answer = ask(*study, "out=study")
    assert answer.code == 2 and re.match(
        r"out: the study would write up to \d+ kB, but 'study' has 100 kB free; record fewer "
        "variables, levels or years",
        answer.complained,
    ), answer.complained
    assert not (tmp_path / "study" / "results.zarr").exists()


def test_only_the_spread_is_kept_if_asked(ask, study, whole, tmp_path, monkeypatch):
    answer = ask(*study, "out=exact", "record.paths=false")
    assert answer.code == 0 and not (tmp_path / "exact" / "results.zarr").exists()
    exact = pd.read_csv(tmp_path / "exact" / "summary.csv")
    pd.testing.assert_frame_equal(exact, pd.read_csv(whole / "summary.csv"))
    monkeypatch.setattr("simulator.batch.chunk.SMALL", 0)
    assert ask(*study, "out=sketch", "record.paths=false").code == 0
    assert not (tmp_path / "sketch" / "results.zarr").exists()
    sketch = pd.read_csv(tmp_path / "sketch" / "summary.csv")
    assert (sketch["accuracy"] == 0.001).all() and sketch["mean"].equals(exact["mean"])
    assert (np.abs(sketch["p95"] / exact["p95"] - 1.0) < 0.01).all()
    assert pd.read_csv(tmp_path / "sketch" / "targets.csv").equals(pd.read_csv(whole / "targets.csv"))
