"""Show one variable of the model; also the tables of levers, shocks and targets, as in the first release."""

from __future__ import annotations

from rich.console import Console

from simulator.cli.jobs import Job
from simulator.cli.listing import LISTS, print_table, refuse_region
from simulator.language.errors import ScenarioError
from simulator.model.graph import describe
from simulator.run.results import load_labels
from simulator.run.setup import load_model

TABLES = ("levers", "shocks", "targets")


def show(job: Job, console: Console) -> None:
    """Print the tables that are asked for, and what the model knows of a variable."""
    for key in TABLES:
        if getattr(job.options, key):
            print_table(LISTS[key](job.options), console)
    if job.options.variable:
        show_variable(job.options.variable, console)


def check_show(job: Job) -> None:
    """Raise ScenarioError where there is nothing to show, and ModelError for a name that no sector declares."""
    options = job.options
    asked = {key: getattr(options, key) for key in TABLES if getattr(options, key)}
    for key, value in asked.items():
        if value != "all":
            alone = "" if key == "targets" else ", or show NAME for one of them"
            raise ScenarioError(f"{key}: '{value}' is not understood; write {key}=all{alone}")
    if not asked and not options.variable:
        raise ScenarioError("show: name a variable, such as: show registered_share; or list levers, list shocks, list targets")
    refuse_region(options, "targets" in asked, "show", "targets=all")
    if options.variable:
        describe(load_model(), options.variable)


def show_variable(name: str, console: Console) -> None:
    """Print what the model knows of a variable."""
    facts = describe(load_model(), name)
    facts["Chinese"] = load_labels().get(name, "")
    width = max(len(key) for key in facts)
    for key, value in facts.items():
        if value:
            console.print(f"[bold]{key:{width}}[/bold]  {value}", highlight=False, soft_wrap=True)
