"""How functions that the kernel is made of are compiled."""

from __future__ import annotations

from collections.abc import Callable

from numba import njit
from numba.core.registry import CPUDispatcher

compiled = njit(error_model="numpy", nogil=True)


class Inner(CPUDispatcher):
    """A function that only compiled functions may call: there is no way into it from Python, which takes long to compile."""

    def __call__(self, *told: object) -> None:
        raise TypeError(f"{self.py_func.__name__} is called by compiled functions only")


def inner(function: Callable) -> Inner:
    """Compile a function that only compiled functions call."""
    made = njit(error_model="numpy", nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    made.__class__ = Inner
    return made
