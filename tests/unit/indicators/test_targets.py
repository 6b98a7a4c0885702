"""The registry of the plan's statements: every one has its section, and names what the model has."""

import dataclasses
import re

import pandas as pd
import pytest

from simulator import load_region
from simulator.indicators import compute_indicators
from simulator.indicators.targets import list_units, read_targets
from simulator.language.errors import DataError
from simulator.run.setup import load_model

CHAPTERS = {"1": 3, "2": 5, "3": 4, "4": 6, "5": 4, "6": 4}


@pytest.fixture(scope="module")
def shandong():
    return load_region("shandong")


@pytest.fixture(scope="module")
def targets(shandong):
    return read_targets(shandong, load_model()).set_index("code")


@pytest.fixture
def spoil(shandong):
    """The region with one cell of its targets changed."""

    def change(code, column, value):
        table = shandong.table("targets").copy()
        table.loc[table["code"] == code, column] = value
        return dataclasses.replace(shandong, tables={**shandong.tables, "targets": table})

    return change


def test_every_statement_of_the_plan_is_there(targets):
    numbers = {int(re.match(r"Q(\d+)", code).group(1)) for code in targets.index}
    assert numbers == set(range(1, 51))


def test_every_statement_has_a_section_of_the_plan_and_words(targets):
    for code, row in targets.iterrows():
        chapter, section = row["section"].split(".")
        assert 1 <= int(section) <= CHAPTERS[chapter], code
        assert row["text_en"].isascii() and not row["text_zh"].isascii(), code
        assert row["unit"] or pd.isna(row["value"]), code


def test_kinds_tell_what_is_simulated(targets):
    assert set(targets["kind"]) == {"stock", "auxiliary", "exogenous", "lever", "tracked"}
    assert (targets.loc[targets["kind"].isin(["stock", "auxiliary"]), "indicator"] != "").all()
    assert (targets.loc[targets["kind"] == "tracked", ["indicator", "variable"]] == "").all(axis=None)


@pytest.mark.parametrize(
    ("code", "value", "year", "section"),
    [
        ("Q1", 0.68, 2025, "1.3"),
        ("Q2", 0.75, 2035, "1.3"),
        ("Q3", 2.2, 2025, "1.3"),
        ("Q4", 1.8, 2035, "4.5"),
        ("Q5b", 12.3, 2035, "4.3"),
        ("Q6b", 0.80, 2035, "4.3"),
        ("Q7", 3.1, 2024, "4.3"),
        ("Q8", 40.0, 2025, "4.3"),
        ("Q9", 0.055, 2035, "5.2"),
        ("Q13", 188.1, 2025, "4.1"),
        ("Q20", 2.9, 2025, "3.1"),
    ],
)
def test_numbers_are_those_of_the_plan(targets, code, value, year, section):
    assert tuple(targets.loc[code, ["value", "year", "section"]]) == (value, year, section)


def test_about_is_half_a_point_of_urban_share_and_a_twentieth_of_the_ratio(targets):
    assert tuple(targets.loc[["Q1", "Q2", "Q3", "Q4"], "tolerance"]) == (0.005, 0.005, 0.05, 0.05)
    assert targets.loc["Q9", "tolerance"] == 0.0


def test_list_of_indicators_is_that_of_the_table(results, region):
    table = compute_indicators(results, region)
    province = table[table["level"] == "province"].groupby("indicator")["unit"].first()
    known = list_units(load_model())
    assert {name: known[name] for name in province.index} == province.to_dict()


@pytest.mark.parametrize(
    ("code", "column", "value", "words"),
    [
        ("Q3", "indicator", "incom_ratio", "targets.csv, Q3: there is no indicator 'incom_ratio'; did you mean 'income_ratio'"),
        ("Q3", "variable", "incom_ratio", "targets.csv, Q3: there is no variable 'incom_ratio'; did you mean 'income_ratio'"),
        ("Q3", "variable", "", "Q3: names no variable"),
        ("Q3", "indicator", "", "Q3: is simulated but names no indicator"),
        ("Q14", "variable", "population", "Q14: is tracked only but names 'population'"),
        ("Q1", "value", float("nan"), "Q1: is scored by 'urban_share' but its value is empty"),
        ("Q1", "sense", "", "Q1: is scored by 'urban_share' but its sense is empty"),
        ("Q1", "unit", "%", "Q1: its unit is '%' but 'urban_share' is told in '1'"),
        ("Q9", "first_year", 2036.0, "Q9: first_year 2036 comes after year 2035"),
    ],
)
def test_wrong_statement_is_refused_with_its_place(spoil, code, column, value, words):
    with pytest.raises(DataError, match=re.escape(words)):
        read_targets(spoil(code, column, value), load_model())
