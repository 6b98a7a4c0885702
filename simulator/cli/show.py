"""Show one variable of the model, or all its levers or shocks, or the statements of a region's plan."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from simulator.cli.console import Screen
from simulator.cli.jobs import Job
from simulator.cli.options import Options
from simulator.cli.region import load_once
from simulator.indicators.targets import read_targets, tell_targets
from simulator.language.errors import ScenarioError
from simulator.language.variables import Lever
from simulator.model.graph import Model, by_group, describe
from simulator.run.results import load_labels
from simulator.run.setup import load_model

# Tables of so many columns need room, whatever the terminal has; a narrow one can scroll.
WIDTH = 220
LEVER_COLUMNS = ("id", "lever", "base", "plan", "hard range", "unit", "ramp", "counties", "plan section", "what it is", "cost")
SHOCK_COLUMNS = ("shock", "in calm times", "hard range", "unit", "usual ramp", "source", "what it is")
TARGET_COLUMNS = ("number", "kind", "value", "unit", "year", "about", "section", "scored by", "variable", "what it is", "内容")
WORDY = ("counties", "plan section", "source", "what it is", "cost", "内容")


def show(job: Job, console: Console) -> None:
    """Print the tables that are asked for, and what the model knows of a variable."""
    options, tables = (
        job.options,
        {
            "levers": list_levers,
            "shocks": list_shocks,
            "targets": lambda model: list_targets(read_targets(load_once(job.options.region), model)),
        },
    )
    for key, make in tables.items():
        if getattr(options, key):
            Screen(file=console.file, width=max(console.width, WIDTH)).print(make(load_model()))
    if options.name:
        show_variable(options.name, console)


def check_show(job: Job) -> None:
    """Refuse to show what there is not. Raises ModelError for a name that no sector declares."""
    options = job.options
    asked = {key: getattr(options, key) for key in ("levers", "shocks", "targets") if getattr(options, key)}
    for key, value in asked.items():
        if value != "all":
            alone = "" if key == "targets" else ", or name=... for one of them"
            raise ScenarioError(f"{key}: '{value}' is not understood; write {key}=all{alone}")
    if not asked and not options.name:
        raise ScenarioError(
            "task=show: name a variable, such as name=registered_share, or ask for levers=all, shocks=all or targets=all"
        )
    if "targets" in asked:
        read_targets(load_once(options.region), load_model())
    elif options.region != Options().region:
        raise ScenarioError("region: task=show reads it only for targets=all, as the rest is the same everywhere; leave it out")
    if options.name:
        describe(load_model(), options.name)


def show_variable(name: str, console: Console) -> None:
    """Print what the model knows of a variable."""
    facts = describe(load_model(), name)
    facts["Chinese"] = load_labels().get(name, "")
    width = max(len(key) for key in facts)
    for key, value in facts.items():
        if value:
            console.print(f"[bold]{key:{width}}[/bold]  {value}", highlight=False, soft_wrap=True)


def list_levers(model: Model) -> Table:
    """All levers as a table, in the order of the catalogue."""
    table = make_table(*LEVER_COLUMNS)
    for v in sorted(model.of_kind("lever"), key=by_group):
        counties = "; ".join(", ".join(words) for words in v.where.values()) or "all"
        table.add_row(
            v.group, v.name, f"{v.base:g}", f"{v.plan:g}", *tell(v), counties, v.source.removeprefix("plan "), v.description, v.cost
        )
    return table


def list_shocks(model: Model) -> Table:
    """All shocks as a table."""
    table = make_table(*SHOCK_COLUMNS)
    for v in model.of_kind("shock"):
        table.add_row(v.name, f"{v.base:g}", *tell(v), v.source, v.description)
    return table


def list_targets(targets: pd.DataFrame) -> Table:
    """All statements of the plan as a table; what is not scored names no indicator."""
    table = make_table(*TARGET_COLUMNS)
    for row in tell_targets(targets):
        table.add_row(
            *(
                row[name]
                for name in (
                    "code",
                    "kind",
                    "value",
                    "unit",
                    "year",
                    "about",
                    "section",
                    "indicator",
                    "variable",
                    "text_en",
                    "text_zh",
                )
            )
        )
    return table


def make_table(*columns: str) -> Table:
    """An empty table with these columns, in which numbers are not broken."""
    table = Table()
    for column in columns:
        table.add_column(column, no_wrap=column not in WORDY, overflow="fold")
    return table


def tell(v: Lever) -> tuple[str, str, str]:
    """Hard range, unit and ramp of a lever or shock."""
    return f"{v.low:g} to {v.high:g}", str(v.unit), f"{v.shape} {v.ramp[0]}-{v.ramp[1]}"
