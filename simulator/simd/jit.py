"""How functions that the kernel is made of are compiled.

All are inlined by force. What is not inlined would be a weak symbol of each part that calls it, and of a weak symbol the process
that compiles takes another copy than one that loads from the cache: copies may round differently, as the code generator picks which
products of a sum are fused.
"""

from __future__ import annotations

from collections.abc import Callable

from numba import njit
from numba.core.registry import CPUDispatcher

OPTIONS = {"error_model": "numpy", "nogil": True, "forceinline": True}

compiled = njit(**OPTIONS)


class Inner(CPUDispatcher):
    """A function that only compiled functions may call: there is no way into it from Python, which takes long to compile."""

    def __call__(self, *told: object) -> None:
        raise TypeError(f"{self.py_func.__name__} is called by compiled functions only")


def inner(function: Callable) -> Inner:
    """Compile a function that only compiled functions call."""
    made = njit(**OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    made.__class__ = Inner
    return made
