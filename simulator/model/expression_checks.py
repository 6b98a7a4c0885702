"""The closed language of equations as syntax: one expression of signs, comparisons and the words of language.py."""

from __future__ import annotations

import ast

from simulator.language import functions as language
from simulator.language.functions import FUNCTIONS
from simulator.language.variables import Equation, arguments
from simulator.model.expressions import syntax
from simulator.model.graph import Model

SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.UAdd, ast.USub, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
JUDGED_WITH_THEIR_PARENT = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop)


def check_grammar(model: Model) -> list[str]:
    """Every equation is one expression in the closed language; the problems found, a sentence each."""
    return [f"{v.place}: {problem}" for v in model.of_kind("equation") for problem in judge(v)]


def judge(v: Equation) -> list[str]:
    """What an equation says that the language cannot."""
    # The name in the sector file: the members of a family share one line, and what is wrong with it is said once.
    name, body = v.function.__name__, syntax(v).body[1:]
    if len(body) != 1 or not isinstance(body[0], ast.Return) or body[0].value is None:
        return [f"'{name}' should be a description and one 'return ...', nothing else"]
    nodes = list(ast.walk(body[0].value))
    unsaid = next((node for node in nodes if not is_sayable(node)), None)
    if unsaid is not None:
        return [
            f"'{name}': an equation cannot say '{ast.unparse(unsaid)}'; it may use + - * / **, one comparison at a time "
            f"and {', '.join(FUNCTIONS)}"
        ]
    spoken = [node.func for node in nodes if isinstance(node, ast.Call)]
    foreign = {f.id for f in spoken if v.function.__globals__.get(f.id) is not getattr(language, f.id)}
    unknown = {node.id for node in nodes if isinstance(node, ast.Name) and node not in spoken} - set(arguments(v.function))
    return [f"'{name}' uses '{each}', which is not among its arguments; add it" for each in sorted(unknown)] + [
        f"'{name}' uses the word '{each}'; import it from simulator.language.functions" for each in sorted(foreign)
    ]


def is_sayable(node: ast.AST) -> bool:
    """Whether the language has this part of an expression."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS and not node.keywords
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float)
    if isinstance(node, ast.Compare):
        return len(node.ops) == 1 and isinstance(node.ops[0], SIGNS)
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        return isinstance(node.op, SIGNS)
    return isinstance(node, (ast.Name, *JUDGED_WITH_THEIR_PARENT))
