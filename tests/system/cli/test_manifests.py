"""A manifest that is not as a run writes it is refused in one sentence that names the file and the part."""

import json

import pytest
from rich.console import Console

from simulator.cli.jobs import Job
from simulator.cli.manifest import make_manifest, write_manifest
from simulator.cli.options import Options
from simulator.cli.region import load_once
from simulator.cli.runs import run_scenarios
from simulator.run.setup import load_model
from simulator.scenario import load_scenario


@pytest.fixture(scope="module")
def manifest(mine) -> dict:
    """The manifest of a short run."""
    options = Options(region=str(mine), drivers="known_2020", last_year=2021, steps=1)
    scenarios = (load_scenario("frozen", load_model()),)
    outcome = run_scenarios(options, scenarios, load_once(options.region), Console(quiet=True))
    return json.loads(json.dumps(make_manifest(Job(options, (), scenarios), outcome, 0.0)))


@pytest.fixture
def reproduce(ask, manifest, tmp_path):
    """A function that changes parts of the manifest, runs it again and gives the answer."""

    def run(**changes):
        write_manifest({**manifest, **changes}, tmp_path / "run.json")
        return ask("reproduce", "run.json")

    return run


PARTS = {
    "results of numbers": ({"results": {"births": 3}}, "its 'results' is not as a run writes it"),
    "scenario named by a number": ({"scenarios": [{"name": 3}]}, "its 'scenarios' is not as a run writes it"),
    "no scenario": ({"scenarios": []}, "its 'scenarios' is not as a run writes it"),
    "scenario without a title": ({"scenarios": [{"name": "frozen"}]}, "title: this key is missing; write it"),
}
OPTIONS = {
    "parameters that are a number": ({"parameters": 3}, "parameters: Input should be a valid dictionary"),
    "a parameter that is a list": ({"parameters": {"nest_outer": [1]}}, "parameters.nest_outer: Input should be a valid number"),
    "an unknown parameter": ({"parameters": {"nest_outr": 0.5}}, "parameters: there is no parameter 'nest_outr'"),
    "members that are a text": ({"ensemble": {"members": "3"}}, "ensemble.members: Input should be a valid integer"),
    "an ensemble that is a number": ({"ensemble": 3}, "ensemble: Input should be a valid dictionary"),
    "a region that is a list": ({"region": ["shandong"]}, "region: Input should be a valid string"),
    "a region that is gone": ({"region": "nowhere"}, "there is no region or folder 'nowhere'"),
    "an unknown option": ({"stpes": 4}, "stpes: Extra inputs are not permitted; leave it out"),
    "another command": ({"command": "show"}, "show is no run of scenarios"),
    "the old name beside the new one": ({"task": "compare"}, "task: is now called command, which is given too; write one of them"),
    "a year before the start": ({"last_year": 2019}, "last_year: 2019 is not after 2020"),
}


@pytest.mark.parametrize(("changes", "complaint"), PARTS.values(), ids=PARTS)
def test_part_that_no_run_writes(reproduce, changes, complaint):
    answer = reproduce(**changes)
    assert answer.code == 2 and answer.complained.startswith(f"run.json: {complaint}")
    assert len(answer.complained.splitlines()) == 1


@pytest.mark.parametrize(("changes", "complaint"), OPTIONS.values(), ids=OPTIONS)
def test_option_that_cannot_be_read(reproduce, manifest, changes, complaint):
    answer = reproduce(options={**manifest["options"], **changes})
    assert answer.code == 2 and answer.complained.startswith(f"run.json: {complaint}")
    assert len(answer.complained.splitlines()) == 1


def test_json_without_end(ask, tmp_path):
    (tmp_path / "run.json").write_text("[" * 100_000, encoding="utf-8")
    answer = ask("reproduce", "run.json")
    assert (answer.code, answer.complained.strip()) == (
        2,
        "run.json: is nested too deeply for a manifest; name the manifest.json of a run",
    )


def test_options_that_a_manifest_leaves_out_are_said(reproduce, manifest):
    kept = {name: value for name, value in manifest["options"].items() if name not in ("seed", "cohorts", "county", "format")}
    answer = reproduce(options=kept)
    assert answer.code == 0, answer.complained
    assert "run.json does not tell all options; taken to be as they are by default: seed=0, cohorts=False\n" in answer.said


def test_whole_manifest_is_reproduced_in_silence(reproduce):
    answer = reproduce()
    assert answer.code == 0 and len(answer.said.splitlines()) == 1, answer.complained
    assert "are the same bits as in run.json" in answer.said


def test_manifest_with_names_of_the_first_release_is_reproduced(reproduce, manifest):
    earlier = {"command": "task", "max_strength": "most", "targets": "goals"}
    options = {earlier.get(name, name): value for name, value in manifest["options"].items()}
    options["design"] = {earlier.get(name, name): value for name, value in options["design"].items()}
    answer = reproduce(options=options)
    assert "task" in options and "most" in options["design"] and "goals" in options["design"]
    assert answer.code == 0 and "are the same bits as in run.json" in answer.said, answer.complained
