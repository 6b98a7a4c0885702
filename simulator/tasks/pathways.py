"""Run one scenario or compare several: simulate, print the answer, and write results, indicators, figures and a manifest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import xarray as xr
from rich.console import Console

from simulator.data.regions import Region
from simulator.indicators import compute_indicators, measure_effects
from simulator.indicators.catalogue import list_sources
from simulator.indicators.city_reach import NEEDED as REACHED
from simulator.indicators.decomposition import TOWNSPEOPLE, VILLAGERS, decompose_income_ratio
from simulator.kernel.plan import plan_kernel
from simulator.model import Model
from simulator.results import PLACE
from simulator.scenario import Scenario
from simulator.scoring import score_targets
from simulator.simulate import simulate
from simulator.study import load_model
from simulator.tasks.draft import choose_folder, open_draft
from simulator.tasks.jobs import Job
from simulator.tasks.manifest import make_manifest, write_manifest
from simulator.tasks.members import choose_design
from simulator.tasks.options import Options
from simulator.tasks.progress import show_progress
from simulator.tasks.region import load_once
from simulator.tasks.score_card import print_score_card
from simulator.tasks.summary import print_notes, print_summary

MAP_INDICATOR = "urban_share"
REFERENCE = "frozen"
EVERY = 5  # years of which effects are told; those of every year can be worked out from the results


def run_pathways(job: Job, console: Console) -> Path:
    """Run the scenarios of a job and write the folder of outputs; give its path."""
    options, scenarios = job.options, job.scenarios
    folder, region = choose_folder(options.out), load_once(options.region)
    with open_draft(folder) as draft:
        began = time.monotonic()
        results = run_scenarios(options, scenarios, region, console)
        seconds = time.monotonic() - began
        indicators = compute_indicators(results, region)
        targets, cities = (region.table(name) for name in ("targets", "cities"))
        scores = score_targets(indicators, targets)
        print_summary(console, results, indicators, targets, options.language)
        print_score_card(console, scores, options.language)
        # Format 2 is the one in which names and codes, being text, are readable by every reader.
        results.to_zarr(draft / "results.zarr", mode="w", zarr_format=2, consolidated=True)
        tables = {"indicators": indicators, "targets": scores,
                  "income_ratio": decompose_income_ratio(results).to_dataframe().reset_index(), **compare_effects(results, region)}
        for name, table in tables.items():
            # Numbers of a made-up region say so in every row.
            marked = table.assign(synthetic=True) if region.synthetic else table
            marked.to_csv(draft / f"{name}.csv", index=False, float_format="%.10g")
        if options.ensemble.kind != "single":
            choose_design(options).draw().tabulate().to_csv(draft / "members.csv", index=False)
        if options.figures:
            draw_figures(options, scenarios, results, indicators, targets, cities, draft / "figures")
        write_manifest(make_manifest(job, results, seconds), draft / "manifest.json")
    print_notes(console, results, folder, options.language)
    return folder


def run_scenarios(options: Options, scenarios: Sequence[Scenario], region: Region, console: Console) -> xr.Dataset:
    """The results of all scenarios, with a progress bar."""
    design = choose_design(options)
    with show_progress(console) as progress:
        results = simulate(scenarios, region=region, drivers=options.drivers, members=design, parameters=options.parameters,
                           steps=options.steps, first_year=options.first_year, last_year=options.last_year,
                           record=None if design.size == 1 else list_needed(load_model()),
                           cohorts=options.cohorts, extrapolate=options.extrapolate, progress=progress)
    return results.assign_attrs(
        scenario_titles="; ".join(f"{each.name}: {each.title.en}" for each in scenarios),
        scenario_titles_zh="；".join(f"{each.name}：{each.title.zh}" for each in scenarios),
        shocks="; ".join(f"{each.name}: {list_shocks(each)}" for each in scenarios if each.shocks))


def compare_effects(results: xr.Dataset, region: Region) -> dict[str, pd.DataFrame]:
    """The table of what each scenario changes against 2020 practice, if that is among them and another too."""
    scenarios, years = list(results["scenario"].to_numpy()), [int(year) for year in results["year"]]
    if REFERENCE not in scenarios or len(scenarios) < 2:
        return {}
    told = [year for year in years[1:] if year % EVERY == 0 or year == years[-1]]
    return {"effects": measure_effects(results, REFERENCE, region, told)}


def list_shocks(scenario: Scenario) -> str:
    """The shocks of a scenario with the values that they reach."""
    return ", ".join(f"{name} {setting.value:g}" for name, setting in scenario.shocks.items())


def list_needed(model: Model) -> list[str]:
    """The variables of which indicators are made: all that is kept of an ensemble, whose every variable would fill the memory.

    What is hidden where nobody is needs the people whom it tells of.
    """
    known = plan_kernel(model).recorded
    needed = set(list_sources(v.element for v in model.variables.values() if v.family == "load"))
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
