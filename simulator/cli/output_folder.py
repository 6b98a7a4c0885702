"""The output folder of a command: written atomically, so that it appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from simulator.language.errors import ScenarioError
from simulator.system.user_paths import find_path

ATTEMPTS, CONFIRMATIONS, PAUSE = 30, 3, 0.1  # removals tried, absences in a row that end them, seconds between two


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
def atomic_folder(folder: Path) -> Iterator[Path]:
    """Yield a hidden temporary folder beside `folder`; rename it to `folder` on success, remove it on any exception.

    Raises ScenarioError before any work is done if the folder is not empty or cannot be created.
    """
    check_free(folder)
    missing = [parent for parent in folder.absolute().parents if not parent.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".draft", dir=folder.parent))
    except OSError as error:
        raise ScenarioError(f"out: '{folder}' cannot be written ({error.strerror}); name a folder that can") from None
    try:
        yield draft
        draft.chmod(0o755)
        os.replace(draft, folder)
    except OSError as error:
        raise ScenarioError(f"out: '{folder}' could not be written ({error.strerror or error}); nothing was kept") from None
    finally:
        # After a successful rename the temporary folder no longer exists.
        if draft.exists():
            remove_draft(draft)
            remove_empty(missing)


def remove_draft(draft: Path) -> None:
    """Remove a temporary folder, repeatedly: threads that still write after an interrupt may create files again."""
    absent = 0
    for _ in range(ATTEMPTS):
        shutil.rmtree(draft, ignore_errors=True)
        time.sleep(PAUSE)
        absent = 0 if draft.exists() else absent + 1
        if absent == CONFIRMATIONS:
            return


def remove_empty(folders: Iterable[Path]) -> None:
    """Remove the parent folders that were created for the temporary folder, innermost first, until one is not empty."""
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.rmdir()
