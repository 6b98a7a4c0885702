"""Lists of what there is: commands, scenarios, levers, shocks, targets, indicators and regions."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from simulator.cli.commands import load_commands
from simulator.cli.console import Screen
from simulator.cli.jobs import Job
from simulator.cli.options import Options
from simulator.cli.region import load_once
from simulator.indicators.targets import describe_targets, list_units, read_targets
from simulator.language.errors import ScenarioError, suggest
from simulator.language.variables import Lever
from simulator.model.graph import by_group
from simulator.region.region import find_folder, list_regions
from simulator.region.region_yaml import read_description
from simulator.report.text.wording import name_indicator
from simulator.run.setup import load_model
from simulator.scenario import list_scenarios, load_scenario

# Wide tables are not folded to the terminal's width: a narrow one can scroll.
WIDTH = 220
LEVER_COLUMNS = ("id", "lever", "base", "plan", "hard range", "unit", "ramp", "counties", "plan section", "what it is", "cost")
SHOCK_COLUMNS = ("shock", "in calm times", "hard range", "unit", "usual ramp", "source", "what it is")
TARGET_COLUMNS = ("number", "kind", "value", "unit", "year", "about", "section", "scored by", "variable", "what it is", "内容")
TARGET_KEYS = ("code", "kind", "value", "unit", "year", "about", "section", "indicator", "variable", "text_en", "text_zh")
# Columns of text that may be folded; the others hold names and numbers, which are not broken.
FOLDED = ("counties", "plan section", "source", "what it is", "cost", "内容")


def print_list(job: Job, console: Console) -> None:
    """Print the list that is asked for."""
    print_table(LISTS[job.options.what](job.options), console)


def print_table(table: Table, console: Console) -> None:
    """Print a table on a console of at least WIDTH columns."""
    Screen(file=console.file, width=max(console.width, WIDTH)).print(table)


def check_list(job: Job) -> None:
    """Raise ScenarioError for a list that there is not, or a region that the list does not depend on."""
    what = job.options.what
    if what not in LISTS:
        raise ScenarioError(f"list: there is no list of '{what}'; {suggest(what, LISTS)}")
    refuse_region(job.options, what == "targets", "list", "list targets")


def refuse_region(options: Options, read: bool, command: str, remedy: str) -> None:
    """Raise ScenarioError for a region where none is read; else read its targets, to find mistakes before any output."""
    if read:
        read_targets(load_once(options.region), load_model())
    elif options.region != Options().region:
        raise ScenarioError(f"region: {command} reads it only for {remedy}, as the rest is the same everywhere; leave it out")


def list_commands(_: Options) -> Table:
    """All commands, each with its summary and an example."""
    table = make_table("command", "what it is", "example")
    for command in load_commands().values():
        table.add_row(command.name, command.summary, command.example)
    return table


def tabulate_scenarios(_: Options) -> Table:
    """The scenarios that ship, with their titles."""
    table = make_table("scenario", "title", "标题")
    for scenario in (load_scenario(name, load_model()) for name in list_scenarios()):
        table.add_row(scenario.name, scenario.title.en, scenario.title.zh)
    return table


def list_levers(_: Options) -> Table:
    """All levers, in the order of the plan's catalogue."""
    table = make_table(*LEVER_COLUMNS)
    for v in sorted(load_model().of_kind("lever"), key=by_group):
        counties = "; ".join(", ".join(words) for words in v.where.values()) or "all"
        section = v.source.removeprefix("plan ")
        table.add_row(v.group, v.name, f"{v.base:g}", f"{v.plan:g}", *describe_range(v), counties, section, v.description, v.cost)
    return table


def list_shocks(_: Options) -> Table:
    """All shocks."""
    table = make_table(*SHOCK_COLUMNS)
    for v in load_model().of_kind("shock"):
        table.add_row(v.name, f"{v.base:g}", *describe_range(v), v.source, v.description)
    return table


def describe_range(v: Lever) -> tuple[str, str, str]:
    """Hard range, unit and ramp of a lever or shock."""
    return f"{v.low:g} to {v.high:g}", str(v.unit), f"{v.shape} {v.ramp[0]}-{v.ramp[1]}"


def list_targets(options: Options) -> Table:
    """All statements of the region's plan; one that is not scored names no indicator."""
    table = make_table(*TARGET_COLUMNS)
    for row in describe_targets(read_targets(load_once(options.region), load_model())):
        table.add_row(*(row[key] for key in TARGET_KEYS))
    return table


def list_indicators(_: Options) -> Table:
    """All indicators, with unit and titles."""
    table = make_table("indicator", "unit", "title", "标题")
    for name, unit in list_units(load_model()).items():
        table.add_row(name, unit, *name_indicator(name))
    return table


def tabulate_regions(_: Options) -> Table:
    """The regions that ship, with their titles."""
    table = make_table("region", "title", "标题")
    for name in list_regions():
        description, _notes = read_description(find_folder(name) / "region.yaml")
        table.add_row(name, description["title_en"], description["title_zh"])
    return table


def make_table(*columns: str) -> Table:
    """An empty table with these columns."""
    table = Table()
    for column in columns:
        table.add_column(column, no_wrap=column not in FOLDED, overflow="fold")
    return table


LISTS: dict[str, Callable[[Options], Table]] = {
    "commands": list_commands,
    "scenarios": tabulate_scenarios,
    "levers": list_levers,
    "shocks": list_shocks,
    "targets": list_targets,
    "indicators": list_indicators,
    "regions": tabulate_regions,
}
