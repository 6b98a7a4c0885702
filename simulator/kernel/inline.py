"""What the fast twin of an operator does, as text: the kernel says it in the part that hands the operator its rows, as a function
that calls another is compiled once for each of them."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Body:
    """The parameters of a function, its lines, and what it finds in its module, under which name in the kernel."""

    parameters: tuple[str, ...]
    lines: tuple[str, ...]
    found: dict[str, str]


@lru_cache(maxsize=64)
def read_body(function: Callable, name: str) -> Body:
    """The body of the operator of a name; what it finds in its module is named after it, so that it is nothing of the kernel's."""
    [node] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    names = [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id in function.__globals__ and each.id not in function.__code__.co_varnames
    ]
    decorators = {each for line in node.decorator_list for each in ast.walk(line)}
    names = [each for each in names if each not in decorators]
    found = {each.id: f"{each.id}_of_{name}" for each in names}
    for each in names:
        each.id = found[each.id]
    lines = ast.unparse(ast.Module(node.body, [])).splitlines()
    return Body(tuple(each.arg for each in node.args.args), tuple(lines), found)
