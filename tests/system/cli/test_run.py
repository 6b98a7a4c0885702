"""`./run` and its twin `run.py`, which does the same on Windows: set up what is missing once, then pass the words on."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest


def load(root: Path):
    """The module run.py, loaded anew."""
    spec = importlib.util.spec_from_file_location("run_twin", root / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(root, tmp_path, monkeypatch):
    """The module run.py, set to a project of its own, whose programs are recorded instead of run."""
    module = load(root)
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("numpy==2", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    monkeypatch.setattr(module, "find_program", lambda name: Path(".venv") / name)
    monkeypatch.setattr(module.shutil, "which", lambda name: name if name == "chromium" else None)
    module.calls, module.codes = [], {}

    def record(words, **_):
        words = [Path(word).name if word.startswith(str(tmp_path)) else word for word in words]
        module.calls.append(words)
        if "venv" in words:
            Path(".venv").mkdir()
            (Path(".venv") / "pip").touch()
        return subprocess.CompletedProcess(words, next((code for part, code in module.codes.items() if part in words), 0))

    monkeypatch.setattr(module.subprocess, "run", record)
    monkeypatch.setattr(module, "run_program", lambda words: record(words).returncode)
    return module


def test_first_run_creates_the_environment_installs_and_passes_the_words_on(run, capsys):
    assert run.main(["county", "邹平市", "out=my folder"]) == 0
    create, install, program = run.calls
    assert create == [sys.executable, "-m", "venv", ".venv"]
    assert install[:4] == ["python", "-m", "pip", "install"] and install[-2:] == ["--editable", "."]
    assert program == ["python", "-m", "simulator", "county", "邹平市", "out=my folder"]
    assert capsys.readouterr().err == "installing into .venv (once)\n"


def test_second_run_installs_nothing_until_the_requirements_change(run):
    run.main([])
    del run.calls[:]
    run.main([])
    assert run.calls == [["python", "-m", "simulator"]]
    Path("constraints.txt").write_text("numpy==3", encoding="utf-8")
    run.main([])
    assert [words[1:3] for words in run.calls] == [["-m", "simulator"], ["-m", "pip"], ["-m", "simulator"]]


def test_tests_install_what_they_need_and_run_in_parallel(run):
    run.main(["test", "tests/golden", "-x"])
    assert run.calls[1][-1] == ".[test]"
    assert run.calls[2] == ["python", "-m", "pytest", "-n", "auto", "--dist", "loadfile", "tests/golden", "-x"]


def test_failed_installation_is_said_and_tried_again(run, capsys):
    run.codes["pip"] = 1
    assert run.main([]) == 1 and "run: the packages could not be installed" in capsys.readouterr().err
    run.codes.clear()
    assert run.main([]) == 0 and [words[2] for words in run.calls] == ["venv", "pip", "pip", "simulator"]


def test_python_without_venv_is_said_with_the_remedy(run, capsys):
    run.codes["venv"] = 1
    assert run.main([]) == 1
    assert "install python3-venv (apt-get install python3-venv), then run this again" in capsys.readouterr().err
    assert not Path(".venv").exists()


def test_old_python_is_said(run, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 9))
    assert run.main([]) == 1 and run.calls == []
    assert capsys.readouterr().err == "run: Python 3.11 or newer is needed; install it, then run this again\n"


def test_exit_code_of_the_program_is_given(run):
    run.codes["simulator"] = 2
    assert run.main(["shw"]) == 2


@pytest.mark.parametrize(("windows", "path"), [(True, ".venv/Scripts/python.exe"), (False, ".venv/bin/python")])
def test_programs_of_the_environment_lie_where_the_system_puts_them(root, windows, path):
    module = load(root)
    assert module.find_program("python", windows) == Path(path)


def test_program_that_cannot_replace_the_process_gives_its_exit_code(root, monkeypatch):
    module = load(root)
    monkeypatch.setattr(module, "os", type("Windows", (), {"name": "nt"}))
    assert module.run_program([sys.executable, "-c", "import sys; sys.exit(int(sys.argv[1]))", "7"]) == 7


def test_run_hands_its_words_to_run_py(root):
    text = (root / "run").read_text(encoding="utf-8")
    assert 'exec "$python" run.py "$@"' in text


@pytest.mark.parametrize(
    ("words", "selected"),
    [
        ([], ["-m", "not slow"]),
        (["fast"], ["-m", "fast"]),
        (["all", "--cov=simulator"], ["--cov=simulator"]),
        (["tests/golden", "-x"], ["tests/golden", "-x"]),
    ],
)
def test_words_after_test_select_tests(root, words, selected):
    assert load(root).select_tests(words) == selected
