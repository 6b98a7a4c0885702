"""From the words of a command line to jobs that can be run: options and scenarios, all checked before any work is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from simulator.cli.changes import check_change, choose_scenario, is_change, is_choice, store_scenarios
from simulator.cli.multirun import expand_sweep
from simulator.cli.options import Ensemble, Options, check_options
from simulator.cli.output_folder import choose_folder
from simulator.cli.override_syntax import parse_word, quote_text
from simulator.cli.task_options import READERS, refuse_idle, refuse_unread
from simulator.cli.unknown_options import check_word, refuse_twice
from simulator.inputs.calibration_file import NAME
from simulator.language.errors import DataError, ScenarioError
from simulator.model.graph import Model
from simulator.region.region import find_folder
from simulator.scenario import Scenario, load_scenario
from simulator.system.resources import resource_dir

FEW = ("frozen", "plan")
SWEEP = ("-m", "--multirun")


@dataclass(frozen=True)
class Job:
    """One task to do: its options, the words that made them, and the scenarios that it runs."""

    options: Options
    overrides: tuple[str, ...] = ()
    scenarios: tuple[Scenario, ...] = ()


def read_jobs(words: Sequence[str], model: Model) -> list[Job]:
    """One job for the words of a command line, or with -m one for each combination of the values that they name.

    Raises ScenarioError that names the option, what is wrong and what would be right.
    """
    sweeping = bool(set(SWEEP) & set(words))
    words = [quote_text(word, sweeping) for word in words if word not in SWEEP]
    refuse_twice(words)
    store_parameters(model)
    store_swept(model)
    store_scenarios()
    GlobalHydra.instance().clear()
    with initialize_config_dir(str(resource_dir("configs")), version_base="1.3"):
        parser = OverridesParser.create(GlobalHydra.instance().config_loader())
        plain = compose("config")
        jobs = [read_job(each, plain, model) for each in expand_sweep(words, parser, sweeping)]
    return number_jobs(jobs) if sweeping else jobs


def store_parameters(model: Model) -> None:
    """Let Hydra know the parameters, so that a misspelt one is refused like any other option."""
    unheld = {v.name: dict.fromkeys(v.value) if isinstance(v.value, dict) else None for v in model.of_kind("parameter")}
    ConfigStore.instance().store("parameters", {"parameters": unheld})


def store_swept(model: Model) -> None:
    """Let Hydra know what can be swept, so that a misspelt lever or shock is refused like any other option."""
    levers = {v.name: dict.fromkeys(("plan", "strength", "delay")) for v in model.of_kind("lever")}
    shocks = {v.name: {"value": None} for v in model.of_kind("shock")}
    ConfigStore.instance().store("swept", {"sweep": {"design": "grid", "points": None, "levers": levers, "shocks": shocks}})


def read_job(words: Sequence[str], plain: DictConfig, model: Model) -> Job:
    """Compose the configuration from the words of one job and check every value; `plain` is it without any words."""
    choices, changes = [word for word in words if is_choice(word)], [word for word in words if is_change(word)]
    others = [word for word in words if word not in (*choices, *changes)]
    for word in others:
        check_word(word, plain)
    name = parse_word(choices[-1]).value() if choices else None
    if name is None:
        options = settle_defaults(check_options(compose_words(others)), words)
        refuse_strangers(options, words, changes)
        return Job(options, tuple(words), load_all(options, model))
    base = load_scenario(str(name), model)
    content = compose_words([*others, *choose_scenario(base, changes)])
    changed = content["scenario"]
    options = settle_defaults(check_options({**content, "scenario": str(name)}), words)
    refuse_strangers(options, words, changes)
    return Job(options, tuple(words), (check_change(base, changes, changed, model) if changes else base,))


def settle_defaults(options: Options, words: Sequence[str]) -> Options:
    """A comparison is an ensemble of seven scenarios with a brief unless it is told otherwise, of the prior where nothing
    constrains it; all else is one member, and of the plan against 2020 practice, unless it is."""
    told = [parse_word(word).key_or_group for word in words]
    if options.task == "compare":
        prior = {"ensemble": options.ensemble.model_copy(update={"kind": "prior"})}
        return options if "ensemble" in told or is_calibrated(options) else options.model_copy(update=prior)
    parts = {part: getattr(options.ensemble, part) for part in Ensemble.model_fields if f"ensemble.{part}" in told}
    single = {} if "ensemble" in told else {"ensemble": Ensemble.model_construct(kind="single", **parts)}
    few = {} if "scenarios" in told else {"scenarios": list(FEW)}
    return options.model_copy(update={"brief": False, **single, **few})


def is_calibrated(options: Options) -> bool:
    """Whether a calibration lies beside the region's tables and is to be used; that there is no such region is told elsewhere."""
    try:
        return bool(options.calibrated) and (find_folder(options.region) / NAME).exists()
    except DataError:
        return False


def load_all(options: Options, model: Model) -> tuple[Scenario, ...]:
    """The scenarios that a job compares, if it does."""
    return tuple(load_scenario(name, model) for name in options.scenarios) if options.task in READERS["scenarios"] else ()


def refuse_strangers(options: Options, words: Sequence[str], changes: Sequence[str]) -> None:
    """One task runs one scenario, another compares several, and none reads the options of another."""
    several = any(parse_word(word).key_or_group == "scenarios" for word in words)
    single = options.task in READERS["scenario"]
    if single and several:
        raise ScenarioError(
            f"task={options.task}: runs one scenario, such as scenario=plan; write task=compare for scenarios=[...]"
        )
    if single and options.scenario is None:
        raise ScenarioError(f"task={options.task}: name the scenario to run, such as scenario=plan")
    if not single and (options.scenario is not None or changes):
        raise ScenarioError(
            f"task={options.task}: takes no scenario=NAME; write task=simulate to run one scenario, "
            "or scenarios=[...] to compare several"
        )
    refuse_unread(options.task, words)
    refuse_idle(options, words)


def compose_words(words: Sequence[str]) -> dict:
    """The configuration as plain values, nothing resolved."""
    try:
        return OmegaConf.to_container(compose("config", overrides=list(words)), resolve=False)
    except (HydraException, OmegaConfBaseException):
        raise ScenarioError(f"{' '.join(words)}: these words do not go together; write each option once, as option=value") from None


def number_jobs(jobs: Sequence[Job]) -> list[Job]:
    """Each job of a sweep writes a folder of its own, named by its number, in the folder of the sweep."""
    now = choose_folder(None)
    homes = [Path(job.options.out) if job.options.out else now for job in jobs]
    return [
        replace(job, options=job.options.model_copy(update={"out": str(home / str(number))}))
        for number, (job, home) in enumerate(zip(jobs, homes, strict=True))
    ]
