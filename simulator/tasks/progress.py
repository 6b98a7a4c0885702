"""Show how far a run has come, where there is somebody to look."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from simulator.simulate import Progress as Report


@contextlib.contextmanager
def show_progress(console: Console) -> Iterator[Report]:
    """A bar of blocks done, silent where the output is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("preparing", total=None)

        def report(scenario: str, done: int, whole: int) -> None:
            bar.update(task, description=scenario or "done", completed=done, total=whole)

        yield report
