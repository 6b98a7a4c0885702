"""Run the scenarios of a job, an ensemble block by block, and keep of each block what tables and figures need."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import xarray as xr
from rich.console import Console

from simulator.cli.members import choose_design
from simulator.cli.options import Options
from simulator.cli.progress import show_progress
from simulator.indicators.accessibility import NEEDED as REACHED
from simulator.indicators.decomposition import TOWNSPEOPLE, VILLAGERS, decompose_income_ratio
from simulator.indicators.definitions import list_sources
from simulator.indicators.levels import Level, join_members, measure_levels
from simulator.kernel.schedule import plan_kernel
from simulator.model.graph import Model
from simulator.region.region import Region
from simulator.run.results import PLACE, digest_results
from simulator.run.setup import load_model
from simulator.run.simulate import simulate
from simulator.sampling import Design
from simulator.scenario import Scenario

RUNS_IN_MEMORY = 224  # runs whose counties are held in memory together: about 0.6 GB of Shandong
REPORT_INTERVAL = 5  # years between two reports of the counties of an ensemble, and of effects


@dataclass(frozen=True)
class Outcome:
    """The results of a job: indicators by level, decomposition of the income ratio, digests of every variable, and the full
    results of a run of one member."""

    attrs: dict
    places: pd.DataFrame
    levels: dict[str, Level]
    income: xr.Dataset
    digests: dict[str, str]
    results: xr.Dataset | None = None

    @property
    def province(self) -> Level:
        """The indicators of the province."""
        return self.levels["province"]

    @property
    def scenarios(self) -> list[str]:
        """The names of the scenarios, in order."""
        return list(self.province.scenarios)

    @property
    def members(self) -> int:
        """Number of members."""
        return len(self.province.members)

    @property
    def reported_years(self) -> list[int]:
        """The start year, every fifth year, and the last."""
        years = [int(year) for year in self.province.years]
        return [year for year in years if year in (years[0], years[-1]) or year % REPORT_INTERVAL == 0]


def run_scenarios(options: Options, scenarios: Sequence[Scenario], region: Region, console: Console) -> Outcome:
    """Run all scenarios, with a progress bar; of an ensemble, the counties of a few years are kept."""
    design = choose_design(options)
    whole, parts = design.size == 1, []
    blocks = list_blocks(design, len(scenarios))
    with show_progress(console) as progress:
        for number, block in enumerate(blocks):

            def report(name: str, done: int, all_of: int, before: int = number) -> None:
                progress(name, before * all_of + done, len(blocks) * all_of)

            results = simulate(
                scenarios,
                region=region,
                drivers=options.drivers,
                members=block,
                parameters=options.parameters,
                steps=options.steps,
                first_year=options.first_year,
                last_year=options.last_year,
                record=None if whole else list_needed(load_model()),
                cohorts=options.cohorts,
                calibrated=options.calibrated,
                extrapolate=options.extrapolate,
                engine=options.engine,
                progress=report,
            )
            numbered = results.assign_coords(member=("member", number_members(blocks, number), results["member"].attrs))
            parts.append(measure(numbered.assign_attrs(describe_scenarios(scenarios)), region, whole))
    return join_outcomes(parts)


def list_blocks(design: Design, scenarios: int, limit: int | None = None) -> list[Design]:
    """The members of each call, few enough for the memory; with `limit`, only the first of them."""
    size, members = max(1, RUNS_IN_MEMORY // scenarios), min(design.size, limit or design.size)
    ends = [(first, min(first + size, members)) for first in range(0, members, size)]
    return [replace(design, size=last - first, table=design.draw(first, last)) for first, last in ends]


def number_members(blocks: Sequence[Design], number: int) -> np.ndarray:
    """The numbers of the members of a block in the whole ensemble."""
    return sum(block.size for block in blocks[:number]) + np.arange(blocks[number].size)


def measure(results: xr.Dataset, region: Region, whole: bool) -> Outcome:
    """What is kept of some members."""
    levels = {level.name: level for level in measure_levels(results, region)}
    places = results[[*PLACE, "longitude", "latitude"]].to_dataframe()
    outcome = Outcome(
        results.attrs, places, levels, decompose_income_ratio(results), digest_results(results), results if whole else None
    )
    if not whole:
        levels["county"] = levels["county"].of_years(outcome.reported_years)
    return outcome


def join_outcomes(parts: Sequence[Outcome]) -> Outcome:
    """One outcome of the members of several blocks."""
    first = parts[0]
    if len(parts) == 1:
        return first
    levels = {name: join_members([part.levels[name] for part in parts]) for name in first.levels}
    digests = {name: hashlib.sha256("".join(part.digests[name] for part in parts).encode()).hexdigest() for name in first.digests}
    income = xr.concat([part.income for part in parts], "member")
    return Outcome(first.attrs, first.places, levels, income, digests)


def describe_scenarios(scenarios: Sequence[Scenario]) -> dict[str, str]:
    """Attributes of the results: titles and shocks of the scenarios."""
    return {
        "scenario_titles": "; ".join(f"{each.name}: {each.title.en}" for each in scenarios),
        "scenario_titles_zh": "；".join(f"{each.name}：{each.title.zh}" for each in scenarios),
        "shocks": "; ".join(f"{each.name}: {list_shocks(each)}" for each in scenarios if each.shocks),
    }


def list_shocks(scenario: Scenario) -> str:
    """The shocks of a scenario with the values that they reach."""
    return ", ".join(f"{name} {setting.value:g}" for name, setting in scenario.shocks.items())


def list_needed(model: Model) -> list[str]:
    """The variables that indicators are computed from: those recorded of an ensemble, as all variables would fill the memory.

    A variable that is undefined where a group has no people needs the size of the group too.
    """
    known = plan_kernel(model).recorded
    needed = set(list_sources(v.element for v in model.variables.values() if v.family == "load"))
    needed |= {*REACHED, *TOWNSPEOPLE, *TOWNSPEOPLE.values(), *VILLAGERS, *VILLAGERS.values()}
    needed |= {people for name, people in model.undefined.items() if name in needed}
    return [name for name in known if name in needed]
