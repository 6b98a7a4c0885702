"""Several files make one pathway as long as they do not contradict each other."""

import pytest

from simulator.language.errors import ScenarioError
from simulator.scenario import load_scenario

TITLES = {"one": "title: {zh: 甲, en: One}\n", "two": "title: {zh: 乙, en: Two}\n", "three": "title: {zh: 丙, en: Three}\n"}


@pytest.fixture
def join(read, toy, tmp_path):
    """Write a file for each text and read them joined."""

    def load(*texts: str):
        for (name, title), text in zip(TITLES.items(), texts, strict=False):
            read(text, title, name)
        return load_scenario("+".join(f"{tmp_path}/{name}.yaml" for name, _ in zip(TITLES, texts, strict=False)), toy)

    return load


def test_files_that_move_different_things_are_one_pathway(join):
    joined = join(
        "story: First.\nlevers: {rising: {plan: 0.8}}\n",
        "story: Second.\nlevers: {falling: {strength: 1}}\nshocks: {drought: {value: 0.5}}\n",
        "shocks: {flood: {value: 1}}\ndrivers: known_2020\n",
    )
    assert (joined.name, joined.story, joined.drivers) == ("one+two+three", "First. Second.", "known_2020")
    assert joined.title.model_dump() == {"zh": "甲 + 乙 + 丙", "en": "One + Two + Three"}
    assert {name: setting.model_dump(exclude_unset=True) for name, setting in joined.levers.items()} == {
        "rising": {"plan": 0.8},
        "falling": {"strength": 1.0},
    }
    assert {name: setting.value for name, setting in joined.shocks.items()} == {"drought": 0.5, "flood": 1.0}


def test_joined_levers_move_as_in_their_own_files(join, move, end, toy):
    """What a file says for all its own levers does not reach those of the other file."""
    joined = join(
        "levers: {all: {strength: 0, where: {circle: [jinan]}, delay: 3}, rising: {plan: 0.8}}\n",
        "levers: {falling: {strength: 1}}\n",
    )
    assert joined.levers["rising"].model_dump(exclude_unset=True) == {"plan": 0.8, "where": {"circle": ["jinan"]}, "delay": 3}
    assert joined.levers["falling"].model_dump(exclude_unset=True) == {"strength": 1.0}
    assert "all" not in joined.levers


def test_a_line_for_all_joins_with_shocks(join):
    joined = join("levers: {all: {strength: 1}, rising: {strength: 0}}\n", "shocks: {drought: {value: 0.5}}\n")
    assert joined.levers["all"].strength == 1.0 and joined.levers["rising"].strength == 0.0


@pytest.mark.parametrize(
    ("first", "second", "complaint"),
    [
        (
            "levers: {rising: {strength: 1}}",
            "levers: {rising: {plan: 0.6}}",
            "both one and two move the lever rising; let one of them leave it out",
        ),
        (
            "levers: {all: {strength: 1}}",
            "levers: {falling: {strength: 1}}",
            "both one and two move the lever falling; let one of them leave it out",
        ),
        (
            "levers: {falling: {strength: 1}, rising: {strength: 1}}",
            "levers: {all: {strength: 0.5}}",
            "both one and two move the lever rising and 1 more; let one of them leave it out",
        ),
        (
            "levers: {all: {strength: 1}, rising: {strength: 0}}",
            "levers: {rising: {strength: 1}}",
            "both one and two move the lever rising; let one of them leave it out",
        ),
        (
            "shocks: {flood: {value: 1}}",
            "shocks: {flood: {value: 0.5}}",
            "both one and two move the shock flood; let one of them leave it out",
        ),
        (
            "drivers: known_2020",
            "drivers: observed_2025",
            "one is driven by known_2020, two by observed_2025; let both name the same",
        ),
    ],
)
def test_files_that_contradict_each_other_are_refused(join, first, second, complaint):
    with pytest.raises(ScenarioError) as caught:
        join(f"{first}\n", f"{second}\n")
    assert str(caught.value) == f"one+two: {complaint}"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("frozen+frozen", "frozen+frozen: joins 'frozen' with itself; name each once"),
        ("frozen+plann", "there is no scenario 'plann'; did you mean 'plan'?"),
    ],
)
def test_names_that_cannot_be_joined(model, name, complaint):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(name, model)
    assert str(caught.value) == complaint


def test_a_file_whose_own_name_holds_a_plus_is_one_file(read, tmp_path, toy):
    assert read("levers: {}\n", name="a+b").name == "a+b"
