"""Atomic writes: a file or folder appears under its name complete and flushed to disk, or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

# Hidden drafts that a killed process left behind carry this ending; they may be removed at any time.
DRAFT = ".draft"
ATTEMPTS, CONFIRMATIONS, PAUSE = 30, 3, 0.1  # removals tried, absences in a row that end them, seconds between two


@contextlib.contextmanager
def atomic_file(path: str | Path, mode: str = "wb") -> Iterator[IO]:
    """Yield an open draft beside `path`; flush it to disk and rename it to `path` on success, remove it on any exception.

    `mode` is "wb", or "w" for UTF-8 text with line endings as written. Raises OSError.
    """
    path = Path(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}{DRAFT}")
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    try:
        with draft.open(mode, **text) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def atomic_folder(folder: Path) -> Iterator[Path]:
    """Yield a draft folder beside `folder`; flush its files to disk and rename it to `folder` on success, remove it on any
    exception, with the parent folders that were created for it. Raises OSError."""
    missing = [parent for parent in folder.absolute().parents if not parent.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=DRAFT, dir=folder.parent))
    try:
        yield draft
        draft.chmod(0o755)
        sync_tree(draft)
        os.replace(draft, folder)
        sync_folder(folder.parent)
    finally:
        # After a successful rename the draft no longer exists.
        if draft.exists():
            remove_draft(draft)
            remove_empty(missing)


def sync_folder(folder: Path) -> None:
    """Flush the entries of a folder, so that a rename survives a power cut; Windows offers no such call and needs none."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def sync_tree(folder: Path) -> None:
    """Flush all files and folders below a folder."""
    for root, _, names in os.walk(folder):
        for name in names:
            with open(Path(root, name), "rb+") as file:
                os.fsync(file.fileno())
        sync_folder(Path(root))


def remove_draft(draft: Path) -> None:
    """Remove a draft folder, repeatedly: threads that still write after an interrupt may create files again."""
    absent = 0
    for _ in range(ATTEMPTS):
        shutil.rmtree(draft, ignore_errors=True)
        time.sleep(PAUSE)
        absent = 0 if draft.exists() else absent + 1
        if absent == CONFIRMATIONS:
            return


def remove_empty(folders: Iterable[Path]) -> None:
    """Remove the parent folders that were created for a draft, innermost first, until one is not empty."""
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.rmdir()
