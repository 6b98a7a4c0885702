"""What a person does with a cache that is empty, in one process: `python -m tests.system.cli.first_run OUT REGION SWEEP...`.

Four threads simulate at once, then a scenario is run, a calibration is screened, and a study is begun, which the test kills.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import simulator
from simulator.__main__ import main
from simulator.calibration import screening
from simulator.run.setup import load_model
from tests.unit.calibration.unfitted import unfitted

BLOCK, SCREENED = 2, 4


def screen(folder: Path) -> screening.Screened:
    """Screen a few members in blocks of two."""
    screening.BLOCK = BLOCK
    return screening.screen(unfitted(load_model()), SCREENED, 3, folder, lambda *_: None)


def simulate(region: str) -> np.ndarray:
    """Residents of a run of a year."""
    return simulator.simulate("plan", region, "known_2020", last_year=2021).population.values


def run_first(out: Path, region: str, sweep: list[str]) -> None:
    """All of it, in order."""
    with ThreadPoolExecutor(4) as threads:
        for population in threads.map(simulate, [region] * 4):
            np.testing.assert_array_equal(population, simulate(region))
    words = ["task=simulate", f"region={region}", "scenario=plan", "drivers=known_2020", "figures=false", "last_year=2025"]
    if main([*words, f"out={out / 'run'}"]):
        raise SystemExit("the scenario was not run")
    screen(out / "screening")
    main([*sweep, f"out={out / 'study'}", "execution.block=64"])


if __name__ == "__main__":
    run_first(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
