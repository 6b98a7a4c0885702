"""The files of the repository, read as text and as syntax."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

import simulator

PACKAGE = Path(simulator.__file__).parent


@pytest.fixture(scope="session")
def package() -> Path:
    return PACKAGE


@pytest.fixture(scope="session")
def read() -> Callable[[Path], ast.Module]:
    """Parse a Python file."""
    return lambda path: ast.parse(path.read_text(encoding="utf-8"), path.name)


@pytest.fixture(scope="session")
def imports(read) -> Callable[[Path], set[str]]:
    """Every module or name that a file imports, at any depth, as dotted text."""

    def find(path: Path) -> set[str]:
        found = set()
        for node in ast.walk(read(path)):
            if isinstance(node, ast.Import):
                found |= {each.name for each in node.names}
            if isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{each.name}" for each in node.names}
        return found

    return find
