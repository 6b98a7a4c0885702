"""Texts of `--help` and `--version`, made from the commands' files and the declared options."""

from __future__ import annotations

import textwrap
import types
from collections.abc import Iterator
from typing import Literal, Union, get_args, get_origin

from omegaconf import DictConfig
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from rich.console import Console

from simulator.cli.commands import GROUPS, Command, list_choices, load_commands
from simulator.cli.composition import compose_command, open_configs
from simulator.cli.options import Options
from simulator.cli.override_syntax import quote

CALL = "python -m simulator"
USAGE = f"{CALL} COMMAND [VALUE] [option=value ...]"
NOTES = (
    f"{CALL} COMMAND --help shows the options of a command; without a command, compare runs.",
    "-m runs every combination of several values, each in a folder of its own: -m simulate frozen,plan steps=2,4",
)
# Widest name that has its meaning beside it.
COLUMN = 30
FLAGS = (
    ("-h, --help", "this text"),
    ("-m, --multirun", "several values make several runs"),
    ("--version", "the version"),
    ("-sc install=bash", 'completion in bash, zsh or fish: eval "$(urbanization-simulator -sc install=bash)"'),
)


def print_version(console: Console) -> None:
    """Print name and version."""
    from simulator.run.results import find_version

    print_line(console, f"urbanization-simulator {find_version()}")


def print_help(console: Console) -> None:
    """Print the commands, one sentence each, and the flags."""
    print_line(console, USAGE, "")
    print_columns(console, [(command.name, command.summary) for command in load_commands().values()])
    print_line(console, "")
    print_columns(console, list(FLAGS))
    print_line(console, "", *NOTES)


def print_command_help(command: Command, console: Console) -> None:
    """Print the summary of a command, an example, and each option that it reads with default and meaning."""
    argument = f" [{command.argument.upper()}]" if command.argument else ""
    print_line(console, f"{CALL} {command.name}{argument} [option=value ...]", "", command.summary, "")
    print_line(console, "Example:", f"  {CALL} {command.example}", "")
    with open_configs():
        config = compose_command(command.name)
    print_columns(console, [(f"{name}={format_value(default)}", text) for name, default, text in describe_options(config)])


def describe_options(config: DictConfig) -> Iterator[tuple[str, object, str]]:
    """Name, default and meaning of each option of a configuration; parts of a group of options follow one by one."""
    for name in (str(key) for key in config):
        field, part = Options.model_fields[name], Options.model_fields[name].annotation
        if name in GROUPS:
            yield name, config[name].kind, f"{field.description} ({', '.join(list_choices(name))})"
        if isinstance(part, type) and issubclass(part, BaseModel):
            for key, inner in part.model_fields.items():
                if not (name in GROUPS and key == "kind"):
                    yield f"{name}.{key}", find_default(config[name][key], inner), describe_field(inner)
        else:
            yield name, find_default(config[name], field), describe_field(field)


def find_default(value: object, field: FieldInfo) -> object:
    """The default to show: nothing of a mapping of all names of the model, whose every value is null."""
    return {} if get_origin(field.annotation) is dict else value


def describe_field(field: FieldInfo) -> str:
    """The meaning of an option, and its choices if it has some."""
    kinds = get_args(field.annotation) if get_origin(field.annotation) in (types.UnionType, Union) else (field.annotation,)
    choices = [str(each) for kind in kinds if get_origin(kind) is Literal for each in get_args(kind)]
    choices = ["true", "false", *choices] if choices and bool in kinds else choices
    return f"{field.description} ({', '.join(choices)})" if choices else str(field.description)


def format_value(value: object) -> str:
    """A value as it is written on the command line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quote(value) if " " in value else value
    return str(value).replace("'", "").replace(", ", ",")


def print_columns(console: Console, rows: list[tuple[str, str]]) -> None:
    """Print names and their meaning in two columns; a long name stands on a line of its own."""
    column = min(COLUMN, max(len(name) for name, _ in rows)) + 4
    for name, text in rows:
        head = f"  {name}"
        if len(head) + 2 > column:
            print_line(console, head)
            head = ""
        width = max(console.width - 1, column + 30)
        print_line(console, textwrap.fill(text, width, initial_indent=head.ljust(column), subsequent_indent=" " * column))


def print_line(console: Console, *lines: str) -> None:
    """Print lines as they are, without markup."""
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True, markup=False)
