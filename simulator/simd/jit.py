"""Compile options of the functions that the kernel calls.

All are force-inlined. A function that is not inlined would be a weak symbol of each caller, and the process that compiles takes
another copy of it than one that loads from the cache; copies may round differently, as LLVM contracts other products and sums.
"""

from __future__ import annotations

from collections.abc import Callable

from numba import njit
from numba.core.registry import CPUDispatcher

OPTIONS = {"error_model": "numpy", "nogil": True, "forceinline": True}

compiled = njit(**OPTIONS)


class Inner(CPUDispatcher):
    """A function for compiled callers only: it has no wrapper for Python, which takes long to compile."""

    def __call__(self, *arguments: object) -> None:
        raise TypeError(f"{self.py_func.__name__} is called by compiled functions only")


def inner(function: Callable) -> Inner:
    """Compile a function that only compiled functions call."""
    function_for_compiled = njit(**OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    function_for_compiled.__class__ = Inner
    return function_for_compiled
