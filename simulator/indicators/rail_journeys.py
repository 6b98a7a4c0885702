"""Train time between cities over the rail network of a year, station to station, with changes of train.

The plan asks for one hour between the cities of a circle and two hours between all cities of the agglomeration. Minutes are the
fastest run of each link with a train always waiting, so they are a lower bound; access to stations is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import xarray as xr
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from simulator.language.errors import DataError
from simulator.region.region import Region

STOP = 2.0  # minutes at a station on the way; assumed
CHANGE = 15.0  # minutes between two trains at one station; assumed
TRANSFER = 45.0  # minutes between two stations of a city that no link joins; assumed
# Published runs between neighbouring stations of 350 km/h lines reach .63 of the design speed at the median (.52 to .69); the
# table's minutes of planned links assume .75 of it.
CAUTIOUS = 0.63
LIMITS = {"circle": 60.0, "region": 120.0}  # minutes, plan 4.1
ROUNDING = 1e-6
FREE = 1e-9  # minutes of a transfer that takes no time, as a sparse graph drops a weight of 0


def measure_rail_journeys(region: Region, years: Iterable[int], cautious: bool = False) -> xr.Dataset:
    """Minutes by train [year, city, city_to], and the share of pairs within the plan's limits [year].

    `circle_rail_share` counts pairs of one circle within 60 minutes, `region_rail_share` all pairs within 120; both are NaN
    without a pair. `cautious` takes planned links at .63 of their design speed. Raises DataError for a region without the table
    rail_network.
    """
    if not region.has("rail_network"):
        raise DataError(f"region '{region.name}' has no rail_network.csv; add it to measure journeys by train")
    links, cities, years = region.table("rail_network"), region.table("cities").sort_values("code"), list(years)
    codes = list(cities["code"].astype(str))
    minutes = np.stack([find_minutes(take_year(links, year, cautious), codes) for year in years])
    first, second = np.triu_indices(len(codes), 1)
    circle = cities["circle"].to_numpy(str)
    pairs = {"circle": circle[first] == circle[second], "region": np.ones(first.size, bool)}
    shares = {
        f"{name}_rail_share": (["year"], share_within(minutes[:, first, second][:, chosen], LIMITS[name]))
        for name, chosen in pairs.items()
    }
    return xr.Dataset(
        {"rail_minutes": (["year", "city", "city_to"], minutes, {"units": "minute"}), **shares},
        coords={"year": years, "city": codes, "city_to": codes},
    )


def take_year(links: pd.DataFrame, year: int, cautious: bool) -> pd.DataFrame:
    """The links in service at the end of a year."""
    found = links[(links["opened"] <= year) | (links["assumed_opening"] <= year)].copy()
    if cautious:
        slow = 60.0 * found["length_km"] / (CAUTIOUS * found["design_speed"])
        found["fastest_minutes"] = found["fastest_minutes"].where(found["opened"].notna(), slow)
    return found


def find_minutes(links: pd.DataFrame, cities: Sequence[str]) -> np.ndarray:
    """Shortest minutes between all pairs of cities [city, city]; inf where no train goes, 0 on the diagonal.

    A node of the graph is a train of one line at one station; cities are nodes in front of all trains at their stations.
    """
    trains, city_of = list_trains(links)
    number = {train: at for at, train in enumerate(trains)}
    edges = [*list_rides(links, number), *list_changes(links, trains, city_of)]
    edges += [(len(trains) + cities.index(city_of[station]), at, FREE) for at, (station, _) in enumerate(trains)]
    size = len(trains) + len(cities)
    table = pd.DataFrame(edges, columns=["from", "to", "minutes"]).groupby(["from", "to"], as_index=False)["minutes"].min()
    graph = csr_array((table["minutes"], (table["from"], table["to"])), shape=(size, size))
    to_train = dijkstra(graph, indices=range(len(trains), size))[:, : len(trains)]
    minutes = np.full((len(cities), len(cities)), np.inf)
    for at, (station, _) in enumerate(trains):
        column = cities.index(city_of[station])
        # Every ride counts a stop; the last one is the end of the journey.
        minutes[:, column] = np.minimum(minutes[:, column], to_train[:, at] - STOP)
    np.fill_diagonal(minutes, 0.0)
    return np.minimum(minutes, minutes.T)


def list_trains(links: pd.DataFrame) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Every pair of a station and a line that stops there, and the city of each station."""
    ends = [(links["from_station"], links["from_city"]), (links["to_station"], links["to_city"])]
    trains = dict.fromkeys((station, line) for stations, _ in ends for station, line in zip(stations, links["line"], strict=True))
    city_of = {station: str(city) for stations, cities in ends for station, city in zip(stations, cities, strict=True)}
    return list(trains), city_of


def list_rides(links: pd.DataFrame, number: dict[tuple[str, str], int]) -> Iterable[tuple[int, int, float]]:
    """Rides over each link in both directions, each with the stop at its end."""
    for link in links.itertuples():
        one, other = number[link.from_station, link.line], number[link.to_station, link.line]
        yield one, other, link.fastest_minutes + STOP
        yield other, one, link.fastest_minutes + STOP


def list_changes(
    links: pd.DataFrame, trains: Sequence[tuple[str, str]], city_of: dict[str, str]
) -> Iterable[tuple[int, int, float]]:
    """Changes of train: none where trains run through, at one station, and between two stations of a city that no link joins."""
    through = {line: set(";".join(names.fillna("")).split(";")) for line, names in links.groupby("line")["through_lines"]}
    linked = {frozenset(pair) for pair in zip(links["from_station"], links["to_station"], strict=True)}
    for one, (station, line) in enumerate(trains):
        for other, (place, next_line) in enumerate(trains):
            if one == other:
                continue
            if station == place:
                runs_through = next_line in through[line] or line in through[next_line]
                yield one, other, FREE if runs_through else CHANGE - STOP
            elif city_of[station] == city_of[place] and frozenset((station, place)) not in linked:
                yield one, other, TRANSFER - STOP


def share_within(minutes: np.ndarray, limit: float) -> np.ndarray:
    """Share of the pairs [year, pair] within a limit; NaN without a pair."""
    return (minutes <= limit + ROUNDING).mean(axis=-1) if minutes.shape[-1] else np.full(len(minutes), np.nan)
