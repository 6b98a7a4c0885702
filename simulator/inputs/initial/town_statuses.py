"""How many townspeople of a county came from its region's villages, from elsewhere, or are at home: from census counts.

The census counts residents registered in another township of the county, in another county or in another province. It
counts them in town and village alike, so a rural part is taken off first. Moves inside one city's districts are no
migration: those people stay with the townspeople at home.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.region.constant import Constant
from simulator.region.region import Region

CONSTANTS = {
    #                                  value  low   high   unit  source
    "most_from_elsewhere":    Constant(0.95,  0.8,  1.0,   "1",  "assumed; no county of Shandong comes near it"),
}  # fmt: skip


@dataclass(frozen=True)
class TownStatuses:
    """Townspeople of each county by where they came from, in persons [county].

    `movers` came from the region's villages and may return; `local_rural` hold rural registration without having moved;
    `outsiders` are registered elsewhere and will not return to the region's villages; `registered` are the rest.
    `crowded` says where the counts exceeded the townspeople and were scaled down.
    """

    movers: np.ndarray
    local_rural: np.ndarray
    outsiders: np.ndarray
    registered: np.ndarray
    crowded: np.ndarray


def count_town_statuses(region: Region, year: int) -> TownStatuses:
    """Split every county's townspeople of a census year by where they are registered; the parts add up to them all."""
    counties = region.table("counties")
    townspeople = counties[f"urban_population_{year}"].to_numpy(float)
    same_county, other_county, other_province = count_registered_elsewhere(region, year)

    stays_mover = region.constant("mover_share_other_county")
    district = is_district(counties)
    movers = np.where(district, 0.0, same_county) + stays_mover * other_county
    outsiders = (1 - stays_mover) * other_county + other_province

    room = CONSTANTS["most_from_elsewhere"].value * townspeople
    elsewhere = movers + outsiders
    crowded = elsewhere > room
    fit = np.divide(room, elsewhere, out=np.ones_like(room), where=crowded)
    movers, outsiders = movers * fit, outsiders * fit

    rest = townspeople - movers - outsiders
    local_rural = region.constant("local_rural_hukou_share") * rest
    return TownStatuses(movers, local_rural, outsiders, rest - local_rural, crowded)


def count_registered_elsewhere(region: Region, year: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Townspeople registered in the same county, another county, another province, without moves between districts.

    Three arrays [county] in persons.
    """
    counties = region.table("counties")
    same_county, other_county, other_province = (
        counties[f"registered_elsewhere_{where}_{year}"].to_numpy(float)
        for where in ("same_county", "other_county", "other_province")
    )
    rural_share = (1 - counties[f"urban_population_{year}"] / counties[f"population_{year}"]).to_numpy(float)
    same_province = same_county + other_county
    near = spread_rural_part(region.constant("rural_share_same_province"), same_province, rural_share)
    far = spread_rural_part(region.constant("rural_share_other_province"), other_province, rural_share)
    between_districts = other_county * share_district_moves(region, year)
    other_county = np.maximum(other_county * (1 - near) - between_districts, 0.0)
    return same_county * (1 - near), other_county, other_province * (1 - far)


def spread_rural_part(mean: float, people: np.ndarray, rural_share: np.ndarray) -> np.ndarray:
    """Give each county a rural part in proportion to its own rural share, so that the region's mean is met.

    `people` and `rural_share` [county]; returns shares [county], at most 1.
    """
    weighted = people @ rural_share
    return np.minimum(mean * people.sum() / weighted * rural_share, 1.0) if weighted > 0 else np.zeros_like(rural_share)


def share_district_moves(region: Region, year: int) -> np.ndarray:
    """Part of a county's residents from other counties who only came from another district of their city [county].

    The region's number is spread by residents from other counties over the districts of cities with several.
    """
    counties = region.table("counties")
    possible = np.where(is_one_of_several_districts(counties), 1.0, 0.0)
    from_other_county = counties[f"registered_elsewhere_other_county_{year}"].to_numpy(float) @ possible
    moves = min(region.constant("district_moves", year), from_other_county)
    return possible * (moves / from_other_county) if from_other_county > 0 else possible


def is_district(counties: pd.DataFrame) -> np.ndarray:
    """Whether each county is a district of its city [county]."""
    return counties["county_class"].isin(["core", "district"]).to_numpy()


def is_one_of_several_districts(counties: pd.DataFrame) -> np.ndarray:
    """Whether each county is a district of a city with more than one [county]."""
    district = pd.Series(is_district(counties), counties.index)
    return (district & (district.groupby(counties["city"]).transform("sum") > 1)).to_numpy()
