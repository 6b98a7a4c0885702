"""The commands: one file of configs/command each, with a summary, an example and the options that it reads."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import yaml

from simulator.system.resources import resource_dir

DEFAULT = "compare"


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
    return {path.stem: read_command(path.stem) for path in sorted((resource_dir("configs") / "command").glob("*.yaml"))}


def read_command(name: str) -> Command:
    """The command of a file of configs/command."""
    path = resource_dir("configs") / "command" / f"{name}.yaml"
    return Command(name, **yaml.safe_load(path.read_text(encoding="utf-8"))["help"])
