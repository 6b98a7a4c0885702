"""Words first, then options: commands, their arguments, their help, their lists, and names of the first release."""

import re
import shlex

import pytest

from simulator import list_scenarios
from simulator.cli.aliases import ALIASES, rename_options
from simulator.cli.commands import load_commands
from simulator.cli.composition import list_options, open_configs
from simulator.cli.jobs import read_jobs
from simulator.cli.options import Options, check_options
from simulator.run.results import find_version
from simulator.run.setup import load_model

COMMANDS = list(load_commands())


def read_options(text: str) -> list[str]:
    """The options in a help text, without parts: the words before '=' at the start of a line."""
    lines = [line.strip().split("=")[0] for line in text.splitlines() if line.startswith("  ") and line[2:3] != " " and "=" in line]
    return [name for name in lines if " " not in name]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_shows_its_own_options_and_only_them(ask, command):
    answer = ask(command, "--help")
    assert answer.code == 0 and answer.complained == ""
    with open_configs():
        readable = list_options(command)
    shown = read_options(answer.said)
    assert list(dict.fromkeys(name.partition(".")[0] for name in shown)) == list(readable)
    assert load_commands()[command].summary in answer.said.replace("\n", " ")
    assert f"  python -m simulator {load_commands()[command].example}\n" in answer.said


def test_help_gives_default_meaning_and_choices(ask):
    said = " ".join(ask("--help", "compare").said.split())
    assert "scenarios=[frozen,plan,hukou_first,services_first,income_first,county_towns,core_cities] names of files" in said
    assert "language=en language of tables, figures and pages (en, zh)" in said
    assert "ensemble=posterior design of the members" in said and "saltelli, single, sobol)" in said
    assert "ensemble.members=100 number of members" in said and "out=null a new folder" in said


def test_every_option_has_a_meaning():
    parts = [Options, *(field.annotation for field in Options.model_fields.values() if hasattr(field.annotation, "model_fields"))]
    assert all(field.description for part in parts for field in part.model_fields.values())


@pytest.mark.parametrize("words", [["--help"], ["-h"]])
def test_help_lists_the_commands_with_a_sentence_each(ask, words):
    answer = ask(*words)
    said = " ".join(answer.said.split())
    assert answer.code == 0 and all(f" {each.name} {each.summary} " in said for each in load_commands().values())
    assert all(each.summary.endswith(".") for each in load_commands().values())


def test_version(ask):
    assert ask("--version").said == f"urbanization-simulator {find_version()}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_example_of_a_command_can_be_read(command):
    [job] = read_jobs(shlex.split(load_commands()[command].example), load_model())
    assert job.options.command == command


WORDS = {
    "county 邹平市": ("county", "邹平市"),
    "county 370102": ("county", "370102"),
    "show registered_share": ("variable", "registered_share"),
    "simulate plan": ("scenario", "plan"),
    "export 370102 scenario=plan": ("county", "370102"),
    "validate shandong": ("region", "shandong"),
    "document shandong": ("region", "shandong"),
    "reproduce outputs/run": ("manifest", "outputs/run"),
    "score 观测.csv": ("observed", "观测.csv"),
    "list levers": ("what", "levers"),
    "compare frozen plan": ("scenarios", ["frozen", "plan"]),
    "compare [frozen,plan]": ("scenarios", ["frozen", "plan"]),
    "sweep plan": ("scenarios", ["plan"]),
    "steps=4 simulate figures=false plan": ("scenario", "plan"),
}


@pytest.mark.parametrize(("words", "expected"), WORDS.items())
def test_word_after_the_command_fills_its_argument(words, expected):
    [job] = read_jobs(words.split(), load_model())
    option, value = expected
    assert getattr(job.options, option) == value and job.options.command in words.split()


def test_without_a_command_the_main_job_is_compare():
    [job] = read_jobs(["ensemble=single"], load_model())
    assert job.options.command == "compare" and len(job.scenarios) == 7


