"""Progress bars, on a terminal only."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from simulator.batch.runner import Tell, say_bytes
from simulator.batch.store import measure_store
from simulator.run.simulate import Progress as Report

LOOK = 10.0  # seconds between two looks at how large a store is


@contextlib.contextmanager
def show_progress(console: Console) -> Iterator[Report]:
    """A bar of blocks done; silent where the output is not a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("preparing", total=None)

        def report(scenario: str, done: int, whole: int) -> None:
            bar.update(task, description=scenario or "done", completed=done, total=whole)

        yield report


class SpeedColumn(ProgressColumn):
    """Members per second."""

    def render(self, task: Task) -> Text:
        """The recent speed."""
        return Text(f"{task.speed:,.1f} members/s" if task.speed else "")


class SizeColumn(ProgressColumn):
    """The size of the stores in a folder, measured every LOOK seconds, as there may be many files."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.looked, self.size = folder, 0.0, 0

    def render(self, task: Task) -> Text:
        """The size with its unit."""
        if time.monotonic() - self.looked > LOOK:
            self.looked, self.size = time.monotonic(), measure_store(self.folder)
        return Text(say_bytes(self.size))


@contextlib.contextmanager
def show_members(console: Console, folder: Path) -> Iterator[Tell]:
    """A bar of members done, with members a second, the time left and the size of the stores; silent where the output is not a
    terminal."""
    columns = (
        TextColumn("members"),
        BarColumn(),
        MofNCompleteColumn(),
        SpeedColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        SizeColumn(folder),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("members", total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)
