"""Formulas of operators worked out as they are read: every name an array with named indices."""

from __future__ import annotations

import ast
import operator

import numpy as np
import xarray as xr

from simulator.documentation.typeset import list_indices
from simulator.language.dimensions import ERRANDS, FEMALE, STATUSES

WORDS = {
    "exp": np.exp,
    "log": np.log,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "logistic": lambda x: 1.0 / (1.0 + np.exp(-x)),
    "where": xr.where,
    "divide_or_zero": lambda part, whole: xr.where(whole > 0.0, part / whole, 0.0),
}
COMPARED = {ast.Eq: operator.eq, ast.Gt: operator.gt, ast.Lt: operator.lt}
SIGNS = {ast.Add: "__add__", ast.Sub: "__sub__", ast.Mult: "__mul__", ast.Div: "__truediv__", ast.Pow: "__pow__"}


class Cells:
    """Formulas worked out over `known` arrays [in the order of their indices]; cohort stocks have their status last."""

    def __init__(self, known: dict[str, np.ndarray | float], sizes: dict[str, int]) -> None:
        self.known, self.sizes, self.after = dict(known), sizes, {}

    def work_out(self, left: ast.expr, right: ast.expr) -> None:
        """Keep what a line says, under its name or, for what it is at the end of a step, among `after`."""
        statuses = STATUSES if "k" in {node.attr for node in ast.walk(left) if isinstance(node, ast.Attribute)} else ("",)
        for status in statuses:
            cell, kept = (left.args[0], self.after) if isinstance(left, ast.Call) else (left, self.known)
            indices = [each.id for each in list_indices(cell)]
            value = xr.DataArray(self.find(right, status))
            whole = xr.DataArray(np.zeros([self.sizes[each] for each in indices]), dims=indices)
            assert set(value.dims) <= set(indices), ast.unparse(left)
            kept[self.call(cell.value, status)] = (whole + value).transpose(*indices).values

    def call(self, node: ast.expr, status: str) -> str:
        if isinstance(node, ast.Attribute):
            return f"{node.value.id}.{status if node.attr == 'k' else node.attr}"
        return node.id

    def find(self, node: ast.expr, status: str = "") -> xr.DataArray | float:
        """The value of an expression over the indices that it has."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return (
                xr.DataArray(np.arange(self.sizes[node.id]), dims=node.id)
                if node.id in self.sizes
                else FEMALE
                if node.id == "female"
                else self.known[node.id]
            )
        if isinstance(node, ast.UnaryOp):
            return -self.find(node.operand, status)
        if isinstance(node, ast.BinOp):
            left, right = self.find(node.left, status), self.find(node.right, status)
            return getattr(xr.DataArray(left), SIGNS[type(node.op)])(right)
        if isinstance(node, ast.Compare):
            left, right = self.find(node.left, status), self.find(node.comparators[0], status)
            return COMPARED[type(node.ops[0])](left, right)
        if isinstance(node, ast.Subscript):
            return self.pick(self.call(node.value, status), list_indices(node))
        if node.func.id == "after":
            return xr.DataArray(self.after[self.call(node.args[0].value, status)], dims=[i.id for i in list_indices(node.args[0])])
        if node.func.id == "total":
            return xr.DataArray(self.find(node.args[-1], status)).sum([each.id for each in node.args[:-1]])
        return WORDS[node.func.id](*(xr.DataArray(self.find(part, status)) for part in node.args))

    def pick(self, name: str, indices: list[ast.expr]) -> xr.DataArray:
        """A cell of an array: an index may be a letter, a letter less 1, or one place."""
        stock, _, status = name.partition(".")
        groups = ERRANDS if status in ERRANDS else STATUSES
        values = self.known[name] if name in self.known else self.known[stock][..., groups.index(status)]
        assert values.ndim == len(indices), name
        letters = [
            f"place {at}"
            if isinstance(self.find(each), int)
            else next(node.id for node in ast.walk(each) if isinstance(node, ast.Name))
            for at, each in enumerate(indices)
        ]
        array = xr.DataArray(values, dims=letters)
        for letter, each in zip(letters, indices, strict=True):
            if letter not in self.sizes:
                array = array.isel({letter: self.find(each)})
            elif not isinstance(each, ast.Name):
                # What lies before the first cell is never read: formulas ask for c > 0.
                array = array.shift({letter: -int(self.find(each)[0])}, fill_value=0.0)
        return array
