"""The task that exports a county finds it by code or name, writes one file, and refuses in a sentence what it cannot do."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from rich.console import Console

from simulator.cli.export import export
from simulator.cli.jobs import Job
from simulator.cli.options import Options
from simulator.language.errors import ScenarioError
from simulator.region.region import load_region
from simulator.scenario import load_scenario
from simulator.xmile.export import NAMESPACE


@pytest.fixture
def ask(folders, model, tmp_path):
    """Export a county of a made-up region, or of another, into a new folder; the path and what was said."""

    def run(scenario="plan", **options):
        told = {
            "command": "export",
            "region": str(folders["tiny"]),
            "drivers": "known_2020",
            "last_year": 2021,
            "out": str(tmp_path / "out"),
        }
        said = io.StringIO()
        scenarios = (load_scenario(scenario, model),) if scenario else ()
        return export(Job(Options(**told | options), (), scenarios), Console(file=said, width=200)), said.getvalue()

    return run


@pytest.fixture
def counties(folders):
    """The counties of the made-up region."""
    return load_region(folders["tiny"]).table("counties")


@pytest.mark.parametrize("key", ["code", "name", "name_en"])
def test_a_county_is_found_by_code_and_by_name_in_both_languages(ask, counties, key):
    county = counties.reset_index().iloc[1]
    path, said = ask(county=county[key].upper())
    assert path.name == f"{county['code']}_plan.xmile" and [each.name for each in path.parent.iterdir()] == [path.name]
    name = ElementTree.parse(path).getroot().findtext(f"{{{NAMESPACE}}}header/{{{NAMESPACE}}}name")
    assert name == f"{county['name']} {county['name_en']} ({county['code']}), plan, made-up region"
    assert said.startswith(f"{name}: ") and path.name in said


def test_a_code_may_come_as_a_number():
    assert Options(county=370102).county == "370102"


def test_parameters_steps_and_years_are_those_asked_for(ask, counties):
    path, _ = ask("frozen", county=counties.index[0], steps=2, last_year=2022, parameters={"interest_rate": 0.04})
    text = path.read_text(encoding="utf-8")
    assert '<dt reciprocal="true">2</dt>' in text and "<stop>2022</stop>" in text
    root = ElementTree.fromstring(text)
    rate = next(each for each in root.iter(f"{{{NAMESPACE}}}aux") if each.get("name") == "interest_rate")
    assert rate.findtext(f"{{{NAMESPACE}}}eqn") == "0.04"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"county": None}, "export: name a county by code or name, such as county="),
        ({"county": "Nowhere"}, "county: there is no county 'Nowhere'; choose from"),
        ({"county": "370102", "format": "xml"}, "format: there is no format 'xml'; did you mean 'xmile'?"),
        ({"county": "370102", "scenario": None}, "export: name the scenario to export, such as scenario=plan"),
        (
            {"county": "市中区", "region": "shandong"},
            "county: several are named '市中区'; take the code of one: 370103 in Jinan, 370402 in ",
        ),
    ],
)
def test_what_cannot_be_exported_is_refused_and_nothing_is_written(ask, tmp_path, options, said):
    with pytest.raises(ScenarioError) as caught:
        ask(**options)
    assert str(caught.value).startswith(said)
    assert list(tmp_path.iterdir()) == []
