"""The page of one county: found by any of its names, its numbers those of the county, its moves those of the model."""

import html
import re

import numpy as np
import pandas as pd
import pytest

import simulator
from simulator.__main__ import main
from simulator.cli.county import find_county
from simulator.indicators.partners import NEEDED, find_moves
from simulator.region.region import load_region
from simulator.report.county.tables import rank

WORDS = ("scenarios=[frozen,plan]", "last_year=2022", "drivers=known_2020", "steps=1")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The brief of Zouping in both languages, asked for by its name and in pinyin."""
    home = tmp_path_factory.mktemp("county")
    asked = {"zh": "邹平市", "en": "zouping"}
    for language, name in asked.items():
        assert main(["county", name, f"out={home / language}", f"language={language}", *WORDS]) == 0
    return {language: home / language for language in asked}


@pytest.fixture(scope="module")
def results():
    """The same run in Python."""
    return simulator.simulate(["frozen", "plan"], "shandong", "known_2020", last_year=2022, steps=1)


def test_a_county_is_found_by_code_name_and_pinyin():
    region = load_region("shandong")
    assert {find_county(region, asked) for asked in ("371681", "邹平市", "Zouping City", "zouping", "ZOUPING")} == {"371681"}


def test_numbers_of_the_page_are_those_of_the_county(folders, results):
    here = results.sel(county="371681", scenario="plan", member=0, year=2022)
    for folder in folders.values():
        table = pd.read_csv(folder / "indicators.csv", dtype={"region": str})
        assert set(table["region"]) == {"371681"}
        rows = table[(table["scenario"] == "plan") & (table["year"] == 2022)].set_index("indicator")["median"]
        assert rows["population"] == pytest.approx(float(here.population), rel=1e-9)
        page = (folder / "county.html").read_text(encoding="utf-8")
        place = 'data-table="indicators" data-scenario="plan" data-indicator="(\\w+)" data-year="2022"'
        told = re.findall(rf'<data value="([^"]*)" {place}', page)
        assert len(told) > 20 and {"urban_share", "urban_income", "adequacy_school"} <= {name for _, name in told}
        for value, name in told:
            assert float(value) == pytest.approx(rows[name], rel=1e-8), name


def test_flows_of_the_page_are_those_of_the_model(folders, results):
    here = results.sel(county="371681", scenario="plan", member=0, year=2022)
    page = (folders["en"] / "county.html").read_text(encoding="utf-8")
    flows = dict(re.findall(r'<data value="[^"]*" data-flow="(\w+)">([\d,]+)</data>', page))
    assert len(flows) == 12
    for name, text in flows.items():
        assert int(text.replace(",", "")) == round(float(here[name])), name


def test_moves_add_up_to_those_who_leave_and_nearly_to_those_who_come(results):
    """The choice is that of the end of the year, that of the model's steps a little earlier."""
    moves = find_moves(results[list(NEEDED)].sel(scenario=["plan"]), load_region("shandong"), 1.2, 3.4)
    here = results.sel(scenario="plan", member=0, year=2022)
    leaving = (here.rural_departures - here.rural_outflow).to_numpy()
    np.testing.assert_allclose(moves.sum(axis=1), leaving, rtol=1e-9, atol=1e-6)
    arriving = here.town_arrivals.to_numpy()
    assert abs(moves.sum(axis=0).to_numpy() - arriving).sum() < 0.02 * arriving.sum()


def test_the_page_stands_alone_in_both_languages(folders):
    for language, folder in folders.items():
        page = (folder / "county.html").read_text(encoding="utf-8")
        bare = re.sub(r"base64,[^\")]+", "", page)
        assert "default-src 'none'" in bare and "<script" not in bare and len(page) < 3_000_000
        assert ("邹平市" in html.unescape(bare)) == (language == "zh") and ("Zouping City" in bare) == (language == "en")
        assert len(re.findall(r'<img src="data:[^"]*" alt="[^"]{20,}"', page)) == 5
        assert {path.name for path in folder.iterdir()} == {"county.html", "indicators.csv", "moves.csv", "attribution.csv"}


def test_ranks_start_with_the_highest_and_leave_out_what_is_missing():
    values = pd.Series({"a": 3.0, "b": 5.0, "c": np.nan, "d": 3.0})
    assert [rank(values, code) for code in "bad"] == [(1, 3), (2, 3), (2, 3)]


def test_a_county_that_is_not_there_is_refused_before_anything_is_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["county", "Zoupin", "out=never"]) == 2
    assert "did you mean 邹平市 Zouping City (371681)?" in capsys.readouterr().err
    assert main(["county", "out=never"]) == 2
    assert "county: name a county by code or name, such as county=370102" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
