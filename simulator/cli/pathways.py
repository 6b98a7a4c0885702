"""Run one scenario or compare several: simulate, print the answer, and write results, tables, figures, a brief and a manifest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.console import Console

from simulator.cli.brief import REFERENCE, write_outputs
from simulator.cli.jobs import Job
from simulator.cli.manifest import make_manifest, write_manifest
from simulator.cli.members import choose_design
from simulator.cli.options import Options
from simulator.cli.output_folder import choose_folder, open_output_folder
from simulator.cli.region import load_once
from simulator.cli.runs import Outcome, run_scenarios
from simulator.cli.score_card import print_score_card
from simulator.cli.stores import write_stores
from simulator.cli.summary import print_notes, print_summary
from simulator.indicators.effects import compare_levels
from simulator.indicators.scoring import score_targets
from simulator.indicators.table import spread_members, tabulate
from simulator.region.region import Region
from simulator.report.exchange import list_pathways, widen_places
from simulator.run.results import find_version
from simulator.scenario import Scenario
from simulator.system.csv_file import write_csv

MAP_INDICATOR = "urban_share"


def run_pathways(job: Job, console: Console) -> Path:
    """Run the scenarios of a job and write the folder of outputs; give its path."""
    options, scenarios = job.options, job.scenarios
    folder, region = choose_folder(options.out), load_once(options.region)
    with open_output_folder(folder) as draft:
        began = time.monotonic()
        outcome = run_scenarios(options, scenarios, region, console)
        seconds = time.monotonic() - began
        province, targets = tabulate([outcome.province]), region.table("targets")
        scores = score_targets(province, targets)
        print_summary(console, outcome.attrs, province, targets, options.language)
        print_score_card(console, scores, options.language)
        write_stores(outcome, draft)
        tables = make_tables(outcome, scores)
        if options.brief:
            tables |= write_outputs(job, outcome, region, tables, draft, console)
        elif options.figures:
            draw_figures(options, scenarios, outcome, region, draft / "figures")
        if options.ensemble.kind != "single":
            write_csv(choose_design(options).draw().tabulate(), draft / "members.csv", index=False)
        write_tables(tables | make_exchange(outcome, tables, region), region, draft)
        write_manifest(make_manifest(job, outcome, seconds), draft / "manifest.json")
    print_notes(console, outcome.attrs, folder, options.language)
    return folder


def make_tables(outcome: Outcome, scores: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of the folder; indicators of an ensemble are told by their spread, as its members would fill the disk."""
    levels = list(outcome.levels.values())
    tables = {
        "indicators": tabulate(levels) if outcome.members == 1 else spread_members(levels),
        "targets": scores,
        "income_ratio": outcome.income.to_dataframe().reset_index(),
    }
    return tables | compare_effects(outcome)


def make_exchange(outcome: Outcome, tables: dict[str, pd.DataFrame], region: Region) -> dict[str, pd.DataFrame]:
    """Tables for other tools: pathways of the province and its cities in the IAMC format, and a row for each county."""
    chosen = [outcome.levels[name] for name in ("province", "city")]
    spread = tables["indicators"] if outcome.members > 1 else spread_members(outcome.levels.values())
    cities, province = region.table("cities").set_index("code"), str(chosen[0].places[0])
    names = {province: region.title["en"]} | {code: f"{region.title['en']}|{name}" for code, name in cities["name_en"].items()}
    last = int(outcome.province.years[-1])
    return {
        "pathways": list_pathways(spread, names, f"urbanization-simulator {find_version()}"),
        "counties": widen_places(spread, "county", last, outcome.places),
    }


def write_tables(tables: dict[str, pd.DataFrame], region: Region, folder: Path) -> None:
    """Write tables as CSV."""
    for name, table in tables.items():
        # Numbers of a made-up region say so in every row.
        marked = table.assign(synthetic=True) if region.synthetic else table
        write_csv(marked, folder / f"{name}.csv", index=False, float_format="%.10g")


def compare_effects(outcome: Outcome) -> dict[str, pd.DataFrame]:
    """The table of what each scenario changes against 2020 practice, if that is among them and another too."""
    if REFERENCE not in outcome.scenarios or len(outcome.scenarios) < 2:
        return {}
    return {"effects": compare_levels(outcome.levels.values(), REFERENCE, outcome.reported_years[1:])}


def draw_figures(options: Options, scenarios: Sequence[Scenario], outcome: Outcome, region: Region, folder: Path) -> None:
    """Draw the pathways of the province and the county map of the last year, the first two scenarios compared."""
    from simulator.report.charts.figures import draw_pathways, save_figure
    from simulator.report.maps.scenario_maps import draw_county_map

    title = {"en": outcome.attrs["title"], "zh": outcome.attrs["title_zh"]}
    names = [each.name for each in scenarios]
    words = {
        "language": options.language,
        "synthetic": bool(outcome.attrs["synthetic"]),
        "scenario_titles": {each.name: each.title.model_dump() for each in scenarios},
    }
    pathways = draw_pathways(tabulate([outcome.province]), region.table("targets"), title, scenarios=names, **words)
    save_figure(pathways, folder, "pathways")
    counties = tabulate([outcome.levels["county"].of_indicators(MAP_INDICATOR).of_years([options.last_year])])
    county_map = draw_county_map(
        counties, outcome.places, MAP_INDICATOR, options.last_year, names[:2], title, cities=region.table("cities"), **words
    )
    save_figure(county_map, folder, f"map_{MAP_INDICATOR}_{options.last_year}")
