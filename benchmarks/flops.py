"""The arithmetic that the model asks for, in multiplications and additions, however it is worked out."""

from __future__ import annotations

import ast

# What a word takes at the accuracy of double precision: an exponential is a polynomial of degree 13 and the way to and from
# it, a logarithm a division and a series; the others are made of them.
EXP, LOG = 33, 24
POWER = EXP + LOG + 1
WORDS = {
    "exp": EXP,
    "log": LOG,
    "expm1": EXP,
    "log1p": LOG + 4,
    "sqrt": 1,
    "minimum": 1,
    "maximum": 1,
    "where": 1,
    "clip_below_zero": 1,
    "clip": 2,
    "divide_or_zero": 1,
    "smooth_minimum": 2 * POWER + 3,
    "logistic": EXP + 2,
    "leaving_share": EXP + 3,
}


def count_flops(expression: ast.AST) -> int:
    """Operations of an expression: one for each sign, and what its words take."""
    whole = 0
    for node in ast.walk(expression):
        if isinstance(node, ast.BinOp):
            whole += POWER if isinstance(node.op, ast.Pow) else 1
        if isinstance(node, ast.Compare):
            whole += 1
        if isinstance(node, ast.Call):
            whole += WORDS.get(getattr(node.func, "id", getattr(node.func, "attr", "")), 0)
    return whole
