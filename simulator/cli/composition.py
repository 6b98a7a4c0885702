"""The configuration of a command, composed by Hydra from configs/ and the declared options.

Group `option` holds one node an option, with its declared default; a file of configs/command lists those it reads.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException

from simulator.cli.commands import GROUPS, load_commands
from simulator.cli.options import Options, Sweep
from simulator.language.errors import ScenarioError
from simulator.system.resources import resource_dir

if TYPE_CHECKING:
    from simulator.model.graph import Model


@contextmanager
def open_configs(model: Model | None = None) -> Iterator[OverridesParser]:
    """Initialize Hydra on configs/ and yield its parser of overrides, which knows the groups (for glob).

    With a model, every parameter, lever and shock is an option by name, so that a misspelt one is refused, and every scenario a
    choice of the group `scenario`. Help needs none of these.
    """
    store = ConfigStore.instance()
    for name, default in (list_defaults() | (list_names(model) if model else {})).items():
        store.store(name, {name: default}, group="option", package="_global_")
    if model:
        store_scenarios(store)
    GlobalHydra.instance().clear()
    with initialize_config_dir(str(resource_dir("configs")), version_base="1.3"):
        yield OverridesParser.create(GlobalHydra.instance().config_loader())


def store_scenarios(store: ConfigStore) -> None:
    """Store the names of the scenarios, of which glob(...) chooses."""
    # These modules take seconds to load.
    from simulator.scenario import list_scenarios

    for name in list_scenarios():
        store.store(name, {}, group="scenario")


def list_defaults() -> dict[str, object]:
    """The declared default of every option that is no group of configs/, as plain values."""
    defaults = Options().model_dump()
    return {name: value for name, value in defaults.items() if name not in GROUPS}


def list_names(model: Model) -> dict[str, object]:
    """The options that hold names of the model, every value null."""
    parameters = {v.name: dict.fromkeys(v.value) if isinstance(v.value, dict) else None for v in model.of_kind("parameter")}
    levers = {v.name: dict.fromkeys(("plan", "strength", "delay")) for v in model.of_kind("lever")}
    shocks = {v.name: {"value": None} for v in model.of_kind("shock")}
    return {"parameters": parameters, "sweep": Sweep().model_dump() | {"levers": levers, "shocks": shocks}}


def compose_command(command: str, overrides: Sequence[str] = ()) -> DictConfig:
    """The configuration of a command, with overrides. Raises ScenarioError where these do not go together."""
    try:
        config = compose(f"command/{command}", overrides=list(overrides))
    except (HydraException, OmegaConfBaseException):
        raise ScenarioError(
            f"{' '.join(overrides)}: these words do not go together; write each option once, as option=value"
        ) from None
    with open_dict(config):
        del config["help"]
    return config


@functools.cache
def list_options(command: str) -> tuple[str, ...]:
    """The options that a command reads. Hydra is initialized by the caller (open_configs)."""
    return tuple(str(key) for key in compose_command(command))


def list_readers(option: str) -> list[str]:
    """The commands that read an option. Hydra is initialized by the caller (open_configs)."""
    return [command for command in load_commands() if option in list_options(command)]


def to_plain(config: DictConfig) -> dict:
    """A configuration as plain values; interpolations are not resolved."""
    return OmegaConf.to_container(config, resolve=False)
