"""The calibration of a region as a file: whole or refused, of these counties and cells or refused, and loaded by default."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

import simulator
from simulator.calibration.members import make_posterior
from simulator.inputs.calibration_file import NAME, find_calibration, load_calibration, save_calibration
from simulator.inputs.data_vintage import use_2020_vintage
from simulator.inputs.parameter_status import tell_status
from simulator.language.errors import CalibrationError
from simulator.region.region import load_region
from simulator.system.resources import PACKAGE


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(PACKAGE / "region" / "shandong", tmp_path / "shandong")
    return tmp_path / "shandong"


def test_what_is_saved_is_what_is_loaded(shipped, tmp_path):
    save_calibration(shipped, tmp_path / NAME)
    again = load_calibration(tmp_path / NAME)
    assert again.fitted == shipped.fitted and again.about == shipped.about and again.counties == shipped.counties
    for part in ("constants", "members", "members_constants", "left_out"):
        for name, value in getattr(shipped, part).items():
            np.testing.assert_array_equal(getattr(again, part)[name], value)
    assert [each.name for each in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize(("content", "said"), [(None, "no such calibration"), (b"PK half a file", "not whole")])
def test_what_is_no_calibration_is_refused(tmp_path, content, said):
    if content:
        (tmp_path / NAME).write_bytes(content)
    with pytest.raises(CalibrationError, match=said):
        load_calibration(tmp_path / NAME)


def test_a_calibration_of_other_cells_is_refused_by_every_run(copied):
    path = copied / "province_past.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("death_rate,2016,7.05", "death_rate,2016,7.06"), encoding="utf-8")
    with pytest.raises(CalibrationError, match=r"was fitted to other tables than these; run calibrate, or remove it"):
        simulator.simulate("frozen", copied, "known_2020", last_year=2021)
    without = simulator.simulate("frozen", copied, "known_2020", last_year=2021, calibrated=False)
    assert without.attrs["calibration"].startswith("none")


def test_a_calibration_of_other_counties_is_refused(copied, shipped):
    save_calibration(replace(shipped, counties=shipped.counties[:-1]), copied / NAME)
    with pytest.raises(CalibrationError, match="has constants for other counties"):
        find_calibration(load_region(copied))


def test_blind_tables_are_those_it_was_fitted_to(shandong):
    assert find_calibration(use_2020_vintage(shandong)) is not None


def test_runs_load_it_by_default_and_say_so(shipped):
    with_it, without = (
        simulator.simulate("frozen", drivers="known_2020", last_year=2021, calibrated=each) for each in (True, False)
    )
    assert with_it.attrs["calibration"].startswith(shipped.digest[:12])
    assert not with_it["urban_population"].equals(without["urban_population"])
    held = simulator.simulate("frozen", drivers="known_2020", last_year=2021, parameters={"departure_rate": 0.02})
    assert float(held["rural_departures"].sel(year=2021).sum()) < float(with_it["rural_departures"].sel(year=2021).sum())


def test_a_made_up_region_has_none(folders):
    assert find_calibration(load_region(folders["tiny"])) is None


def test_members_are_the_first_of_those_that_ship(model, shandong, shipped):
    few, more = (make_posterior(model, shandong, count).draw() for count in (3, 5))
    for name, value in few.values.items():
        np.testing.assert_array_equal(value, more.values[name][:3])
    with pytest.raises(CalibrationError, match=f"holds {shipped.size} members, not {shipped.size + 1}"):
        make_posterior(model, shandong, shipped.size + 1)


def test_every_parameter_says_how_it_is_known(model, shipped):
    told = {v.name: tell_status(v, shipped) for v in model.of_kind("parameter")}
    assert told["departure_rate"] == "fitted to urban share of 2020"
    kinds = {text.partition(" (")[0].partition(" to ")[0] for text in told.values()}
    assert kinds <= {"fitted", "prior-driven", "constrained by the decade before 2020", "published", "assumed"}
    assert any(text.startswith("prior-driven (contraction") for text in told.values())
    ranged = {v.name for v in model.of_kind("parameter") if v.prior_low is not None}
    assert all(told[name] != "assumed" for name in ranged), "what members draw was screened"


def test_members_of_the_constrained_ensemble_run_with_constants_of_their_own(model, shandong):
    run = simulator.simulate(
        "frozen",
        shandong,
        "known_2020",
        make_posterior(model, shandong, 3),
        last_year=2021,
        record=["urban_population", "town_appeal"],
    )
    appeal = run["town_appeal"].sel(scenario="frozen", year=2020).to_numpy()
    assert np.abs(np.diff(appeal - appeal.mean(axis=1, keepdims=True), axis=0)).max() > 0.01
