"""Sectors are equations only, operators arithmetic only, and the engine names no variable of any sector."""

import ast
import re
from pathlib import Path

import pytest

import simulator

PACKAGE = Path(simulator.__file__).parent
LOGIC = (
    ast.For,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.Subscript,
    ast.comprehension,
    ast.Lambda,
    ast.ClassDef,
    ast.Try,
    ast.With,
    ast.Match,
    ast.JoinedStr,
)
SECTORS, OPERATORS = (sorted((PACKAGE / package).rglob("*.py")) for package in ("sectors", "operators"))
ENGINE = [path for package in ("language", "model", "kernel", "simd") for path in sorted((PACKAGE / package).glob("*.py"))]
ENGINE.append(PACKAGE / "run" / "reference_state.py")
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "core", "misc", "tools", "stuff"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", SECTORS, ids=name_of)
def test_sector_has_no_logic(read, path):
    spoken = [type(node).__name__ for node in ast.walk(read(path)) if isinstance(node, LOGIC)]
    assert spoken == []


@pytest.mark.parametrize("path", SECTORS, ids=name_of)
def test_sector_names_no_file(read, path):
    texts = [node.value for node in ast.walk(read(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if re.search(r"\.(csv|yaml|py|zarr|txt|json)\b|^[./~]|\w/\w+/", text)] == []


@pytest.mark.parametrize("path", SECTORS, ids=name_of)
def test_function_of_a_sector_is_one_description_and_one_return(read, path):
    for function in (node for node in read(path).body if isinstance(node, ast.FunctionDef)):
        assert [type(line) for line in function.body] == [ast.Expr, ast.Return], function.name
        assert not function.decorator_list and function.returns is not None, function.name


@pytest.mark.parametrize("path", ENGINE, ids=name_of)
def test_engine_names_no_variable_of_any_sector(read, model, path):
    tree = read(path)
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    descriptions = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    spoken = set()
    for node in ast.walk(tree):
        spoken |= {value for value in (getattr(node, field, None) for field in ("id", "attr", "arg")) if isinstance(value, str)}
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in descriptions:
            spoken |= set(re.findall(r"\w+", node.value)) if node.value in model.variables or "_" in node.value else set()
    assert spoken & set(model.variables) == set()


@pytest.mark.parametrize("path", OPERATORS, ids=name_of)
def test_operator_is_arithmetic_only(imports, read, path):
    standard = ("__future__", "collections.abc", "dataclasses", "enum", "functools", "operator")
    allowed = ("numpy", "numba", *standard, "simulator.language.dimensions", "simulator.simd", "simulator.operators")
    assert [each for each in imports(path) if not each.startswith(allowed)] == []
    assert "random" not in {node.attr for node in ast.walk(read(path)) if isinstance(node, ast.Attribute)}


def test_no_file_is_named_vaguely():
    home = PACKAGE.parent
    named = [path for room in (PACKAGE, home / "tests", home / "benchmarks") if room.is_dir() for path in room.rglob("*.py")]
    assert len(named) > 50
    assert [path for path in named if VAGUE & {path.stem, *path.stem.split("_"), path.parent.name}] == []
