"""Run one scenario or compare several: simulate, print the answer, and write results, indicators, figures and a manifest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd
import xarray as xr
from rich.console import Console

from simulator.city_reach import NEEDED as REACHED
from simulator.city_reach import measure_city_reach
from simulator.data.regions import Region
from simulator.decomposition import TOWNSPEOPLE, VILLAGERS, decompose_income_ratio
from simulator.indicators import COUNTS, MEANS, RATIOS, compute_indicators
from simulator.kernel.plan import plan_kernel
from simulator.model import Model
from simulator.results import PLACE
from simulator.scenario import Scenario
from simulator.simulate import simulate
from simulator.study import load_model
from simulator.tasks.checks import load_once
from simulator.tasks.draft import choose_folder, open_draft
from simulator.tasks.jobs import Job
from simulator.tasks.manifest import make_manifest, write_manifest
from simulator.tasks.options import Options
from simulator.tasks.progress import show_progress
from simulator.tasks.summary import print_notes, print_summary

MAP_INDICATOR = "urban_share"


def run_pathways(job: Job, console: Console) -> Path:
    """Run the scenarios of a job and write the folder of outputs; give its path."""
    options, scenarios = job.options, job.scenarios
    folder, region = choose_folder(options.out), load_once(options.region)
    with open_draft(folder) as draft:
        began = time.monotonic()
        results = run_scenarios(options, scenarios, region, console)
        seconds = time.monotonic() - began
        indicators = compute_indicators(results)
        targets, cities = (region.table(name) for name in ("targets", "cities"))
        print_summary(console, results, indicators, targets, options.language)
        # Format 2 is the one in which names and codes, being text, are readable by every reader.
        results.to_zarr(draft / "results.zarr", mode="w", zarr_format=2, consolidated=True)
        # How towns and villages came nearer to each other in income, and cities in travel time.
        tables = {"indicators": indicators, "income_ratio": decompose_income_ratio(results).to_dataframe().reset_index(),
                  "city_reach": measure_city_reach(results, region).to_dataframe().reset_index()}
        for name, table in tables.items():
            # Numbers of a made-up region say so in every row.
            marked = table.assign(synthetic=True) if region.synthetic else table
            marked.to_csv(draft / f"{name}.csv", index=False, float_format="%.10g")
        if options.figures:
            draw_figures(options, scenarios, results, indicators, targets, cities, draft / "figures")
        write_manifest(make_manifest(job, results, seconds), draft / "manifest.json")
    print_notes(console, results, folder, options.language)
    return folder


def run_scenarios(options: Options, scenarios: Sequence[Scenario], region: Region, console: Console) -> xr.Dataset:
    """The results of all scenarios, with a progress bar."""
    members = options.ensemble.members
    with show_progress(console) as progress:
        results = simulate(scenarios, region=region, drivers=options.drivers, members=members, seed=options.seed,
                           parameters=options.parameters, steps=options.steps, last_year=options.last_year,
                           record=None if members in (None, 1) else list_needed(load_model()),
                           cohorts=options.cohorts, extrapolate=options.extrapolate, progress=progress)
    return results.assign_attrs(
        scenario_titles="; ".join(f"{each.name}: {each.title.en}" for each in scenarios),
        scenario_titles_zh="；".join(f"{each.name}：{each.title.zh}" for each in scenarios),
        shocks="; ".join(f"{each.name}: {list_shocks(each)}" for each in scenarios if each.shocks))


def list_shocks(scenario: Scenario) -> str:
    """The shocks of a scenario with the values that they reach."""
    return ", ".join(f"{name} {setting.value:g}" for name, setting in scenario.shocks.items())


def list_needed(model: Model) -> list[str]:
    """The variables of which indicators are made: all that is kept of an ensemble, whose every variable would fill the memory.

    A star stands for any service. What is hidden where nobody is needs the people whom it tells of.
    """
    patterns = {*COUNTS, *MEANS, *MEANS.values(), *(part for pair in RATIOS.values() for part in pair)}
    known = plan_kernel(model).recorded
    needed = {name for name in known if any(fnmatchcase(name, pattern) for pattern in patterns)}
    needed |= {*REACHED, *TOWNSPEOPLE, *TOWNSPEOPLE.values(), *VILLAGERS, *VILLAGERS.values()}
    needed |= {people for name, people in model.undefined.items() if name in needed}
    return [name for name in known if name in needed]


def draw_figures(options: Options, scenarios: Sequence[Scenario], results: xr.Dataset, indicators: pd.DataFrame,
                 targets: pd.DataFrame, cities: pd.DataFrame, folder: Path) -> None:
    """Draw the pathways of the province and the county map of the last year, the first two scenarios compared."""
    from simulator.report.figures import draw_pathways, save_figure
    from simulator.report.maps import draw_county_map

    places = results[[*PLACE, "longitude", "latitude"]].to_dataframe()
    title = {"en": results.attrs["title"], "zh": results.attrs["title_zh"]}
    names = [each.name for each in scenarios]
    words = {"language": options.language, "synthetic": bool(results.attrs["synthetic"]),
             "scenario_titles": {each.name: each.title.model_dump() for each in scenarios}}
    pathways = draw_pathways(indicators, targets, title, scenarios=names, **words)
    save_figure(pathways, folder, "pathways")
    county_map = draw_county_map(indicators, places, MAP_INDICATOR, options.last_year, names[:2], title, cities=cities, **words)
    save_figure(county_map, folder, f"map_{MAP_INDICATOR}_{options.last_year}")
