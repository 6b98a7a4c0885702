"""Shell completion (bash, zsh, fish) by Hydra's completion plugins: `urbanization-simulator -sc install=bash`."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Sequence

from hydra.core.global_hydra import GlobalHydra
from hydra.core.plugins import Plugins
from hydra.plugins.completion_plugin import CompletionPlugin

from simulator.cli.arguments import is_override
from simulator.cli.commands import load_commands
from simulator.cli.composition import list_options, open_configs
from simulator.language.errors import ScenarioError, suggest

FLAG = "-sc"
ACTIONS = ("install", "uninstall", "query")


def complete(words: Sequence[str]) -> None:
    """Do what `-sc install=SHELL`, `uninstall=SHELL` or `query=SHELL` asks; a query reads the line in COMP_LINE, as shells give it.

    Raises ScenarioError for an unknown action or shell.
    """
    action, _, shell = (words[1] if len(words) > 1 else "").partition("=")
    with open_configs():
        shells = {plugin.provides(): plugin for plugin in list_plugins()}
        if action not in ACTIONS or shell not in shells:
            raise ScenarioError(f"{FLAG}: write {FLAG} install=SHELL; {suggest(shell, shells)}")
        plugin = shells[shell](GlobalHydra.instance().config_loader())
        if action == "query":
            print_matches(plugin, os.environ.get("COMP_LINE", ""))
        else:
            getattr(plugin, action)()


def list_plugins() -> list[type[CompletionPlugin]]:
    """The completion plugins of Hydra that serve a shell."""
    plugins = Plugins.instance().discover(CompletionPlugin)
    return [plugin for plugin in plugins if plugin.__module__ != CompletionPlugin.__module__]


def print_matches(plugin: CompletionPlugin, line: str) -> None:
    """Print the completions of the last word of a line: a command, or an option of the command that the line names."""
    program, *words = line.split()
    finished = words if line.endswith(" ") else words[:-1]
    command = next((word for word in finished if word in load_commands()), None)
    if command is None:
        last = "" if line.endswith(" ") or not words else words[-1]
        print("\n".join(name for name in load_commands() if name.startswith(last)))
        return
    # Hydra completes options; values without a name are none of its grammar.
    options = [word for word in words if is_override(word) or (word is words[-1] and not line.endswith(" "))]
    os.environ["COMP_LINE"] = " ".join([program, *options]) + (" " if line.endswith(" ") or not options else "")
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        plugin.query(f"command/{command}")
    matches = output.getvalue().split()
    readable = list_options(command)
    print("\n".join(match for match in matches if re.split(r"[.=]", match)[0] in readable))
