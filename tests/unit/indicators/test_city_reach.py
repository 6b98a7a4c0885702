"""Pairs of cities come within an hour or two as the transport programme is built."""

import numpy as np
import pytest
import xarray as xr

from simulator import load_region
from simulator.indicators.accessibility import measure_city_reach
from simulator.inputs.drivers.travel import build_travel
from simulator.language.errors import DataError, ScenarioError

LIMITS = {"one_hour_share": 1.0, "two_hour_share": 2.0}


def make_results(region, programme=0.0):
    """Results of three years in which residents are made up and the programme is held, everywhere or by county."""
    counties = region.table("counties")
    dims, shape = ("scenario", "member", "year", "county"), (1, 2, 3, len(counties))
    people = np.random.default_rng(5).uniform(1e4, 1e6, shape)
    return xr.Dataset(
        {"population": (dims, people), "transport_programme": (dims, np.broadcast_to(programme, shape))},
        {
            "scenario": ["made_up"],
            "member": [0, 1],
            "year": [2020, 2021, 2022],
            "county": counties.index.to_numpy(str),
            "city": ("county", counties["city"].to_numpy(str)),
        },
        {"region": region.name, "data_digest": region.digest},
    )


def list_pairs(results, region, name):
    """Seats of the pairs of cities that count for a share, and what each counts for in the last year of the last member."""
    travel, circles = build_travel(region), region.table("cities").set_index("code")["circle"]
    people = results["population"].isel(scenario=-1, member=-1, year=-1).groupby("city").sum("county")
    codes = list(results["county"].values)
    for one in travel.seats:
        for other in travel.seats:
            if one < other and (name == "two_hour_share" or circles[one] == circles[other]):
                yield (
                    (one, other),
                    codes.index(travel.seats[one]),
                    codes.index(travel.seats[other]),
                    float(people.sel(city=one) * people.sel(city=other)),
                )


@pytest.fixture(params=["small", "shandong"])
def place(request, folders):
    """A made-up region and the real one."""
    return load_region(folders[request.param])


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("programme", [0.0, 0.4, 1.0])
def test_share_is_that_of_pairs_of_residents(place, name, programme):
    results, travel = make_results(place, programme), build_travel(place)
    near = whole = 0.0
    for _, one, other, pairs in list_pairs(results, place, name):
        whole += pairs
        near += pairs * (travel.time[one, other] * (1.0 - programme * travel.saving[one, other]) <= LIMITS[name] + 1e-9)
    found = measure_city_reach(results, place)[name]
    assert found.dims == ("scenario", "member", "year") and found.sizes == {"scenario": 1, "member": 2, "year": 3}
    assert found.isel(scenario=-1, member=-1, year=-1) == pytest.approx(near / whole, rel=1e-12)


@pytest.mark.parametrize(("name", "counted"), [("circle_journey", "one_hour_share"), ("region_journey", "two_hour_share")])
@pytest.mark.parametrize("programme", [0.0, 0.7])
def test_longest_journey_is_that_of_the_farthest_pair(place, name, counted, programme):
    results, travel = make_results(place, programme), build_travel(place)
    hours = [
        travel.time[one, other] * (1.0 - programme * travel.saving[one, other])
        for _, one, other, _ in list_pairs(results, place, counted)
    ]
    found = measure_city_reach(results, place)[name]
    assert found.attrs["units"] == "hour"
    assert found.isel(scenario=-1, member=-1, year=-1) == pytest.approx(max(hours), rel=1e-12)


def test_full_programme_keeps_the_hour_wherever_half_the_time_can(place):
    results, beyond = make_results(place, 1.0), set(build_travel(place).out_of_reach)
    pairs = list(list_pairs(results, place, "one_hour_share"))
    kept = sum(count for cities, _, _, count in pairs if cities not in beyond) / sum(count for *_, count in pairs)
    found = measure_city_reach(results, place)["one_hour_share"].isel(scenario=-1, member=-1, year=-1)
    assert found == pytest.approx(kept, rel=1e-12)


def test_reach_never_falls_with_the_programme(place):
    programmes = (0.0, 0.3, 0.6, 0.9, 1.0, 1.2)
    shares = [measure_city_reach(make_results(place, each), place)[list(LIMITS)].to_array() for each in programmes]
    rises = np.diff(shares, axis=0)
    assert (rises >= 0.0).all() and (rises > 0.0).any()


def test_pair_takes_the_mean_of_both_ends(place):
    """The programme in one half of the seats and none in the others is half the programme between them."""
    seats = list(build_travel(place).seats.values())
    somewhere = np.isin(place.table("counties").index, seats[::2]).astype(float)
    results, travel = make_results(place, somewhere), build_travel(place)
    near = whole = 0.0
    for _, one, other, pairs in list_pairs(results, place, "two_hour_share"):
        both = 0.5 * (somewhere[one] + somewhere[other])
        whole += pairs
        near += pairs * (travel.time[one, other] * (1.0 - both * travel.saving[one, other]) <= 2.0 + 1e-9)
    found = measure_city_reach(results, place)["two_hour_share"].isel(scenario=-1, member=-1, year=-1)
    assert found == pytest.approx(near / whole, rel=1e-12)


def test_path_follows_the_lever(results, region):
    reach = measure_city_reach(results, region)
    assert reach["two_hour_share"].attrs["long_name_zh"] and reach["two_hour_share"].attrs["units"] == "1"
    for name in LIMITS:
        assert ((reach[name] >= 0.0) & (reach[name] <= 1.0)).all()
        frozen, plan = reach[name].sel(scenario="frozen"), reach[name].sel(scenario="plan")
        np.testing.assert_array_equal(plan.sel(year=2020), frozen.sel(year=2020))
        assert (plan - frozen).min() > -0.01


def test_one_city_makes_no_pair(folders):
    region = load_region(folders["single"])
    assert measure_city_reach(make_results(region), region).to_array().isnull().all()


def test_region_that_ships_is_found_by_its_name():
    region = load_region("shandong")
    results = make_results(region, 0.5)
    xr.testing.assert_identical(measure_city_reach(results), measure_city_reach(results, region))


def test_other_data_and_absent_variables_are_refused(region):
    results = make_results(region)
    with pytest.raises(DataError, match="other data than that of the results"):
        measure_city_reach(results, "shandong")
    with pytest.raises(ScenarioError, match="hold no 'transport_programme'"):
        measure_city_reach(results.drop_vars("transport_programme"), region)
