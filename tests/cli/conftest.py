"""Run the command line as a person does, in a folder of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.__main__ import main
from simulator.data.synthetic import write_region

# A comparison of two scenarios by one member, without a brief.
QUICK = ("scenarios=[frozen,plan]", "ensemble=single", "brief=false")
ROOT = Path(__file__).resolve().parents[2]


def run_simulator(words: Sequence[str], folder: Path) -> subprocess.CompletedProcess:
    """Run `python -m simulator` with words in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
    return subprocess.run([sys.executable, "-m", "simulator", *words], cwd=folder, env=environment, timeout=300,
                          capture_output=True, text=True, encoding="utf-8")


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    said: str
    complained: str


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    """A function that runs the command line in an empty folder without starting Python anew, and gives its answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def answer(*words: str) -> Answer:
        capsys.readouterr()
        code = main(words)
        return Answer(code, *capsys.readouterr())

    return answer


@pytest.fixture(scope="session")
def mine(tmp_path_factory) -> Path:
    """A made-up region of five counties."""
    return write_region(tmp_path_factory.mktemp("region") / "mine", counties=5)


@pytest.fixture
def command(tmp_path):
    """A function that runs the simulator in an empty folder and gives the finished process."""
    return lambda *words: run_simulator(words, tmp_path)


@pytest.fixture(scope="session")
def job(tmp_path_factory):
    """A finished comparison and its folder."""
    home = tmp_path_factory.mktemp("job")
    return run_simulator(["out=answer", *QUICK], home), home / "answer"


@pytest.fixture
def outputs() -> set[str]:
    """What a run of scenarios leaves in its folder."""
    return {"results.zarr", "indicators.csv", "counties.csv", "pathways.csv", "targets.csv", "effects.csv", "income_ratio.csv",
            "figures", "manifest.json"}


@pytest.fixture
def quick() -> tuple[str, ...]:
    """The words of a comparison that takes little time."""
    return QUICK


@pytest.fixture
def root() -> Path:
    """The folder of the project."""
    return ROOT
