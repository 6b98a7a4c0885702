"""The README is true: every command and every block in it is run."""

import re
import shlex

import pandas as pd
import pytest

from simulator.region.synthetic.region import write_region
from simulator.run.setup import load_model
from simulator.scenario import load_scenario


def find_blocks(root, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_every_command_of_the_readme_works(command, root, tmp_path):
    write_region(tmp_path / "my_province", counties=5)
    lines = [line for block in find_blocks(root, "sh") for line in block.splitlines()]
    assert lines[:2] == ["./run", "./run test"], "the newcomer's two commands come first; another test runs them"
    for line in lines[2:]:
        run, *words = shlex.split(line)
        done = command(*words)
        assert run == "./run" and done.returncode == 0, f"{line}: {done.stderr}"
    made_up = pd.read_csv(tmp_path / "outputs" / "my_province" / "indicators.csv")
    assert made_up["synthetic"].all(), "made-up numbers say so in every row"


def test_the_python_of_the_readme_runs(root, capsys):
    [block] = find_blocks(root, "python")
    names: dict = {}
    exec(block, names)
    assert set(names["results"].dims) == {"scenario", "member", "year", "county"}
    assert capsys.readouterr().out.strip()


def test_the_scenario_of_the_readme_loads(root, tmp_path):
    [block] = find_blocks(root, "yaml")
    path = tmp_path / "open_towns.yaml"
    path.write_text(block, encoding="utf-8")
    assert load_scenario(path, load_model()).title.en == "Open county towns"


def test_every_place_named_in_the_readme_exists(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (root / link).exists(), link


@pytest.mark.parametrize("name", ["run", ".ci/run"])
def test_scripts_can_be_executed(root, name):
    assert (root / name).stat().st_mode & 0o111
