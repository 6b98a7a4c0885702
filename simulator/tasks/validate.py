"""Validate the tables of a region before anything is run on them."""

from __future__ import annotations

from rich.console import Console

from simulator.data.regions import describe_region
from simulator.study import load_model
from simulator.targets import read_targets
from simulator.tasks.jobs import Job
from simulator.tasks.region import load_once


def validate(job: Job, console: Console) -> None:
    """Load a region and describe it. Raises DataError that lists what is wrong."""
    region = load_once(job.options.region)
    targets = read_targets(region, load_model())
    scored = int((targets["indicator"] != "").sum())
    for line in (*describe_region(region), f"targets: {len(targets)} statements of the plan, {scored} of them scored"):
        console.print(line, highlight=False, soft_wrap=True)
