"""What the numbers of a study hang on besides its settings: versions, code, calibration, plug-ins and the processor."""

from __future__ import annotations

import hashlib
import inspect
import os
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
COMPILER_VARIABLES = (
    "NUMBA_CPU_NAME",
    "NUMBA_CPU_FEATURES",
    "NUMBA_ENABLE_AVX",
    "NUMBA_OPT",
    "NUMBA_DISABLE_JIT",
    "NUMBA_LOOP_VECTORIZE",
    "NUMBA_SLP_VECTORIZE",
    "NPY_DISABLE_CPU_FEATURES",
    "NPY_ENABLE_CPU_FEATURES",
    "OPENBLAS_CORETYPE",
)


def find_provenance(model: Model, calibration: Calibration | None) -> dict[str, str]:
    """All that makes the numbers besides the settings, by a name that a message can say."""
    return {
        "version": find_version(),
        "code": digest_code(),
        "plug-ins": digest_files(list_foreign_files(model)),
        "calibration": calibration.digest if calibration else "none",
        "machine": f"{platform.system()} {platform.machine()}",
        "processor": describe_processor(),
        "environment": describe_environment(),
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


def describe_processor() -> str:
    """The processor and its vector instructions, which the kernel is compiled for."""
    features = llvm.get_host_cpu_features()
    there = sorted(name for name, there in features.items() if there and name.startswith(VECTOR_FEATURES))
    return " ".join([llvm.get_host_cpu_name(), *there])


def describe_environment() -> str:
    """Environment variables that change the code which compilers and libraries run, as they are set."""
    return " ".join(f"{name}={os.environ[name]}" for name in COMPILER_VARIABLES if os.environ.get(name)) or "none"


def digest_code() -> str:
    """A digest of every line of the package that makes numbers."""
    return digest_files([path for path in sorted(PACKAGE.rglob("*.py")) if "report" not in path.relative_to(PACKAGE).parts])


def list_foreign_files(model: Model) -> list[Path]:
    """Files outside the package in which sectors, equations and operators of the model are written."""
    written = [v.function for v in model.of_kind("equation")] + [v.reference for v in model.of_kind("operator")]
    files = {Path(inspect.getsourcefile(each) or "") for each in [*model.sectors.values(), *written]}
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
