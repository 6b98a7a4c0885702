"""What operators work out, as operators/formulas.yaml has it: words and lines, a formula each."""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from simulator.language.variables import Operator, arguments
from simulator.system.resources import PACKAGE

FILE = PACKAGE / "operators" / "formulas.yaml"


@dataclass(frozen=True)
class Formula:
    """A line: a name with its indices, and the expression that it stands for."""

    left: ast.expr
    right: ast.expr


@dataclass(frozen=True)
class Stage:
    """Some lines that belong together, and what they are in words."""

    words: str
    formulas: tuple[Formula, ...]


@functools.cache
def read_formulas() -> Mapping[str, tuple[Stage, ...]]:
    """The stages of every operator, by the name of its arithmetic."""
    return {name: make_stages(stages) for name, stages in yaml.safe_load(FILE.read_text(encoding="utf-8")).items()}


def parse_stages(file: Path) -> tuple[Stage, ...]:
    """The stages of a file that has no operators."""
    return make_stages(yaml.safe_load(file.read_text(encoding="utf-8")))


def make_stages(told: Sequence[Mapping[str, object]]) -> tuple[Stage, ...]:
    """Stages as YAML has them."""
    return tuple(Stage(stage["words"], tuple(map(parse_formula, stage["lines"]))) for stage in told)


def parse_formula(line: str) -> Formula:
    """A line as syntax."""
    left, _, right = line.partition(" = ")
    return Formula(ast.parse(left, mode="eval").body, ast.parse(right, mode="eval").body)


def list_stages(v: Operator) -> tuple[Stage, ...]:
    """The stages of an operator, in the names of the variables that it reads."""
    names = [name for name in arguments(v.reference) if name != "step"]
    renamed = {name: need for name, need in zip(names, v.needs, strict=True) if name != need}
    return tuple(
        Stage(stage.words, tuple(Formula(rename(each.left, renamed), rename(each.right, renamed)) for each in stage.formulas))
        for stage in read_formulas()[v.reference.__name__]
    )


def rename(node: ast.expr, renamed: Mapping[str, str]) -> ast.expr:
    """An expression with other names for what it reads."""
    if not renamed:
        return node
    copied = ast.parse(ast.unparse(node), mode="eval").body
    for each in ast.walk(copied):
        if isinstance(each, ast.Name):
            each.id = renamed.get(each.id, each.id)
    return copied
