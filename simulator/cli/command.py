"""Run a command line: its jobs are read, all of them checked, and then run one after the other."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from simulator.cli.arguments import Arguments, split_arguments
from simulator.cli.commands import load_commands
from simulator.cli.completion import FLAG, complete
from simulator.cli.console import Screen
from simulator.cli.help import print_command_help, print_help, print_version
from simulator.language.errors import ScenarioError, SimulatorError
from simulator.system.safe_text import describe_broken, find_broken_character

if TYPE_CHECKING:
    from simulator.cli.jobs import Job

# The function of each command; its module is imported when the command runs.
RUNNERS = {
    "calibrate": "simulator.cli.calibrate:run_calibration",
    "compare": "simulator.cli.pathways:run_pathways",
    "county": "simulator.cli.county_brief:write_county_brief",
    "design": "simulator.cli.design:run_design",
    "discover": "simulator.cli.discovery:run_discovery",
    "document": "simulator.cli.document:document",
    "export": "simulator.cli.export:export",
    "hindcast": "simulator.cli.hindcast:run_hindcasts",
    "list": "simulator.cli.listing:print_list",
    "reproduce": "simulator.cli.reproduce:reproduce",
    "score": "simulator.cli.score:run_score",
    "sensitivity": "simulator.cli.sensitivity:run_sensitivity",
    "show": "simulator.cli.show:show",
    "simulate": "simulator.cli.pathways:run_pathways",
    "sweep": "simulator.cli.sweep:run_sweep",
    "validate": "simulator.cli.validate:validate",
}


def run_command(words: Sequence[str]) -> int:
    """Run a command line. Returns the exit code: 0, or 2 after an error of the user, printed as one sentence."""
    try:
        refuse_broken_text(words)
        if list(words[:1]) == [FLAG]:
            complete(words)
            return 0
        arguments, console = split_arguments(words), Screen()
        if arguments.flags & {"help", "version"}:
            print_information(arguments, console)
        else:
            run_words(words, console)
    except SimulatorError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def refuse_broken_text(words: Sequence[str]) -> None:
    """Raise ScenarioError for a word that holds half a character, as bytes that are not UTF-8 arrive."""
    for word in words:
        if find_broken_character(word) is not None:
            raise ScenarioError(describe_broken(word))


def print_information(arguments: Arguments, console: Console) -> None:
    """Print the version, or the help of the commands named, or of the command line."""
    if "version" in arguments.flags:
        print_version(console)
        return
    for name in arguments.commands:
        print_command_help(load_commands()[name], console)
    if not arguments.commands:
        print_help(console)


def run_words(words: Sequence[str], console: Console) -> None:
    """Read the jobs of a command line and run them."""
    # The help needs no model, whose libraries take seconds to load.
    from simulator.cli.jobs import read_jobs
    from simulator.run.setup import load_model

    run_jobs(read_jobs(words, load_model()), console)


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
            pkgutil.resolve_name(RUNNERS[job.options.command])(job, console)
        except KeyboardInterrupt as stop:
            message = str(stop) or ("stopped; jobs that were done are kept, no other was written" if number else "")
            raise KeyboardInterrupt(message) from None
