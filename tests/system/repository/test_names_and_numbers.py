"""Every name has its words in two languages, and every number its unit, source and range."""

import csv
import re
from pathlib import Path

import simulator
from simulator.documentation.tables import read_reasons
from simulator.indicators.definitions import SERVICES, unfold
from simulator.kernel.schedule import RECORDED, plan_kernel
from simulator.language.units import Unit
from simulator.run.results import load_labels

LABELS = Path(simulator.__file__).parent / "language" / "labels_zh.csv"


def test_every_parameter_has_a_range_or_is_structural(model):
    without = {v.family or v.name for v in model.of_kind("parameter") if v.prior_low is None or v.prior_high is None}
    assert without <= set(read_reasons()), "give each a low and a high, or say in documentation/fixed.yaml why it has none"
    assert set(read_reasons()) <= without


def test_every_lever_of_the_catalogue_names_its_place_in_the_plan(model):
    for lever in model.of_kind("lever"):
        assert re.fullmatch(r"L\d+", lever.group) and re.match(r"plan \d\.\d", lever.source), lever.name


def test_every_recorded_variable_is_told_in_two_languages(model):
    labels = load_labels()
    for name in plan_kernel(model).recorded:
        v = model[name]
        assert (v.kind in RECORDED or v.path) and isinstance(v.unit, Unit), name
        assert v.description.isascii() and len(v.description) > 5, name
        assert labels.get(name), f"labels_zh.csv has no label for {name}"


def test_every_variable_has_a_chinese_label_of_its_own(model):
    labels = load_labels()
    assert [v.name for v in model.variables.values() if v.kind != "operator" and v.name not in labels] == []
    assert len(set(labels.values())) == len(labels)
    for label in labels.values():
        assert re.search("[\u4e00-\u9fff]", label) and label == label.strip() and not re.search(r"[,;()]", label), label
        assert len(label) <= 40, label


def test_label_file_names_variables_families_and_what_they_stand_for(model):
    with LABELS.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert len(set(names)) == len(names)
    families, elements = {v.family for v in model.variables.values()}, {v.element for v in model.variables.values()}
    assert {name.partition(".")[2] for name in names if "." in name} == elements - {""}
    assert [name for name in names if "." not in name and name not in model.variables and name not in families] == []


def test_labels_keep_official_terms_apart():
    labels = load_labels()
    official = {
        "registered_population": "本地城镇户籍人口",
        "population": "常住人口",
        "urban_population": "城镇常住人口",
        "urban_share": "常住人口城镇化率",
        "income_ratio": "城乡居民收入比",
        "urban_income": "城镇居民人均可支配收入",
        "rural_income": "农村居民人均可支配收入",
        "unemployment_share": "城镇调查失业率",
        "nursing_share": "护理型床位占比",
        "childcare_density": "每千人口托位数",
        "mean_schooling": "劳动年龄人口平均受教育年限",
        "revenue": "一般公共预算收入",
    }
    assert {name: labels[name] for name in official} == official
    assert "户籍人口" not in labels.values()


def test_indicators_and_results_say_the_same():
    labels = load_labels()
    titles = {name: definition.title[1] for name, definition in unfold(SERVICES).items() if name in labels}
    assert len(titles) > 40
    assert titles == {name: labels[name] for name in titles}


def test_names_are_short_lower_case_words(model):
    for v in model.variables.values():
        assert len(v.family or v.name) <= 24 and re.fullmatch("[a-z][a-z0-9]*(_[a-z0-9]+)*", v.name), v.name
