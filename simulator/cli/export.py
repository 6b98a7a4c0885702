"""Export the scalar sectors of one county under a scenario to a file that other system dynamics tools read."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from simulator.cli.county import find_county
from simulator.cli.jobs import Job
from simulator.cli.options import Options
from simulator.cli.output_folder import choose_folder, open_output_folder
from simulator.cli.region import load_once
from simulator.inputs.region_inputs import load_region_inputs
from simulator.kernel.inputs import Inputs
from simulator.language.errors import ScenarioError, suggest
from simulator.run.block import make_inputs, prepare_block
from simulator.run.fingerprint import STRICT, find_warning
from simulator.run.results import find_version
from simulator.run.setup import RunSetup, load_model
from simulator.sampling import draw_members, override
from simulator.sampling.calibrated_members import fix_fitted
from simulator.scenario import Scenario
from simulator.xmile.export import write_xmile

FORMATS = ("xmile",)


def export(job: Job, console: Console) -> Path:
    """Write the file into a new folder and give its path. Raises ScenarioError for an unknown county or format, and
    ModelError for what the format cannot express."""
    check_export(job)
    options, region, [scenario] = job.options, load_once(job.options.region), job.scenarios
    counties, code = region.table("counties"), find_county(region, options.county)
    folder = choose_folder(options.out)
    with open_output_folder(folder) as draft:
        inputs = prepare_inputs(options, scenario)
        title = f"{counties.loc[code, 'name']} {counties.loc[code, 'name_en']} ({code}), {scenario.name}"
        title += ", made-up region" if region.synthetic else ""
        text = write_xmile(inputs, counties.index.get_loc(code), title, find_version())
        (draft / f"{code}_{scenario.name}.xmile").write_text(text, encoding="utf-8")
    path = folder / f"{code}_{scenario.name}.xmile"
    console.print(f"{title}: {path}", highlight=False, soft_wrap=True, markup=False)
    return path


def check_export(job: Job) -> None:
    """Raise ScenarioError for an unknown format or county, or no scenario."""
    options = job.options
    if options.format not in FORMATS:
        raise ScenarioError(f"format: there is no format '{options.format}'; {suggest(options.format, FORMATS)}")
    if not job.scenarios:
        raise ScenarioError("export: name the scenario to export, such as scenario=plan")
    find_county(load_once(options.region), options.county)


def prepare_inputs(options: Options, scenario: Scenario) -> Inputs:
    """The inputs of the kernel for one scenario, with default parameters except those that are fixed."""
    model, region = load_model(), load_once(options.region)
    drivers = options.drivers or scenario.drivers
    parameters, baseline = draw_members(model, None, options.seed)
    region_inputs = load_region_inputs(model, region, bool(options.calibrated))
    find_warning(model, region_inputs, strict=options.calibrated == STRICT)
    fixed = override(model, parameters, fix_fitted(region_inputs.calibration, (), options.parameters), options.extrapolate)
    setup = RunSetup(model, region_inputs, fixed, baseline, options.steps, options.last_year)
    begin = prepare_block(setup, [scenario], [drivers])
    return make_inputs(setup, begin, scenario, drivers)
