"""A run from 2010: the same counties, the reference constants of 2020, and the events of the decade that were counted."""

import numpy as np
import pytest

import simulator
from simulator.inputs.drivers.sets import read_past_events
from simulator.language.errors import DataError, ScenarioError
from simulator.region.region import load_region
from simulator.run.checkpoint import load_checkpoint

RUN = {"drivers": "known_2020", "first_year": 2010, "members": 2, "seed": 3}


@pytest.fixture(scope="module")
def decade():
    return simulator.simulate("frozen", last_year=2022, cohorts=True, **RUN)


def test_the_start_is_the_census_of_2010(decade):
    counties = load_region("shandong").table("counties")
    start = decade.sel(year=2010, scenario="frozen")
    for variable, column in (("population", "population_2010"), ("urban_population", "urban_population_2010")):
        np.testing.assert_allclose(start[variable].sum("county"), counties[column].sum(), rtol=1e-9)
    past = load_region("shandong").table("county_past")["population_2010_later_boundaries"].to_numpy(float)
    np.testing.assert_allclose(start["population"][0], past, rtol=0.02)


@pytest.mark.parametrize("flow", ["births", "deaths", "net_migration"])
def test_the_decade_has_the_events_that_were_counted(decade, flow):
    events = read_past_events(load_region("shandong"), 2010)
    wanted = np.array([getattr(event, flow) for event in events])
    found = decade[flow].sel(year=[event.year for event in events]).sum("county")
    np.testing.assert_allclose(found[0], np.stack([wanted] * 2), rtol=1e-8)


def test_the_decade_ends_with_the_people_of_the_census_of_2020(decade):
    counted = load_region("shandong").table("counties")["population_2020"].sum()
    np.testing.assert_allclose(decade["population"].sel(year=2020, scenario="frozen").sum("county"), counted, rtol=1e-8)


def test_the_decade_saved_in_2020_and_resumed_is_the_straight_run(decade, tmp_path):
    path = tmp_path / "checkpoint.npz"
    simulator.simulate("frozen", last_year=2020, save=path, **RUN)
    resumed = simulator.simulate("frozen", last_year=2022, resume=path, cohorts=True, **RUN)
    for name in decade.data_vars:
        assert np.array_equal(decade[name].sel(year=[2021, 2022]), resumed[name].sel(year=[2021, 2022]), equal_nan=True), name


def test_constants_of_2020_serve_both_starts(tmp_path):
    for year in (2010, 2020):
        simulator.simulate("frozen", last_year=2021, save=tmp_path / f"{year}.npz", **{**RUN, "first_year": year})
    early, late = (load_checkpoint(tmp_path / f"{year}.npz").references for year in (2010, 2020))
    assert set(early) == set(late) and len(early) > 20
    for name, value in early.items():
        np.testing.assert_array_equal(value, late[name], name)


def test_two_driver_sets_tell_the_same_of_the_decade():
    known, observed = (
        simulator.simulate("frozen", drivers=drivers, first_year=2010, last_year=2021)
        for drivers in ("known_2020", "observed_2025")
    )
    for name in ("urban_population", "births", "rural_income"):
        np.testing.assert_array_equal(known[name].sel(year=slice(2011, 2020)), observed[name].sel(year=slice(2011, 2020)), name)
    assert float(known["births"].sel(year=2021).sum()) != float(observed["births"].sel(year=2021).sum())


def test_a_year_without_a_census_is_refused():
    with pytest.raises(ScenarioError, match=r"first_year: there is no census of 2015 .* 2010, 2020"):
        simulator.simulate("frozen", first_year=2015)


def test_a_region_that_tells_nothing_of_the_decade_says_so(folders):
    with pytest.raises(DataError, match=r"province_past\.csv: birth_rate of 2011 is missing"):
        simulator.simulate("frozen", folders["tiny"], "known_2020", first_year=2010)
