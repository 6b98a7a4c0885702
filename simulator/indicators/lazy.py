"""Indicators of the places of one level, each computed when it is first read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import xarray as xr

from simulator.indicators.accessibility import NEEDED, measure_city_reach
from simulator.indicators.definitions import unfold
from simulator.indicators.equity import add_places
from simulator.indicators.kinds import Arrays
from simulator.language.errors import ScenarioError
from simulator.region.region import Region


class LazyIndicators(dict):
    """Indicators [scenario, member, year, place] by name; a name that is no indicator is the sum of a variable.

    variables: of the model, [scenario, member, year, county]; number: of the place in which each county lies [county];
    region: needed by indicators of journeys between cities alone.
    """

    def __init__(self, variables: Arrays, number: np.ndarray, services: Sequence[str], region: Region | None = None) -> None:
        super().__init__()
        self.variables, self.number, self.services, self.region = variables, number, services, region
        self.definitions = unfold(services)
        self.totals: Arrays = {}

    def __missing__(self, name: str) -> np.ndarray:
        definition = self.definitions.get(name)
        with np.errstate(divide="ignore", invalid="ignore"):
            self[name] = self.total(name) if definition is None else definition.evaluate(self)
        return self[name]

    def group(self, number: np.ndarray) -> LazyIndicators:
        """The indicators of other places; what is known of single counties is shared."""
        grouped = LazyIndicators(self.variables, number, self.services, self.region)
        grouped.__dict__["counties"] = self.counties
        return grouped

    @cached_property
    def counties(self) -> LazyIndicators:
        """The indicators of every county, in the order of the variables."""
        return LazyIndicators(self.variables, np.arange(len(self.number)), self.services, self.region)

    def total(self, variable: str) -> np.ndarray:
        """Sum of a variable over the counties of each place."""
        if variable not in self.totals:
            self.totals[variable] = add_places(self.variables[variable], self.number)
        return self.totals[variable]

    def weighted_total(self, variable: str, people: str) -> np.ndarray:
        """Sum of a variable times its people over the counties of each place; a county without such people adds 0."""
        value, weight = self.variables[variable], self.variables[people]
        return add_places(np.where(weight > 0.0, value * weight, 0.0), self.number)

    def access(self, name: str) -> np.ndarray:
        """An indicator of journeys between cities. Raises ScenarioError where the region is not known."""
        if self.region is None:
            raise ScenarioError(f"indicator '{name}' needs the region of the results; give it")
        counties = self.region.table("counties")
        dims = ("scenario", "member", "year", "county")
        needed = xr.Dataset(
            {each: (dims, self.variables[each]) for each in NEEDED},
            {"county": counties.index.to_numpy(str), "city": ("county", counties["city"].to_numpy(str))},
            {"data_digest": self.region.digest},
        )
        self.set_access(needed, self.region)
        return self[name]

    def set_access(self, results: xr.Dataset, region: Region) -> None:
        """Keep the indicators of journeys between cities of these results."""
        measured = measure_city_reach(results, region)
        self.update({str(each): value.to_numpy()[..., None] for each, value in measured.items()})
