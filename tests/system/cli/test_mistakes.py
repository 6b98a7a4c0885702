"""Every mistake of a careless user ends in one clear sentence, with nothing lost or half-written."""

import contextlib
import json
import shutil
import threading
import time

import pytest

import simulator
from simulator.cli.output_folder import open_output_folder
from simulator.language.errors import SimulatorError
from simulator.region.synthetic.region import write_region

MISTAKES = {
    "taks=show": "did you mean 'task'",
    "steps": "write option=value, such as steps=...",
    "steps=abc": "steps",
    "steps=0": "steps",
    "task=comapre": "did you mean 'compare'",
    "scenarios=[frozn]": "did you mean 'frozen'",
    "scenarios=[frozen,frozen]": "named twice",
    "scenarios=[]": "scenarios",
    "region=shandng": "did you mean 'shandong'",
    "drivers=observed_2026": "did you mean 'observed_2025'",
    "parameters.nest_oter=0.5": "did you mean 'nest_outer'",
    "parameters.nest_outer=3": "it lies between",
    "parameters.nest_outer=0.1": "out of its range",
    "parameters.nest_outer=much": "parameters.nest_outer",
    "ensemble=priors": "did you mean 'prior'",
    "ensemble.members=0": "ensemble.members",
    "language=fr": "'en' or 'zh'",
    "last_year=2019": "not after 2020",
    "last_year=3000": "last_year",
    "comapre": "there is no command 'comapre'; did you mean 'compare'?",
    "show registered_shar": "did you mean 'registered_share'",
    "task=show name=registered_shar": "did you mean 'registered_share'",
    "task=show": "show registered_share",
    "task=reproduce": "manifest",
    "task=reproduce manifest=nowhere.json": "no such manifest",
    "seed=-1": "seed",
    "parameters=0.5": "parameters.NAME=VALUE",
    "parameters.nest_outer=true": "write a number",
    "foo=1": "there is no option 'foo'",
    "region=不存在": "there is no region or folder '不存在'",
    "region=a:b(c": "there is no region or folder 'a:b(c'",
}


@pytest.mark.parametrize(("words", "remedy"), MISTAKES.items())
def test_mistake_ends_in_one_sentence(ask, tmp_path, words, remedy):
    answer = ask(*words.split())
    assert answer.code == 2
    assert remedy in answer.complained
    assert len(answer.complained.strip().splitlines()) == 1
    assert list(tmp_path.rglob("*.*")) == [], "something was written"


def test_mistake_is_no_traceback_and_fails_the_command(command):
    done = command("task=comapre")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == "there is no command 'comapre'; did you mean 'compare'?\n"


def test_a_letter_in_a_number_column_names_file_row_and_column(command, tmp_path, root):
    folder = shutil.copytree(root / "simulator" / "region" / "shandong", tmp_path / "mine")
    path = folder / "counties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("920062", "92oo62", 1), encoding="utf-8")
    done = command("region=mine", "out=answer")
    assert done.returncode == 2 and "counties.csv" in done.stderr and "92oo62" in done.stderr
    assert not (tmp_path / "answer").exists()


@pytest.mark.parametrize("change", [{"options": 3}, {"scenarios": 5}, {"scenarios": [{}]}, {"results": 3}, {"data_digest": None}])
def test_a_manifest_that_was_tampered_with_is_refused(command, job, tmp_path, change):
    manifest = json.loads((job[1] / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, **change}), encoding="utf-8")
    done = command("task=reproduce", "manifest=manifest.json")
    assert done.returncode == 2 and "not as a run writes it" in done.stderr and "Traceback" not in done.stderr


