"""Every name has its words in two languages, and every number its unit, source and range."""

import csv
import re
from pathlib import Path

import pytest

import simulator
from simulator.kernel.plan import RECORDED, plan_kernel
from simulator.report.wording import TITLES
from simulator.results import load_labels
from simulator.units import Unit

LABELS = Path(simulator.__file__).parent / "labels_zh.csv"
# Not uncertain in the sense of an ensemble: units of account, limits of the rules, and bounds of the arithmetic.
STRUCTURAL = {
    "sex_ratio_period": "the years from 2020 to 2035",
    "exponent_limit": "a guard of the arithmetic",
    "class_wait_time": "a scale that its lever moves",
    "wait_time_2020": "the unit in which its lever is told",
    "shortest_wait_time": "a limit of the rules",
    "longest_wait_time": "a limit of the rules",
    "willingness_even": "the point at which base rates are told",
    "registration_quota": "none by default",
}


def test_every_number_has_unit_text_and_source(model):
    for v in model.of_kind("parameter", "lever", "driver", "table"):
        assert isinstance(v.unit, Unit) and v.text and v.source, v.name


def test_every_parameter_has_a_range_or_is_structural(model):
    without = {v.name for v in model.of_kind("parameter") if v.low is None or v.high is None}
    assert without <= set(STRUCTURAL), "give each a low and a high, or say in STRUCTURAL why it has none"
    assert set(STRUCTURAL) <= without


def test_ranges_hold_their_defaults_within_hard_bounds(model):
    for v in model.of_kind("parameter"):
        values = v.value.values() if isinstance(v.value, dict) else [v.value]
        low, high = (v.least, v.most) if v.low is None else (v.low, v.high)
        assert all(v.least <= low <= value <= high <= v.most for value in values), v.name
        assert v.distribution in ("uniform", "log_uniform") and (v.distribution == "uniform" or v.low > 0.0), v.name


def test_every_lever_names_its_place_in_the_plan(model):
    for lever in model.of_kind("lever"):
        assert re.fullmatch(r"L\d+", lever.group) and re.match(r"plan \d\.\d", lever.source), lever.name


def test_every_recorded_variable_is_told_in_two_languages(model):
    labels = load_labels()
    for name in plan_kernel(model).recorded:
        v = model[name]
        assert (v.kind in RECORDED or v.path) and isinstance(v.unit, Unit), name
        assert v.text.isascii() and len(v.text) > 5, name
        assert labels.get(name), f"labels_zh.csv has no label for {name}"


def test_every_lever_and_parameter_has_a_chinese_label(model):
    assert [v.name for v in model.of_kind("lever", "parameter") if v.name not in load_labels()] == []


def test_label_file_is_sound(model):
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names, labels = [row["name"] for row in rows], [row["label"] for row in rows]
    assert len(set(names)) == len(names) and len(set(labels)) == len(labels)
    assert [name for name in names if name not in model.variables] == []
    for label in labels:
        assert re.search("[\u4e00-\u9fff]", label) and label == label.strip() and not re.search(r"[,;()]", label), label


def test_labels_keep_official_terms_apart():
    labels = load_labels()
    assert labels["registered_population"] == "本地城镇户籍人口" and "户籍人口" not in labels.values()
    assert labels["population"] == "常住人口" and labels["urban_population"] == "城镇常住人口"
    assert labels["urban_share"] == "常住人口城镇化率"


@pytest.mark.parametrize("name", sorted(set(TITLES) & set(load_labels())))
def test_report_and_results_say_the_same(name):
    assert TITLES[name][1] == load_labels()[name]


def test_names_are_short_lower_case_words(model):
    for v in model.variables.values():
        assert len(v.name) <= 24 and re.fullmatch("[a-z][a-z0-9]*(_[a-z0-9]+)*", v.name), v.name
