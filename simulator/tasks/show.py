"""Show one variable of the model, or all its levers."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from simulator.errors import ScenarioError
from simulator.model import Model, describe
from simulator.results import load_labels
from simulator.study import load_model
from simulator.tasks.options import Options


def show(options: Options, console: Console) -> None:
    """Print what the model knows of a variable. Raises ModelError for a name that no sector declares."""
    if options.levers:
        if options.levers != "all":
            raise ScenarioError(f"levers: '{options.levers}' is not understood; write levers=all, or name=... for one of them")
        # A table of nine columns needs room, whatever the terminal has; a narrow one can scroll.
        Console(file=console.file, width=max(console.width, 160)).print(list_levers(load_model()))
        return
    if not options.name:
        raise ScenarioError("task=show: name a variable, such as name=registered_share, or ask for levers=all")
    facts = describe(load_model(), options.name)
    facts["Chinese"] = load_labels().get(options.name, "")
    width = max(len(key) for key in facts)
    for key, value in facts.items():
        if value:
            console.print(f"[bold]{key:{width}}[/bold]  {value}", highlight=False, soft_wrap=True)


def list_levers(model: Model) -> Table:
    """All levers as a table."""
    table = Table()
    for column in ("group", "lever", "base", "plan", "hard range", "unit", "ramp"):
        table.add_column(column, no_wrap=True)
    for column in ("source", "what it is", "cost"):
        table.add_column(column)
    for v in sorted(model.of_kind("lever"), key=lambda v: int(v.group.removeprefix("L"))):
        table.add_row(v.group, v.name, f"{v.base:g}", f"{v.plan:g}", f"{v.low:g} to {v.high:g}", str(v.unit),
                      f"{v.shape} {v.ramp[0]}-{v.ramp[1]}", v.source, v.text, v.cost)
    return table
