"""From words to work: the jobs of a command line are read, all of them checked, and then run one after the other."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console

from simulator.cli.console import Screen
from simulator.cli.jobs import Job, read_jobs
from simulator.language.errors import ScenarioError, SimulatorError
from simulator.run.setup import load_model
from simulator.system.resources import resource_dir
from simulator.system.safe_text import describe_broken, find_broken_character


def run_command(words: Sequence[str]) -> int:
    """Do what the words ask: 0 when all went well, 2 for a mistake that a person can mend, said in one sentence."""
    if {"-h", "--help"} & set(words):
        print((resource_dir("configs") / "config.yaml").read_text(encoding="utf-8"))
        return 0
    try:
        refuse_broken_text(words)
        run_jobs(read_jobs(words, load_model()), Screen())
    except SimulatorError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def refuse_broken_text(words: Sequence[str]) -> None:
    """Raises ScenarioError for an option that holds half a character, as bytes that are no UTF-8 come in."""
    for word in words:
        if find_broken_character(word) is not None:
            raise ScenarioError(describe_broken(word))


def run_jobs(jobs: Sequence[Job], console: Console) -> None:
    """Check all jobs, then run them one after the other."""
    from simulator.cli.checks import check_job

    for job in jobs:
        check_job(job)
    for number, job in enumerate(jobs):
        if len(jobs) > 1:
            console.print(
                f"job {number + 1} of {len(jobs)}: {' '.join(job.overrides)}", highlight=False, soft_wrap=True, markup=False
            )
        try:
            run_task(job, console)
        except KeyboardInterrupt as stop:
            told = str(stop) or ("stopped; jobs that were done are kept, no other was written" if number else "")
            raise KeyboardInterrupt(told) from None


def run_task(job: Job, console: Console) -> None:
    """Do what is asked."""
    from simulator.cli.calibrate import run_calibration
    from simulator.cli.county_brief import write_county_brief
    from simulator.cli.design import run_design
    from simulator.cli.discovery import run_discovery
    from simulator.cli.document import document
    from simulator.cli.export import export
    from simulator.cli.hindcast import run_hindcasts
    from simulator.cli.pathways import run_pathways
    from simulator.cli.reproduce import reproduce
    from simulator.cli.score import run_score
    from simulator.cli.sensitivity import run_sensitivity
    from simulator.cli.show import show
    from simulator.cli.sweep import run_sweep
    from simulator.cli.validate import validate

    {
        "compare": run_pathways,
        "county": write_county_brief,
        "simulate": run_pathways,
        "document": document,
        "export": export,
        "reproduce": reproduce,
        "show": show,
        "sweep": run_sweep,
        "sensitivity": run_sensitivity,
        "discover": run_discovery,
        "calibrate": run_calibration,
        "hindcast": run_hindcasts,
        "score": run_score,
        "design": run_design,
        "validate": validate,
    }[job.options.task](job, console)
