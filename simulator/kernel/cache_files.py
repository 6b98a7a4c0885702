"""The files of a compiled kernel in the cache, sealed by their checksums: what is damaged in any manner is not read, and made
anew.

A kernel `kernel_DIGEST` has its text `kernel_DIGEST.py` and, in `__pycache__`, what Numba keeps of every part (an index .nbi and
the machine code .nbc) and the seal `kernel_DIGEST.sha256`, in the form of the command sha256sum.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from pathlib import Path

from simulator.system.atomic import atomic_file

COMPILED = "__pycache__"
# What files hold, by their path within the folder.
Files = dict[str, bytes]


def seal(files: Files) -> str:
    """Checksums of files, a line each."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))


def find_seal(folder: Path, name: str) -> Path:
    """Where the seal of a kernel lies."""
    return folder / COMPILED / f"{name}.sha256"


def read_files(folder: Path, name: str) -> Files:
    """The files of a kernel if all are as they were sealed, else none."""
    try:
        sealed = find_seal(folder, name).read_text(encoding="utf-8")
        paths = [line.split("  ", 1)[1] for line in sealed.splitlines()]
        files = {path: (folder / path).read_bytes() for path in paths}
    except (OSError, ValueError, IndexError):
        return {}
    return files if seal(files) == sealed else {}


def list_files(folder: Path, name: str) -> Files:
    """The files of a kernel that was compiled in a folder."""
    compiled = [path for kind in ("nbi", "nbc") for path in (folder / COMPILED).glob(f"{name}.*.{kind}")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / f"{name}.py", *compiled)}


def write_files(folder: Path, files: Files) -> None:
    """Write files, each whole or not at all, in place of whatever lies there."""
    for path, data in files.items():
        target = folder / path
        if target.parent != folder and target.parent.is_file():
            target.parent.unlink()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            shutil.rmtree(target)
        with atomic_file(target) as file:
            file.write(data)


def keep_files(folder: Path, name: str, files: Files) -> None:
    """Keep the files of a kernel, the seal last; where they cannot be written, the next process compiles anew."""
    with contextlib.suppress(OSError):
        write_files(folder, files)
        write_files(folder, {find_seal(Path(), name).as_posix(): seal(files).encode()})
