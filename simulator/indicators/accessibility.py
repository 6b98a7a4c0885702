"""How far the transport programme brings the plan's circles: who lives within an hour, or two, of another city."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xarray as xr

from simulator.inputs.drivers.travel import Travel, build_travel
from simulator.language.errors import DataError, ScenarioError
from simulator.region.region import Region, load_region

DIMS = ("scenario", "member", "year")
NEEDED = ("population", "transport_programme")
ROUNDING = 1e-9
SHARES = {
    "one_hour_share": (
        "pairs of residents of two cities of one circle who live within 1 hour of each other, share of all",
        "同一经济圈内城市间1小时可达人口对占比",
    ),
    "two_hour_share": (
        "pairs of residents of any two cities who live within 2 hours of each other, share of all",
        "城市间2小时可达人口对占比",
    ),
}
JOURNEYS = {
    "circle_journey": ("longest journey between two cities of one circle", "同一经济圈内城市间最长旅行时间"),
    "region_journey": ("longest journey between any two cities", "城市间最长旅行时间"),
}


def measure_city_reach(results: xr.Dataset, region: str | Path | Region | None = None) -> xr.Dataset:
    """The share of pairs of cities within 1 hour (of one circle) and 2 hours (all), and the longest journeys, as transport
    is built.

    A pair counts by the product of both cities' residents in the year, and its journey is the one between both seats.
    `region` is the one of the results, by default the one that ships under its name. Dimensions scenario, member, year;
    missing where there is no pair. Raises DataError for another region's data, ScenarioError for a variable that the
    results do not hold.
    """
    for name in NEEDED:
        if name not in results:
            raise ScenarioError(f"the results hold no '{name}', of which the reach of cities is made; record it")
    if not isinstance(region, Region):
        region = load_region(results.attrs["region"] if region is None else region)
    if region.digest != results.attrs["data_digest"]:
        raise DataError(f"region '{region.name}' holds other data than that of the results; give the region they were made of")
    travel = build_travel(region)
    cities = list(travel.seats)
    one, other = np.triu_indices(len(cities), 1)
    hours = list_hours(results, travel, one, other)
    people = results["population"].groupby("city").sum("county").sel(city=cities).transpose(*DIMS, "city").to_numpy()
    pairs = people[..., one] * people[..., other]
    circle = region.table("cities").set_index("code")["circle"].loc[cities].to_numpy(str)
    inside = pairs * (circle[one] == circle[other])
    reach = xr.Dataset(coords={dim: results[dim] for dim in DIMS})
    for name, counted, limit in (("one_hour_share", inside, 1.0), ("two_hour_share", pairs, 2.0)):
        english, chinese = SHARES[name]
        reach[name] = (DIMS, find_share(counted, hours <= limit + ROUNDING))
        reach[name].attrs = {"units": "1", "long_name": english, "long_name_zh": chinese}
    for name, counted in (("circle_journey", circle[one] == circle[other]), ("region_journey", np.ones(one.size, bool))):
        english, chinese = JOURNEYS[name]
        reach[name] = (DIMS, find_longest(hours[..., counted]))
        reach[name].attrs = {"units": "hour", "long_name": english, "long_name_zh": chinese}
    return reach


def list_hours(results: xr.Dataset, travel: Travel, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Hours between the seats of each pair of cities [scenario, member, year, pair]; a pair takes the mean of the programme
    at both ends, as the model does."""
    seats = list(travel.seats.values())
    seat = results.get_index("county").get_indexer(seats)
    programme = results["transport_programme"].isel(county=seat).transpose(*DIMS, "county").to_numpy()
    both = 0.5 * (programme[..., one] + programme[..., other])
    return travel.time[seat[one], seat[other]] * (1.0 - both * travel.saving[seat[one], seat[other]])


def find_share(pairs: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Share of the pairs [..., pair] that are near; missing where there are none."""
    whole = pairs.sum(axis=-1)
    return np.divide((pairs * near).sum(axis=-1), whole, out=np.full(whole.shape, np.nan), where=whole > 0.0)


def find_longest(hours: np.ndarray) -> np.ndarray:
    """The longest of the journeys [..., pair]; missing where there are none."""
    return hours.max(axis=-1) if hours.shape[-1] else np.full(hours.shape[:-1], np.nan)
