"""Words that the grammar, or the configuration, does not take are refused in our own sentence, whoever found the mistake."""

import pytest

from simulator.cli.jobs import read_jobs
from simulator.cli.multirun import MOST_JOBS, count_values
from simulator.cli.override_syntax import parse_override
from simulator.run.setup import load_model

BRACKET = "write both, or quote the value: option=\"'value'\""
REFUSED = {
    "parameters={nest_outr:0.4}": "parameters={nest_outr:0.4}: there is no option 'parameters.nest_outr'; did you mean 'nest_outer'?",
    "parameters={nest_outer:{core:1}}": "parameters={nest_outer:{core:1}}: 'parameters.nest_outer' holds one value; write parameters.nest_outer=value",
    "parameters.nest_outer.core=1": "parameters.nest_outer.core=1: 'parameters.nest_outer' holds one value; write parameters.nest_outer=value",
    "simulate ~scenario": "~scenario: no option is added or taken away; write scenario=value, or leave it out",
    "~steps": "~steps: no option is added or taken away; write steps=value, or leave it out",
    "+steps=8": "+steps=8: no option is added or taken away; write steps=value, or leave it out",
    "ensemble@mine=prior": "ensemble@mine=prior: no option is added or taken away; write ensemble=value, or leave it out",
    "scenrio=plan": "scenrio=plan: there is no option 'scenrio'; did you mean 'scenarios'?",
    "members=3": "members=3: there is no option 'members'; did you mean 'ensemble.members'?",
    "nest_outr=0.4": "nest_outr=0.4: there is no option 'nest_outr'; did you mean 'parameters.nest_outer'?",
    "parameters.x=[1": f"parameters.x=[1: has [ or ] without the other; {BRACKET}",
    "scenarios=[frozen,plan": f"scenarios=[frozen,plan: has [ or ] without the other; {BRACKET}",
    "out=answer]": f"out=answer]: has [ or ] without the other; {BRACKET}",
    "parameters={nest_outer:0.4": f"parameters={{nest_outer:0.4: has {{ or }} without the other; {BRACKET}",
    "task=simulate scenario=plan,frozen": "scenario=plan,frozen: names several values; add -m to run each of them, or write one value",
    "region=shandong,hebei": "region=shandong,hebei: names several values; add -m to run each of them, or write one value",
    "task=simulate scenario=plan ~scenario.levers.open_settlement": "~scenario.levers.open_settlement: the scenario says nothing of 'open_settlement'; leave the word out",
    "steps=8 figures=false steps=4": "steps: is given 2 times; write it once",
    "task=simulate scenario=plan scenario=frozen": "scenario: is given 2 times; write it once",
    "task=simulate scenario=plan scenario.drivers=known_2020 ++scenario.drivers=observed_2025": "scenario.drivers: is given 2 times; write it once",
    "task=simulate scenario=plan scenario.levers.open_settlement={plan:0.9} scenario.levers.open_settlement.plan=0.8": "scenario.levers.open_settlement.plan: is given 2 times; write it once",
    "parameters={nest_outer:0.4} parameters.nest_outer=0.5": "parameters.nest_outer: is given 2 times; write it once",
    "task=simulate scenario=plan seed=7": "seed: a run with the default parameters draws nothing; add ensemble=prior, or leave it out",
    "-m task=simulate scenario=plan seed=1,2": "seed: a run with the default parameters draws nothing; add ensemble=prior, or leave it out",
    "extrapolate=true": "extrapolate: no parameter is given a value; add parameters.NAME=VALUE, or leave it out",
    "-m steps=range(0,100000)": "steps=range(0,100000): makes more than 200 jobs; write fewer values, or several commands",
    "-m steps=shuffle(range(0,1000000000)) seed=1,2": "steps=shuffle(range(0,1000000000)) seed=1,2: makes more than 200 jobs; write fewer values, or several commands",
    "-m seed=range(0,40) steps=range(1,41)": "seed=range(0,40) steps=range(1,41): makes more than 200 jobs; write fewer values, or several commands",
    "task=simulate scenario=plan scenario.levers.open_settlement.where.city=[Jinnan]": "scenario 'plan levers.open_settlement.where.city=[Jinnan]': levers.open_settlement.where.city: there is no 'Jinnan'; did "
    "you mean 济南市 Jinan (370100)?",
    "task=simulate scenario=plan scenario.levers.open_settlement.where.county=['历下区']": "scenario 'plan levers.open_settlement.where.county=['历下区']': levers.open_settlement.where.county: there is no "
    "'历下区'; did you mean 历下区 Lixia District (370102)?",
}


@pytest.mark.parametrize(("words", "complaint"), REFUSED.items())
def test_words_that_are_refused(ask, tmp_path, words, complaint):
    answer = ask(*words.split())
    assert (answer.code, answer.said, answer.complained.strip()) == (2, "", complaint)
    assert list(tmp_path.iterdir()) == []


def test_parts_of_a_lever_may_be_given_by_several_words():
    [job] = read_jobs(
        ["task=simulate", "scenario=plan", "scenario.levers.open_settlement={plan:0.9}", "scenario.levers.open_settlement.delay=2"],
        load_model(),
    )
    lever = job.scenarios[0].levers["open_settlement"]
    assert (lever.plan, lever.delay) == (0.9, 2)


def test_all_options_are_told_where_none_is_like_the_word(ask):
    said = ask("+foo=1").complained
    assert said.startswith("+foo=1: there is no option 'foo'; choose from brief, ")
    assert ", first_year, language, " in said and said.endswith(", steps\n")


def test_several_parameters_can_be_held_at_once():
    [job] = read_jobs(["parameters={nest_outer:0.4,interest_rate:0.04}"], load_model())
    assert job.options.parameters == {"nest_outer": 0.4, "interest_rate": 0.04}


@pytest.mark.parametrize("word", ["out='a [b'", 'out="a [b"'])
def test_quoted_value_may_hold_half_a_bracket(word):
    [job] = read_jobs([word], load_model())
    assert job.options.out == "a [b"


def test_file_of_a_scenario_may_have_a_comma_in_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a, b.yaml").write_text("title: {zh: 甲乙, en: A and b}\n", encoding="utf-8")
    [one] = read_jobs(["task=simulate", "scenario=a, b.yaml"], load_model())
    [several] = read_jobs(["scenarios=[frozen,'a, b.yaml']"], load_model())
    assert [each.name for each in (*one.scenarios, *several.scenarios)] == ["a, b", "frozen", "a, b"]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("steps=4", 1),
        ("steps=4,8,12", 3),
        ("steps=choice(4,8)", 2),
        ("seed=range(0,10)", 10),
        ("seed=range(0,1000000)", MOST_JOBS + 1),
        ("parameters.nest_outer=range(0.3,0.5,0.1)", 2),
    ],
)
def test_values_of_a_word_are_counted_as_far_as_is_needed(word, count):
    assert count_values(parse_override(word)) == count
