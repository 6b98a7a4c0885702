"""A kernel is compiled by two processes at once, or by one, with the same outcome."""

import os
from types import SimpleNamespace

import pytest

from simulator.kernel import compile as compiling

TEXT = """
from numba import float64, njit
signatures = {{name: float64(float64) for name in ("first", "second")}}
first = njit(cache=True)(lambda x: x + 1.0)
second = njit(cache=True)(lambda x: first(x) * 2.0)
{more}"""


@pytest.fixture
def kernel(tmp_path):
    """A large kernel of two parts, not compiled yet."""
    path = tmp_path / "kernel_of_two.py"
    path.write_text(TEXT.format(more="# one more line\n" * compiling.LARGE))
    return compiling.load_kernel(path)


def test_helper_compiles_what_the_first_process_then_finds(kernel, monkeypatch):
    monkeypatch.delenv("SIMULATOR_THREADS", raising=False)
    helper = compiling.call_helper(kernel, ["first", "second"])
    if len(os.sched_getaffinity(0)) < 2:
        assert helper is None
        return
    assert helper.wait(timeout=60) == 0
    compiling.compile_parts(kernel, ["first", "second"])
    assert (kernel.second(2.0), sum(kernel.second.stats.cache_hits.values())) == (6.0, 1)
    assert compiling.call_helper(kernel, ["first", "second"]) is None, "what is in the cache needs no helper"


def test_small_kernels_and_one_thread_need_no_helper(kernel, monkeypatch, tmp_path):
    small = tmp_path / "kernel_small.py"
    small.write_text(TEXT.format(more=""))
    assert compiling.call_helper(SimpleNamespace(__file__=str(small)), ["first"]) is None
    monkeypatch.setenv("SIMULATOR_THREADS", "1")
    assert compiling.call_helper(kernel, ["first"]) is None


def test_a_helper_that_cannot_begin_is_done_without(kernel, monkeypatch):
    monkeypatch.delenv("SIMULATOR_THREADS", raising=False)

    def refuse(*told, **named):
        raise OSError("no process left")

    monkeypatch.setattr(compiling.subprocess, "Popen", refuse)
    compiling.compile_kernel(kernel, ["first", "second"])
    assert kernel.second(2.0) == 6.0


def test_parts_are_compiled_for_what_they_are_told_and_nothing_else(kernel):
    compiling.compile_parts(kernel, ["first"])
    with pytest.raises(TypeError):
        kernel.first("a word")
