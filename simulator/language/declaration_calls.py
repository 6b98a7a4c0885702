"""Calls of declarations: where in a sector file they stand, and whether their arguments fit."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from simulator.language.errors import ModelError, suggest

PACKAGE = str(Path(__file__).parent)
VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def find_place() -> str:
    """Where in a sector file the declaration stands that is being called."""
    frame = sys._getframe(1)
    while frame.f_back and str(Path(frame.f_code.co_filename).parent) == PACKAGE:
        frame = frame.f_back
    return locate(frame.f_code.co_filename, frame.f_lineno)


def locate(filename: str, line: int) -> str:
    """A place as people read it: folder, file and line."""
    path = Path(filename)
    return f"{path.parent.name}/{path.name}:{line}"


def declaration(function: Callable) -> Callable:
    """Let a declaration refuse arguments that do not fit with a ModelError that names them, where Python raises TypeError."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def declare(*args: object, **kwargs: object) -> object:
        misfit = find_misfit(signature, args, kwargs)
        if misfit:
            raise ModelError(f"{find_place()}: {function.__name__}() {misfit}")
        try:
            return function(*args, **kwargs)
        except (TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"{find_place()}: {function.__name__}() is given a value of another kind ({error}); mend it") from None

    return declare


def find_misfit(signature: inspect.Signature, args: Sequence[object], kwargs: Mapping[str, object]) -> str:
    """What is wrong with the arguments of a declaration, or an empty text."""
    parameters = signature.parameters.values()
    variadic = {each.kind for each in parameters if each.kind in VARIADIC}
    keywords = [each.name for each in parameters if each.kind not in VARIADIC]
    positional = [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    required = [each.name for each in parameters if each.default is each.empty and each.kind not in VARIADIC]
    written = ", ".join(name if name in positional else f"{name}=..." for name in required)
    unknown = next((name for name in kwargs if name not in keywords), None)
    if unknown is not None and inspect.Parameter.VAR_KEYWORD not in variadic:
        return f"has no keyword '{unknown}'; {suggest(unknown, keywords)}"
    twice = next((name for name in positional[: len(args)] if name in kwargs), None)
    if twice is not None:
        return f"is given '{twice}' twice; leave one out"
    missing = [name for name in required if name not in (*positional[: len(args)], *kwargs)]
    if missing:
        return f"lacks {' and '.join(missing)}; write ({written})"
    if len(args) > len(positional) and inspect.Parameter.VAR_POSITIONAL not in variadic:
        return f"has {len(args)} values without a keyword and takes {len(positional)}; write ({written or 'name=...'})"
    return ""
