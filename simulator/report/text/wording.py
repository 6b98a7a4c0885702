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
    "registration_gap": ("Urban share less the share with local urban registration", "常住人口与本地城镇户籍人口比重差距"),
    "income_ratio": ("Income of townspeople over that of villagers", "城乡居民收入比"),
    "urban_income": ("Disposable income a head in towns, prices of 2020", "城镇居民人均可支配收入"),
    "rural_income": ("Disposable income a head in villages, prices of 2020", "农村居民人均可支配收入"),
    "registered_income": ("Income a head, locally registered townspeople", "本地城镇户籍人口人均可支配收入"),
    "migrant_income": ("Income a head, townspeople with rural hukou", "未落户农业转移人口人均可支配收入"),
    "outsider_income": ("Income a head, townspeople registered elsewhere", "外来户籍城镇人口人均可支配收入"),
    "unemployment_share": ("Surveyed unemployment in towns", "城镇调查失业率"),
    "labour_force": ("Labour force in towns", "城镇劳动力"),
    "floor_per_head": ("Floor space a head in towns", "城镇人均住房建筑面积"),
    "mean_schooling": ("Years of schooling, residents aged 16 to 59", "劳动年龄人口平均受教育年限"),
    "nursing_share": ("Nursing-type among beds in elderly care, share", "护理型床位占比"),
    "childcare_density": ("Childcare places for 1,000 residents", "每千人口托位数"),
    "programme_cost": ("Cost of programmes to counties", "政策专项支出"),
    "capital_spending": ("Spending on building public services", "公共服务建设支出"),
    "debt": ("Debt of counties", "政府债务余额"),
    "output": ("Output of counties, prices of 2020", "经济产出"),
    "resident_income": ("Disposable income a head, all residents", "居民人均可支配收入"),
    "migrant_access": ("Access of the non-registered to services", "未落户城镇常住人口公共服务可及性"),
    "population_change": ("Change of residents since the start, share", "常住人口较起始年变动"),
    "programme_cost_total": ("Cost of programmes since the start", "政策专项支出累计"),
    "programme_cost_value": ("Cost of programmes since the start, present value at 4 %", "政策专项支出累计（折现率4%）"),
    "rural_income_lead": ("Growth of rural income less that of urban income", "农村与城镇居民收入增速之差"),
    "income_output_lead": ("Growth of residents' income less that of output", "居民收入与地区产出增速之差"),
    "losing_counties": ("Counties that lost more than 10 % of their residents", "人口减少超过10%的县数"),
    "one_hour_share": ("Pairs of residents of cities of one circle within an hour, share", "同一经济圈内城市间1小时可达人口对占比"),
    "two_hour_share": ("Pairs of residents of any two cities within two hours, share", "城市间2小时可达人口对占比"),
    "circle_journey": ("Longest journey between two cities of one circle", "同一经济圈内城市间最长旅行时间"),
    "region_journey": ("Longest journey between any two cities", "城市间最长旅行时间"),
    "cost_of_urban_point": ("Programme cost of a point of urban share", "城镇化率每提高1个百分点的专项支出"),
    "cost_of_registered_point": ("Programme cost of a point of registered share", "本地城镇户籍占比每提高1个百分点的专项支出"),
    "cost_of_ratio_hundredth": ("Programme cost of .01 less in the income ratio", "城乡收入比每降低0.01的专项支出"),
}
SERVICES = {
    "school": ("compulsory schools", "义务教育学位"),
    "senior": ("senior secondary schools", "高中阶段学位"),
    "childcare": ("childcare", "托位"),
    "hospital": ("hospital beds", "医院床位"),
    "elderly": ("beds in elderly care", "养老床位"),
    "rental": ("affordable rental homes", "保障性租赁住房"),
}
OF_SERVICES = {
    "adequacy": ("Places over the need for them", "充足度"),
    "unmet_need": ("Need without a place", "供给缺口"),
    "idle_capacity": ("Places that nobody needs", "闲置量"),
}
BETWEEN = {
    "theil": ("Inequality between counties (Theil, weighted by people)", "县际差异（泰尔指数，人口加权）"),
    "90_10": ("90th over 10th percentile of people by county", "县际90/10分位比（人口加权）"),
}
COMPARED = ("resident_income", "migrant_access", "unemployment_share")
TITLES |= {
    f"{name}_{measure}": tuple(f"{of}: {what}" for of, what in zip(words, TITLES[name], strict=True))
    for name in COMPARED
    for measure, words in BETWEEN.items()
}
TITLES |= {
    f"{indicator}_{service}": (f"{of[0]}: {what[0]}", f"{of[1]}（{what[1]}）")
    for indicator, of in OF_SERVICES.items()
    for service, what in SERVICES.items()
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
    """Give the English and the Chinese title of an indicator; one not in the list keeps its own name."""
    plain = indicator.replace("_", " ").capitalize()
    return TITLES.get(indicator, (plain, ""))


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
