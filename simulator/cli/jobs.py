"""From the words of a command line to jobs: options and scenarios, checked before any work is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import DictConfig

from simulator.cli.aliases import rename_override
from simulator.cli.arguments import Arguments, fill_argument, split_arguments
from simulator.cli.commands import DEFAULT, load_commands
from simulator.cli.composition import compose_command, open_configs, to_plain
from simulator.cli.multirun import expand_multirun
from simulator.cli.options import Options, check_options
from simulator.cli.output_folder import choose_folder
from simulator.cli.override_checks import check_override, refuse_twice, refuse_unread
from simulator.cli.override_syntax import parse_override, quote_override
from simulator.cli.scenario_changes import GROUP, change_scenario, is_change, is_choice
from simulator.inputs.calibration_file import NAME
from simulator.language.errors import DataError, ScenarioError
from simulator.model.graph import Model
from simulator.region.region import find_folder
from simulator.scenario import Scenario, load_scenario


@dataclass(frozen=True)
class Job:
    """One run of a command: its options, the command and overrides that made them, and the scenarios that it runs."""

    options: Options
    overrides: tuple[str, ...] = ()
    scenarios: tuple[Scenario, ...] = ()


def read_jobs(words: Sequence[str], model: Model) -> list[Job]:
    """One job for a command line, or with -m one for each combination of the values that it names.

    Raises ScenarioError that names the option, what is wrong and what would be right.
    """
    arguments = split_arguments(words)
    with open_configs(model) as parser:
        jobs = [job for command in arguments.commands or (DEFAULT,) for job in read_command_jobs(command, arguments, parser, model)]
    return number_jobs(jobs) if arguments.multirun else jobs


def read_command_jobs(command: str, arguments: Arguments, parser: OverridesParser, model: Model) -> list[Job]:
    """The jobs of one command."""
    plain = compose_command(command)
    words = [
        *fill_argument(load_commands()[command], arguments.values),
        *(rename_override(word, plain) for word in arguments.overrides),
    ]
    words = [quote_override(word, arguments.multirun) for word in words]
    refuse_twice(words)
    return [read_job(command, each, plain, model) for each in expand_multirun(words, parser, arguments.multirun)]


def read_job(command: str, words: Sequence[str], plain: DictConfig, model: Model) -> Job:
    """Compose the configuration of one job and check every value; `plain` is it without overrides."""
    for word in words:
        refuse_unread(word, command, plain)
    choices, changes = [word for word in words if is_choice(word)], [word for word in words if is_change(word)]
    others = [word for word in words if word not in (*choices, *changes)]
    for word in others:
        check_override(word, plain)
    content = to_plain(compose_command(command, others)) | {"command": command}
    if choices:
        value = parse_override(choices[-1]).value()
        content[GROUP] = None if value is None else str(value)
    options = choose_ensemble(check_options(content), words)
    refuse_unused(options, plain, words)
    return Job(options, (command, *words), load_scenarios(options, plain, changes, model))


def load_scenarios(options: Options, plain: DictConfig, changes: Sequence[str], model: Model) -> tuple[Scenario, ...]:
    """The scenarios that a job runs: one, with its changes, or several, or none."""
    if GROUP in plain:
        if options.scenario is None:
            raise ScenarioError(f"{options.command}: name the scenario to run, such as scenario=plan")
        return (change_scenario(load_scenario(options.scenario, model), changes, model),)
    return tuple(load_scenario(name, model) for name in options.scenarios) if "scenarios" in plain else ()


def choose_ensemble(options: Options, words: Sequence[str]) -> Options:
    """The options, with the prior in place of the posterior by default where there is no calibration to use."""
    given = [parse_override(word).key_or_group for word in words]
    if options.ensemble.kind != "posterior" or "ensemble" in given or is_calibrated(options):
        return options
    return options.model_copy(update={"ensemble": options.ensemble.model_copy(update={"kind": "prior"})})


def is_calibrated(options: Options) -> bool:
    """Whether the region has a calibration that is to be used; a region that does not exist is reported elsewhere."""
    try:
        return bool(options.calibrated) and (find_folder(options.region) / NAME).exists()
    except DataError:
        return False


def refuse_unused(options: Options, plain: DictConfig, words: Sequence[str]) -> None:
    """Raise ScenarioError for an option that has no effect without another, and name that."""
    given = {parse_override(word).key_or_group for word in words}
    if "seed" in given and "ensemble" in plain and options.sweep.design == "grid":
        if options.ensemble.kind in ("single", "file"):
            raise ScenarioError("seed: a run with the default parameters draws nothing; add ensemble=prior, or leave it out")
        # A search draws its portfolios too.
        if options.ensemble.kind == "posterior" and options.command != "design":
            raise ScenarioError("seed: the members of ensemble=posterior are drawn already; add ensemble=prior, or leave it out")
    if "extrapolate" in given and options.extrapolate and not options.parameters:
        raise ScenarioError("extrapolate: no parameter is given a value; add parameters.NAME=VALUE, or leave it out")


def number_jobs(jobs: Sequence[Job]) -> list[Job]:
    """The jobs of a multirun, each with an output folder of its own: its number, in the folder of the multirun."""
    now = choose_folder(None)
    parents = [Path(job.options.out) if job.options.out else now for job in jobs]
    return [
        replace(job, options=job.options.model_copy(update={"out": str(parent / str(number))}))
        for number, (job, parent) in enumerate(zip(jobs, parents, strict=True))
    ]
