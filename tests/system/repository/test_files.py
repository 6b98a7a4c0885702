"""What holds for every file of the repository: it describes itself, and tells nothing of the machine it was made on."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import simulator

PACKAGE = Path(simulator.__file__).parent
HOME = PACKAGE.parent
PASSED_OVER = {".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", "outputs", "build", "dist"}
TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".csv", ".txt", ".cff", ".mplstyle", ".j2", ".json", ""}
# Written with a bracket so that this file does not find itself.
MACHINE = re.compile(r"/(?:wor[k]|tm[p]|roo[t]|hom[e]/\w+|User[s])/|[A-Z]:\\User[s]\\")
REGISTRY = re.compile(r"pyp[i]\.org|pythonhoste[d]|anacond[a]\.|npmj[s]|crate[s]\.io|mirror[s]?\.|tun[a]\.tsinghua|/simple[/]")
MODULES = sorted(PACKAGE.rglob("*.py"))
UNTYPED = ("simulator/kernel/scalars.py", "simulator/language/functions.py")


def name_of(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def list_texts() -> list[Path]:
    return [
        path
        for path in sorted(HOME.rglob("*"))
        if path.is_file()
        and path.suffix in TEXTS
        and not PASSED_OVER & set(path.relative_to(HOME).parts)
        and ".egg-info" not in str(path)
    ]


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine", "registry"])
def test_no_file_names_a_machine_or_a_registry(pattern):
    texts = list_texts()
    assert len(texts) > 100
    found = [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_public_things_describe_themselves(read):
    undescribed = []
    for path in MODULES:
        tree = read(path)
        undescribed += [] if ast.get_docstring(tree) else [name_of(path)]
        undescribed += [
            f"{name_of(path)}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    assert undescribed == []


def test_no_work_is_left_open():
    open_work = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    assert [name_of(path) for path in MODULES if open_work.search(path.read_text(encoding="utf-8"))] == []


def test_public_functions_are_typed(read):
    """Sectors, operators and functions of the language are typed by their units instead: arguments are variables and numbers."""
    untyped = []
    for path in MODULES:
        if {"sectors", "operators"} & set(path.parts) or name_of(path) in UNTYPED:
            continue
        untyped += [
            f"{name_of(path)}: {node.name}"
            for node in read(path).body
            if isinstance(node, ast.FunctionDef)
            and not node.name.startswith("_")
            and (node.returns is None or any(each.annotation is None for each in (*node.args.args, *node.args.kwonlyargs)))
        ]
    assert untyped == []


def test_ruff_finds_nothing():
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "simulator", "benchmarks", "tests"],
        cwd=HOME,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout
