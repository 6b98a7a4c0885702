"""Functions that the kernel calls are compiled in one manner only: inlined by force."""

import re
from pathlib import Path

import pytest

import simulator
from simulator.simd.jit import compiled, inner

PACKAGE = Path(simulator.__file__).parent
# Where the manner is set, and the parts of the kernel themselves, which are called by their addresses.
SET = {"simd/jit.py", "kernel/generate.py"}


def test_numba_compiles_by_one_module_only():
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(
            r"\b(njit|jit|vectorize|guvectorize|cfunc|register_jitable|overload)\b *[(,\n]", path.read_text(encoding="utf-8")
        )
    }
    assert found == SET


@pytest.mark.parametrize("decorate", [compiled, inner])
def test_helpers_are_inlined_by_force(decorate):
    assert decorate(lambda x: x + 1.0).targetoptions["forceinline"] is True
