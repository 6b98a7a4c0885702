"""Whatever a person gets wrong in a scenario file is said in one sentence: file, key, what is wrong, what would be right."""

import pytest

from simulator.language.errors import ScenarioError
from simulator.scenario import list_scenarios, load_scenario

CASES = {
    "unknown key": ("lever: {}\n", "trial.yaml: lever: there is no key 'lever'; did you mean 'levers'?"),
    "unknown key of a lever": (
        "levers: {rising: {strenght: 1}}\n",
        "trial.yaml: levers.rising.strenght: there is no key 'strenght'; did you mean 'strength'?",
    ),
    "unknown lever": ("levers: {risin: {strength: 1}}\n", "trial.yaml: levers: there is no lever 'risin'; did you mean 'rising'?"),
    "strength and plan": (
        "levers: {rising: {strength: 1, plan: 0.9}}\n",
        "trial.yaml: levers.rising: strength and plan exclude each other; keep one of them",
    ),
    "neither": (
        "levers: {rising: {start: 2022}}\n",
        "trial.yaml: levers.rising: nothing says how far it moves; give a strength or a plan value",
    ),
    "nothing for all": (
        "levers: {all: {}, rising: {strength: 1}}\n",
        "trial.yaml: levers.all: nothing says how far it moves; give a strength or a plan value",
    ),
    "plan for all": (
        "levers: {all: {plan: 0.5}}\n",
        "trial.yaml: levers.all: one plan value cannot serve all levers; give a strength",
    ),
    "strength below 2020 practice": (
        "levers: {rising: {strength: -0.5}}\n",
        "trial.yaml: levers.rising.strength: Input should be greater than or equal to 0 (found: -0.5)",
    ),
    "ramp before the reference date": (
        "levers: {rising: {strength: 1, start: 2015, end: 2018}}\n",
        "trial.yaml: levers.rising: the ramp of rising starts in 2015, but nothing moves before 2021; let it start then or later",
    ),
    "key that is no word": (
        "levers: {rising: {strength: 1, 3: 4}}\n",
        "trial.yaml: levers.rising: the key 3 is no word; write the name of a key",
    ),
    "plan too high": (
        "levers: {rising: {plan: 1.2}}\n",
        "trial.yaml: levers.rising: plan 1.2 is out of range; it lies between 0 and 1",
    ),
    "plan too low": (
        "levers: {falling: {plan: 0.1}}\n",
        "trial.yaml: levers.falling: plan 0.1 is out of range; it lies between 0.25 and 10 year",
    ),
    "ramp that runs back": (
        "levers: {rising: {strength: 1, start: 2026, end: 2022}}\n",
        "trial.yaml: levers.rising: the ramp ends in 2022, before it starts in 2026; let it end later",
    ),
    "start after the lever's own end": (
        "levers: {rising: {strength: 1, start: 2025}}\n",
        "trial.yaml: levers.rising: the ramp of rising ends in 2024, before it starts in 2025; give both start and end",
    ),
    "common start after a lever's own end": (
        "levers: {all: {strength: 1, start: 2022}}\n",
        "trial.yaml: levers.all: the ramp of known_badly ends in 2021, before it starts in 2022; give both start and end",
    ),
    "own end before the common start": (
        "levers: {all: {strength: 1, start: 2030, end: 2034}, rising: {end: 2025}}\n",
        "trial.yaml: levers.rising: the ramp of rising ends in 2025, before it starts in 2030; give both start and end",
    ),
    "unknown shape": (
        "levers: {rising: {strength: 1, shape: wavy}}\n",
        "trial.yaml: levers.rising.shape: Input should be 'linear', 'smooth', 'step' or 'logistic' (found: 'wavy')",
    ),
    "unknown mask": (
        "levers: {rising: {strength: 1, where: {cirle: [jinan]}}}\n",
        "trial.yaml: levers.rising.where: there is no key 'cirle'; did you mean 'circle'?",
    ),
    "code that is no text": (
        "levers: {rising: {strength: 1, where: {county: [370101]}}}\n",
        "trial.yaml: levers.rising.where.county.0: Input should be a valid string; write it in quotes (found: 370101)",
    ),
    "interpolation": (
        "levers: {rising: {strength: '${oc.env:HOME}'}}\n",
        "trial.yaml: levers.rising.strength: '${oc.env:HOME}' is an interpolation; write the value itself",
    ),
    "object to be made": (
        "levers: {rising: {_target_: os.system, strength: 1}}\n",
        "trial.yaml: levers.rising: '_target_' is code; a scenario file holds values and words only",
    ),
    "text for a number": (
        "levers: {rising: {strength: '1'}}\n",
        "trial.yaml: levers.rising.strength: Input should be a valid number (found: '1')",
    ),
    "yes for a number": (
        "levers: {rising: {strength: true}}\n",
        "trial.yaml: levers.rising.strength: Input should be a valid number (found: True)",
    ),
    "no number": (
        "levers: {rising: {strength: .nan}}\n",
        "trial.yaml: levers.rising.strength: Input should be a finite number (found: nan)",
    ),
    "half a year": (
        "levers: {rising: {strength: 1, start: 2022.5}}\n",
        "trial.yaml: levers.rising.start: Input should be a valid integer (found: 2022.5)",
    ),
    "year of another age": (
        "levers: {rising: {strength: 1, end: 202}}\n",
        "trial.yaml: levers.rising.end: Input should be greater than or equal to 1900 (found: 202)",
    ),
    "elsewhere without a mask": (
        "levers: {rising: {strength: 1, elsewhere: 0.5}}\n",
        "trial.yaml: levers.rising: elsewhere is the strength outside a mask, but there is none; give 'where' too",
    ),
    "elsewhere below 2020 practice": (
        "levers: {rising: {strength: 1, where: {circle: [jinan]}, elsewhere: -1}}\n",
        "trial.yaml: levers.rising.elsewhere: Input should be greater than or equal to 0 (found: -1)",
    ),
    "delay into the past": (
        "levers: {rising: {strength: 1, delay: -2}}\n",
        "trial.yaml: levers.rising.delay: Input should be greater than or equal to 0 (found: -2)",
    ),
    "a number for a lever": (
        "levers: {rising: 1}\n",
        "trial.yaml: levers.rising: 1 says too little; write {strength: ...} or {plan: ...}",
    ),
    "shock under levers": (
        "levers: {drought: {strength: 1}}\n",
        "trial.yaml: levers: there is no lever 'drought'; it is a shock; write it under shocks",
    ),
    "unknown shock": (
        "shocks: {drougth: {value: 0.5}}\n",
        "trial.yaml: shocks: there is no shock 'drougth'; did you mean 'drought'?",
    ),
    "lever under shocks": (
        "shocks: {rising: {value: 0.5}}\n",
        "trial.yaml: shocks: there is no shock 'rising'; it is a lever; write it under levers",
    ),
    "a number for a shock": ("shocks: {drought: 0.5}\n", "trial.yaml: shocks.drought: 0.5 says too little; write {value: ...}"),
    "shock without a value": (
        "shocks: {drought: {start: 2026}}\n",
        "trial.yaml: shocks.drought.value: this key is missing; write it",
    ),
    "unknown key of a shock": (
        "shocks: {drought: {value: 0.5, valeu: 1}}\n",
        "trial.yaml: shocks.drought.valeu: there is no key 'valeu'; did you mean 'value'?",
    ),
    "shock out of range": (
        "shocks: {drought: {value: 3}}\n",
        "trial.yaml: shocks.drought: value 3 is out of range; it lies between 0 and 2",
    ),
    "shock before the reference date": (
        "shocks: {drought: {value: 0.5, start: 2019}}\n",
        "trial.yaml: shocks.drought: the ramp of drought starts in 2019, but nothing moves before 2021; let it start then or later",
    ),
    "shock that runs back": (
        "shocks: {drought: {value: 0.5, start: 2030}}\n",
        "trial.yaml: shocks.drought: the ramp of drought ends in 2028, before it starts in 2030; give both start and end",
    ),
    "name": ("name: other\n", "trial.yaml: a scenario is named by its file; leave out 'name'"),
    "unknown drivers": (
        "drivers: observed\n",
        "trial.yaml: drivers: Input should be 'observed_2025' or 'known_2020' (found: 'observed')",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_said_with_key_and_remedy(hear, case):
    text, complaint = CASES[case]
    assert complaint in hear(text).splitlines()


@pytest.mark.parametrize(
    ("title", "complaint"),
    [
        ("", "trial.yaml: title: this key is missing; write it"),
        ("title: {en: Trial}\n", "trial.yaml: title.zh: this key is missing; write it"),
        ("title: {en: Trial, zh: 试验, fr: Essai}\n", "trial.yaml: title.fr: there is no key 'fr'; choose from en, zh"),
    ],
)
def test_title_is_given_in_both_languages(hear, title, complaint):
    assert hear("levers: {}\n", title) == complaint


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"title: [\n", "trial.yaml: cannot be read as YAML ("),
        (b"12", "trial.yaml: cannot be read as YAML ("),
        ("title: {zh: 试验, en: Trial}\n".encode("gbk"), "trial.yaml: cannot be read as YAML ('utf-8' codec can't decode"),
        (b"story: one\nstory: two\n", "trial.yaml: cannot be read as YAML (while constructing a mapping"),
        (b"- rising\n- falling\n", "trial.yaml: a scenario is a list of 'key: value' lines, with title and levers"),
    ],
    ids=["half a list", "a number", "GBK", "key written twice", "list"],
)
def test_file_that_is_no_scenario_is_refused(hear, content, complaint):
    said = hear(content)
    assert said.startswith(complaint) and "\n" not in said


def test_key_written_twice_is_named(hear):
    said = hear("levers:\n  rising: {strength: 1}\n  rising: {strength: 0}\n")
    assert "found duplicate key rising" in said


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("plann", "there is no scenario 'plann'; did you mean 'plan'?"),
        ("nowhere/plan.yaml", "there is no scenario 'nowhere/plan.yaml'; did you mean 'plan'?"),
        ("xyz", f"there is no scenario 'xyz'; choose from {', '.join(list_scenarios())}"),
        ("frozen+plann", "there is no scenario 'plann'; did you mean 'plan'?"),
    ],
)
def test_scenario_that_is_not_there_is_refused(toy, name, complaint):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(name, toy)
    assert str(caught.value) == complaint


def test_several_mistakes_are_said_together(hear):
    assert len(hear("lever: {}\nshock: {}\n").splitlines()) == 2
