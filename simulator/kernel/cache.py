"""The compiled kernel of a model, from the cache when the same text was compiled before and its files are whole."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import inspect
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import numba
import numpy as np
from platformdirs import user_cache_dir

import simulator.operators
from simulator import simd
from simulator.kernel import cohort_sums, integration, scalars, vector_integration
from simulator.kernel.cache_files import Files, keep_files, list_files, read_files, write_files
from simulator.kernel.compile import compile_kernel, load_kernel
from simulator.kernel.generate import list_parts, write_kernel
from simulator.language import dimensions
from simulator.model.graph import Model

BUILDING = threading.RLock()
if hasattr(os, "register_at_fork"):
    # A process is copied between two buildings only: in the copy, what another thread had begun would never end.
    os.register_at_fork(before=BUILDING.acquire, after_in_parent=BUILDING.release, after_in_child=BUILDING.release)


def find_cache() -> Path:
    """The folder of compiled kernels: SIMULATOR_CACHE, else the user's cache."""
    return Path(os.environ.get("SIMULATOR_CACHE") or user_cache_dir("urbanization-simulator"))


def digest_kernel(model: Model, text: str) -> str:
    """A digest of the kernel text, of the files whose functions it calls, and of the compiler versions."""
    whole = hashlib.sha256()
    files = {Path(inspect.getsourcefile(operator.reference)) for operator in model.of_kind("operator")}
    files |= {Path(module.__file__) for module in (dimensions, cohort_sums, integration, scalars, vector_integration)}
    files |= {file for package in (simd, simulator.operators) for file in Path(package.__file__).parent.rglob("*.py")}
    for part in (text, numba.__version__, np.__version__, sys.version):
        whole.update(part.encode())
    for path in sorted(files):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def build_kernel(model: Model) -> Callable:
    """The function `run` of the kernel, compiled or loaded from the cache; threads that want one at once wait for each other."""
    with BUILDING:
        return build_once(model)


@functools.lru_cache(maxsize=8)
def build_once(model: Model) -> Callable:
    """The function `run` of the kernel, built at the first call."""
    text = write_kernel(model)
    name = f"kernel_{digest_kernel(model, text)}"
    if name in sys.modules:
        return hand_over(sys.modules[name], model)
    parts = sorted([*list_parts(model), "run"], key=lambda part: (part == "run", not part.startswith("operate_")))
    folder = find_cache()
    found = read_files(folder, name)
    module, made = load_or_compile(name, {f"{name}.py": text.encode()}, found, parts)
    # Another process may have kept the same kernel by now.
    if made != found and read_files(folder, name) == found:
        keep_files(folder, name, made)
    return hand_over(module, model)


def load_or_compile(name: str, source: Files, found: Files, parts: Sequence[str]) -> tuple[ModuleType, Files]:
    """The module of a kernel and its files: those found if they hold this text, else made of the text alone."""
    if found | source == found:
        # Whole files that cannot be loaded all the same fail in as many ways as there are kinds of damage.
        with contextlib.suppress(Exception):
            return compile_files(name, found, parts)
    return compile_files(name, source, parts)


def compile_files(name: str, files: Files, parts: Sequence[str]) -> tuple[ModuleType, Files]:
    """The module of a kernel, all its parts compiled or loaded, and its files; they lie in a folder of this process meanwhile,
    where no other process changes them and a cache that is read-only does not matter."""
    with tempfile.TemporaryDirectory(prefix="urbanization-simulator-", ignore_cleanup_errors=True) as home:
        write_files(Path(home), files)
        try:
            module = load_kernel(Path(home) / f"{name}.py")
            compile_kernel(module, parts)
        except BaseException:
            # Half a kernel must not be taken for a whole one, whether compiling failed or was stopped.
            sys.modules.pop(name, None)
            raise
        return module, list_files(Path(home), name)


def hand_over(module: ModuleType, model: Model) -> Callable:
    """The kernel with all its parts in hand."""
    parts = [getattr(module, name) for name in list_parts(model)]
    return lambda first, last, *packed: module.run(first, last, *packed, *parts)
