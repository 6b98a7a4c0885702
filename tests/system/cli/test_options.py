"""No option is ignored: one that the command does not read is refused, and so is a value of another type."""

import pkgutil

import pytest

from simulator.cli.checks import CHECKS
from simulator.cli.command import RUNNERS
from simulator.cli.commands import load_commands
from simulator.cli.composition import list_options, open_configs
from simulator.cli.jobs import read_jobs
from simulator.cli.options import Options
from simulator.run.setup import load_model


@pytest.fixture(scope="module")
def readable() -> dict[str, tuple[str, ...]]:
    """The options that each command reads."""
    with open_configs():
        return {command: list_options(command) for command in load_commands()}


def test_every_option_has_a_command_that_reads_it(readable):
    assert {option for options in readable.values() for option in options} == Options.model_fields.keys() - {"command"}


def test_every_command_has_a_function_and_checks():
    assert RUNNERS.keys() == CHECKS.keys() == load_commands().keys()
    assert all(callable(pkgutil.resolve_name(function)) for function in RUNNERS.values())


UNREAD = {
    "show levers=all figures=false": "figures: show does not read it; leave it out, or use a command that does: compare, design, discover, hindcast, "
    "sensitivity, simulate",
    "county=370102": "county: compare does not read it; leave it out, or use a command that does: county, export",
    "document steps=8": "steps: document does not read it; leave it out, or use a command that does: calibrate, compare, county, design, "
    "discover, export, hindcast, score, sensitivity, simulate, sweep",
    "task=validate parameters.nest_outer=0.5": "parameters: validate does not read it; leave it out, or use a command that does: compare, county, design, "
    "discover, export, sensitivity, simulate, sweep",
    "reproduce answer ensemble=prior": "ensemble: reproduce does not read it; leave it out, or use a command that does: compare, county, design, "
    "discover, sensitivity, simulate, sweep",
    "show births scenarios=[plan]": "scenarios: show does not read it; leave it out, or use a command that does: compare, county, discover, "
    "sensitivity, sweep",
    "compare scenario.levers.open_settlement.plan=0.9": "scenario: compare does not read it; write scenarios=..., or use a command that does: export, simulate",
    "simulate plan scenarios=[plan]": "scenarios: simulate does not read it; write scenario=..., or use a command that does: compare, county, "
    "discover, sensitivity, sweep",
}


@pytest.mark.parametrize("command", ["show", "list"])
def test_region_that_a_table_does_not_depend_on(ask, command):
    answer = ask(command, *(["levers=all"] if command == "show" else ["levers"]), "region=nowhere")
    only = "targets=all" if command == "show" else "list targets"
    assert (answer.code, answer.complained.strip()) == (
        2,
        f"region: {command} reads it only for {only}, as the rest is the same everywhere; leave it out",
    )


@pytest.mark.parametrize(("words", "complaint"), UNREAD.items())
def test_option_that_the_command_does_not_read(ask, tmp_path, words, complaint):
    answer = ask(*words.split())
    assert (answer.code, answer.complained.strip()) == (2, complaint)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", load_commands())
def test_defaults_of_a_command_are_not_refused(readable, command):
    words = ["scenario=plan"] if "scenario" in readable[command] else []
    for name in (command, f"task={command}"):
        [job] = read_jobs([name, *words], load_model())
        assert job.options.command == job.overrides[0] == command


@pytest.mark.parametrize("word", ["steps=true", "seed=false", "last_year=true", "ensemble.members=true", "steps=4.5"])
def test_number_of_another_kind(ask, word):
    option = word.partition("=")[0]
    answer = ask(word)
    assert answer.code == 2 and answer.complained.startswith(f"{option}: Input should be a valid integer; write a whole number")


def test_a_table_and_a_variable_are_both_shown(ask):
    answer = ask("show", "registered_share", "shocks=all")
    assert answer.code == 0 and "fertility_shock" in answer.said and "registered_share" in answer.said


COUNTIES = {
    "Lixa": "did you mean 历下区 Lixia District (370102)?",
    "历下": "did you mean 历下区 Lixia District (370102)?",
    "370111": "(370112)",
    "nowhere": "choose from 历下区 Lixia District (370102), ",
}


@pytest.mark.parametrize(("asked", "hint"), COUNTIES.items())
def test_county_that_is_misspelt_is_told_by_names_and_code(ask, tmp_path, asked, hint):
    answer = ask("export", asked, "scenario=plan")
    assert answer.code == 2 and answer.complained.startswith(f"county: there is no county '{asked}'; ")
    assert hint in answer.complained and list(tmp_path.iterdir()) == []


def test_main_job_is_seven_scenarios_by_a_hundred_members_with_a_brief():
    [job] = read_jobs([], load_model())
    names = ["frozen", "plan", "hukou_first", "services_first", "income_first", "county_towns", "core_cities"]
    assert [each.name for each in job.scenarios] == job.options.scenarios == names
    assert (job.options.ensemble.kind, job.options.ensemble.members, job.options.brief) == ("posterior", 100, True)


@pytest.mark.parametrize(
    ("words", "kind", "members", "scenarios"),
    [
        (["simulate", "plan"], "single", None, ["plan"]),
        (["task=simulate", "scenario=plan", "ensemble=prior", "ensemble.members=7"], "prior", 7, ["plan"]),
        (["county", "370102"], "single", None, ["frozen", "plan"]),
        (["task=county", "name=370102", "scenarios=[plan]"], "single", None, ["plan"]),
        (["task=compare", "ensemble=single"], "single", None, None),
    ],
)
def test_all_else_is_one_member_unless_it_is_told_otherwise(words, kind, members, scenarios):
    [job] = read_jobs(words, load_model())
    assert (job.options.ensemble.kind, job.options.ensemble.members) == (kind, members)
    assert scenarios is None or [each.name for each in job.scenarios] == scenarios
