"""The right-hand side of an equation, as a syntax tree and as text."""

from __future__ import annotations

import ast
import inspect
import textwrap

from simulator.language.variables import Equation


def syntax(v: Equation) -> ast.FunctionDef:
    """The function of an equation as a syntax tree."""
    return ast.parse(textwrap.dedent(inspect.getsource(v.function))).body[0]


def expression(v: Equation, speaker: str = "") -> str:
    """The right-hand side of an equation as text, a member of a family reading the members of others.

    `speaker` stands before every word of the language, as a module whose words these are.
    """
    value = syntax(v).body[-1].value
    words = [node.func for node in ast.walk(value) if isinstance(node, ast.Call)]
    for node in ast.walk(value):
        if isinstance(node, ast.Name):
            node.id = speaker + node.id if node in words else v.renamed.get(node.id, node.id)
    return ast.unparse(value)
