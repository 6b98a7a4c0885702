"""A path that cannot be looked at is refused in one sentence, whichever option it is written under."""

import os
from pathlib import Path

import pytest

from simulator.language.errors import ScenarioError
from simulator.region.synthetic.region import write_region
from simulator.scenario import load_scenario

LONG = "a" * 300
PLACES = {
    "out": "out={} figures=false",
    "region": "validate {}",
    "scenario": "simulate {}.yaml",
    "manifest": "reproduce {}",
}
REASONS = {
    LONG: "cannot be looked at (File name too long); name a path that can",
    "ring/x": "cannot be looked at (Too many levels of symbolic links); name a path that can",
    "~nosuchuser/x": "starts in the home of a user who is not known here; write the whole path",
}


@pytest.mark.parametrize("path", REASONS, ids=["long", "ring", "home"])
@pytest.mark.parametrize("place", PLACES)
def test_path_that_cannot_be_looked_at(ask, tmp_path, place, path):
    (tmp_path / "ring").symlink_to("ring")
    answer = ask(*PLACES[place].format(path).split())
    written = f"{path}.yaml" if place == "scenario" else path
    assert (answer.code, answer.complained.strip()) == (2, f"{place}: '{written}' {REASONS[path]}")
    assert [each.name for each in tmp_path.iterdir()] == ["ring"]


@pytest.mark.parametrize("place", ["out", "region", "manifest"])
def test_folder_that_may_not_be_read(ask, tmp_path, monkeypatch, place):
    (tmp_path / "locked").mkdir()
    # The rights of a folder do not bind the tests of a superuser, so that the question is answered for it.
    monkeypatch.setattr(os, "access", lambda path, _: "locked" not in str(path))
    answer = ask(*PLACES[place].format("locked").split())
    assert (answer.code, answer.complained.strip()) == (
        2,
        f"{place}: 'locked' cannot be looked at (Permission denied); name a path that can",
    )


def test_place_that_takes_no_new_files_is_refused_before_the_first_job(ask, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    answer = ask("-m", "out=sweep", "steps=1,2")
    assert (answer.code, answer.said, answer.complained.strip()) == (
        2,
        "",
        f"out: 'sweep/0' cannot be written, as '{tmp_path}' takes no new files; name a folder that can",
    )


def test_name_of_a_scenario_that_is_too_long_for_a_file(ask):
    assert f"there is no scenario '{LONG}'" in ask("simulate", LONG).complained


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["out=file"], "out: 'file' is a file; name a new folder"),
        (["region=file"], "region: 'file' is a file; name the folder that holds region.yaml and the tables"),
    ],
)
def test_file_where_a_folder_belongs(ask, tmp_path, words, complaint):
    (tmp_path / "file").write_text("keep me", encoding="utf-8")
    answer = ask(*words)
    assert (answer.code, answer.complained.strip()) == (2, complaint)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "keep me"


# Ten lines, each of ten times the line before: ten thousand million values.
BOMB = "\n".join(["l0: &l0 x", *(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 11))])
SCENARIOS = {
    "aliases that multiply": (
        BOMB,
        "mine.yaml: holds more than 100,000 values, its aliases written out; write the values themselves",
    ),
    "alias of itself": (
        "title: {zh: a, en: a}\nlevers: &all {all: *all}\n",
        "mine.yaml: refers to itself, or is nested too deeply; write the values themselves",
    ),
    "deep": ("levers: " + "[" * 3000, "mine.yaml: refers to itself, or is nested too deeply; write the values themselves"),
}


@pytest.mark.parametrize("text, complaint", SCENARIOS.values(), ids=SCENARIOS)
def test_scenario_without_end(ask, tmp_path, text, complaint):
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    answer = ask("simulate", "mine.yaml")
    assert (answer.code, answer.complained.strip()) == (2, complaint)


def test_scenario_may_say_once_what_holds_for_several_levers(model, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "title: {zh: a, en: a}\nlevers:\n  open_settlement: &half {strength: 0.5}\n  floor_target: {<<: *half, delay: 2}\n",
        encoding="utf-8",
    )
    levers = load_scenario(path, model).levers
    assert levers["open_settlement"].strength == levers["floor_target"].strength == 0.5 and levers["floor_target"].delay == 2


def test_scenario_that_may_not_be_read(model, tmp_path, monkeypatch):
    (tmp_path / "mine.yaml").write_text("levers: {}", encoding="utf-8")

    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path / "mine.yaml", model)
    assert str(caught.value) == "mine.yaml: cannot be read (Permission denied); let it be read, or name another"


def test_description_of_a_region_without_end(ask, tmp_path):
    write_region(tmp_path / "mine", counties=3)
    (tmp_path / "mine" / "region.yaml").write_text("name: " + "[" * 3000, encoding="utf-8")
    answer = ask("validate", "mine")
    assert (answer.code, answer.complained.strip()) == (2, "region.yaml: is nested too deeply; write one 'name: value' a line")


def test_description_whose_aliases_multiply(ask, tmp_path):
    write_region(tmp_path / "mine", counties=3)
    (tmp_path / "mine" / "region.yaml").write_text(BOMB, encoding="utf-8")
    answer = ask("validate", "mine")
    assert (answer.code, answer.complained.strip()) == (
        2,
        "region.yaml: holds more than 100,000 values, its aliases written out; write one 'name: value' a line",
    )


def test_description_that_refers_to_itself(ask, tmp_path):
    path = write_region(tmp_path / "mine", counties=3) / "region.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title_en: Made-up region", "title_en: &me [*me]"), encoding="utf-8")
    answer = ask("validate", "mine")
    assert (answer.code, answer.complained.strip()) == (2, "region.yaml: title_en is '[[...]]'; write a text")
