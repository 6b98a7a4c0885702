"""Compare scenarios: simulate them, print the answer, and write results, indicators, figures and a manifest."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import xarray as xr
from rich.console import Console

from simulator.data.regions import Region, load_region
from simulator.indicators import compute_indicators
from simulator.results import PLACE
from simulator.scenario import Scenario, load_scenario
from simulator.simulate import simulate
from simulator.study import load_model
from simulator.tasks.draft import choose_folder, open_draft
from simulator.tasks.manifest import make_manifest, write_manifest
from simulator.tasks.options import Options
from simulator.tasks.progress import show_progress
from simulator.tasks.summary import print_notes, print_summary

MAP_INDICATOR = "urban_share"


def compare(options: Options, console: Console) -> Path:
    """Run all scenarios of the options and write the folder of outputs; give its path."""
    folder = choose_folder(options.out)
    scenarios = [load_scenario(name, load_model()) for name in options.scenarios]
    region = load_region(options.region)
    with open_draft(folder) as draft:
        began = time.monotonic()
        results = run_scenarios(options, scenarios, region, console)
        seconds = time.monotonic() - began
        indicators = compute_indicators(results)
        targets, cities = (region.table(name) for name in ("targets", "cities"))
        print_summary(console, results, indicators, targets, options.language)
        # Format 2 is the one in which names and codes, being text, are readable by every reader.
        results.to_zarr(draft / "results.zarr", mode="w", zarr_format=2, consolidated=True)
        # Numbers of a made-up region say so in every row.
        marked = indicators.assign(synthetic=True) if region.synthetic else indicators
        marked.to_csv(draft / "indicators.csv", index=False, float_format="%.10g")
        if options.figures:
            draw_figures(options, scenarios, results, indicators, targets, cities, draft / "figures")
        write_manifest(make_manifest(options, scenarios, results, seconds), draft / "manifest.json")
    print_notes(console, results, folder, options.language)
    return folder


def run_scenarios(options: Options, scenarios: list[Scenario], region: Region, console: Console) -> xr.Dataset:
    """The results of all scenarios, with a progress bar."""
    with show_progress(console) as progress:
        return simulate(scenarios, region=region, drivers=options.drivers, members=options.ensemble.members,
                        seed=options.seed, parameters=options.parameters, steps=options.steps, last_year=options.last_year,
                        cohorts=options.cohorts, extrapolate=options.extrapolate, progress=progress)


def draw_figures(options: Options, scenarios: list[Scenario], results: xr.Dataset, indicators: pd.DataFrame,
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