def test_paths_and_names_may_be_chinese(command, quick, root, tmp_path):
    shutil.copytree(root / "simulator" / "region" / "shandong", tmp_path / "山东 表")
    shutil.copy(root / "scenarios" / "plan.yaml", tmp_path / "规划.yaml")
    done = command("region=山东 表", "out=输出", "scenarios=[frozen,规划.yaml]", "last_year=2021", "figures=false", *quick[1:])
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "输出" / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"members": 2.5}, "whole number"),
        ({"members": True}, "whole number"),
        ({"members": 0}, "too few"),
        ({"steps": "4"}, "whole"),
        ({"last_year": 2021.5}, "whole number"),
        ({"scenarios": None}, "scenarios"),
        ({"region": 37}, "region"),
        ({"seed": "a"}, "seed"),
        ({"seed": -1}, "negative"),
        ({"parameters": ["nest_outer"]}, "mapping"),
        ({"record": "population"}, "list of names"),
        ({"record": ["populaton"]}, "did you mean 'population'"),
        ({"parameters": {"nest_outer": {"core": 0.5}}}, "one value"),
        ({"parameters": {"nest_outer": "0.5"}}, "not a number"),
        ({"engine": "kernal"}, "did you mean 'kernel'"),
    ],
)
def test_mistakes_in_python_are_said_in_one_sentence_too(words, said):
    with pytest.raises(SimulatorError, match=said):
        simulator.simulate(**{"scenarios": "frozen", **words})


def test_a_folder_with_something_in_it_is_left_alone(command, tmp_path):
    (tmp_path / "answer").mkdir()
    (tmp_path / "answer" / "mine.txt").write_text("keep me")
    done = command("out=answer")
    assert done.returncode == 2 and "not empty" in done.stderr
    assert [path.name for path in (tmp_path / "answer").iterdir()] == ["mine.txt"]


def test_what_is_written_behind_a_stopped_run_is_removed_too(tmp_path):
    """Threads of a library may go on writing for a moment after the work was stopped."""
    writing = threading.Event()

    def write_on(draft):
        for number in range(30):
            with contextlib.suppress(OSError):
                (draft / "late").mkdir(parents=True, exist_ok=True)
                (draft / "late" / str(number)).touch()
            writing.set()
            time.sleep(0.01)

    with pytest.raises(KeyboardInterrupt), open_output_folder(tmp_path / "answer") as draft:
        thread = threading.Thread(target=write_on, args=(draft,))
        thread.start()
        writing.wait()
        raise KeyboardInterrupt
    thread.join()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, SimulatorError, OSError])
def test_folders_on_the_way_to_a_draft_are_removed_with_it_unless_they_hold_something(tmp_path, error):
    (tmp_path / "mine").mkdir()
    with pytest.raises((error, SimulatorError)), open_output_folder(tmp_path / "mine" / "one" / "two" / "answer"):
        raise error
    assert [path.name for path in tmp_path.rglob("*")] == ["mine"]


def test_a_link_is_refused_as_a_folder_before_the_work(ask, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    answer = ask("out=link", "figures=false")
    assert answer.code == 2 and "out: 'link' is a symbolic link; name a new folder" in answer.complained


def test_a_folder_that_cannot_be_made_is_refused_before_the_work(command, tmp_path):
    (tmp_path / "file").write_text("")
    done = command("out=file/answer")
    assert done.returncode == 2 and "cannot be written" in done.stderr


@pytest.mark.parametrize("words", [["task=validate"], ["task=show", "targets=all"], ["figures=false", "out=answer"]])
def test_target_that_names_nothing_is_refused_with_its_place(ask, tmp_path, words):
    write_region(tmp_path / "mine", counties=3)
    path = tmp_path / "mine" / "targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("urban_share", "urban_shar"), encoding="utf-8")
    answer = ask(*words, f"region={tmp_path / 'mine'}")
    assert answer.code == 2 and not (tmp_path / "answer").exists()
    assert "targets.csv, Q1: there is no indicator 'urban_shar'; did you mean 'urban_share'" in answer.complained
    assert "targets.csv, Q2: there is no variable 'urban_shar'" in answer.complained
