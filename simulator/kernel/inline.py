"""The body of a compiled operator as text, to be inlined in the kernel function that hands the operator its rows.

A Numba function that calls another one is compiled once for each caller.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Body:
    """Parameters and lines of a function, and the globals it uses with their names in the kernel."""

    parameters: tuple[str, ...]
    lines: tuple[str, ...]
    globals: dict[str, str]


@lru_cache(maxsize=64)
def read_body(function: Callable, name: str) -> Body:
    """The body of an operator; its globals are renamed after it, so that they collide with no name of the kernel."""
    [node] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    names = [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id in function.__globals__ and each.id not in function.__code__.co_varnames
    ]
    decorators = {each for line in node.decorator_list for each in ast.walk(line)}
    names = [each for each in names if each not in decorators]
    renamed = {each.id: f"{each.id}_of_{name}" for each in names}
    for each in names:
        each.id = renamed[each.id]
    lines = ast.unparse(ast.Module(node.body, [])).splitlines()
    return Body(tuple(each.arg for each in node.args.args), tuple(lines), renamed)
