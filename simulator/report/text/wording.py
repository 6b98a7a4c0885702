"""What indicators, units and scenarios are called, in English and in Chinese, and how their numbers are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.indicators.definitions import find_definition

SHORT = {
    "urban_share": ("Urban residents", "常住人口城镇化率"),
    "registered_share": ("With local urban registration (hukou), 2020 estimated", "本地城镇户籍人口占比（2020年为估计值）"),
    "births": ("Births", "出生"),
    "deaths": ("Deaths", "死亡"),
}


@dataclass(frozen=True)
class Scale:
    """How an indicator is shown: times `factor`, in `unit`, its differences in `points`; units (English, Chinese)."""

    factor: float
    unit: tuple[str, str]
    points: tuple[str, str]
    suffix: str = ""
    digits: int = 1

    @property
    def brackets(self) -> tuple[str, str]:
        """The unit as it follows a title."""
        return f", {self.unit[0]}", f"（{self.unit[1]}）"


PERCENT = Scale(100.0, ("%", "%"), ("percentage points", "百分点"), "%")
RATIO = ("ratio", "比值")
COUNTS = {  # in English; Chinese counts are in 万 at every level, with English words in case 万 cannot be drawn
    ("person", "province"): (1e-6, "million persons", 1),
    ("person", "county"): (1e-3, "thousand persons", 1),
    ("person/year", "province"): (1e-3, "thousand a year", 0),
    ("person/year", "county"): (1e-3, "thousand a year", 1),
}
WAN = 1e-4
CHINESE_COUNTS = {"person": ("ten thousand persons", "万人"), "person/year": ("ten thousand a year", "万人/年")}
# By unit or indicator: factor and words in English; factor and words in Chinese, with English ones as above; digits.
OTHERS = {
    "yuan/person/year": (1.0, "yuan a head", 1.0, ("yuan a head", "元/人"), 0),
    "yuan/year": (1e-9, "billion yuan a year", 1e-8, ("100 million yuan a year", "亿元/年"), 1),
    "yuan": (1e-9, "billion yuan", 1e-8, ("100 million yuan", "亿元"), 1),
    "m2/person": (1.0, "m² a head", 1.0, ("m² a head", "平方米/人"), 1),
    "place": (1e-3, "thousand places", 1e-4, ("ten thousand places", "万个"), 1),
    "year": (1.0, "years", 1.0, ("years", "年"), 1),
    "hour": (1.0, "h", 1.0, ("h", "小时"), 1),
    "county": (1.0, "counties", 1.0, ("counties", "个"), 0),
    "childcare_density": (1.0, "places", 1.0, ("places", "个"), 1),
    "registration_gap": (100.0, "percentage points", 100.0, ("percentage points", "百分点"), 1),
}


def name_indicator(indicator: str) -> tuple[str, str]:
    """Give the English and the Chinese title of an indicator; what is no indicator keeps its own name."""
    definition = find_definition(indicator)
    return definition.title if definition else (indicator.replace("_", " ").capitalize(), "")


def name_scenario(scenario: str, titles: Mapping[str, Mapping[str, str]] | None) -> tuple[str, str]:
    """Give the English and the Chinese title of a scenario; one without titles keeps its own name."""
    given = (titles or {}).get(scenario, {})
    plain = scenario.replace("_", " ").capitalize()
    return given.get("en", plain), given.get("zh", "")


def choose_scale(indicator: str, unit: str, level: str, language: str) -> Scale:
    """Say how to show an indicator: shares in %, persons in millions or thousands, in Chinese in 万; money in billions or 亿."""
    if (indicator.endswith("_share") and unit in ("", "1")) or unit == "1/year" or indicator == "population_change":
        return PERCENT
    if indicator in OTHERS or unit in OTHERS:
        factor, english, chinese_factor, words, digits = OTHERS[indicator if indicator in OTHERS else unit]
        return (
            Scale(chinese_factor, words, words, digits=digits)
            if language == "zh"
            else Scale(factor, (english, english), (english, english), digits=digits)
        )
    if (unit, level) not in COUNTS:
        plain = RATIO if unit in ("", "1") else (unit, unit)
        return Scale(1.0, plain, plain, digits=2)
    factor, english, digits = COUNTS[unit, level]
    if language == "zh":
        words = CHINESE_COUNTS[unit]
        return Scale(WAN, words, words, digits={("person", "province"): 0, ("place", "county"): 2}.get((unit, level), 1))
    return Scale(factor, (english, english), (english, english), digits=digits)
