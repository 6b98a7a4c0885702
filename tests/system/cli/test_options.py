"""No option is typed in vain: one that the task does not read is refused, and so is a value of another kind."""

import pytest

from simulator.cli.jobs import read_jobs
from simulator.cli.options import TASKS, Options
from simulator.cli.task_options import READERS
from simulator.run.setup import load_model


def test_every_option_has_a_task_that_reads_it():
    assert READERS.keys() == Options.model_fields.keys() - {"task"}
    assert {task for tasks in READERS.values() for task in tasks} == set(TASKS)


UNREAD = {
    "task=show levers=all figures=false": "figures: task=show does not read it; leave it out, or name a task that does: compare, simulate, sensitivity, discover, "
    "design, hindcast",
    "county=370102": "county: task=compare does not read it; leave it out, or name a task that does: export",
    "task=document steps=8": "steps: task=document does not read it; leave it out, or name a task that does: compare, simulate, county, export, "
    "sweep, sensitivity, discover, design, calibrate, hindcast, score",
    "task=validate parameters.nest_outer=0.5": "parameters: task=validate does not read it; leave it out, or name a task that does: compare, simulate, county, export, "
    "sweep, sensitivity, discover, design",
    "task=reproduce manifest=answer ensemble=prior": "ensemble: task=reproduce does not read it; leave it out, or name a task that does: compare, simulate, county, sweep, "
    "sensitivity, discover, design",
    "task=show name=births scenarios=[plan]": "scenarios: task=show does not read it; leave it out, or name a task that does: compare, county, sweep, "
    "sensitivity, discover",
}


def test_region_that_a_table_does_not_depend_on(ask):
    answer = ask("task=show", "levers=all", "region=nowhere")
    assert (answer.code, answer.complained.strip()) == (
        2,
        "region: task=show reads it only for targets=all, as the rest is the same everywhere; leave it out",
    )


@pytest.mark.parametrize(("words", "complaint"), UNREAD.items())
def test_option_that_the_task_does_not_read(ask, tmp_path, words, complaint):
    answer = ask(*words.split())
    assert (answer.code, answer.complained.strip()) == (2, complaint)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("task", TASKS)
def test_options_that_nobody_typed_are_not_refused(task):
    words = ["scenario=plan"] if task in READERS["scenario"] else []
    [job] = read_jobs([f"task={task}", *words], load_model())
    assert job.options.task == task


@pytest.mark.parametrize("word", ["steps=true", "seed=false", "last_year=true", "ensemble.members=true", "steps=4.5"])
def test_number_of_another_kind(ask, word):
    option = word.partition("=")[0]
    answer = ask(word)
    assert answer.code == 2 and answer.complained.startswith(f"{option}: Input should be a valid integer; write a whole number")


def test_a_table_and_a_variable_are_both_shown(ask):
    answer = ask("task=show", "shocks=all", "name=registered_share")
    assert answer.code == 0 and "fertility_shock" in answer.said and "registered_share" in answer.said


COUNTIES = {
    "Lixa": "did you mean 历下区 Lixia District (370102)?",
    "历下": "did you mean 历下区 Lixia District (370102)?",
    "370111": "(370112)",
    "nowhere": "choose from 历下区 Lixia District (370102), ",
}


@pytest.mark.parametrize(("asked", "hint"), COUNTIES.items())
def test_county_that_is_misspelt_is_told_by_names_and_code(ask, tmp_path, asked, hint):
    answer = ask("task=export", "scenario=plan", f"county={asked}")
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
        (["task=simulate", "scenario=plan"], "single", None, ["plan"]),
        (["task=simulate", "scenario=plan", "ensemble=prior", "ensemble.members=7"], "prior", 7, ["plan"]),
        (["task=county", "name=370102"], "single", None, ["frozen", "plan"]),
        (["task=county", "name=370102", "scenarios=[plan]"], "single", None, ["plan"]),
        (["task=compare", "ensemble=single"], "single", None, None),
    ],
)
def test_all_else_is_one_member_unless_it_is_told_otherwise(words, kind, members, scenarios):
    [job] = read_jobs(words, load_model())
    assert (job.options.ensemble.kind, job.options.ensemble.members) == (kind, members)
    assert scenarios is None or [each.name for each in job.scenarios] == scenarios
