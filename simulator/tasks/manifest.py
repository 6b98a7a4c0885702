"""The manifest of a run: all that is needed to repeat it bit for bit, and the digests that prove it."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import xarray as xr

from simulator.errors import DataError
from simulator.places import PACKAGE
from simulator.results import digest_results, find_version
from simulator.tasks.jobs import Job

KINDS = {"options": dict, "scenarios": list, "results": dict, "data_digest": str, "code_digest": str}
LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "pandas", "xarray", "zarr", "pydantic", "hydra-core")


def digest_code() -> str:
    """A digest of every line of code that makes numbers."""
    whole = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        if "report" not in path.relative_to(PACKAGE).parts:
            whole.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def make_manifest(job: Job, results: xr.Dataset, seconds: float) -> dict:
    """What was run, with what, and what came out; scenarios in full, as their files may change."""
    return {
        "simulator": find_version(),
        "overrides": list(job.overrides),
        "options": job.options.model_dump(mode="json", exclude={"out", "name", "levers", "shocks", "targets", "manifest"}),
        "scenarios": [each.model_dump(mode="json", exclude_defaults=True) for each in job.scenarios],
        "synthetic": bool(results.attrs["synthetic"]),
        "data_digest": results.attrs["data_digest"],
        "code_digest": digest_code(),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "libraries": {name: version(name) for name in LIBRARIES},
        "seconds": round(seconds, 2),
        "results": digest_results(results),
    }


def write_manifest(manifest: dict, path: Path) -> None:
    """Save a manifest as JSON that people can read."""
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> dict:
    """Read a manifest. Raises DataError when there is none or it is not whole."""
    if path.is_dir():
        path = path / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such manifest; name the manifest.json of a run") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataError(f"{path}: cannot be read as a manifest ({error}); name the manifest.json of a run") from None
    if not isinstance(manifest, dict):
        raise DataError(f"{path}: is no manifest of a run; name the manifest.json of a run")
    missing = set(KINDS) - set(manifest)
    if missing:
        raise DataError(f"{path}: is no manifest of a run, as it lacks '{min(missing)}'; name the manifest.json of a run")
    wrong = [part for part, kind in KINDS.items() if not isinstance(manifest[part], kind)]
    if not wrong and not all(isinstance(each, dict) and "name" in each for each in manifest["scenarios"]):
        wrong = ["scenarios"]
    if wrong:
        raise DataError(f"{path}: its '{wrong[0]}' is not as a run writes it; name the manifest.json of a run, unchanged")
    return manifest
