"""Every number of the page, in sentences, tables and maps, is the number of the tables beside it, and is written as such."""

import re

import pandas as pd
import pytest

from simulator.report.text.numbers import MINUS, find_digits, write
from simulator.report.text.wording import Scale, choose_scale

KEYS = {
    "indicators": ["scenario", "indicator", "year"],
    "effects": ["scenario", "indicator", "year"],
    "targets": ["scenario", "code"],
    "attribution": ["indicator", "group"],
    "influences": ["indicator", "name"],
}


@pytest.fixture(params=["en", "zh"])
def brief(made_up, request):
    """The brief in one of the languages."""
    return made_up[request.param]


def find_row(table: pd.DataFrame, told: dict) -> pd.Series:
    """The row of the table from which a number comes."""
    if "data-county" in told:
        table = table[(table["level"] == "county") & (table["region"] == told["data-county"])]
        table = table[table["year"] == table["year"].max()]
        keys = ["scenario", "indicator"]
    else:
        keys = KEYS[told["data-table"]]
        table = table[table["level"] == "province"] if "level" in table else table
    for key in keys:
        table = table[table[key].astype(str) == told[f"data-{key}"]]
    assert len(table) == 1, told
    return table.iloc[0]


def test_every_number_is_that_of_its_table(brief):
    told = [each for each in brief.read().of("data") if "data-table" in each]
    assert len(told) > 150 and {each["data-table"] for each in told} == set(KEYS)
    tables = {name: brief.table(name) for name in KEYS}
    for each in told:
        row = find_row(tables[each["data-table"]], each)
        assert float(each["value"]) == pytest.approx(float(row[each["data-part"]]), rel=1e-8, abs=1e-12), each


def test_every_number_is_written_in_its_unit(brief):
    """What is read from the page, taken back by the scale, is the value to the last digit shown."""
    checked = 0
    for name in ("indicators", "effects"):
        units = brief.table(name).drop_duplicates("indicator").set_index("indicator")["unit"]
        for each in (each for each in brief.read().of("data") if each.get("data-table") == name and "data-year" in each):
            scale = choose_scale(each["data-indicator"], units[each["data-indicator"]], "province", brief.language)
            number = float(re.sub(r"[,%+]", "", each["text"]).replace(MINUS, "-"))
            checked += 1
            assert abs(number) == pytest.approx(abs(float(each["value"]) * scale.factor), abs=0.5001 * 10.0**-scale.digits), each
    assert checked > 100


def test_every_county_of_a_map_tells_its_number(brief):
    counties = [each for each in brief.read().of("use") if "data-county" in each]
    level = brief.table("indicators")
    level = level[(level["level"] == "county") & (level["year"] == level["year"].max())]
    effects = brief.table("effects")
    effects = effects[(effects["level"] == "county") & (effects["year"] == effects["year"].max())]
    keys = ["scenario", "indicator", "region"]
    tables = {"indicators": level.set_index(keys), "effects": effects.set_index(keys)}
    # Maps: levels of three scenarios, changes of two for two indicators, and two scenarios for two services.
    assert len(counties) == 12 * (3 + 2 * 2 + 2 * 2)
    for each in counties:
        value = tables[each["data-table"]].loc[(each["data-scenario"], each["data-indicator"], each["data-county"]), "median"]
        assert float(each["data-value"]) == pytest.approx(value, rel=1e-8, abs=1e-12), each


def test_counted_numbers_are_those_of_the_score_card(brief):
    counted = {each["data-counted"]: float(each["value"]) for each in brief.read().of("data") if "data-counted" in each}
    scores = brief.table("targets")
    scored = scores[scores["status"].isin(["met", "not_met"])]
    assert counted["scored"] == scored["code"].nunique() and counted["statements"] == scores["code"].nunique()
    for scenario in ("plan", "frozen"):
        assert counted[f"met:{scenario}"] == ((scored["scenario"] == scenario) & (scored["probability"] >= 0.5)).sum()
    met = scored[scored["status"] == "met"].groupby("scenario")["code"].agg(set)
    shared = met["plan"] & met["frozen"]
    assert shared and counted["shared:plan"] == len(shared)
    assert counted["members"] == 6


def test_what_the_reference_meets_as_well_is_no_credit_to_policy(brief):
    """Such cells of the score card are shown apart, and the sentences say so."""
    scores = brief.table("targets")
    met = scores[scores["status"] == "met"].groupby("scenario")["code"].agg(set)
    shared = sum(len(codes & met["frozen"]) for codes in met)
    shown = [each for each in brief.read().of("td") if each.get("class") == "shared"]
    assert len(shown) == shared > 0 and all("✓" in each["text"] for each in shown)
    words = {"en": "no credit to policy", "zh": "不能归功于政策"}[brief.language]
    assert brief.page.count(words) >= 2


def test_groups_of_levers_add_up(brief):
    parts = brief.table("attribution").set_index(["indicator", "group"])["mean"].unstack()
    inner = parts.drop(columns=["all", "none"]).sum(axis=1)
    # The tables keep ten digits; what is left in the members themselves is told beside them.
    rounding = 1e-9 * parts["all"].abs().to_numpy()
    assert (abs(inner - (parts["all"] - parts["none"])).to_numpy() <= rounding).all()
    assert brief.table("attribution")["residual"].max() < 1e-9


def test_ends_of_the_attribution_are_the_ensemble(brief):
    """All groups together are the plan, and none of them is 2020 practice, in the same members."""
    parts = brief.table("attribution").set_index(["indicator", "group"])
    spread = brief.table("indicators")
    spread = spread[(spread["level"] == "province") & (spread["year"] == 2030)].set_index(["scenario", "indicator"])
    for indicator in ("urban_share", "registered_share", "income_ratio"):
        for scenario, group in (("plan", "all"), ("frozen", "none")):
            for part in ("low", "median", "high"):
                assert parts.loc[(indicator, group), part] == pytest.approx(spread.loc[(scenario, indicator), part], rel=1e-9)


SCALE = Scale(100.0, ("%", "%"), ("points", "points"), "%")


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [(0.7512, False, "75.1"), (-0.021, False, f"{MINUS}2.1"), (0.021, True, "+2.1"), (-0.0001, True, "0.0"), (0.0, True, "0.0")],
)
def test_numbers_are_written_with_a_real_minus_and_no_signed_nothing(value, signed, text):
    assert write(value, SCALE, signed) == text


def test_a_number_that_would_vanish_gets_a_digit_more():
    assert (find_digits(0.0003, SCALE), find_digits(0.003, SCALE), find_digits(0.0, SCALE)) == (2, 1, 1)
