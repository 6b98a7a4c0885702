"""The brief of one county: its people, its moves, its services and incomes, and what the levers do there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
from rich.console import Console

from simulator.cli.attribution import attribute
from simulator.cli.brief import REFERENCE, choose_focus, gather_findings
from simulator.cli.county import find_county
from simulator.cli.jobs import Job
from simulator.cli.members import choose_design
from simulator.cli.options import Options
from simulator.cli.output_folder import choose_folder, open_output_folder
from simulator.cli.region import load_once
from simulator.cli.runs import Outcome, run_scenarios
from simulator.indicators.effects import compare_levels
from simulator.indicators.partners import NEEDED, find_moves
from simulator.indicators.scoring import score_targets
from simulator.indicators.table import spread_members, tabulate
from simulator.region.region import Region
from simulator.report.county.findings import CountyDetail
from simulator.report.findings import Findings
from simulator.run.setup import load_model
from simulator.run.simulate import simulate
from simulator.sampling import Design
from simulator.scenario import Scenario
from simulator.system.csv_file import write_csv

PEOPLE = (
    "rural_departures",
    "rural_outflow",
    "town_arrivals",
    "return_departures",
    "return_arrivals",
    "migrant_departures",
    "migrant_arrivals",
    "settled_departures",
    "settled_arrivals",
    "town_inflow",
    "town_outflow",
    "births",
    "deaths",
)


def write_county_brief(job: Job, console: Console) -> Path:
    """Run the scenarios, write county.html with its tables into a new folder, and give its path."""
    from simulator.report.county.page import write_page

    options, region = job.options, load_once(job.options.region)
    code, folder = find_county(region, options.county, options.command), choose_folder(options.out)
    with open_output_folder(folder) as draft:
        outcome = run_scenarios(options, job.scenarios, region, console)
        focus = next(each for each in job.scenarios if each.name == choose_focus(outcome.scenarios))
        compared = REFERENCE in outcome.scenarios and focus.name != REFERENCE
        parts = attribute(options, focus, region, console, code) if compared else None
        findings, province = gather_county(job, outcome, region, code, parts)
        detail = find_detail(options, focus, region, code)
        (draft / "county.html").write_text(write_page(findings, province, code, detail, options.language), encoding="utf-8")
        tables = {"indicators": findings.province, "moves": list_moves(detail, code, outcome.places)}
        for name, table in (tables | ({} if parts is None else {"attribution": parts})).items():
            marked = table.assign(synthetic=True) if region.synthetic else table
            write_csv(marked, draft / f"{name}.csv", index=False, float_format="%.10g")
    path = folder / "county.html"
    console.print(f"{findings.titles[options.language]}: {path}", highlight=False, soft_wrap=True, markup=False)
    return path


def gather_county(job: Job, outcome: Outcome, region: Region, code: str, parts: pd.DataFrame | None) -> tuple[Findings, Findings]:
    """The findings of the county, in the form of those of the province, and those of the province."""
    levels = list(outcome.levels.values())
    scores = score_targets(tabulate([outcome.province]), region.table("targets"))
    tables = {"indicators": spread_members(levels), "targets": scores}
    if REFERENCE in outcome.scenarios and len(outcome.scenarios) > 1:
        tables["effects"] = compare_levels(levels, REFERENCE, outcome.reported_years[1:])
    province = gather_findings(job, outcome, region, tables, None)
    place = outcome.places.loc[code]
    city = province.cities.set_index("code").loc[place["city"]]
    titles = {"en": f"{place['name_en']}, {city['name_en']}", "zh": f"{city['name']}{place['name']}"}
    own = province.counties[province.counties["region"] == code]
    effects = province.effects
    if effects is not None:
        effects = effects[(effects["level"] == "county") & (effects["region"] == code)].assign(level="province")
    return replace(
        province, titles=titles, province=own, effects=effects, attribution=parts, level="county", targets=province.targets.iloc[:0]
    ), province


def find_detail(options: Options, scenario: Scenario, region: Region, code: str) -> CountyDetail:
    """One scenario by the first member, with people by age and with flows."""
    design = choose_design(options)
    first: Design = replace(design, size=1, table=design.draw(0, 1))
    results = simulate(
        scenario,
        region=region,
        drivers=options.drivers,
        members=first,
        parameters=options.parameters,
        steps=options.steps,
        last_year=options.last_year,
        record=list(dict.fromkeys((*NEEDED, *PEOPLE))),
        cohorts=True,
        extrapolate=options.extrapolate,
        engine=options.engine,
    )
    here = results.sel(county=code).isel(scenario=0, member=0)
    flows = {name: float(here[name].isel(year=-1)) for name in PEOPLE}
    model, values = load_model(), first.table.values
    friction, bias = (
        float(values[name][0]) if name in values else float(options.parameters.get(name, model[name].value))
        for name in ("time_friction", "home_bias")
    )
    return CountyDetail(here["residents"].isel(year=[0, -1]), flows, find_moves(results, region, friction, bias))


def list_moves(detail: CountyDetail, code: str, places: pd.DataFrame) -> pd.DataFrame:
    """Villagers who move between this county and every other in the last year, to its towns and from its villages."""
    table = pd.DataFrame(
        {
            "code": places.index,
            "name": places["name"].to_numpy(),
            "name_en": places["name_en"].to_numpy(),
            "villagers_to": detail.moves.loc[code].to_numpy(),
            "villagers_from": detail.moves[code].to_numpy(),
        }
    )
    return table.sort_values("villagers_to", ascending=False, kind="stable").reset_index(drop=True)
