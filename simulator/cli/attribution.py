"""Attribute the effect of a scenario to the themes of its levers: Shapley values over all coalitions of themes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rich.console import Console

from simulator.cli.members import choose_design
from simulator.cli.options import Options
from simulator.cli.progress import show_progress
from simulator.cli.runs import list_blocks, list_needed
from simulator.indicators.attribution import Coalition, find_shapley_values, list_coalitions
from simulator.indicators.levels import Level, join_members, measure_levels
from simulator.indicators.table import QUANTILES
from simulator.model.graph import lever_groups
from simulator.region.region import Region
from simulator.run.setup import load_model
from simulator.run.simulate import simulate
from simulator.scenario import Scenario, keep_levers

MOST_MEMBERS = 10
INDICATORS = (
    "urban_share",
    "registered_share",
    "registration_gap",
    "income_ratio",
    "population",
    "elderly_share",
    "mean_schooling",
    "migrant_access",
    "unemployment_share",
    "programme_cost_total",
)
TINY = 1e-300  # below which nothing was changed
COLUMNS = ["scenario", "indicator", "group", "mean", *QUANTILES, "residual", "members", "unit"]


def attribute(options: Options, scenario: Scenario, region: Region, console: Console, county: str | None = None) -> pd.DataFrame:
    """What each group of levers gives to the province, or to one county, in the last year.

    Columns: scenario, indicator, group, mean, low, median, high, residual (the most by which the parts miss the whole in any
    member, as a share of the most that it is), members, unit; the group 'none' is what is reached without any lever, 'all'
    what the scenario reaches.
    """
    themes = list(lever_groups(load_model()))
    names = {each: "+".join(each) or "none" for each in list_coalitions(themes)}
    coalitions = {name: make_coalition(scenario, each, name) for each, name in names.items()}
    level = run_coalitions(options, coalitions, region, console, "county" if county else "province")
    place = level.places.get_loc(county) if county else 0
    rows = []
    for indicator in INDICATORS:
        value = level.values[indicator][:, :, -1, place]
        reached = {each: value[level.scenarios.get_loc(name)] for each, name in names.items()}
        given = find_shapley_values(reached, themes)
        none, everything = reached[frozenset()], reached[frozenset(themes)]
        whole = everything - none
        residual = float(np.abs(sum(given.values()) - whole).max() / max(np.abs(whole).max(), TINY))
        rows += [
            tell(scenario.name, indicator, group, part, residual, level.units[indicator])
            for group, part in {"none": none, **given, "all": everything}.items()
        ]
    return pd.DataFrame(rows)[COLUMNS]


def make_coalition(scenario: Scenario, groups: Coalition, name: str) -> Scenario:
    """The scenario with the levers of these groups alone."""
    model = load_model()
    members = lever_groups(model)
    return keep_levers(scenario, [lever for group in groups for lever in members[group]], name, model)


def run_coalitions(options: Options, coalitions: dict[str, Scenario], region: Region, console: Console, wanted: str) -> Level:
    """The indicators of one level under every coalition, by a few members."""
    blocks = list_blocks(choose_design(options), len(coalitions), MOST_MEMBERS)
    parts = []
    with show_progress(console) as progress:
        for number, block in enumerate(blocks):

            def report(name: str, done: int, all_of: int, before: int = number) -> None:
                progress(f"levers: {name}", before * all_of + done, len(blocks) * all_of)

            results = simulate(
                list(coalitions.values()),
                region=region,
                drivers=options.drivers,
                members=block,
                parameters=options.parameters,
                steps=options.steps,
                first_year=options.first_year,
                last_year=options.last_year,
                record=list_needed(load_model()),
                calibrated=options.calibrated,
                extrapolate=options.extrapolate,
                engine=options.engine,
                progress=report,
            )
            parts.append(next(level for level in measure_levels(results) if level.name == wanted))
    return join_members(parts)


def tell(scenario: str, indicator: str, group: str, part: np.ndarray, residual: float, unit: str) -> dict:
    """One row of the table."""
    spread = {name: np.quantile(part, share) for name, share in QUANTILES.items()}
    return {
        "scenario": scenario,
        "indicator": indicator,
        "group": group,
        "mean": part.mean(),
        **spread,
        "residual": residual,
        "members": len(part),
        "unit": unit,
    }
