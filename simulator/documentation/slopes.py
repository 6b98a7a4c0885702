"""How steeply an equation rises with each variable that it reads, on every branch it has, by the rules of differentiation.

Where a function chooses (minimum, where, clip_below_zero ...) every choice is followed, so that an influence is seen even where it is
bounded at the moment: money that is not short today still counts once it is.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from itertools import product

import numpy as np

from simulator.language import functions as language
from simulator.language.variables import Equation, arguments
from simulator.model.expressions import syntax

Value = np.ndarray | float
Choices = Mapping[ast.Call, int | None]
COMPARISONS = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}
# Of each sign and word: its steepness in each of its parts, given its own value and theirs.
SIGNS: dict[type, tuple[Callable, Callable]] = {
    ast.Add: (np.add, lambda value, a, b: (1.0, 1.0)),
    ast.Sub: (np.subtract, lambda value, a, b: (1.0, -1.0)),
    ast.Mult: (np.multiply, lambda value, a, b: (b, a)),
    ast.Div: (np.divide, lambda value, a, b: (1.0 / np.asarray(b, float), -value / b)),
    ast.Pow: (np.power, lambda value, a, b: (b * np.power(a, b - 1.0), value * np.log(a))),
}
WORDS: dict[str, Callable] = {
    "exp": lambda value, x: (value,),
    "expm1": lambda value, x: (value + 1.0,),
    "log": lambda value, x: (1.0 / x,),
    "log1p": lambda value, x: (1.0 / (1.0 + x),),
    "sqrt": lambda value, x: (0.5 / value,),
    "logistic": lambda value, x: (value * (1.0 - value),),
    "divide_or_zero": lambda value, part, whole: (1.0 / whole, -value / whole),
    "smooth_minimum": lambda value, x, p: (
        (1.0 + x**p) ** (-1.0 / p - 1.0),
        value * (np.log1p(x**p) / p**2 - x**p * np.log(x) / (p * (1.0 + x**p))),
    ),
}
# Words that choose, each with the parts from which it does; 'clip_below_zero' may also choose nothing.
CHOOSING = {"minimum": (0, 1), "maximum": (0, 1), "where": (1, 2), "clip": (0, 1, 2), "clip_below_zero": (0, None)}


def find_slopes(v: Equation, values: Mapping[str, Value]) -> dict[str, list[Value]]:
    """For each variable that an equation reads, its slopes in it, one for each way its words can choose."""
    expression, names = syntax(v).body[-1].value, arguments(v.function)
    written = {name: np.asarray(values[v.renamed.get(name, name)], float) for name in names}
    ways = list(list_choices(expression))
    with np.errstate(all="ignore"):
        return {v.renamed.get(name, name): [follow(expression, name, written, choices)[1] for choices in ways] for name in names}


def list_choices(expression: ast.expr) -> Iterator[Choices]:
    """All ways in which the words of an expression can choose, by word; words with the same parts choose alike."""
    words = {node: ast.unparse(node) for node in ast.walk(expression) if isinstance(node, ast.Call) and node.func.id in CHOOSING}
    parts = {text: CHOOSING[node.func.id] for node, text in words.items()}
    for chosen in product(*parts.values()):
        way = dict(zip(parts, chosen, strict=True))
        yield {node: way[text] for node, text in words.items()}


def follow(node: ast.expr, name: str, values: Mapping[str, Value], choices: Choices) -> tuple[Value, Value]:
    """The value of a part of an expression, and its slope in the variable of this name."""

    def of(part: ast.expr) -> tuple[Value, Value]:
        return follow(part, name, values, choices)

    if isinstance(node, ast.Constant):
        return np.float64(node.value), 0.0
    if isinstance(node, ast.Name):
        return values[node.id], float(node.id == name)
    if isinstance(node, ast.Compare):
        return COMPARISONS[type(node.ops[0])](of(node.left)[0], of(node.comparators[0])[0]), 0.0
    if isinstance(node, ast.UnaryOp):
        value, slope = of(node.operand)
        return (-value, -slope) if isinstance(node.op, ast.USub) else (value, slope)
    if isinstance(node, ast.BinOp):
        work, steepness = SIGNS[type(node.op)]
        parts = [of(node.left), of(node.right)]
    else:
        work, steepness = getattr(language, node.func.id), WORDS.get(node.func.id)
        parts = [of(part) for part in node.args]
    value = work(*(value for value, _ in parts))
    if steepness is None:
        chosen = choices[node]
        return value, 0.0 if chosen is None else parts[chosen][1]
    # What does not move adds nothing, however steep.
    steeps = steepness(value, *(part for part, _ in parts))
    return value, sum(np.where(slope == 0.0, 0.0, steep * slope) for steep, (_, slope) in zip(steeps, parts, strict=True))
