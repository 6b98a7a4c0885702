"""The commands: one file of configs/command each, with a summary, an example and the options that it reads."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import yaml

from simulator.system.resources import resource_dir

DEFAULT = "compare"
# Options that are groups of configs/: one choice a file.
GROUPS = ("ensemble", "execution")


@dataclass(frozen=True)
class Command:
    """What `--help` says of a command, and the option that a value without a name fills, if any."""

    name: str
    summary: str
    example: str
    argument: str | None = None


@functools.cache
def load_commands() -> dict[str, Command]:
    """All commands by name, in alphabetical order."""
    return {name: read_command(name) for name in list_files("configs", "command")}


def list_files(*folders: str) -> list[str]:
    """The names of the YAML files of a folder, in alphabetical order."""
    return sorted(path.stem for path in resource_dir(folders[0]).joinpath(*folders[1:]).glob("*.yaml"))


def list_choices(group: str) -> list[str]:
    """The choices of a group of configs/; none for an option that is no group."""
    return list_files("configs", group) if group in GROUPS else []


def read_command(name: str) -> Command:
    """The command of a file of configs/command."""
    path = resource_dir("configs") / "command" / f"{name}.yaml"
    return Command(name, **yaml.safe_load(path.read_text(encoding="utf-8"))["help"])
