"""Run the command line as a person does, in a folder of its own."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.__main__ import main
from simulator.region.synthetic.region import write_region

# A comparison of two scenarios by one member, without a brief.
QUICK = ("scenarios=[frozen,plan]", "ensemble=single", "brief=false")
ROOT = Path(__file__).resolve().parents[3]


def run_simulator(words: Sequence[str], folder: Path) -> subprocess.CompletedProcess:
    """Run `python -m simulator` with words in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
    return subprocess.run(
        [sys.executable, "-m", "simulator", *words],
        cwd=folder,
        env=environment,
        timeout=300,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


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


class Study(tuple):
    """The words of a study of many members, and what can be asked of its folder."""

    TABLES = ("summary", "differences", "targets", "first_met", "histograms", "scenarios")

    def start(self, words: Sequence[str], folder: Path, **environment: str) -> subprocess.Popen:
        """Begin a command in a folder."""
        return subprocess.Popen(
            [sys.executable, "-m", "simulator", *words],
            cwd=folder,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )

    def wait_for(self, process: subprocess.Popen, there: Callable[[], bool]) -> None:
        """Wait until something is there, or the process ends."""
        while process.poll() is None and not there():
            time.sleep(0.02)

    def digest(self, folder: Path) -> dict[str, str]:
        """Digests of all that says what came out."""
        files = [path for name in ("results.zarr", "members.zarr") for path in sorted((folder / name).rglob("*")) if path.is_file()]
        files += [folder / f"{name}.csv" for name in self.TABLES]
        return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="session")
def three(tmp_path_factory) -> Path:
    """A made-up region of three counties, which runs fast."""
    return write_region(tmp_path_factory.mktemp("region") / "three", counties=3)


@pytest.fixture(scope="session")
def study(three) -> Study:
    """The words of a study of 150 members in three chunks."""
    return Study(
        (
            "task=sweep",
            f"region={three}",
            "scenarios=[frozen,plan]",
            "drivers=known_2020",
            "last_year=2025",
            "steps=1",
            "seed=3",
            "ensemble=sobol",
            "ensemble.members=150",
            "record.levels=[province,county]",
            "record.variables=[urban_share,population]",
        )
    )


@pytest.fixture(scope="session")
def whole(study, tmp_path_factory) -> Path:
    """The folder of the study, run without a break."""
    folder = tmp_path_factory.mktemp("whole")
    done = study.start([*study, "out=study"], folder)
    said, complained = done.communicate(timeout=300)
    assert done.returncode == 0, complained
    assert "150 members of 2 scenarios" in said and "plan: targets met by Q1 " in said
    return folder / "study"


@pytest.fixture
def outputs() -> set[str]:
    """What a run of scenarios leaves in its folder."""
    return {
        "results.zarr",
        "indicators.csv",
        "counties.csv",
        "pathways.csv",
        "targets.csv",
        "effects.csv",
        "income_ratio.csv",
        "figures",
        "manifest.json",
    }


@pytest.fixture
def quick() -> tuple[str, ...]:
    """The words of a comparison that takes little time."""
    return QUICK


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT
