"""Shell completion: commands first, then the options of the command, by Hydra's own plugins."""

import os
import subprocess
import sys

import pytest

from simulator.cli.commands import load_commands

PROGRAM = "urbanization-simulator"


@pytest.fixture
def query(ask, monkeypatch):
    """A function that gives the completions of a line, as the shell asks for them."""

    def complete(line: str) -> list[str]:
        monkeypatch.setenv("COMP_LINE", line)
        answer = ask("-sc", "query=bash")
        assert (answer.code, answer.complained) == (0, "")
        return answer.said.split()

    return complete


LINES = {
    f"{PROGRAM} ": list(load_commands()),
    f"{PROGRAM} co": ["compare", "county"],
    f"{PROGRAM} compare ensemble=p": ["ensemble=posterior", "ensemble=prior"],
    f"{PROGRAM} compare steps=3 fig": ["figures="],
    f"{PROGRAM} county 370102 la": ["language=", "last_year="],
    f"{PROGRAM} sweep record.re": ["record.reference="],
    f"{PROGRAM} validate ": ["region="],
}


@pytest.mark.parametrize(("line", "matches"), LINES.items())
def test_line_is_completed(query, line, matches):
    assert query(line) == matches


@pytest.mark.parametrize("words", [["-sc"], ["-sc", "install=cmd"], ["-sc", "instal=bash"]])
def test_shell_or_action_that_there_is_not(ask, words):
    answer = ask(*words)
    assert answer.code == 2 and answer.complained.startswith("-sc: write -sc install=SHELL; ")


def test_bash_completes_by_the_installed_script(root, tmp_path):
    program = tmp_path / PROGRAM
    code = f"import sys; sys.argv[0] = {PROGRAM!r}; from simulator.__main__ import main; sys.exit(main())"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    line = f"{PROGRAM} county 370102 la"
    script = (
        f'eval "$({PROGRAM} -sc install=bash)"; COMP_LINE="{line}"; COMP_CWORD=3; hydra_bash_completion; echo "${{COMPREPLY[@]}}"'
    )
    environment = {**os.environ, "PYTHONPATH": str(root), "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["language=", "last_year="], done.stderr
