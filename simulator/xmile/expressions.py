"""An equation as XMILE writes it; what XMILE cannot say is refused with its place."""

from __future__ import annotations

import ast

from simulator.language.errors import ModelError
from simulator.language.functions import FUNCTIONS
from simulator.language.variables import Equation
from simulator.model.expressions import syntax

# How XMILE says each word of the language, with its arguments as they are ({0}), or in brackets where they need them ({a}).
# Near 0 the two exact words go over to the first terms of their series: there the plain forms lose digits.
FORMS = {
    "exp": "EXP({0})",
    "log": "LN({0})",
    "sqrt": "SQRT({0})",
    "minimum": "MIN({0}, {1})",
    "maximum": "MAX({0}, {1})",
    "clip_below_zero": "MAX({0}, 0)",
    "clip": "MIN(MAX({0}, {1}), {2})",
    "where": "(IF {0} THEN {1} ELSE {2})",
    "divide_or_zero": "(IF {1} > 0 THEN {a} / {b} ELSE 0)",
    "smooth_minimum": "({a} * (1 + {a} ^ {b}) ^ (-1 / {b}))",
    "logistic": "(1 / (1 + EXP(-{a})))",
    "expm1": "(IF ABS({0}) < 1e-05 THEN {a} + {a} ^ 2 / 2 + {a} ^ 3 / 6 ELSE EXP({0}) - 1)",
    "log1p": "(IF ABS({0}) < 1e-05 THEN {a} - {a} ^ 2 / 2 + {a} ^ 3 / 3 ELSE LN(1 + {a}))",
}
# An argument that a form says again and again gets a name of its own, unless it is one.
REPEATING = ("expm1", "log1p")
SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "<>"}
OPERATIONS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UAdd, ast.USub)


def speak(v: Equation) -> dict[str, str]:
    """The equation of a variable in XMILE, by its name, after the parts of it that need names of their own.

    Raises ModelError for what XMILE cannot say.
    """
    speaker = Speaker(v)
    whole = ast.unparse(speaker.visit(syntax(v).body[-1].value))
    return {**speaker.parts, v.name: whole[1:-1] if whole.startswith("(") and is_bracketed(whole) else whole}


class Speaker(ast.NodeTransformer):
    """Turns an expression into one that is written as XMILE writes it: what Python writes otherwise becomes a name."""

    def __init__(self, v: Equation) -> None:
        self.variable = v
        self.parts: dict[str, str] = {}

    def generic_visit(self, node: ast.AST) -> ast.AST:
        raise self.refuse(node)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if type(node.value) not in (int, float):
            raise self.refuse(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.variable.renamed.get(node.id, node.id))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if not isinstance(node.op, OPERATIONS):
            raise self.refuse(node)
        return ast.UnaryOp(node.op, self.visit(node.operand))

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        if isinstance(node.op, ast.Pow):
            return ast.Name(f"{bracket(self.visit(node.left))} ^ {bracket(self.visit(node.right))}")
        if not isinstance(node.op, OPERATIONS):
            raise self.refuse(node)
        return ast.BinOp(self.visit(node.left), node.op, self.visit(node.right))

    def visit_Compare(self, node: ast.Compare) -> ast.Name:
        return ast.Name(f"(IF {self.compare(node)} THEN 1 ELSE 0)")

    def visit_Call(self, node: ast.Call) -> ast.Name:
        word = node.func.id if isinstance(node.func, ast.Name) else ""
        if word not in FORMS or node.keywords:
            raise self.refuse(node)
        first, *others = node.args
        condition = word == "where" and isinstance(first, ast.Compare)
        said = [ast.Name(self.compare(first)) if condition else self.visit(first), *map(self.visit, others)]
        if word in REPEATING and not is_name(said[0]):
            said = [self.name_part(said[0])]
        plain, bracketed = [ast.unparse(each) for each in said], [bracket(each) for each in said]
        return ast.Name(FORMS[word].format(*plain, **dict(zip("abc", bracketed, strict=False))))

    def compare(self, node: ast.Compare) -> str:
        """A comparison as XMILE writes it."""
        if len(node.ops) != 1 or type(node.ops[0]) not in SIGNS:
            raise self.refuse(node)
        left, right = (ast.unparse(self.visit(each)) for each in (node.left, node.comparators[0]))
        return f"{left} {SIGNS[type(node.ops[0])]} {right}"

    def name_part(self, node: ast.AST) -> ast.Name:
        """A name for a part of the expression."""
        name = f"{self.variable.name}_part_{len(self.parts) + 1}"
        self.parts[name] = ast.unparse(node)
        return ast.Name(name)

    def refuse(self, node: ast.AST) -> ModelError:
        """The mistake of saying what XMILE cannot."""
        v = self.variable
        return ModelError(
            f"{v.place}: '{v.name}': XMILE cannot say '{ast.unparse(node)}'; write it with + - * / **, one "
            f"comparison at a time and {', '.join(FUNCTIONS)}"
        )


def bracket(node: ast.AST) -> str:
    """An expression, in brackets unless it is a name, a number or a call."""
    text = ast.unparse(node)
    return text if is_name(node) or isinstance(node, ast.Constant) or is_bracketed(text) else f"({text})"


def is_name(node: ast.AST) -> bool:
    """Whether this is the name of a variable and nothing more."""
    return isinstance(node, ast.Name) and node.id.isidentifier()


def is_bracketed(text: str) -> bool:
    """Whether a text is one pair of brackets, or one call, with all that is in it."""
    head, _, rest = text.partition("(")
    depth = 1
    for place, letter in enumerate(rest, 1):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return place == len(rest) and (not head or head.isidentifier())
    return False
