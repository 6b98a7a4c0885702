"""What the numbers of a study hang on besides its settings: versions, code, calibration, plug-ins and the processor."""

from __future__ import annotations

import hashlib
import inspect
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import llvmlite.binding as llvm

from simulator.inputs.calibration_file import Calibration
from simulator.model.graph import Model
from simulator.run.results import find_version
from simulator.system.resources import PACKAGE

# Libraries that make numbers, or that store them.
LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "pandas", "zarr")
# Processor features by which the compiler chooses other instructions, and so other last bits.
VECTOR_FEATURES = ("avx", "fma", "sse4", "neon", "sve")


def find_provenance(model: Model, calibration: Calibration | None) -> dict[str, str]:
    """All that makes the numbers besides the settings, by a name that a message can say."""
    return {
        "version": find_version(),
        "code": digest_code(),
        "plug-ins": digest_files(list_foreign_files(model)),
        "calibration": calibration.digest if calibration else "none",
        "machine": f"{platform.system()} {platform.machine()}",
        "processor": describe_processor(),
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


def describe_processor() -> str:
    """The vector instructions that the kernel may be compiled for."""
    features = llvm.get_host_cpu_features()
    return " ".join(sorted(name for name, there in features.items() if there and name.startswith(VECTOR_FEATURES)))


def digest_code() -> str:
    """A digest of every line of the package that makes numbers."""
    return digest_files([path for path in sorted(PACKAGE.rglob("*.py")) if "report" not in path.relative_to(PACKAGE).parts])


def list_foreign_files(model: Model) -> list[Path]:
    """Files outside the package in which equations and operators of the model are written."""
    written = [v.function for v in model.of_kind("equation")] + [v.reference for v in model.of_kind("operator")]
    files = {Path(inspect.getsourcefile(each) or "") for each in written}
    return sorted(path for path in files if not path.resolve().is_relative_to(PACKAGE))


def digest_files(files: Sequence[Path]) -> str:
    """A digest of files, with their names: below the package by path, elsewhere by name; "none" without any."""
    if not files:
        return "none"
    whole = hashlib.sha256()
    for path in files:
        name = path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else path.name
        whole.update(name.encode() + path.read_bytes())
    return whole.hexdigest()
