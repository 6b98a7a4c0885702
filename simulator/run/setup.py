"""What all scenarios of a run share: the model, the inputs of the region and the members' draws."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace

import numpy as np

from simulator.inputs.drivers.sets import Forcing, build_paths
from simulator.inputs.region_inputs import RegionInputs
from simulator.kernel.inputs import Arrays, Inputs, State, find_moments
from simulator.language.dimensions import AGES, COUNTY_CLASSES, ERRANDS, SEXES, TRANSIENT
from simulator.model.gather import gather, import_sectors
from simulator.model.graph import Model
from simulator.sampling.lever_targets import set_lever_targets
from simulator.scenario import Scenario, build_levers
from simulator.system.plugins import load_plugins


@functools.cache
def load_model() -> Model:
    """The model of the sectors that ship and of installed plug-ins, gathered and checked once."""
    return gather([*import_sectors(), *load_plugins("sectors").values()])


@dataclass(frozen=True)
class RunSetup:
    """What all scenarios of a run share: the model, the inputs of the region and the members' draws; `lever_targets` are where levers and shocks
    go that differ between members. Among the parameters may be county constants of a calibration, [member, county]."""

    model: Model
    region_inputs: RegionInputs
    parameters: Arrays
    baseline: Arrays
    steps: int
    last_year: int
    lever_targets: Arrays = field(default_factory=dict)
    first_year: int | None = None

    def of_members(self, members: slice | np.ndarray) -> RunSetup:
        """The same setup for some members."""
        pick = lambda arrays: {name: value[members] for name, value in arrays.items()}  # noqa: E731
        return replace(self, parameters=pick(self.parameters), baseline=pick(self.baseline), lever_targets=pick(self.lever_targets))

    @property
    def begins(self) -> int:
        """The census year at whose end runs start, unless they go on from a saved state."""
        return self.region_inputs.region.reference_year if self.first_year is None else self.first_year

    @property
    def members(self) -> int:
        """Number of members."""
        return len(next(iter(self.baseline.values())))

    def start(self, year: int | None = None) -> State:
        """What the tables tell of the end of a census year (the reference year by default), the same for all members;
        `find_reference_state` and `find_start` add the stocks that start from a variable of the model."""
        year = self.region_inputs.region.reference_year if year is None else year
        told, nothing = (
            {**self.region_inputs.fields, **self.region_inputs.start_of(year)},
            np.zeros(len(self.region_inputs.counties)),
        )

        def spread(*axes: str) -> Arrays:
            return {
                v.name: np.repeat(told.get(v.initial, nothing)[None], self.members, axis=0)
                for v in self.model.of_kind("stock")
                if v.axes == axes and (v.initial in told or not v.initial)
            }

        shape = (self.members, len(nothing), len(SEXES), len(AGES), len(ERRANDS))
        transients = {v.name: np.zeros(shape) for v in self.model.of_kind("stock") if v.axes == TRANSIENT}
        return State(year, spread("county"), spread("sex", "age", "status") | transients, profiles=spread("age"))

    def inputs(self, scenario: Scenario, state: State, last_year: int, forcing: Forcing | None, references: Arrays) -> Inputs:
        """All that a run of one scenario is told."""
        region, years = self.region_inputs.region, range(state.year, last_year + 1)
        place = np.array([COUNTY_CLASSES.index(each) for each in self.region_inputs.classes])
        parameters = {
            name: value[:, place] if value.ndim == 2 and self.model[name].kind == "parameter" else value
            for name, value in self.parameters.items()
        }
        moments = find_moments(state.year, last_year, self.steps, region.reference_year)
        levers = build_levers(self.model, scenario, self.baseline, self.region_inputs.counties, moments, region.reference_year)
        return Inputs(
            model=self.model,
            state=state,
            last_year=last_year,
            steps=self.steps,
            parameters=parameters,
            references=references,
            levers=set_lever_targets(self.model, scenario, levers, self.lever_targets, self.region_inputs.counties),
            paths=build_paths(region, self.parameters, years, self.steps, forcing),
            fields=self.region_inputs.fields,
            constants=self.region_inputs.constants,
            arrays=self.region_inputs.arrays,
        )


def make_frozen(model: Model) -> Scenario:
    """2020 practice, under which references and forcing are found whatever the scenario files say."""
    return Scenario(name="frozen", title={"zh": "维持现状", "en": "Frozen at 2020 practice"})
