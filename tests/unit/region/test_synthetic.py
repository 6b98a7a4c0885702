"""Made-up regions of any size are regions like any other."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language.errors import DataError
from simulator.region.region import load_region
from simulator.region.synthetic.counties import MOST_COUNTIES
from simulator.region.synthetic.region import write_region


def load_synthetic(counties, seed):
    with tempfile.TemporaryDirectory() as place:
        return load_region(write_region(Path(place) / "region", counties, seed))


@pytest.mark.parametrize("counties", [1, 2, 8, 9, 10, 30, 200])
def test_any_size_loads(tmp_path, counties):
    region = load_region(write_region(tmp_path / "region", counties))
    table = region.table("counties")
    assert region.synthetic
    assert len(table) == counties
    without_villagers = (table["population_2020"] == table["urban_population_2020"]).sum()
    assert without_villagers == (1 if counties >= 10 else 0)
    assert set(region.table("provenance")["status"]) == {"assumed"}


@settings(max_examples=15, deadline=None)
@given(counties=st.integers(1, 60), seed=st.integers(0, 2**32))
def test_same_seed_gives_the_same_region(counties, seed):
    one, same, other = (load_synthetic(counties, number) for number in (seed, seed, seed + 1))
    assert one.digest == same.digest
    assert not one.table("counties").equals(other.table("counties"))
    places = one.table("counties")[["longitude", "latitude"]]
    assert not places.duplicated().any()


def test_people_are_plausible(tmp_path):
    region = load_region(write_region(tmp_path / "region", 30))
    people = region.table("county_age_sex").query("year == 2020")
    share = people.groupby("age_from")["persons"].sum() / people["persons"].sum()
    assert 0.10 < share.loc[:10].sum() < 0.25
    assert 0.08 < share.loc[65:].sum() < 0.25
    oldest = people.query("age_from >= 80").groupby("sex")["persons"].sum()
    assert oldest["female"] > oldest["male"]
    residents = region.constant("resident_population")
    assert 0.005 < region.constant("births") / residents < 0.02
    assert 0.004 < region.constant("deaths") / residents < 0.02


@pytest.mark.parametrize("counties", [0, -3, MOST_COUNTIES + 1])
def test_impossible_size_is_refused(tmp_path, counties):
    with pytest.raises(DataError, match=f"cannot have {counties} counties; ask for 1 to 5,000"):
        write_region(tmp_path / "region", counties)


def test_nothing_is_overwritten(folder):
    before = load_region(folder.path).digest
    with pytest.raises(DataError, match="already holds something; name a new folder"):
        write_region(folder.path)
    assert load_region(folder.path).digest == before
