"""The output folder of a command: written atomically, so that it appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from simulator.language.errors import ScenarioError
from simulator.system.atomic import atomic_folder
from simulator.system.user_paths import find_path


def choose_folder(out: str | None) -> Path:
    """The output folder: `out` if given, else a folder under outputs/ named by date and time."""
    return find_path(out, "out") if out else Path("outputs") / datetime.now().strftime("%Y-%m-%d_%H-%M-%S")


def check_free(folder: Path) -> None:
    """Raise ScenarioError for a folder that is not empty, cannot be created, or is a symbolic link (no target of a rename)."""
    if folder.is_symlink():
        raise ScenarioError(f"out: '{folder}' is a symbolic link; name a new folder")
    if folder.is_file():
        raise ScenarioError(f"out: '{folder}' is a file; name a new folder")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScenarioError(f"out: '{folder}' exists already and is not empty; name a new folder, or remove it first")
    parent = next(each for each in folder.absolute().parents if each.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise ScenarioError(f"out: '{folder}' cannot be written, as '{parent}' takes no new files; name a folder that can")


@contextlib.contextmanager
def open_output_folder(folder: Path) -> Iterator[Path]:
    """Yield a draft of the output folder, which takes its name on success and is removed on any exception.

    Raises ScenarioError before any work is done if the folder is not empty or cannot be created.
    """
    check_free(folder)
    draft = None
    try:
        with atomic_folder(folder) as draft:
            yield draft
    except OSError as error:
        reason = error.strerror or error
        if draft is None:
            raise ScenarioError(f"out: '{folder}' cannot be written ({reason}); name a folder that can") from None
        raise ScenarioError(f"out: '{folder}' could not be written ({reason}); nothing was kept") from None
