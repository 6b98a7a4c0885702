"""A folder of outputs that appears whole or not at all."""

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

LOOKS, QUIET, PAUSE = 30, 3, 0.1  # times to look, times in a row with nothing there, and seconds between them


def choose_folder(out: str | None) -> Path:
    """Where the outputs go: the folder asked for, else one named by the time under outputs/."""
    return find_path(out, "out") if out else Path("outputs") / datetime.now().strftime("%Y-%m-%d_%H-%M-%S")


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something already, one that cannot be made, and a link, whose name a folder cannot take at
    the end."""
    if folder.is_symlink():
        raise ScenarioError(f"out: '{folder}' is a symbolic link; name a new folder")
    if folder.is_file():
        raise ScenarioError(f"out: '{folder}' is a file; name a new folder")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScenarioError(f"out: '{folder}' exists already and is not empty; name a new folder, or remove it first")
    home = next(parent for parent in folder.absolute().parents if parent.exists())
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        raise ScenarioError(f"out: '{folder}' cannot be written, as '{home}' takes no new files; name a folder that can")


@contextlib.contextmanager
def open_draft(folder: Path) -> Iterator[Path]:
    """A hidden folder beside the wanted one, which takes its name at the end, or is removed if anything goes wrong.

    Raises ScenarioError, before any work is done, when the folder holds something already or cannot be made.
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
        # What is whole has its own name by now.
        if draft.exists():
            remove_draft(draft)
            remove_empty(missing)


def remove_draft(draft: Path) -> None:
    """Remove a draft, and look again: threads that still write when the work is stopped put files back."""
    quiet = 0
    for _ in range(LOOKS):
        shutil.rmtree(draft, ignore_errors=True)
        time.sleep(PAUSE)
        quiet = 0 if draft.exists() else quiet + 1
        if quiet == QUIET:
            return


def remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders that were made on the way to a draft, the innermost first, as long as they hold nothing."""
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.rmdir()