def test_several_values_of_an_argument_are_runs_of_their_own():
    jobs = read_jobs(["-m", "simulate", "frozen,plan", "steps=2,4"], load_model())
    assert [(job.options.scenario, job.options.steps) for job in jobs] == [("frozen", 2), ("frozen", 4), ("plan", 2), ("plan", 4)]


REFUSED = {
    "shw": "there is no command 'shw'; did you mean 'show'?",
    "task=shw": "there is no command 'shw'; did you mean 'show'?",
    "countyy 邹平市": "there is no command 'countyy'; did you mean 'county'?",
    "steps": "there is no command 'steps', but an option; write option=value, such as steps=...",
    "--hlp": "there is no flag '--hlp'; did you mean '--help'?",
    "show births deaths": "births deaths: show takes one variable; write one (in quotes if it holds blanks), and the rest as option=value",
    "design plan": "plan: design takes no value without the name of an option; write option=value",
    "simulate plan scenario=frozen": "scenario: is given 2 times; write it once",
    "show births name=deaths": "variable: is given 2 times; write it once",
    "task=show,validate": "show validate: there is more than one command; write one",
    "task=show command=validate": "show validate: there is more than one command; write one",
    "list lever": "list: there is no list of 'lever'; did you mean 'levers'?",
    "simulate frozen,plan": "scenario=frozen,plan: names several values; add -m to run each of them, or write one value",
    "county 邹平市 figures=false": "figures: county does not read it; leave it out, or use a command that does: compare, design, "
    "discover, hindcast, sensitivity, simulate",
}


@pytest.mark.parametrize(("words", "complaint"), REFUSED.items())
def test_mistake_of_words_is_one_sentence(ask, tmp_path, words, complaint):
    answer = ask(*words.split())
    assert (answer.code, answer.said, answer.complained.strip()) == (2, "", complaint)
    assert list(tmp_path.iterdir()) == []


def test_lists(ask):
    commands = ask("list").said
    assert commands == ask("list", "commands").said and all(each in commands for each in COMMANDS)
    assert all(each in ask("list", "scenarios").said for each in list_scenarios())
    assert all(v.name in ask("list", "levers").said for v in load_model().of_kind("lever"))
    assert "fertility_shock" in ask("list", "shocks").said and "shandong" in ask("list", "regions").said
    assert "registered_share" in ask("list", "indicators").said and "urban_share" in ask("list", "targets").said


def test_tables_of_the_first_release_are_the_lists(ask):
    for name in ("levers", "shocks", "targets"):
        assert ask("show", f"{name}=all").said == ask("list", name).said


FIRST_RELEASE = {
    "task=county name=邹平市": "county 邹平市",
    "task=show name=births": "show births",
    "task=simulate scenario=plan": "simulate plan",
    "task=design design.goals=[Q2] design.most=1.2": "design design.targets=[Q2] design.max_strength=1.2",
}


@pytest.mark.parametrize(("earlier", "now"), FIRST_RELEASE.items())
def test_words_of_the_first_release_mean_the_same(earlier, now):
    [old], [new] = (read_jobs(words.split(), load_model()) for words in (earlier, now))
    assert old.options == new.options and old.scenarios == new.scenarios


def test_names_of_the_first_release_are_options_no_more_and_lead_to_one_that_is():
    top = Options.model_fields
    for old, names in ALIASES.items():
        for name in (old, *names):
            group, _, key = name.rpartition(".")
            known = top[group].annotation.model_fields if group else top
            assert (key in known) == (name != old)


def test_options_of_a_manifest_of_the_first_release_are_read():
    options = check_options({"task": "simulate", "scenario": "plan", "design": {"goals": ["Q2"], "most": 1.2}})
    assert (options.command, options.design.targets, options.design.max_strength) == ("simulate", ["Q2"], 1.2)
    assert rename_options({"parameters": {"task": 1}}) == {"parameters": {"task": 1}}


def test_hydra_is_used_by_its_public_modules_only(root):
    sources = {path: path.read_text(encoding="utf-8") for path in (root / "simulator").rglob("*.py")}
    assert any("from hydra import compose" in text for text in sources.values())
    assert [path.name for path, text in sources.items() if re.search(r"hydra(\.\w+)*\._", text)] == []
