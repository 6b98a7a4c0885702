"""Tie a plain operator to its fast twin."""

from collections.abc import Callable

from simulator.simd.jit import compiled


def twin_of(plain: Callable) -> Callable[[Callable], Callable]:
    """Mark a function as the fast twin of a plain operator and compile it; the kernel says its body in a part of its own."""

    def tie(fast: Callable) -> Callable:
        plain.fast = compiled(fast)
        return plain.fast

    return tie
