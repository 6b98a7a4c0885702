"""Every indicator has its title in two languages and a unit that people use."""

import pytest

from simulator.indicators.definitions import PRICES, SERVICES, unfold
from simulator.report.text.wording import choose_scale, name_indicator


def test_every_indicator_has_titles_of_its_own():
    names = [*unfold(SERVICES), *(each.name for each in PRICES)]
    for side in (0, 1):
        assert len({name_indicator(name)[side] for name in names}) == len(names)
    assert all(english.isascii() and not chinese.isascii() for english, chinese in map(name_indicator, names))


def test_an_indicator_of_a_service_without_title_is_called_by_its_name():
    assert name_indicator("adequacy_water_supply") == ("Places over the need for them: water supply", "")


def test_an_indicator_without_title_keeps_its_name():
    assert name_indicator("some_new_thing") == ("Some new thing", "")


@pytest.mark.parametrize(
    ("indicator", "unit", "language", "factor", "words"),
    [
        ("urban_share", "1", "en", 100.0, "%"),
        ("registration_gap", "1", "en", 100.0, "percentage points"),
        ("registration_gap", "1", "zh", 100.0, "百分点"),
        ("income_ratio", "1", "zh", 1.0, "比值"),
        ("urban_income", "yuan/person/year", "en", 1.0, "yuan a head"),
        ("urban_income", "yuan/person/year", "zh", 1.0, "元/人"),
        ("debt", "yuan", "en", 1e-9, "billion yuan"),
        ("debt", "yuan", "zh", 1e-8, "亿元"),
        ("capital_spending", "yuan/year", "zh", 1e-8, "亿元/年"),
        ("unmet_need_school", "place", "zh", 1e-4, "万个"),
        ("floor_per_head", "m2/person", "zh", 1.0, "平方米/人"),
        ("mean_schooling", "year", "en", 1.0, "years"),
        ("childcare_density", "1", "zh", 1.0, "个"),
    ],
)
@pytest.mark.parametrize("level", ["province", "county"])
def test_units_are_those_that_people_use(indicator, unit, language, factor, words, level):
    scale = choose_scale(indicator, unit, level, language)
    assert scale.factor == factor and scale.unit[language == "zh"] == words
