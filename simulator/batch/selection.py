"""What is kept of a run: which variables, at which levels, in which years; and how it is worked out of what the kernel gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from simulator.batch.target_probability import list_scored
from simulator.indicators.definitions import find_definition, find_sources
from simulator.indicators.kinds import LEVELS
from simulator.indicators.lazy import LazyIndicators
from simulator.indicators.targets import list_units
from simulator.inputs.region_inputs import RegionInputs
from simulator.kernel.inputs import Arrays
from simulator.kernel.run import Outputs
from simulator.kernel.schedule import plan_kernel
from simulator.language.errors import ScenarioError, suggest
from simulator.model.graph import Model

# What is kept where nothing is named, besides what the plan's targets speak of.
MAIN = ("urban_share", "registered_share", "population", "urban_income", "rural_income", "income_ratio", "programme_cost_total")


@dataclass(frozen=True, eq=False)
class Selection:
    """Names by level and the years kept, in the region whose inputs the model reads."""

    model: Model
    region_inputs: RegionInputs
    names: dict[str, tuple[str, ...]]
    years: tuple[int, ...]
    last_year: int

    @cached_property
    def services(self) -> list[str]:
        """What families of services stand for."""
        return list_services(self.model)

    @cached_property
    def indicators(self) -> set[str]:
        """Everything that is made of sums over counties."""
        return set(list_units(self.model))

    @cached_property
    def targets(self) -> list[dict]:
        """The statements of the plan that are scored, and due before the run ends."""
        return list_scored(self.region_inputs.region.table("targets"), self.last_year)

    @cached_property
    def places(self) -> dict[str, tuple[pd.Index, np.ndarray]]:
        """Of each level kept, the places and the number of the place in which each county lies."""
        return {level: find_places(self.region_inputs, LEVELS[level]) for level in {*self.names, "province"}}

    @cached_property
    def record(self) -> list[str]:
        """What the kernel is to record."""
        model, asked = self.model, {name for names in self.names.values() for name in names}
        made = (asked & self.indicators) | {target["indicator"] for target in self.targets}
        told = asked - self.indicators
        needed = {*find_sources(sorted(made), self.services), *told, *(model.undefined[n] for n in told if n in model.undefined)}
        return [name for name in plan_kernel(model).recorded if name in needed]

    @cached_property
    def all_years(self) -> range:
        """The years of the run."""
        return range(self.region_inputs.region.reference_year, self.last_year + 1)

    def shape(self, level: str) -> tuple[int, int]:
        """Number of years and places kept at a level."""
        return len(self.years), len(self.places[level][0])

    def measure(self, outputs: Outputs) -> tuple[Arrays, Arrays]:
        """What one scenario gave: by level [name, member, year, place], and by indicator of a target [member, year] of all
        years."""
        counties = {name: value[None] for name, value in outputs.counties.items()}
        kept = [self.all_years.index(year) for year in self.years]
        found, asked = {}, {}
        for level, (_, number) in self.places.items():
            asked[level] = LazyIndicators(counties, number, self.services, self.region_inputs.region)
        for level, names in self.names.items():
            values = [asked[level][name][0] if name in self.indicators else self.look_up(name, outputs) for name in names]
            found[level] = np.stack([value[:, kept] for value in values])
        due = {target["indicator"] for target in self.targets}
        return found, {name: asked["province"][name][0, :, :, 0] for name in due}

    def look_up(self, name: str, outputs: Outputs) -> np.ndarray:
        """A variable of the model as it is [member, year, place]; missing where nobody is to whom it belongs."""
        if name in outputs.region:
            return outputs.region[name][..., None]
        people = self.model.undefined.get(name)
        value = outputs.counties[name]
        return value if people is None else np.where(outputs.counties[people] > 0.0, value, np.nan)


def list_services(model: Model) -> list[str]:
    """The services for which families of variables stand."""
    return [v.element for v in model.variables.values() if v.family == "load"]


def find_places(region_inputs: RegionInputs, key: str | None) -> tuple[pd.Index, np.ndarray]:
    """The places of a level, and the number of the place in which each county lies."""
    if key is None:
        return pd.Index([region_inputs.region.name]), np.zeros(len(region_inputs.counties), int)
    column = region_inputs.counties.index if key == "county" else region_inputs.counties[key]
    places, number = np.unique(column.to_numpy().astype(str), return_inverse=True)
    return pd.Index(places), number


def select(
    region_inputs: RegionInputs,
    model: Model,
    variables: Sequence[str] | None,
    levels: Sequence[str],
    years: Sequence[int] | None,
    last_year: int,
) -> Selection:
    """What is to be kept: by default what the plan's targets speak of and the main indicators, in all years.

    Raises ScenarioError for a level or year there is not, or a variable that has no value at a level.
    """
    everything = range(region_inputs.region.reference_year, last_year + 1)
    for level in levels:
        if level not in LEVELS:
            raise ScenarioError(f"record.levels: there is no level '{level}'; {suggest(level, LEVELS)}")
    for year in years or ():
        if year not in everything:
            raise ScenarioError(f"record.years: {year} is no year of the run; give years from {everything[0]} to {last_year}")
    names = {
        level: tuple(name for name in choose_names(region_inputs, variables, last_year) if can_keep(model, name, level, variables))
        for level in LEVELS
        if level in levels
    }
    return Selection(model, region_inputs, names, tuple(sorted(set(years))) if years else tuple(everything), last_year)


def choose_names(region_inputs: RegionInputs, variables: Sequence[str] | None, last_year: int) -> list[str]:
    """The names asked for, each once; by default those of the plan's targets and the main ones."""
    scored = [target["indicator"] for target in list_scored(region_inputs.region.table("targets"), last_year)]
    return list(dict.fromkeys([*MAIN, *scored] if variables is None else variables))


def can_keep(model: Model, name: str, level: str, asked: Sequence[str] | None) -> bool:
    """Whether a name has a value at a level. Raises ScenarioError where one that was asked for has none."""
    indicators, recorded = list_units(model), plan_kernel(model).recorded
    if name not in indicators and name not in recorded:
        raise ScenarioError(f"record.variables: there is no '{name}' to record; {suggest(name, [*indicators, *recorded])}")
    able = find_definition(name).levels if name in indicators else ("county",) if model.scope[name] == "county" else ("province",)
    if level not in able and asked is not None:
        raise ScenarioError(
            f"record.variables: '{name}' has no value at level {level}; record it at {' or '.join(able)}, or leave it out"
        )
    return level in able
