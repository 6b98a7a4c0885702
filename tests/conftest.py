"""Regions to try the model on, and runs of which anything can be changed before they start."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from simulator.data.synthetic import write_region
from simulator.ensemble import draw_members
from simulator.ground import Ground, prepare_ground
from simulator.inputs import Inputs, LeverPath, State
from simulator.kernel.plan import plan_kernel
from simulator.kernel.reference import run_reference
from simulator.kernel.run import Outputs, run_kernel
from simulator.model import Model
from simulator.references import find_references
from simulator.scenario import load_scenario
from simulator.study import Study, load_model, make_frozen

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
    "inflow": {"interprovincial_inflow": 0.0},
    "outflow": {"outflow_base_rate": 0.0, "outside_appeal_2020": -1000.0},
    "reclassification": {"reclassification_base": 0.0},
    "eligibility": {"class_wait_time": ENDLESS, "longest_wait_time": ENDLESS},
    "registration": {"registration_base_rate": 0.0, "outsider_base_rate": 0.0},
}


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
        return Trial(replace(self.inputs, state=State(state.year, {"movers": movers}, {"residents": residents})))

    def of_counties(self, order: Sequence[int]) -> Trial:
        """The same run with counties in another order, left out or repeated."""
        model, inputs, order = self.model, self.inputs, np.asarray(order)

        def pick(part: str) -> dict[str, np.ndarray]:
            return {n: v[:, order] if np.ndim(v) == 2 else v for n, v in getattr(inputs, part).items()}

        arrays = {n: v[np.ix_(order, order)] if "county" in model[n].axes else v for n, v in inputs.arrays.items()}
        levers = {n: LeverPath(v.base[:, order], v.reach[:, order], v.ramp) for n, v in inputs.levers.items()}
        state = State(inputs.state.year, {"movers": self.movers[:, order]}, {"residents": self.residents[:, order]})
        return Trial(replace(inputs, state=state, parameters=pick("parameters"), references=pick("references"), arrays=arrays,
                             levers=levers, fields={n: v[order] for n, v in inputs.fields.items()}))

    def refer(self) -> Trial:
        """The same run with the reference constants found anew in its own start."""
        return Trial(self.inputs.with_references(find_references(self.inputs.with_references({}))))

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
def grounds(model, folders) -> Callable[[str], Ground]:
    """The ground of each region, prepared once."""
    return functools.cache(lambda name: prepare_ground(model, folders[name]))


@pytest.fixture(scope="session")
def trial(model, grounds) -> Callable[..., Trial]:
    """Set up a run under known_2020, its reference constants those of the region as it is."""

    @functools.cache
    def prepare(region="small", scenario="frozen", last_year=2022, steps=4, members=None, seed=0) -> Trial:
        parameters, bases = draw_members(model, members, seed)
        study = Study(model, grounds(region), parameters, bases, steps, last_year)
        start = study.start()
        references = find_references(study.inputs(make_frozen(model), start, start.year, None, {}))
        return Trial(study.inputs(load_scenario(scenario, model), start, last_year, None, references))

    return prepare
