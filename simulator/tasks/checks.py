"""Refuse, before the first job of a command is run, what the run of any of them would refuse."""

from __future__ import annotations

from collections.abc import Callable

from simulator.drivers.sets import read_vital_events
from simulator.ensemble import draw_members, override
from simulator.ensemble.locks import LOCK
from simulator.ensemble.selection import select
from simulator.ensemble.work import NAME as STUDY
from simulator.ground import prepare_ground
from simulator.inputs import find_moments
from simulator.scenario import build_levers, check_places
from simulator.simulate import check_options, check_span
from simulator.study import load_model, make_frozen
from simulator.targets import read_targets
from simulator.tasks.calibrate import check_calibration
from simulator.tasks.county import find_county
from simulator.tasks.design import check_design
from simulator.tasks.discovery import check_discovery
from simulator.tasks.draft import check_free, choose_folder
from simulator.tasks.executions import check_execution
from simulator.tasks.export import check_export
from simulator.tasks.hindcast import check_hindcast
from simulator.tasks.jobs import Job
from simulator.tasks.members import choose_design
from simulator.tasks.region import load_once
from simulator.tasks.reproduce import read_run
from simulator.tasks.score import check_score
from simulator.tasks.sensitivity import check_sensitivity
from simulator.tasks.show import check_show
from simulator.tasks.variants import vary_scenarios


def check_job(job: Job) -> None:
    """Check all that a job is told, as far as its task reads it. Raises ScenarioError or DataError with the remedy."""
    for check in CHECKS[job.options.task]:
        check(job)


def check_out(job: Job) -> None:
    """The outputs have a place to go to."""
    check_free(choose_folder(job.options.out))


def check_run(job: Job) -> None:
    """The scenarios can run in the region for as long as they are asked to."""
    options, model, region = job.options, load_model(), load_once(job.options.region)
    scenarios = list(job.scenarios) or [make_frozen(model)]
    check_options(model, scenarios, options.drivers, choose_design(options), options.steps, options.last_year, None, "kernel")
    read_targets(region, model)
    sets = [options.drivers or each.drivers for each in job.scenarios]
    check_span(region, sets, region.reference_year if options.first_year is None else options.first_year, options.last_year)
    if "observed_2025" in sets:
        read_vital_events(region)
    parameters, bases = draw_members(model, None, options.seed)
    override(model, parameters, options.parameters, options.extrapolate)
    moments = find_moments(region.reference_year, region.reference_year, 1, region.reference_year)
    for scenario in job.scenarios:
        check_places(scenario, region)
        build_levers(model, scenario, bases, region.table("counties"), moments, region.reference_year)


def check_study(job: Job) -> None:
    """The variants of the scenarios, what is kept of them and where they are run make sense, and the folder is free or holds a
    study."""
    options, model, region = job.options, load_model(), load_once(job.options.region)
    check_execution(options.execution)
    select(prepare_ground(model, region), model, options.record.variables, options.record.levels, options.record.years,
           options.last_year)
    for each in vary_scenarios(model, options, job.scenarios):
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
    with run.blamed():
        check_run(run.job)


def check_brief_of_county(job: Job) -> None:
    """The county that is named is one of the region."""
    find_county(load_once(job.options.region), job.options.name, "name", "county")


CHECKS: dict[str, tuple[Callable[[Job], None], ...]] = {
    "compare": (check_out, check_run),
    "county": (check_out, check_brief_of_county, check_run),
    "simulate": (check_out, check_run),
    "calibrate": (check_calibration,),
    "hindcast": (check_out, check_hindcast),
    "score": (check_score,),
    "sweep": (check_run, check_study),
    "sensitivity": (check_run, check_study, check_sensitivity),
    "discover": (check_run, check_study, check_discovery),
    "design": (check_run, check_design),
    "export": (check_out, check_export, check_run),
    "document": (check_out, check_region),
    "show": (check_show,),
    "validate": (check_region,),
    "reproduce": (check_manifest,),
}
