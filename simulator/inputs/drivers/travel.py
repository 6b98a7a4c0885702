"""How long it takes to get from county to county, and how much of it the plan's transport programme can save.

No road graph and no door-to-door times were to be had, so a journey is the faster of two: by road over a detour of the
great circle, slow at first and fast afterwards; or by road to the seat of one's own city, by train, and on by road.
The programme shortens the way between city seats. A county's own way to its seat stays as it is, so its journey becomes
the shorter of the old one and the one through both seats; a neighbour across a city border saves nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.language.errors import DataError
from simulator.region.constant import Constant
from simulator.region.region import Region

CONSTANTS = {
    #                                  value    low    high  unit    source
    "earth_radius":           Constant(6371.0088, 6371.0088, 6371.0088, "km", "mean radius, IUGG"),
    "disc_centre_distance":   Constant(2 / 3,  2 / 3,  2 / 3, "1", "mean distance from the centre of a disc of radius 1"),
    "hours_within_circle":    Constant(1.0,     1.0,    1.0, "hour", "plan 4.1: cities of one circle"),
    "hours_between_circles":  Constant(2.0,     2.0,    2.0, "hour", "plan 4.1: all cities of the agglomeration"),
    "largest_saving":         Constant(0.5,     0.3,    0.6, "1", "assumed"),
}  # fmt: skip


@dataclass(frozen=True)
class Travel:
    """Hours between counties at the end of 2020 and what the full programme saves of them.

    `time` [county, county] in hours, symmetric, with the way about one's own county on the diagonal; `saving`
    [county, county], the share of `time` saved at full programme, 0 to 0.5, zero within a city; `seats`, city code to
    the code of the county that stands for it; `out_of_reach`, pairs of city codes that even half the time would leave
    beyond the plan's limit. Counties in ascending order of code.
    """

    time: np.ndarray
    saving: np.ndarray
    seats: dict[str, str]
    out_of_reach: tuple[tuple[str, str], ...]


def build_travel(region: Region) -> Travel:
    """Work out travel times between all counties and the saving that the plan's 1-hour and 2-hour circles ask for.

    Raises DataError where two counties stand at one point or a train calls at an unknown city.
    """
    counties = region.table("counties")
    seats = choose_seats(counties)
    cities = list(seats)
    city = np.searchsorted(cities, counties["city"].to_numpy(str))
    seat = counties.index.get_indexer(list(seats.values()))

    road = _drive_between_counties(region, counties)
    access = road[np.arange(len(counties)), seat[city]]
    train = read_trains(region.table("rail"), cities) + region.constant("rail_access_time")
    time = np.minimum(road, _pass_through_seats(access, train, city))
    np.fill_diagonal(time, _drive_about(region, counties))

    between_seats = time[np.ix_(seat, seat)]
    np.fill_diagonal(between_seats, 0.0)
    limit = set_limits(region.table("cities"), cities)
    largest = CONSTANTS["largest_saving"].value
    needed = find_needed_saving(between_seats, limit)
    shortened = between_seats * (1 - np.minimum(needed, largest))
    after = np.minimum(time, _pass_through_seats(access, shortened, city))
    saving = np.where(city[:, None] == city, 0.0, 1 - after / time)
    pairs = np.argwhere(np.triu(needed > largest, 1))
    return Travel(time, saving, seats, tuple((cities[origin], cities[end]) for origin, end in pairs))


def choose_seats(counties: pd.DataFrame) -> dict[str, str]:
    """The county that stands for each city: its district with the most townspeople, or any county if it has no district.

    The choice is assumed, as no table names the seats. Returns city code to county code, cities ascending.
    """
    ranked = counties.assign(is_district=counties["county_class"].isin(["core", "district"])).sort_values(
        ["is_district", "urban_population_2020"], ascending=False, kind="stable"
    )
    return {city: group.index[0] for city, group in ranked.groupby("city")}


def measure_distances(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Great-circle distance in km between all points given in degrees (haversine)."""
    longitude, latitude = np.radians(longitude), np.radians(latitude)
    chord = (
        np.sin((latitude[:, None] - latitude) / 2) ** 2
        + np.cos(latitude[:, None]) * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    )
    return 2 * CONSTANTS["earth_radius"].value * np.arcsin(np.sqrt(np.minimum(chord, 1)))


def count_road_hours(distance: np.ndarray, region: Region) -> np.ndarray:
    """Hours by road over a straight distance in km: a detour, its first kilometres slow, the rest fast."""
    way = region.constant("detour") * distance
    slow = np.minimum(way, region.constant("road_access_km"))
    return slow / region.constant("road_access_speed") + (way - slow) / region.constant("road_speed")


def read_trains(rail: pd.DataFrame, cities: list[str]) -> np.ndarray:
    """Hours in the fastest direct train between two cities, either way; infinite where there is none."""
    hours = np.full((len(cities), len(cities)), np.inf)
    for train in rail.itertuples():
        unknown = {train.from_city, train.to_city} - set(cities)
        if unknown:
            raise DataError(f"rail: a train calls at city {min(unknown)}, which has no county in the table counties")
        origin, end = cities.index(train.from_city), cities.index(train.to_city)
        hours[origin, end] = min(hours[origin, end], train.fastest_minutes / 60)
    hours = np.minimum(hours, hours.T)
    np.fill_diagonal(hours, np.inf)
    return hours


def set_limits(table: pd.DataFrame, cities: list[str]) -> np.ndarray:
    """The plan's longest journey between two city seats in hours: shorter inside a circle than between circles."""
    circle = table.set_index("code")["circle"].loc[cities].to_numpy(str)
    inside, outside = CONSTANTS["hours_within_circle"].value, CONSTANTS["hours_between_circles"].value
    return np.where(circle[:, None] == circle, inside, outside)


def find_needed_saving(hours: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """Share of the journey that must go for it to keep the limit; 0 where it does already."""
    return 1 - limit / np.maximum(hours, limit)


def _pass_through_seats(access: np.ndarray, leg: np.ndarray, city: np.ndarray) -> np.ndarray:
    # summed so that both directions give the same bits
    return (access[:, None] + access) + leg[np.ix_(city, city)]


def _drive_between_counties(region: Region, counties: pd.DataFrame) -> np.ndarray:
    distance = measure_distances(counties["longitude"].to_numpy(float), counties["latitude"].to_numpy(float))
    same = np.argwhere(np.triu(distance <= 0, 1))
    if len(same):
        one, other = counties.index[same[0]]
        raise DataError(f"counties {one} and {other} stand at one point; give each a place of its own")
    return count_road_hours(distance, region)


def _drive_about(region: Region, counties: pd.DataFrame) -> np.ndarray:
    radius = np.sqrt(counties["area"].to_numpy(float) / np.pi)
    return count_road_hours(CONSTANTS["disc_centre_distance"].value * radius, region)
