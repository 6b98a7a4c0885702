"""What the runs are told of births, deaths and other provinces."""

import shutil

import numpy as np
import pytest

import simulator
from simulator.inputs.drivers.sets import read_vital_events
from simulator.language.errors import DataError
from simulator.region.region import load_region
from simulator.run.results import digest_results
from simulator.system.resources import PACKAGE

REPRODUCED = 1e-9


@pytest.fixture(scope="module")
def frozen():
    """The real region under 2020 practice, as far as the driver table goes, for two members."""
    return simulator.simulate("frozen", drivers="observed_2025", members=2, last_year=2025)


@pytest.mark.parametrize("flow", ["births", "deaths", "net_migration"])
def test_driver_table_is_reproduced_under_frozen(frozen, flow):
    events = read_vital_events(load_region("shandong"))
    wanted = np.array([getattr(event, flow) for event in events])
    found = frozen[flow].sel(year=[event.year for event in events]).sum("county")
    assert len(wanted) == 5
    np.testing.assert_allclose(found[0], np.stack([wanted] * 2), rtol=REPRODUCED)


def test_levers_act_in_the_driven_years(frozen):
    both = simulator.simulate(["frozen", "plan"], drivers="observed_2025", last_year=2025)
    births = both["births"].sum("county").sel(year=2025)[:, 0]
    assert births[1] > births[0]
    registered = both["registered_population"].sum("county").sel(year=2022)[:, 0]
    assert registered[1] > registered[0]


def test_scenarios_of_a_member_read_the_same_driven_years():
    both = simulator.simulate(["frozen", "plan"], drivers="observed_2025", last_year=2023)
    for name in ("town_outflow_rate", "town_death_factor"):
        np.testing.assert_array_equal(both[name][0], both[name][1])


@pytest.fixture
def without_later_years(tmp_path):
    """The real region with nothing learnt after 2020: its table of vital events deleted."""
    folder = tmp_path / "shandong"
    shutil.copytree(PACKAGE / "region" / "shandong", folder)
    (folder / "vital_events.csv").unlink()
    return folder


def test_known_2020_needs_no_later_table_and_does_not_read_it(without_later_years):
    without = simulator.simulate("plan", without_later_years, "known_2020", last_year=2026)
    whole = simulator.simulate("plan", "shandong", "known_2020", last_year=2026)
    assert digest_results(without) == digest_results(whole)


def test_observed_2025_says_that_its_table_is_missing(without_later_years):
    with pytest.raises(DataError, match=r"vital_events\.csv.*known_2020"):
        simulator.simulate("plan", without_later_years, "observed_2025", last_year=2021)
