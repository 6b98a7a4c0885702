"""Validate the tables of a region before anything is run on them."""

from __future__ import annotations

from rich.console import Console

from simulator.data.regions import validate_region
from simulator.tasks.jobs import Job


def validate(job: Job, console: Console) -> None:
    """Load a region and describe it. Raises DataError that lists what is wrong."""
    for line in validate_region(job.options.region):
        console.print(line, highlight=False, soft_wrap=True)
