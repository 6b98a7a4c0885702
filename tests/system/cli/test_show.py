"""The tables of levers and shocks tell all there is to know of each, on one line or a few."""

import pytest

from simulator import load_region


@pytest.fixture
def table(ask):
    """The rows of a table of the model, the cells of each without blanks at their ends."""

    def read(word: str) -> list[list[str]]:
        answer = ask("task=show", word)
        assert answer.code == 0, answer.complained
        return [
            [cell.strip() for cell in line.strip("│┃").replace("┃", "│").split("│")]
            for line in answer.said.splitlines()
            if line[:1] in ("│", "┃")
        ]

    return read


def test_table_of_levers(table, model):
    head, *rows = table("levers=all")
    assert head == ["id", "lever", "base", "plan", "hard range", "unit", "ramp", "counties", "plan section", "what it is", "cost"]
    first = {row[1]: row for row in rows if row[1]}
    assert list(first) == [v.name for v in sorted(model.of_kind("lever"), key=lambda v: int(v.group[1:]))]
    assert {row[0] for row in first.values()} == {f"L{number}" for number in range(1, 26)}
    assert first["eligibility_time"][2:9] == ["2", "0.5", "0.25 to 10", "year", "smooth 2021-2026", "all", "5.2"]
    assert first["core_city_jobs"][7] == "core" and first["county_town_jobs"][7] == "county_level_city, county"
    assert all(row[9] and row[10] for row in first.values())


def test_table_of_shocks(table, model):
    head, *rows = table("shocks=all")
    assert head == ["shock", "in calm times", "hard range", "unit", "usual ramp", "source", "what it is"]
    first = {row[0]: row for row in rows if row[0]}
    assert list(first) == [v.name for v in model.of_kind("shock")]
    assert first["fertility_shock"][1:6] == ["1", "0.5 to 1.5", "1", "linear 2026-2032", "assumed"]


def test_table_of_the_statements_of_the_plan(table):
    head, *rows = table("targets=all")
    assert head[:10] == ["number", "kind", "value", "unit", "year", "about", "section", "scored by", "variable", "what it is"]
    first = {row[0]: row for row in rows if row[0]}
    assert len(first) == len(load_region("shandong").table("targets"))
    assert first["Q2"][1:9] == ["stock", "≥ 0.75", "1", "2035", "± 0.005", "1.3", "urban_share", "urban_share"]
    assert first["Q9"][2:5] == ["≤ 0.055", "1", "2021-2035"]
    assert first["Q34"][1:9] == ["tracked", "≥ 500", "million m2", "2025", "", "3.2", "", ""]


def test_a_lever_and_a_shock_can_be_shown_alone(ask):
    assert "plan 1.3, 5.2" in ask("show", "open_settlement").said
    assert "fertility over what is expected" in ask("show", "fertility_shock").said
