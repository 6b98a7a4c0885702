"""The command line: options in, one task out, or one for each value of a sweep, and every mistake in one sentence."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

from rich.console import Console

from simulator.errors import SimulatorError
from simulator.places import find_home
from simulator.study import load_model
from simulator.tasks.jobs import Job, read_jobs


def run_task(job: Job, console: Console) -> None:
    """Do what is asked."""
    from simulator.tasks.document import document
    from simulator.tasks.export import export
    from simulator.tasks.pathways import run_pathways
    from simulator.tasks.reproduce import reproduce
    from simulator.tasks.show import show
    from simulator.tasks.validate import validate

    {"compare": run_pathways, "simulate": run_pathways, "document": document, "export": export, "reproduce": reproduce,
     "show": show, "validate": validate}[job.options.task](job, console)


def run_jobs(jobs: Sequence[Job], console: Console) -> None:
    """Check all jobs, then run them one after the other."""
    from simulator.tasks.checks import check_job

    for job in jobs:
        check_job(job)
    for number, job in enumerate(jobs):
        if len(jobs) > 1:
            console.print(f"job {number + 1} of {len(jobs)}: {' '.join(job.overrides)}", highlight=False, soft_wrap=True,
                          markup=False)
        run_task(job, console)


def main(words: Sequence[str] | None = None) -> int:
    """Run one task, or with -m several; 0 when all went well, 2 for a mistake that a person can mend, 130 when stopped by
    hand."""
    words = sys.argv[1:] if words is None else list(words)
    if {"-h", "--help"} & set(words):
        print((find_home("configs") / "config.yaml").read_text(encoding="utf-8"))
        return 0
    # A polite request to end, or the end of the terminal, is answered like Ctrl-C, so that nothing half-written stays behind.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    jobs: Sequence[Job] = ()
    try:
        jobs = read_jobs(words, load_model())
        run_jobs(jobs, Console())
    except SimulatorError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; nothing was written" if len(jobs) < 2 else "stopped; jobs that were done are kept, no other was written",
              file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
