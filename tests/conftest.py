"""Regions to try the model on, and runs of which anything can be changed before they start."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from simulator.inputs.region_inputs import RegionInputs, load_region_inputs
from simulator.kernel.inputs import Inputs, LeverPath
from simulator.kernel.reference import run_reference
from simulator.kernel.run import Outputs, run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.model.graph import Model
from simulator.region.synthetic.region import write_region
from simulator.run.block import find_block_start
from simulator.run.reference_state import find_reference_state
from simulator.run.setup import RunSetup, load_model
from simulator.sampling import draw_members
from simulator.scenario import load_scenario

MADE_UP = {"small": 20, "tiny": 3, "single": 1}
PARTS = ("parameters", "references", "fields", "constants", "arrays", "paths", "levers")
ENDLESS = 1e300
# What to hold, and at what, so that a process of the model stands still.
STILL = {
    "births": {"total_fertility": 0.0},
    "deaths": {"death_level_factor": 0.0},
    "departures": {"departure_rate": 0.0},
    "returns": {"return_base_rate": 0.0},
    "town_moves": {"migrant_move_rate": 0.0, "outsider_move_rate": 0.0, "registered_move_rate": 0.0},
    "resettling": {"two_way_switch": 0.0},
    "inflow": {"interprovincial_inflow": 0.0},
    "outflow": {"outflow_base_rate": 0.0, "outside_appeal_2020": -1000.0},
    "reclassification": {"reclassification_base": 0.0},
    "eligibility": {"class_wait_time": ENDLESS, "longest_wait_time": ENDLESS},
    "registration": {"registration_base_rate": 0.0, "outsider_base_rate": 0.0},
}


# Folders whose tests read the model or small tables, and compile no kernel of the shipped model.
FAST = (
    "unit/language",
    "unit/model",
    "unit/region",
    "unit/scenario",
    "unit/sampling",
    "unit/batch",
    "system/repository",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of fast folders, unless they are slow."""
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).as_posix()
        if folder.startswith(FAST) and not item.get_closest_marker("slow"):
            item.add_marker("fast")


