"""The model for the EMA Workbench: what is uncertain, the targets of levers and the indicators of the province, run in batches."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from ema_workbench import Model, RealParameter, ScalarOutcome
from ema_workbench.em_framework.evaluators import BaseEvaluator
from ema_workbench.em_framework.points import experiment_generator

from simulator.batch.selection import list_services
from simulator.indicators.definitions import find_sources
from simulator.indicators.lazy import LazyIndicators
from simulator.region.region import Region, load_region
from simulator.run.setup import load_model
from simulator.run.simulate import simulate
from simulator.sampling.designs import Design
from simulator.sampling.factors import FactorChoice, choose_factors
from simulator.sampling.members import Members

# Names of its parameters are words of Python, which hold no point.
POINT = "__"
BATCH = 256


class BatchEvaluator(BaseEvaluator):
    """An evaluator that runs many experiments in one call of the kernel."""

    def initialize(self) -> None:
        """Nothing is to be set up."""

    def finalize(self) -> None:
        """Nothing is to be put away."""

    def evaluate_experiments(
        self, scenarios: object, policies: object, callback: Callable, combine: str = "factorial", **_: object
    ) -> None:
        """Run every experiment and tell the workbench what came of it."""
        [model] = self._msis
        experiments = experiment_generator(scenarios, self._msis, policies, combine=combine)
        while batch := list(itertools.islice(experiments, BATCH)):
            outcomes = model.run_batch([{**each.scenario, **each.policy} for each in batch])
            for number, each in enumerate(batch):
                callback(each, {name: value[number] for name, value in outcomes.items()})


class UrbanizationModel(Model):
    """One scenario of the simulator: uncertainties and levers as real parameters, indicators of a year as scalar outcomes."""

    def __init__(
        self,
        scenario: str,
        indicators: Sequence[str],
        region: str | Path | Region = "shandong",
        year: int = 2035,
        vary: FactorChoice = None,
        drivers: str | None = None,
    ) -> None:
        super().__init__(
            "urbanization", function=lambda **values: {name: value[0] for name, value in self.run_batch([values]).items()}
        )
        self.scenario, self.indicators, self.region, self.year, self.drivers = scenario, indicators, region, year, drivers
        self.varied = choose_factors(load_model(), vary)
        known = [(v.part, RealParameter(v.name.replace(".", POINT), v.low, v.high)) for v in self.varied]
        self.uncertainties = [each for part, each in known if part != "target"]
        self.levers = [each for part, each in known if part == "target"]
        self.outcomes = [ScalarOutcome(name) for name in indicators]

    def run_batch(self, experiments: Sequence[dict]) -> dict[str, np.ndarray]:
        """The indicators [experiment] of many experiments, each the values of parameters by name."""
        values = {v.name: np.array([each[v.name.replace(".", POINT)] for each in experiments]) for v in self.varied}
        ids = np.arange(len(experiments))
        members = Members("file", ids, np.zeros(len(ids), int), values)
        services = list_services(load_model())
        record = find_sources(self.indicators, services)
        results = simulate(
            self.scenario,
            self.region,
            self.drivers,
            Design("file", len(ids), 0, self.varied, table=members),
            last_year=self.year,
            record=record,
        )
        counties = {name: results[name].to_numpy() for name in record}
        region = self.region if isinstance(self.region, Region) else load_region(self.region)
        asked = LazyIndicators(counties, np.zeros(results.sizes["county"], int), services, region)
        return {name: asked[name][0, :, -1, 0] for name in self.indicators}
