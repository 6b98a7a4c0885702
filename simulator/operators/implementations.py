"""Registry that ties the NumPy reference of an operator to its compiled version."""

from collections.abc import Callable

from simulator.simd.jit import compiled


def compiled_version_of(reference: Callable) -> Callable[[Callable], Callable]:
    """Decorator: compile a function and set it as attribute `compiled` of the reference; the kernel inlines its body."""

    def register(function: Callable) -> Callable:
        reference.compiled = compiled(function)
        return reference.compiled

    return register
