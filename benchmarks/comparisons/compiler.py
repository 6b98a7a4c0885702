"""The C compiler: text in, functions that Python can call out."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from simulator.kernel.cache import find_cache

FLAGS = ("-O3", "-march=native", "-mprefer-vector-width=512", "-fopenmp", "-fPIC", "-shared", "-w")


class NoCompiler(ImportError):
    """There is no C compiler on this machine."""


def build_c(text: str, *flags: str) -> ctypes.CDLL:
    """Compile a C program, or take what was compiled of the same text before.

    Raises NoCompiler where there is no gcc.
    """
    if not shutil.which("gcc"):
        raise NoCompiler("gcc is not installed")
    version = subprocess.run(["gcc", "--version"], capture_output=True, text=True, check=True).stdout
    digest = hashlib.sha256("\n".join((text, version, *FLAGS, *flags)).encode()).hexdigest()[:16]
    path = find_cache() / f"comparison_{digest}.so"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as home:
            source, made = Path(home) / "comparison.c", Path(home) / "comparison.so"
            source.write_text(text, encoding="utf-8")
            subprocess.run(["gcc", *FLAGS, *flags, str(source), "-o", str(made), "-lm"], check=True)
            os.replace(made, path)
    return ctypes.CDLL(str(path))


def point(array: np.ndarray) -> ctypes.c_void_p:
    """Where an array lies."""
    return ctypes.c_void_p(array.ctypes.data)
