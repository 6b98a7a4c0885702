"""What indicators, units and scenarios are called, in English and in Chinese, and how their numbers are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TITLES = {
    "urban_share": ("Urban residents, share of all residents", "常住人口城镇化率"),
    "registered_share": ("Residents with local urban registration (hukou), share", "本地城镇户籍人口占常住人口比重"),
    "urban_hukou_share": ("Residents with any urban registration (hukou), share", "城镇户籍人口占常住人口比重"),
    "population": ("Resident population", "常住人口"),
    "urban_population": ("Urban resident population", "城镇常住人口"),
    "rural_population": ("Rural resident population", "乡村常住人口"),
    "registered_population": ("Townspeople with local urban registration (hukou)", "本地城镇户籍人口"),
    "children": ("Children under 15", "0—14岁人口"),
    "elderly": ("Residents aged 65 and over", "65岁及以上人口"),
    "elderly_share": ("Residents aged 65 and over, share of all residents", "65岁及以上人口比重"),
    "rural_elderly": ("Villagers aged 65 and over", "乡村65岁及以上人口"),
    "rural_elderly_share": ("Villagers aged 65 and over, share of all villagers", "乡村65岁及以上人口比重"),
    "dependency_ratio": ("Children and elderly for one person aged 15 to 64", "总抚养比"),
    "births": ("Births", "出生人口"),
    "deaths": ("Deaths", "死亡人口"),
    "net_migration": ("Net migration", "净迁移人口"),
    "registrations": ("New local urban registrations (hukou)", "新增本地城镇落户人口"),
}

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


def name_indicator(indicator: str) -> tuple[str, str]:
    """Give the English and the Chinese title of an indicator; one not in the list keeps its own name."""
    plain = indicator.replace("_", " ").capitalize()
    return TITLES.get(indicator, (plain, ""))


def name_scenario(scenario: str, titles: Mapping[str, Mapping[str, str]] | None) -> tuple[str, str]:
    """Give the English and the Chinese title of a scenario; one without titles keeps its own name."""
    given = (titles or {}).get(scenario, {})
    plain = scenario.replace("_", " ").capitalize()
    return given.get("en", plain), given.get("zh", "")


def choose_scale(indicator: str, unit: str, level: str, language: str) -> Scale:
    """Say how to show an indicator: shares in %, persons in millions or thousands, in Chinese in 万."""
    if indicator.endswith("_share") and unit in ("", "1"):
        return PERCENT
    if (unit, level) not in COUNTS:
        plain = RATIO if unit in ("", "1") else (unit, unit)
        return Scale(1.0, plain, plain, digits=0 if "yuan" in unit else 2)
    factor, english, digits = COUNTS[unit, level]
    if language == "zh":
        words = CHINESE_COUNTS[unit]
        return Scale(WAN, words, words, digits=0 if (unit, level) == ("person", "province") else 1)
    return Scale(factor, (english, english), (english, english), digits=digits)
