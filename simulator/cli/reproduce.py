"""Repeat the run of a manifest, and compare the digests of the results."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from simulator.batch.provenance import digest_code
from simulator.cli.aliases import rename_options
from simulator.cli.composition import list_options, open_configs
from simulator.cli.jobs import Job
from simulator.cli.manifest import find_manifest, read_manifest
from simulator.cli.options import Options, check_options
from simulator.cli.region import load_once
from simulator.cli.runs import run_scenarios
from simulator.language.errors import DataError, ScenarioError, SimulatorError
from simulator.run.setup import load_model
from simulator.scenario import Scenario, check_scenario
from simulator.system.user_paths import find_path

# The commands whose runs can be repeated.
RUNS = ("compare", "simulate")


@dataclass(frozen=True)
class Run:
    """A finished run: its manifest, and the job that it describes."""

    path: Path
    manifest: dict
    job: Job

    @contextlib.contextmanager
    def named_in_errors(self) -> Iterator[None]:
        """Put the path of the manifest before every line of an error."""
        try:
            yield
        except SimulatorError as error:
            raise type(error)("\n".join(f"{self.path}: {line}" for line in str(error).splitlines())) from None


def reproduce(job: Job, console: Console) -> None:
    """Repeat a run from its manifest. Raises DataError when the data or the results are not the same bits."""
    run = read_run(job.options.manifest)
    print_missing(run, console)
    with run.named_in_errors():
        outcome = run_scenarios(run.job.options, run.job.scenarios, load_once(run.job.options.region), console)
    changed = [
        part
        for part, now in (("data", outcome.attrs["data_digest"]), ("code", digest_code()))
        if run.manifest[f"{part}_digest"] != now
    ]
    found = outcome.digests
    saved = run.manifest["results"]
    unlike = sorted(name for name in {*found, *saved} - {"all"} if found.get(name) != saved.get(name))
    if changed:
        console.print(f"the {' and the '.join(changed)} changed since that run", highlight=False)
    if unlike:
        raise DataError(
            f"{len(unlike)} of {len(found) - 1} variables differ from {run.path}, the first of them "
            f"'{unlike[0]}'; run it with the same code, data, libraries and kind of processor"
        )
    console.print(f"reproduced: all {len(found) - 1} variables are the same bits as in {run.path}", highlight=False, soft_wrap=True)


def read_run(written: str | None) -> Run:
    """The run of a manifest. Raises DataError or ScenarioError that names the manifest and what is wrong in it."""
    if not written:
        raise ScenarioError("reproduce: name the manifest of a run, such as: reproduce outputs/my_run/manifest.json")
    path = find_manifest(find_path(written, "manifest"))
    manifest = read_manifest(path)
    run = Run(path, manifest, Job(Options()))
    with run.named_in_errors():
        options = check_options(manifest["options"])
        if options.command not in RUNS:
            raise DataError(f"{options.command} is no run of scenarios; name the manifest.json of a run, unchanged")
    return Run(path, manifest, Job(options, (), tuple(read_scenario(each, str(path)) for each in manifest["scenarios"])))


def read_scenario(content: dict, place: str) -> Scenario:
    """A scenario as a manifest holds it, with its name."""
    return check_scenario({key: value for key, value in content.items() if key != "name"}, content["name"], place, load_model())


def print_missing(run: Run, console: Console) -> None:
    """Print the options that a manifest of an earlier version does not hold, and the defaults that are used."""
    options = run.job.options.model_dump(mode="json")
    given = rename_options(run.manifest["options"])
    missing = [f"{name}={options[name]}" for name in list_common() if name not in given]
    if missing:
        console.print(
            f"{run.path} does not tell all options; taken to be as they are by default: {', '.join(missing)}",
            highlight=False,
            soft_wrap=True,
            markup=False,
        )


def list_common() -> list[str]:
    """The options that every command of RUNS reads; the output folder changes no result."""
    with open_configs():
        first, *others = (list_options(command) for command in RUNS)
    return [name for name in first if name != "out" and all(name in each for each in others)]
