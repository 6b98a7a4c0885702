"""Checks of all jobs before the first one runs, so that no error appears after hours of work."""

from __future__ import annotations

from collections.abc import Callable

from simulator.batch.locks import LOCK
from simulator.batch.selection import select
from simulator.batch.spec import NAME as STUDY
from simulator.cli.calibrate import check_calibration
from simulator.cli.county import find_county
from simulator.cli.design import check_design
from simulator.cli.discovery import check_discovery
from simulator.cli.executions import check_execution
from simulator.cli.export import check_export
from simulator.cli.hindcast import check_hindcast
from simulator.cli.jobs import Job
from simulator.cli.listing import check_list
from simulator.cli.members import choose_design
from simulator.cli.output_folder import check_free, choose_folder
from simulator.cli.region import load_once
from simulator.cli.reproduce import read_run
from simulator.cli.scenario_grid import expand_scenarios
from simulator.cli.score import check_score
from simulator.cli.sensitivity import check_sensitivity
from simulator.cli.show import check_show
from simulator.indicators.targets import read_targets
from simulator.inputs.drivers.sets import read_vital_events
from simulator.inputs.region_inputs import load_region_inputs
from simulator.kernel.inputs import find_moments
from simulator.run.setup import load_model, make_frozen
from simulator.run.simulate import check_options, check_span
from simulator.sampling import draw_members, override
from simulator.scenario import build_levers, check_places


def check_job(job: Job) -> None:
    """Check all options that the command of a job reads. Raises ScenarioError or DataError with the remedy."""
    for check in CHECKS[job.options.command]:
        check(job)


def check_out(job: Job) -> None:
    """The output folder is free and can be created."""
    check_free(choose_folder(job.options.out))


def check_run(job: Job) -> None:
    """The scenarios can run in the region, with these parameters and drivers, until the last year."""
    options, model, region = job.options, load_model(), load_once(job.options.region)
    scenarios = list(job.scenarios) or [make_frozen(model)]
    check_options(model, scenarios, options.drivers, choose_design(options), options.steps, options.last_year, None, "kernel")
    read_targets(region, model)
    sets = [options.drivers or each.drivers for each in job.scenarios]
    check_span(region, sets, region.reference_year if options.first_year is None else options.first_year, options.last_year)
    if "observed_2025" in sets:
        read_vital_events(region)
    parameters, baseline = draw_members(model, None, options.seed)
    override(model, parameters, options.parameters, options.extrapolate)
    moments = find_moments(region.reference_year, region.reference_year, 1, region.reference_year)
    for scenario in job.scenarios:
        check_places(scenario, region)
        build_levers(model, scenario, baseline, region.table("counties"), moments, region.reference_year)


def check_batch(job: Job) -> None:
    """Variants of the scenarios, recorded variables and execution are valid; the folder is empty or holds a batch."""
    options, model, region = job.options, load_model(), load_once(job.options.region)
    check_execution(options.execution)
    select(
        load_region_inputs(model, region),
        model,
        options.record.variables,
        options.record.levels,
        options.record.years,
        options.last_year,
    )
    for each in expand_scenarios(model, options, job.scenarios):
        check_places(each, region)
    folder = choose_folder(options.out)
    if not (folder / STUDY).exists() and not (folder / LOCK).exists():
        check_free(folder)


def check_region(job: Job) -> None:
    """The region is whole, and its targets are of this model."""
    read_targets(load_once(job.options.region), load_model())


def check_manifest(job: Job) -> None:
    """The manifest is one of a run, and that run can be run."""
    run = read_run(job.options.manifest)
    with run.named_in_errors():
        check_run(run.job)


def check_brief_of_county(job: Job) -> None:
    """The county that is named is one of the region."""
    find_county(load_once(job.options.region), job.options.county, job.options.command)


CHECKS: dict[str, tuple[Callable[[Job], None], ...]] = {
    "compare": (check_out, check_run),
    "county": (check_out, check_brief_of_county, check_run),
    "simulate": (check_out, check_run),
    "calibrate": (check_calibration,),
    "hindcast": (check_out, check_hindcast),
    "score": (check_score,),
    "sweep": (check_run, check_batch),
    "sensitivity": (check_run, check_batch, check_sensitivity),
    "discover": (check_run, check_batch, check_discovery),
    "design": (check_run, check_design),
    "export": (check_out, check_export, check_run),
    "document": (check_out, check_region),
    "show": (check_show,),
    "list": (check_list,),
    "validate": (check_region,),
    "reproduce": (check_manifest,),
}
