"""Run the command line as a person does, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run_simulator(words: Sequence[str], folder: Path) -> subprocess.CompletedProcess:
    """Run `python -m simulator` with words in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
    return subprocess.run([sys.executable, "-m", "simulator", *words], cwd=folder, env=environment, timeout=300,
                          capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def command(tmp_path):
    """A function that runs the simulator in an empty folder and gives the finished process."""
    return lambda *words: run_simulator(words, tmp_path)


@pytest.fixture(scope="session")
def job(tmp_path_factory):
    """A finished main job and its folder."""
    home = tmp_path_factory.mktemp("job")
    return run_simulator(["out=answer"], home), home / "answer"


@pytest.fixture
def root() -> Path:
    """The folder of the project."""
    return ROOT
