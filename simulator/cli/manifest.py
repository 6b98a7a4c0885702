"""The manifest of a run: all that is needed to repeat it bit for bit, and the digests that prove it."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path

from simulator.batch.provenance import digest_code
from simulator.cli.jobs import Job
from simulator.cli.runs import Outcome
from simulator.language.errors import DataError
from simulator.run.results import find_version
from simulator.system.safe_text import describe_broken, find_broken_character

KINDS = {"options": dict, "scenarios": list, "results": dict, "data_digest": str, "code_digest": str}
# Options that say where to write or what to show.
NOT_RECORDED = {"out", "variable", "what", "levers", "shocks", "targets", "manifest"}
REMEDY = "name the manifest.json of a run"
LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "pandas", "xarray", "zarr", "pydantic", "hydra-core")


def make_manifest(job: Job, outcome: Outcome, seconds: float) -> dict:
    """What was run, with what, and what came out; scenarios in full, as their files may change."""
    return {
        "simulator": find_version(),
        "overrides": list(job.overrides),
        "options": job.options.model_dump(mode="json", exclude=NOT_RECORDED),
        "scenarios": [each.model_dump(mode="json", exclude_defaults=True) for each in job.scenarios],
        "synthetic": bool(outcome.attrs["synthetic"]),
        "data_digest": outcome.attrs["data_digest"],
        "code_digest": digest_code(),
        "calibration": outcome.attrs["calibration"],
        "calibration_warning": outcome.attrs["calibration_warning"],
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "libraries": {name: version(name) for name in LIBRARIES},
        "seconds": round(seconds, 2),
        "results": outcome.digests,
    }


def write_manifest(manifest: dict, path: Path) -> None:
    """Save a manifest as JSON that people can read."""
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def find_manifest(path: Path) -> Path:
    """The manifest in the folder of a run, or the file itself."""
    return path / "manifest.json" if path.is_dir() else path


def read_manifest(path: Path) -> dict:
    """Read a manifest. Raises DataError when there is none or it is not whole."""
    manifest = read_json(path)
    if not isinstance(manifest, dict):
        raise DataError(f"{path}: is no manifest of a run; {REMEDY}")
    missing = set(KINDS) - set(manifest)
    if missing:
        raise DataError(f"{path}: is no manifest of a run, as it lacks '{min(missing)}'; {REMEDY}")
    broken = find_broken_character(manifest)
    if broken is not None:
        raise DataError(f"{path}: {describe_broken(broken)}")
    wrong = find_wrong(manifest)
    if wrong:
        raise DataError(f"{path}: its '{wrong}' is not as a run writes it; {REMEDY}, unchanged")
    return manifest


def read_json(path: Path) -> object:
    """What a file of JSON holds. Raises DataError when it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such manifest; {REMEDY}") from None
    except RecursionError:
        raise DataError(f"{path}: is nested too deeply for a manifest; {REMEDY}") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        problem = getattr(error, "strerror", None) or error
        raise DataError(f"{path}: cannot be read as a manifest ({problem}); {REMEDY}") from None


def find_wrong(manifest: dict) -> str | None:
    """The first part of a manifest that is not of its kind, if there is one."""
    for part, kind in KINDS.items():
        if not isinstance(manifest[part], kind):
            return part
    if not manifest["scenarios"] or not all(
        isinstance(each, dict) and isinstance(each.get("name"), str) for each in manifest["scenarios"]
    ):
        return "scenarios"
    return None if all(isinstance(each, str) for each in manifest["results"].values()) else "results"
