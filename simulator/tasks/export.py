"""Export the scalar sectors of one county, as a scenario runs there, to a file that other tools of system dynamics read."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from simulator.data.regions import Region
from simulator.ensemble import draw_members, override
from simulator.errors import ScenarioError, suggest
from simulator.ground import prepare_ground
from simulator.inputs import Inputs
from simulator.readings.xmile import write_xmile
from simulator.results import find_version
from simulator.scenario import Scenario
from simulator.simulate import prepare_block
from simulator.study import Study, load_model
from simulator.tasks.checks import load_once
from simulator.tasks.draft import choose_folder, open_draft
from simulator.tasks.jobs import Job
from simulator.tasks.options import Options

FORMATS = ("xmile",)


def export(job: Job, console: Console) -> Path:
    """Write the file into a new folder and give its path. Raises ScenarioError for a county or format there is not, and
    ModelError for what the format cannot say."""
    options, region = job.options, load_once(job.options.region)
    if options.format not in FORMATS:
        raise ScenarioError(f"format: there is no format '{options.format}'; {suggest(options.format, FORMATS)}")
    if not job.scenarios:
        raise ScenarioError("task=export: name the scenario to export, such as scenario=plan")
    scenario, counties = job.scenarios[0], region.table("counties")
    code = find_county(region, options.county)
    folder = choose_folder(options.out)
    with open_draft(folder) as draft:
        inputs = prepare_inputs(options, scenario)
        title = f"{counties.loc[code, 'name']} {counties.loc[code, 'name_en']} ({code}), {scenario.name}"
        title += ", made-up region" if region.synthetic else ""
        text = write_xmile(inputs, counties.index.get_loc(code), title, find_version())
        (draft / f"{code}_{scenario.name}.xmile").write_text(text, encoding="utf-8")
    path = folder / f"{code}_{scenario.name}.xmile"
    console.print(f"{title}: {path}", highlight=False, soft_wrap=True, markup=False)
    return path


def find_county(region: Region, asked: str | None) -> str:
    """The code of a county, asked for by code or by a name in either language. Raises ScenarioError where none or several
    answer."""
    counties = region.table("counties")
    if asked is None:
        raise ScenarioError(f"task=export: name a county by code or name, such as county={counties.index[0]}")
    named = counties[(counties.index == asked) | (counties["name"] == asked)
                     | (counties["name_en"].str.casefold() == asked.casefold())]
    if len(named) > 1:
        cities = region.table("cities").set_index("code")["name_en"]
        choices = ", ".join(f"{code} in {cities[city]}" for code, city in named["city"].items())
        raise ScenarioError(f"county: several are named '{asked}'; take the code of one: {choices}")
    if named.empty:
        raise ScenarioError(f"county: there is no county '{asked}'; "
                            f"{suggest(asked, [*counties.index, *counties['name'], *counties['name_en']])}")
    return named.index[0]


def prepare_inputs(options: Options, scenario: Scenario) -> Inputs:
    """What the run of a scenario is told, with the default parameters or those held."""
    model, region = load_model(), load_once(options.region)
    drivers = options.drivers or scenario.drivers
    parameters, bases = draw_members(model, None, options.seed)
    held = override(model, parameters, options.parameters, options.extrapolate)
    study = Study(model, prepare_ground(model, region), held, bases, options.steps, options.last_year)
    begin = prepare_block(study, [scenario], [drivers], {}, whole=False)
    return study.inputs(scenario, begin.states[scenario.name], options.last_year, begin.forcings[drivers], begin.references)