@dataclass(frozen=True, eq=False)
class Trial:
    """A run about to start; each method gives another one, so that a test reads as a sentence."""

    inputs: Inputs

    @property
    def model(self) -> Model:
        """The model that runs."""
        return self.inputs.model

    @property
    def residents(self) -> np.ndarray:
        """Residents at the start [member, county, sex, age, status]."""
        return self.inputs.state.cohorts["residents"]

    @property
    def movers(self) -> np.ndarray:
        """Movers at the start [member, county]."""
        return self.inputs.state.stocks["movers"]

    def hold(self, **values: object) -> Trial:
        """Hold parameters, drivers, schedules, references or levers at values that no range forbids."""
        parts = {part: dict(getattr(self.inputs, part)) for part in PARTS}
        for name, value in values.items():
            part = next(part for part in PARTS if name in parts[part])
            old = parts[part][name]
            if part == "levers":
                base = np.broadcast_to(np.asarray(value, float), old.base.shape).copy()
                parts[part][name] = LeverPath(base, np.zeros_like(base), old.ramp)
            else:
                parts[part][name] = np.broadcast_to(np.asarray(value, float), np.shape(old)).copy()
        return Trial(replace(self.inputs, **parts))

    def without(self, *processes: str) -> Trial:
        """The same run with some processes standing still."""
        return self.hold(**{name: value for process in processes for name, value in STILL[process].items()})

    def alone(self, *processes: str) -> Trial:
        """The same run in which only these processes go on."""
        return self.without(*(set(STILL) - set(processes)))

    def start(self, residents: np.ndarray | None = None, movers: np.ndarray | None = None) -> Trial:
        """The same run from another state; arrays with or without the axis of members."""
        state, shape = self.inputs.state, self.residents.shape
        residents = self.residents if residents is None else np.broadcast_to(residents, shape).copy()
        movers = self.movers if movers is None else np.broadcast_to(movers, shape[:2]).copy()
        return Trial(
            self.inputs.with_state(
                replace(state, stocks=state.stocks | {"movers": movers}, cohorts=state.cohorts | {"residents": residents})
            )
        )

    def stock(self, **values: object) -> Trial:
        """The same run with other scalar stocks at the start."""
        state = self.inputs.state
        held = {name: np.broadcast_to(np.asarray(value, float), state.stocks[name].shape).copy() for name, value in values.items()}
        return Trial(self.inputs.with_state(replace(state, stocks=state.stocks | held)))

    def stages(self, **values: object) -> Trial:
        """The same run with other contents of pipelines at the start, the same in every stage."""
        state = self.inputs.state
        held = {
            name: np.broadcast_to(np.asarray(value, float), state.pipelines[name].shape).copy() for name, value in values.items()
        }
        return Trial(self.inputs.with_state(replace(state, pipelines=state.pipelines | held)))

    def stationary(self) -> Trial:
        """The same run with as many people of each age up to 100, each group of a county of its own size, and as many born in
        a year as die at 101; nothing else happens, so that ages, and all need of services, stay as they are."""
        people, last = np.zeros_like(self.residents), self.residents.shape[3] - 1
        people[:, :, :, :last] = self.residents.sum(axis=(2, 3), keepdims=True) / (2 * last)
        # Children of the not yet eligible are eligible, so that group would not stay as it is.
        people[..., 2], people[..., 1] = people[..., 1] + people[..., 2], 0.0
        at_the_end = np.zeros_like(self.inputs.arrays["mortality_schedule"])
        at_the_end[:, last] = 1e6
        alike = dict.fromkeys(
            ("rural_fertility_factor", "migrant_fertility_factor", "town_fertility_factor", "sex_ratio_2020", "sex_ratio_2035"), 1.0
        )
        run = self.alone("births", "deaths").start(people, 0.0)
        return run.hold(total_fertility=2.0, mortality_schedule=at_the_end, **alike)

    def of_counties(self, order: Sequence[int]) -> Trial:
        """The same run with counties in another order, left out or repeated."""
        model, inputs, order = self.model, self.inputs, np.asarray(order)

        def pick(part: str) -> dict[str, np.ndarray]:
            return {n: v[:, order] if np.ndim(v) == 2 else v for n, v in getattr(inputs, part).items()}

        arrays = {n: v[np.ix_(order, order)] if "county" in model[n].axes else v for n, v in inputs.arrays.items()}
        levers = {n: LeverPath(v.base[:, order], v.amplitude[:, order], v.ramp) for n, v in inputs.levers.items()}
        before = inputs.state
        state = replace(
            before,
            stocks={n: v[:, order] for n, v in before.stocks.items()},
            cohorts={n: v[:, order] for n, v in before.cohorts.items()},
            pipelines={n: v[:, :, order] for n, v in before.pipelines.items()},
        )
        return Trial(
            replace(
                inputs,
                state=state,
                parameters=pick("parameters"),
                references=pick("references"),
                arrays=arrays,
                levers=levers,
                fields={n: v[order] for n, v in inputs.fields.items()},
            )
        )

    def refer(self, anew: bool = False) -> Trial:
        """The same run with the reference constants found anew in its own start; `anew` finds the stocks that start from a
        variable of the model anew, too."""
        state = self.inputs.state
        told = [
            v.name
            for v in self.model.of_kind("stock")
            if not v.initial or v.initial not in self.model.variables or v.initial == v.name
        ]
        if anew:
            state = replace(state, stocks={n: v for n, v in state.stocks.items() if n in told}, pipelines={})
        references, whole = find_reference_state(self.inputs.with_references({}).with_state(state))
        return Trial(self.inputs.with_references(references).with_state(whole))

    def run(self, *record: str, cohorts: bool = True, engine: Callable = run_kernel) -> Outputs:
        """Run the kernel, or another engine, recording all variables or those named."""
        return engine(self.inputs, record or plan_kernel(self.model).recorded, cohorts)

    def run_plainly(self, *record: str) -> Outputs:
        """Run the plain reading."""
        return self.run(*record, engine=run_reference)


@pytest.fixture(scope="session")
def model() -> Model:
    """The model of the sectors that ship."""
    return load_model()


@pytest.fixture(scope="session")
def folders(tmp_path_factory) -> dict[str, Path | str]:
    """Made-up regions of twenty, three and one counties, and the real one."""
    home = tmp_path_factory.mktemp("regions")
    made = {name: write_region(home / name, counties, seed=3) for name, counties in MADE_UP.items()}
    return made | {"shandong": "shandong"}


@pytest.fixture(scope="session")
def region_inputs_of(model, folders) -> Callable[[str], RegionInputs]:
    """The inputs of each region, loaded once."""
    return functools.cache(lambda name: load_region_inputs(model, folders[name]))


@pytest.fixture(scope="session")
def trial(model, region_inputs_of) -> Callable[..., Trial]:
    """Set up a run under known_2020, its reference constants those of the region as it is."""

    @functools.cache
    def prepare(region="small", scenario="frozen", last_year=2022, steps=4, members=None, seed=0) -> Trial:
        parameters, baseline = draw_members(model, members, seed)
        setup = RunSetup(model, region_inputs_of(region), parameters, baseline, steps, last_year)
        references, whole = find_block_start(setup)
        return Trial(setup.inputs(load_scenario(scenario, model), whole, last_year, None, references))

    return prepare
