"""What a study has on the disk, held against the digests taken when it was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from simulator.batch.chunk import Setting
from simulator.batch.merge import MERGED, Merged
from simulator.batch.store import MEMBERS, RESULTS, read_results
from simulator.language.errors import DataError
from simulator.system.atomic import atomic_file

LAYOUT = "layout.json"
MANIFEST = "manifest.json"
REMEDY = "restore it from a copy, or remove the folder and give the command again"


def digest_file(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def save_layout(folder: Path) -> None:
    """Keep the digest of every file of a new study's stores: its members, and the metadata and coordinates of its results."""
    files = [path for name in (MEMBERS, RESULTS) for path in sorted((folder / name).rglob("*")) if path.is_file()]
    layout = {path.relative_to(folder).as_posix(): digest_file(path) for path in files}
    with atomic_file(folder / LAYOUT, "w") as file:
        file.write(json.dumps(layout, indent=1) + "\n")


def verify_stores(setting: Setting, merged: Merged) -> None:
    """Make sure that members and results are those that were written. Raises DataError that names the first damage."""
    finished = (setting.folder / MANIFEST).exists()
    kept = setting.exact and not (finished and not setting.spec.keep)
    verify_layout(setting.folder, kept)
    if kept:
        for number, digest in enumerate(merged.digests):
            if digest_region(setting, number) != digest:
                first, last = setting.spec.bounds(number, number + 1)
                raise DataError(
                    f"{setting.folder / RESULTS}: what it holds of members {first} to {last - 1} is not what was written "
                    f"(a chunk is missing, cut or altered); {REMEDY}"
                )


def verify_layout(folder: Path, results: bool) -> None:
    """Hold the files of the stores that were whole from the beginning against their digests."""
    try:
        layout = json.loads((folder / LAYOUT).read_text(encoding="utf-8"))
        named = sorted(layout.items())
    except (OSError, ValueError, AttributeError):
        raise DataError(f"{folder / LAYOUT}: is missing or damaged; {REMEDY}") from None
    for name, digest in named:
        if results or not name.startswith(RESULTS):
            verify_file(folder / name, digest)


def verify_file(path: Path, digest: str) -> None:
    """Raises DataError for a file that is missing or is not what was written."""
    try:
        found = digest_file(path)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); {REMEDY}") from None
    if found != digest:
        raise DataError(f"{path}: is not what was written (cut or altered); {REMEDY}")


def verify_finished(setting: Setting, merged: Merged) -> None:
    """Hold the tables of a finished study, and the digest of all its values, against the manifest."""
    path = setting.folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        study, values, tables = manifest["study_digest"], manifest["values_digest"], dict(manifest["tables"])
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError(f"{path}: is damaged, or of another version; {REMEDY}") from None
    if study != setting.spec.digest:
        raise DataError(f"{path}: belongs to another study; {REMEDY}")
    if merged.chunks < setting.spec.chunks or values != merged.digest:
        raise DataError(f"{setting.folder / MERGED}: is missing, damaged, or of other values than the manifest; {REMEDY}")
    for name, digest in tables.items():
        verify_file(setting.folder / name, digest)


def digest_region(setting: Setting, number: int) -> str:
    """The digest of what the store holds of the members of a chunk; empty where it cannot be read."""
    first, last = setting.spec.bounds(number, number + 1)
    whole = hashlib.sha256()
    try:
        for level in setting.selection.names:
            whole.update(read_results(setting.folder, setting.selection, level, first, last).tobytes())
    except (OSError, ValueError, RuntimeError, KeyError, TypeError):
        return ""
    return whole.hexdigest()


def list_tables(folder: Path) -> Iterator[Path]:
    """The tables of a study."""
    yield from sorted(path for path in folder.glob("*.csv") if not path.name.startswith("."))
