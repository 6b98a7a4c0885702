"""The compiled kernel of a model, from the cache when the same text was compiled before."""

from __future__ import annotations

import functools
import hashlib
import inspect
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numba
import numpy as np
from platformdirs import user_cache_dir

import simulator.operators
from simulator import simd as lanes
from simulator.kernel import cohort_sums as people
from simulator.kernel import scalars
from simulator.kernel.compile import compile_kernel, load_kernel
from simulator.kernel.generate import list_parts, write_kernel
from simulator.language import dimensions as axes
from simulator.model.graph import Model


def find_cache() -> Path:
    """The folder of written kernels: SIMULATOR_CACHE, else the user's cache, else a temporary folder if that is read-only."""
    wanted = Path(os.environ.get("SIMULATOR_CACHE") or user_cache_dir("urbanization-simulator"))
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        return Path(tempfile.mkdtemp(prefix="urbanization-simulator-"))


def digest_kernel(model: Model, text: str) -> str:
    """A digest of all that the compiled kernel is made of: its text, the files it calls, and who compiles them."""
    whole = hashlib.sha256()
    files = {Path(inspect.getsourcefile(operator.plain)) for operator in model.of_kind("operator")}
    files |= {Path(module.__file__) for module in (axes, people, scalars)}
    files |= {file for room in (lanes, simulator.operators) for file in Path(room.__file__).parent.rglob("*.py")}
    for part in (text, numba.__version__, np.__version__, sys.version):
        whole.update(part.encode())
    for path in sorted(files):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


@functools.lru_cache(maxsize=8)
def build_kernel(model: Model) -> Callable:
    """The function `run` of the kernel; compiled at its first call, or loaded from the cache."""
    text = write_kernel(model)
    name = f"kernel_{digest_kernel(model, text)}"
    if name in sys.modules:
        return hand_over(sys.modules[name], model)
    path = find_cache() / f"{name}.py"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".draft", delete=False, encoding="utf-8") as draft:
            draft.write(text)
        os.replace(draft.name, path)
    module = load_kernel(path)
    compile_kernel(module, sorted([*list_parts(model), "run"], key=lambda part: (part == "run", not part.startswith("operate_"))))
    return hand_over(module, model)


def hand_over(module: ModuleType, model: Model) -> Callable:
    """The kernel with all its parts in hand."""
    parts = [getattr(module, name) for name in list_parts(model)]
    return lambda first, last, *packed: module.run(first, last, *packed, *parts)
