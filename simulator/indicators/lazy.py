"""The indicators that are asked for and no others, each worked out when it is first needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import xarray as xr

from simulator.indicators.accessibility import JOURNEYS, NEEDED, SHARES, measure_city_reach
from simulator.indicators.catalogue import MEANS, MIXED, Arrays, unfold_counts, unfold_ratios
from simulator.indicators.change_since_start import HISTORY
from simulator.indicators.equity import COMPARED, EMPTYING, EQUITY, add_places, find_spread, find_theil
from simulator.region.region import Region

REACH = (*SHARES, *JOURNEYS)
WEIGHED = "{} of all"  # a mean times the people to whom it belongs


class Asked(dict):
    """Indicators of the places of one level [scenario, member, year, place], worked out as they are looked up.

    `counties` holds variables of the model [scenario, member, year, county], `number` the place in which each county lies.
    """

    def __init__(self, counties: Arrays, number: np.ndarray, services: Sequence[str], region: Region | None = None) -> None:
        super().__init__()
        self.counties, self.number, self.services, self.region = counties, number, services, region
        self.counts, self.ratios = set(unfold_counts(services)), unfold_ratios(services)

    def __missing__(self, name: str) -> np.ndarray:
        self[name] = self.make(name)
        return self[name]

    def make(self, name: str) -> np.ndarray:
        """One indicator."""
        with np.errstate(divide="ignore", invalid="ignore"):
            if name in MEANS:
                return share(self.add(WEIGHED.format(name)), self.add(MEANS[name]))
            if name in self.ratios:
                above, below = self.ratios[name]
                return share(self.add(above), self.add(below))
            if name in MIXED or name in HISTORY:
                return (MIXED.get(name) or HISTORY[name])(self)
        if name in EQUITY:
            return self.compare(name)
        return self.reach(name) if name in REACH else self.add(name)

    def add(self, name: str) -> np.ndarray:
        """The sum of what can be added up over the counties of each place."""
        mean = next((each for each in MEANS if WEIGHED.format(each) == name), None)
        value = self.counties[name] if mean is None else weigh(self.counties[mean], self.counties[MEANS[mean]])
        return add_places(value, self.number)

    def compare(self, name: str) -> np.ndarray:
        """How unequal the counties of each place are."""
        each = Asked(self.counties, np.arange(len(self.number)), self.services)
        if name == "losing_counties":
            return add_places((each["population_change"] < EMPTYING).astype(float), self.number)
        compared = name.removesuffix("_theil").removesuffix("_90_10")
        value = each[compared]
        weight = np.where(np.isfinite(value), self.counties[COMPARED[compared]], 0.0)
        find = find_theil if name.endswith("_theil") else find_spread
        return find(np.where(weight > 0.0, value, 0.0), weight, self.number)

    def reach(self, name: str) -> np.ndarray:
        """How near the cities of the region are to each other."""
        if self.region is None:
            return np.zeros_like(add_places(sum(self.counties[need] for need in NEEDED), self.number))
        counties = self.region.table("counties")
        dims = ("scenario", "member", "year", "county")
        held = xr.Dataset(
            {need: (dims, self.counties[need]) for need in NEEDED},
            {"county": counties.index.to_numpy(str), "city": ("county", counties["city"].to_numpy(str))},
            {"data_digest": self.region.digest},
        )
        found = measure_city_reach(held, self.region)
        self.update({each: found[each].to_numpy()[..., None] for each in REACH})
        return self[name]


def share(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """One sum over another; missing where there is nobody."""
    return np.where(below > 0.0, above / below, np.nan)


def weigh(value: np.ndarray, people: np.ndarray) -> np.ndarray:
    """What belongs to people times the people; what belongs to nobody counts for nothing."""
    return np.where(people > 0.0, value * people, 0.0)


class Noted(dict):
    """Counties of nothing in particular, which note what is looked up."""

    def __missing__(self, name: str) -> np.ndarray:
        self[name] = np.ones((1, 1, 2, 1))
        return self[name]


def find_sources(names: Iterable[str], services: Sequence[str]) -> list[str]:
    """The variables of the model of which indicators are made, found by making them."""
    noted = Noted()
    asked = Asked(noted, np.zeros(1, int), services)
    for name in names:
        asked[name]
    return sorted(noted)
