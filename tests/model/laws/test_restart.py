"""V7: a run that is saved and resumed is the straight run, bit for bit."""

import numpy as np
import pytest

import simulator
from simulator.language.errors import DataError

RUN = {"members": 2, "seed": 3, "cohorts": True}


@pytest.fixture(scope="module")
def straight():
    return simulator.simulate(["frozen", "plan"], last_year=2030, **RUN)


@pytest.mark.parametrize("year", [2023, 2027])
def test_resumed_run_is_the_straight_run_whether_driver_years_are_over_or_not(straight, tmp_path, year):
    path = tmp_path / "checkpoint.npz"
    simulator.simulate(["frozen", "plan"], last_year=year, save=path, **RUN)
    resumed = simulator.simulate(["frozen", "plan"], last_year=2030, resume=path, **RUN)
    assert resumed.year.values.tolist() == list(range(year, 2031))
    for name in straight.data_vars:
        later = slice(year + 1, 2030)
        assert np.array_equal(straight[name].sel(year=later), resumed[name].sel(year=later), equal_nan=True), name


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 4}, "parameters"),
        ({"steps": 8}, "steps 2, not 8"),
        ({"drivers": "observed_2025"}, "drivers that are not"),
        ({"members": 3}, "members 2, not 3"),
        ({"scenarios": "plan"}, "scenarios"),
        ({"region": "synthetic"}, "data"),
    ],
)
def test_resuming_under_other_settings_is_refused_and_says_which(tmp_path, change, said):
    from simulator.region.synthetic.region import write_region

    run = {"scenarios": "frozen", "drivers": "known_2020", **RUN}
    simulator.simulate(**run, last_year=2021, save=tmp_path / "checkpoint.npz")
    if "region" in change:
        change = {"region": write_region(tmp_path / "other", counties=3)}
    with pytest.raises(DataError, match=said):
        simulator.simulate(**{**run, **change}, last_year=2022, resume=tmp_path / "checkpoint.npz")


@pytest.mark.parametrize(("content", "said"), [(None, "no such state"), (b"PK not a state", "not whole")])
def test_resuming_from_what_is_no_state_is_refused(tmp_path, content, said):
    path = tmp_path / "checkpoint.npz"
    if content:
        path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        simulator.simulate("frozen", resume=path)


def test_half_a_state_is_refused_and_none_is_ever_left(tmp_path):
    path = tmp_path / "checkpoint.npz"
    simulator.simulate("frozen", drivers="known_2020", last_year=2021, save=path)
    assert [each.name for each in tmp_path.iterdir()] == ["checkpoint.npz"]
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(DataError, match="not whole"):
        simulator.simulate("frozen", drivers="known_2020", resume=path)
