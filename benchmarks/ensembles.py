"""What a member costs in a block besides the kernel: its start, the inversion of observed years, measuring, writing; and the
analysis of many runs."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.rows import Row
from benchmarks.turns import CORE_MS, Work, race, take_turns, time_wall
from simulator.batch.chunk import open_setting, run_chunks, write_block
from simulator.batch.chunk_summary import CHUNKS
from simulator.batch.runner import begin
from simulator.batch.sensitivity import take_indices
from simulator.batch.spec import CHUNK_SIZE
from simulator.batch.store import read_members
from simulator.cli.jobs import read_jobs
from simulator.cli.members import choose_design
from simulator.cli.sweep import make_spec
from simulator.inputs.drivers.sets import read_vital_events
from simulator.kernel.inputs import Inputs
from simulator.kernel.run import run_kernel
from simulator.run.block import find_block_start, invert_forcing, prepare_block
from simulator.run.setup import load_model

CHAPTER = "a member in a block, plan, known_2020"
ANALYSIS = "Sobol indices of 40 outputs and 8 inputs, 100,000 runs, 100 resamples"
COUNTIES = ("population", "urban_population", "registered_population", "births", "deaths", "programme_cost")
RECORDS = {
    "province, the usual indicators": (),
    "six variables of all counties": ("record.levels=[county]", f"record.variables=[{','.join(COUNTIES)}]"),
}


def measure(quick: bool) -> list[Row]:
    """What members cost, part by part, and how long an analysis takes."""
    members, turns = (16, 1) if quick else (64, 3)
    rows = []
    with tempfile.TemporaryDirectory() as home:
        folders = {what: lay_out(Path(home) / str(number), members, words) for number, (what, words) in enumerate(RECORDS.items())}
        rows += race(CHAPTER, list_works(folders, members), turns, CORE_MS)
    return [*rows, *measure_analysis(quick)]


def lay_out(folder: Path, members: int, words: tuple[str, ...]) -> tuple[Path, str]:
    """A batch folder ready to be run, and its digest."""
    asked = ["sweep", "plan", "drivers=known_2020", "ensemble=prior", f"ensemble.members={members}", *words]
    [job] = read_jobs(asked, load_model())
    design = choose_design(job.options)
    spec, setting = make_spec(job, design)
    folder.mkdir()
    begin(spec, design, folder, lambda: setting)
    return folder, spec.digest


def list_works(folders: dict[str, tuple[Path, str]], members: int) -> list[Work]:
    """The kernel alone, what comes before it, and whole blocks."""
    folder, digest = next(iter(folders.values()))
    setting = open_setting(str(folder), digest)
    [scenario] = setting.scenarios
    setup = setting.tell(read_members(folder, "prior", 0, members))
    events = read_vital_events(setup.region_inputs.region)
    start = prepare_block(setup, [scenario], ["known_2020"])
    inputs = setup.inputs(scenario, start.states[scenario.name], setup.last_year, None, start.references)
    return [
        Work("kernel alone", functools.partial(run_kernel, inputs, setting.selection.record), members),
        Work("start: reference constants, in plain NumPy", functools.partial(find_block_start, setup), members),
        Work(
            "inputs of one scenario",
            functools.partial(setup.inputs, scenario, start.states[scenario.name], setup.last_year, None, start.references),
            members,
        ),
        *(
            Work(f"measuring and writing, {what}", prepare_writing(*told, inputs, members), members)
            for what, told in folders.items()
        ),
        *(Work(f"whole block, {what}", functools.partial(run_anew, *told, members), members) for what, told in folders.items()),
        Work(
            "inversion of five observed years",
            functools.partial(invert_forcing, setup, start.references, start.states[scenario.name], events),
            members,
            most=1,
        ),
    ]


def prepare_writing(folder: Path, digest: str, inputs: Inputs, members: int) -> Callable[[], None]:
    """What is done with the outputs of a block once the kernel has run."""
    setting = open_setting(str(folder), digest)
    outputs = run_kernel(inputs, setting.selection.record)

    def write() -> None:
        found, due = setting.selection.measure(outputs)
        write_block(
            setting,
            0,
            -(-members // CHUNK_SIZE),
            {level: value[:, None] for level, value in found.items()},
            {name: value[None] for name, value in due.items()},
        )

    return write


def run_anew(folder: Path, digest: str, members: int) -> None:
    """Run a block as if it had not been."""
    for path in (folder / CHUNKS).glob("*.npz"):
        path.unlink()
    run_chunks(str(folder), digest, 0, -(-members // CHUNK_SIZE))


def measure_analysis(quick: bool) -> list[Row]:
    """Seconds of Sobol indices by SALib's estimators for all outputs at once, and by SALib itself for one of them."""
    from SALib.analyze import sobol

    chance, number, size = np.random.default_rng(1), 8, 10_000
    outputs = chance.normal(size=(size * (number + 2), 40))
    problem = {"num_vars": number, "names": [f"x{each}" for each in range(number)], "bounds": [[0.0, 1.0]] * number}
    whole, one = take_turns(
        [
            Work("all", functools.partial(take_indices, outputs, number, 1), most=1 if quick else 3),
            Work("one", functools.partial(sobol.analyze, problem, outputs[:, 0], calc_second_order=False, seed=1), most=1),
        ],
        1 if quick else 3,
        time_wall,
    )
    return [
        Row(ANALYSIS, "all outputs at once", whole[0] / 1e3, "s", ratio=1.0),
        Row(
            ANALYSIS,
            "SALib itself, one output after the other",
            40 * one[0] / 1e3,
            "s",
            ratio=40 * one[0] / whole[0],
            note="40 times the time of one",
        ),
    ]
