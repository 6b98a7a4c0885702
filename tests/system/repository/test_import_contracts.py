"""Layers, cycles and forbidden imports: the contracts of import-linter in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

import simulator

ROOT = Path(simulator.__file__).parents[1]
LINT = """
from importlib.metadata import entry_points
[command] = entry_points(group="console_scripts", name="lint-imports")
command.load()()
"""


def test_import_contracts_are_kept():
    done = subprocess.run([sys.executable, "-c", LINT, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and " 0 broken" in done.stdout, done.stdout + done.stderr


def test_no_loose_module_beside_the_entry_points():
    loose = {path.name for path in (ROOT / "simulator").iterdir() if path.is_file()}
    assert loose == {"__init__.py", "__main__.py"}
