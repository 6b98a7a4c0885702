"""Text that a console, a file or a spreadsheet cannot take: replaced on a console, refused where it is read, inert in a table."""

import csv
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.language.errors import DataError, ScenarioError
from simulator.region.region import load_region
from simulator.region.synthetic.region import write_region
from simulator.scenario.schema import Scenario
from simulator.system.csv_file import make_inert
from simulator.system.safe_text import describe_bad_name, find_broken_character

HALF = "\ud800"
FORMULAS = ["=1+1", "+1", "-cmd", "@SUM(A1)", "=HYPERLINK(1)", "\tcmd", "\rcmd"]
SHORT = ("task=simulate", "scenario=plan", "drivers=known_2020", "last_year=2021", "steps=1", "figures=false", "out=answer")


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_console_of_another_encoding_loses_no_output(root, three, tmp_path, encoding, language):
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *SHORT, f"region={three}", f"language={language}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "answer" / "manifest.json").is_file() and b"answer" in done.stdout
    done.stdout.decode(encoding)


@pytest.mark.parametrize("word", [f"out={HALF}", f"scenario={HALF}", f"region={HALF}", f"{HALF}=1", "out=\udcff/answer"])
def test_half_a_character_on_the_command_line_is_refused(ask, tmp_path, word):
    answer = ask(*SHORT[:-1], word)
    assert answer.code == 2 and "lone surrogate" in answer.complained and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        'title: {zh: "\\ud800", en: B}\n',
        'title: {zh: A, en: B}\nstory: "a \\udfff"\n',
        'title: {zh: A, en: B}\nlevers: {"\\ud800": {strength: 1}}\n',
        'title: {zh: A, en: B}\nlevers: {open_settlement: {where: {city: ["\\ud900"]}}}\n',
    ],
    ids=["title", "story", "key", "mask"],
)
def test_half_a_character_in_a_scenario_is_refused(ask, tmp_path, text):
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    answer = ask("task=simulate", "scenario=mine.yaml", *SHORT[2:])
    assert answer.code == 2 and answer.complained.startswith("mine.yaml") and "lone surrogate" in answer.complained
    assert not (tmp_path / "answer").exists()


def test_half_a_character_in_a_manifest_or_a_problem_is_refused(ask, tmp_path):
    (tmp_path / "problem.json").write_text('{"num_vars": 1, "names": ["\\ud800"], "bounds": [[0, 1]]}', encoding="utf-8")
    answer = ask(*SHORT, "ensemble=lhs", "ensemble.members=2", "ensemble.vary=problem.json")
    assert answer.code == 2 and "problem.json" in answer.complained and "lone surrogate" in answer.complained
    kinds = {"options": {}, "scenarios": [], "results": {}, "overrides": ["\ud800"]}
    (tmp_path / "manifest.json").write_text(json.dumps(kinds), encoding="utf-8")
    assert ask("task=reproduce", "manifest=manifest.json").code == 2


@pytest.mark.parametrize("name", [*FORMULAS, HALF, "a\tb"])
@pytest.mark.parametrize("key", ["name", "title_zh", "title_en"])
def test_a_region_by_a_bad_name_is_refused(tmp_path, key, name):
    folder = write_region(tmp_path / "mine", counties=3)
    path = folder / "region.yaml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{key}:")]
    path.write_text("\n".join([*lines, f"{key}: {json.dumps(name)}"]), encoding="utf-8")
    with pytest.raises(DataError, match=r"formula|control character|lone surrogate"):
        load_region(str(folder))


@pytest.mark.parametrize("table, column", [("counties", "name"), ("counties", "name_en"), ("cities", "name"), ("cities", "circle")])
def test_a_county_whose_name_is_a_formula_is_refused(tmp_path, table, column):
    path = write_region(tmp_path / "mine", counties=3) / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index(column)] = "=1+1"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(DataError, match=rf"{table}\.csv, line 2, column {column}: '=1\+1' begins with '='"):
        load_region(str(path.parent))


@pytest.mark.parametrize("name", FORMULAS)
def test_a_scenario_whose_title_is_a_formula_is_refused(name):
    for title in ({"zh": name, "en": "A"}, {"zh": "A", "en": name}):
        with pytest.raises(ValueError, match=r"formula|control character"):
            Scenario(name="mine", title=title)
    with pytest.raises(ValueError, match=r"formula|control character"):
        Scenario(name=name, title={"zh": "A", "en": "A"})


def test_a_scenario_file_named_like_a_formula_is_refused(ask, tmp_path):
    (tmp_path / "=1.yaml").write_text("title: {zh: A, en: A}\n", encoding="utf-8")
    answer = ask("task=simulate", "scenario==1.yaml", *SHORT[2:])
    assert answer.code == 2 and "formula" in answer.complained


@given(st.text())
def test_a_cell_of_a_table_is_inert_or_a_number(text):
    cell = make_inert(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) or float(cell) is not None
    assert cell == text or cell == f"'{text}"


@given(st.text(alphabet=st.characters()))
def test_a_good_name_can_be_written_everywhere(name):
    if describe_bad_name(name) is None:
        assert name.encode("utf-8") is not None and name == make_inert(name) and find_broken_character(name) is None


def test_no_table_of_a_run_holds_a_formula(ask, tmp_path, three):
    assert ask("out=answer", f"region={three}", "scenarios=[frozen,plan]", "drivers=known_2020", "last_year=2022").code == 0
    tables = sorted((tmp_path / "answer").glob("*.csv"))
    assert len(tables) > 5
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if make_inert(cell) != cell] == [], path.name


def test_nested_texts_are_found_however_deep_and_though_a_part_holds_itself():
    ring: dict = {"a": ["b", HALF]}
    ring["ring"] = ring
    assert find_broken_character(ring) == HALF
    deep: list = [HALF]
    for _ in range(100_000):
        deep = [deep]
    assert find_broken_character(deep) == HALF


def test_a_path_that_is_no_text_is_refused_in_python():
    import simulator

    with pytest.raises(ScenarioError, match="lone surrogate"):
        simulator.simulate(f"{HALF}.yaml")
