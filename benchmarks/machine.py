"""The machine that measures, and a fixed piece of arithmetic by which machines compare."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import statistics
import subprocess
import time
from pathlib import Path

import llvmlite.binding
from numba import njit

PACKAGES = ("numpy", "scipy", "numba", "llvmlite", "jax", "pysd", "pysimlin", "BPTK-Py")
LINKS = 20_000_000


@njit
def chain(links: int) -> float:
    """A chain of multiplications and additions, each of which waits for the one before."""
    value = 0.5
    for _ in range(links):
        value = 3.7 * value * (1.0 - value)
    return value


def time_reference_loop(turns: int = 7) -> float:
    """Milliseconds of the chain: what a figure is divided by so that machines compare."""
    chain(1)
    spent = []
    for _ in range(turns):
        began = time.thread_time()
        chain(LINKS)
        spent.append(1e3 * (time.thread_time() - began))
    return statistics.median(spent)


def describe_machine() -> dict[str, object]:
    """Processor, versions and how busy the machine was when the run began; nothing of its names and paths."""
    return {
        "processor": find_processor(),
        "instructions": llvmlite.binding.get_host_cpu_name(),
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: find_version(name) for name in PACKAGES},
        "gcc": find_compiler(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def find_processor() -> str:
    """The name by which the processor is sold, as far as the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def find_version(package: str) -> str:
    """The version of a package, or that it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def find_compiler() -> str:
    """The version of the C compiler, or that there is none."""
    if not shutil.which("gcc"):
        return "not installed"
    told = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"
