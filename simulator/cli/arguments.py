"""The words of a command line: flags, the command, its argument, and overrides for Hydra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.cli.aliases import ALIASES
from simulator.cli.commands import Command, load_commands
from simulator.cli.options import Options
from simulator.language.errors import ScenarioError, suggest

FLAGS = {"-m": "multirun", "--multirun": "multirun", "-h": "help", "--help": "help", "--version": "version"}
# Options that name the command.
NAMING = ("command", *(old for old, new in ALIASES.items() if new == ("command",)))


@dataclass(frozen=True)
class Arguments:
    """A command line split up. `commands` holds several names only for `-m task=one,another`; none means the main job."""

    flags: frozenset[str]
    commands: tuple[str, ...]
    values: tuple[str, ...]
    overrides: tuple[str, ...]

    @property
    def multirun(self) -> bool:
        """Whether several values of an option make several runs."""
        return "multirun" in self.flags


def split_arguments(words: Sequence[str]) -> Arguments:
    """Split the words of a command line: `-m simulate plan steps=4,8`.

    The first word that is neither a flag nor an override is the command, unless command=NAME (or task=NAME, as in the first
    release) names it. Raises ScenarioError for an unknown flag or command, or two commands.
    """
    flags = [word for word in words if word.startswith("-")]
    for flag in flags:
        if flag not in FLAGS:
            raise ScenarioError(f"there is no flag '{flag}'; {suggest(flag, FLAGS)}")
    values = [word for word in words if word not in flags and not is_override(word)]
    overrides = [word for word in words if is_override(word)]
    named = [word for word in overrides if word.partition("=")[0] in NAMING]
    given = [values.pop(0)] if values and not named else []
    names = [name for word in named for name in word.partition("=")[2].split(",")] + given
    multirun = any(FLAGS[flag] == "multirun" for flag in flags)
    if len(named) > 1 or (len(names) > 1 and not multirun):
        raise ScenarioError(f"{' '.join(names)}: there is more than one command; write one")
    for name in names:
        check_command(name)
    rest = tuple(word for word in overrides if word not in named)
    return Arguments(frozenset(FLAGS[flag] for flag in flags), tuple(names), tuple(values), rest)


def is_override(word: str) -> bool:
    """Whether a word is an override of Hydra's grammar: option=value, +option=value, ~option (but not ~/path)."""
    return "=" in word or (word[:1] in ("~", "+") and not set("/\\") & set(word))


def check_command(name: str) -> None:
    """Raise ScenarioError for a name that is no command."""
    if name in Options.model_fields and name not in load_commands():
        raise ScenarioError(f"there is no command '{name}', but an option; write option=value, such as {name}=...")
    if name not in load_commands():
        raise ScenarioError(f"there is no command '{name}'; {suggest(name, load_commands())}")


def fill_argument(command: Command, values: Sequence[str]) -> list[str]:
    """The override that gives the values without a name to the command's argument; several scenarios make a list."""
    if not values:
        return []
    if command.argument is None:
        raise ScenarioError(f"{values[0]}: {command.name} takes no value without the name of an option; write option=value")
    if command.argument == "scenarios" and len(values) > 1:
        return [f"scenarios=[{','.join(values)}]"]
    if len(values) > 1:
        raise ScenarioError(
            f"{' '.join(values)}: {command.name} takes one {command.argument}; write one (in quotes if it holds blanks), "
            "and the rest as option=value"
        )
    return [f"{command.argument}={values[0]}"]
