"""Refuse, before the first job of a command is run, what the run of any of them would refuse."""

from __future__ import annotations

import functools

from simulator.data.regions import Region, load_region
from simulator.drivers.sets import read_vital_events
from simulator.ensemble import draw_members, override
from simulator.inputs import find_moments
from simulator.scenario import build_levers
from simulator.simulate import check_options, check_span
from simulator.study import load_model
from simulator.targets import read_targets
from simulator.tasks.draft import check_free, choose_folder
from simulator.tasks.jobs import Job


@functools.cache
def load_once(region: str) -> Region:
    """The region of this name or folder, read once however many jobs need it."""
    return load_region(region)


def check_job(job: Job) -> None:
    """Check all that a run of scenarios is told. Raises ScenarioError or DataError with the remedy."""
    if not job.scenarios:
        return
    options, model, region = job.options, load_model(), load_once(job.options.region)
    check_free(choose_folder(options.out))
    check_options(model, list(job.scenarios), options.drivers, options.ensemble.members, options.steps, options.last_year,
                  None, "kernel")
    read_targets(region, model)
    sets = [options.drivers or each.drivers for each in job.scenarios]
    check_span(region, sets, region.reference_year, options.last_year)
    if "observed_2025" in sets:
        read_vital_events(region)
    parameters, bases = draw_members(model, None, options.seed)
    override(model, parameters, options.parameters, options.extrapolate)
    moments = find_moments(region.reference_year, region.reference_year, 1, region.reference_year)
    for scenario in job.scenarios:
        build_levers(model, scenario, bases, region.table("counties"), moments, region.reference_year)
