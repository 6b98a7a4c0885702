"""The backend that runs blocks, chosen and checked before anything is run."""

from __future__ import annotations

import functools
from pathlib import Path

from simulator.batch.runner import Execution as Runs
from simulator.cli.options import Execution
from simulator.language.errors import ScenarioError

READ = {
    "workers": ("processes",),
    "address": ("dask",),
    "cluster": ("slurm",),
    "jobs": ("slurm",),
    "minutes": ("slurm",),
    "cpus": ("slurm",),
    "partition": ("slurm",),
}


def check_execution(asked: Execution) -> None:
    """Raise ScenarioError for an option that the execution does not read, and for Dask without an address."""
    for part, kinds in READ.items():
        if getattr(asked, part) is not None and asked.kind not in kinds:
            raise ScenarioError(
                f"execution.{part}: execution={asked.kind} does not read it; leave it out, or write execution={kinds[0]}"
            )
    if asked.kind == "dask" and not asked.address:
        raise ScenarioError(
            "execution.address: execution=dask needs the address of a scheduler, such as execution.address=tcp://localhost:8786"
        )


def choose_execution(asked: Execution, folder: Path) -> Runs:
    """The function that runs blocks; its libraries are loaded when they are needed."""
    from simulator.batch.backends.dask import run_on_dask
    from simulator.batch.backends.processes import run_in_processes
    from simulator.batch.backends.serial import run_serial
    from simulator.batch.backends.slurm import run_on_slurm

    match asked.kind:
        case "processes":
            return functools.partial(run_in_processes, workers=asked.workers)
        case "dask":
            return functools.partial(run_on_dask, address=asked.address)
        case "slurm":
            return functools.partial(
                run_on_slurm,
                folder=folder,
                cluster=asked.cluster,
                jobs=asked.jobs,
                minutes=asked.minutes,
                cpus=asked.cpus,
                partition=asked.partition,
            )
    return run_serial
