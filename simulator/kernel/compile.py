"""Compile the parts of a kernel, in two processes at once where there are processors for it: each finds in the cache what the other
has done, one starting from the first part and one from the last."""

from __future__ import annotations

import gc
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from numba import config

# Below so many lines, a kernel is compiled sooner than a second process would have begun.
LARGE = 600


def load_kernel(path: Path) -> ModuleType:
    """The module of a written kernel."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    with beside_source():
        spec.loader.exec_module(module)
    return module


@contextmanager
def beside_source() -> Iterator[None]:
    """Let Numba keep what it compiles beside the text, wherever NUMBA_CACHE_DIR says that other functions go."""
    elsewhere = config.CACHE_DIR
    config.CACHE_DIR = ""
    try:
        yield
    finally:
        config.CACHE_DIR = elsewhere


def compile_parts(module: ModuleType, parts: Sequence[str]) -> None:
    """Compile functions of a kernel in the given order for their declared signatures, or load them from the cache."""
    with without_collector():
        for name in parts:
            part = getattr(module, name)
            part.compile(module.signatures[name].args)
            part.disable_compile()


@contextmanager
def without_collector() -> Iterator[None]:
    """Suspend the garbage collector: it finds little in what a compiler allocates, but traverses all of it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def compile_kernel(module: ModuleType, parts: Sequence[str]) -> None:
    """Compile all functions of a kernel."""
    helper = call_helper(module, parts)
    try:
        compile_parts(module, parts)
    finally:
        if helper:
            helper.kill()
            helper.wait()


def call_helper(module: ModuleType, parts: Sequence[str]) -> subprocess.Popen | None:
    """A second process that compiles from the last function on; None for a small or cached kernel, or on one processor."""
    path = Path(module.__file__)
    alone = os.environ.get("SIMULATOR_THREADS") == "1" or len(getattr(os, "sched_getaffinity", lambda _: [0, 1])(0)) < 2
    if alone or path.read_text(encoding="utf-8").count("\n") < LARGE:
        return None
    if any((path.parent / "__pycache__").glob(f"{path.stem}.*.nbi")):
        return None
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        return subprocess.Popen(
            [sys.executable, "-m", __name__, str(path), *reversed(parts)],
            env={**os.environ, **paths},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None


if __name__ == "__main__":
    compile_parts(load_kernel(Path(sys.argv[1])), sys.argv[2:])
