"""One command at a time works in the folder of a study, and a second one is told who does."""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from simulator.language.errors import DataError

LOCK, HOLDER = ".lock", ".lock.holder"


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold the folder of a study; the system lets go of it when the process ends, however it ends.

    Raises DataError that names the holder when somebody else does.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DataError(
            f"{folder}: is being written by {read_holder(folder)}; wait for it, stop it, or name another folder"
        ) from None
    try:
        (folder / HOLDER).write_text(tell_holder(), encoding="utf-8")
        yield
        (folder / HOLDER).unlink(missing_ok=True)
    finally:
        lock.release()


def tell_holder() -> str:
    """Who works here."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "somebody"
    return f"process {os.getpid()} of {user} on {socket.gethostname()}, since {datetime.now():%Y-%m-%d %H:%M:%S}"


def read_holder(folder: Path) -> str:
    """Who works in a folder."""
    try:
        return (folder / HOLDER).read_text(encoding="utf-8")
    except OSError:
        return "another process"
