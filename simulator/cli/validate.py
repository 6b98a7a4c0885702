"""Validate the tables of a region before anything is run on them."""

from __future__ import annotations

from rich.console import Console

from simulator.cli.jobs import Job
from simulator.cli.region import load_once
from simulator.indicators.targets import read_targets
from simulator.region.region import describe_region
from simulator.run.setup import load_model


def validate(job: Job, console: Console) -> None:
    """Load a region and describe it. Raises DataError that lists what is wrong."""
    region = load_once(job.options.region)
    targets = read_targets(region, load_model())
    scored = int((targets["indicator"] != "").sum())
    for line in (*describe_region(region), f"targets: {len(targets)} statements of the plan, {scored} of them scored"):
        console.print(line, highlight=False, soft_wrap=True)
