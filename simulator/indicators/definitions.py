"""The table of indicators: one entry adds one to every table, target, brief, workbook and the equations document.

A package adds its own by an entry point of the group urbanization_simulator.indicators, whose module holds
IndicatorDefinitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from simulator.indicators.accessibility import JOURNEYS, NEEDED, SHARES
from simulator.indicators.change_since_start import add_up_years, compare_with_start, discount, grow
from simulator.indicators.equity import add_places
from simulator.indicators.kinds import (
    LEVELS,
    IndicatorDefinition,
    Places,
    PointPrice,
    access,
    formula,
    inequality,
    list_groups,
    mean,
    ratio,
    total,
)
from simulator.language.errors import ModelError
from simulator.system.plugins import load_plugins

SHRINKING = -0.10  # change of residents since the start beyond which a county counts as losing them, assumed
SERVICES = {
    "school": ("compulsory schools", "义务教育学位"),
    "senior": ("senior secondary schools", "高中阶段学位"),
    "childcare": ("childcare", "托位"),
    "hospital": ("hospital beds", "医院床位"),
    "elderly": ("beds in elderly care", "养老床位"),
    "rental": ("affordable rental homes", "保障性租赁住房"),
}
INCOMES = ("urban_income", "urban_population", "rural_income", "rural_population")


def sum_incomes(places: Places, side: str) -> np.ndarray:
    """Income of all townspeople or villagers; 0 where there are none."""
    people = places[f"{side}_population"]
    return np.where(people > 0.0, places[f"{side}_income"] * people, 0.0)


def count_shrinking(places: Places) -> np.ndarray:
    """Number of counties whose residents fell by more than 10 % since the start."""
    return add_places((places.counties["population_change"] < SHRINKING).astype(float), places.number)


RESIDENT_INCOME = formula(
    "resident_income",
    lambda n: (sum_incomes(n, "urban") + sum_incomes(n, "rural")) / n["population"],
    "mean over all residents",
    (*INCOMES, "population"),
    "Disposable income a head, all residents",
    "居民人均可支配收入",
    unit="yuan/person/year",
)
MIGRANT_ACCESS = mean(
    "migrant_access", "rural_hukou_townspeople", "Access of the non-registered to services", "未落户城镇常住人口公共服务可及性"
)
UNEMPLOYMENT = mean("unemployment_share", "labour_force", "Surveyed unemployment in towns", "城镇调查失业率")

# A star stands for every service: adequacy_* is one indicator for schools, one for hospitals, and so on.
DEFINITIONS: tuple[IndicatorDefinition, ...] = (
    total("population", "Resident population", "常住人口"),
    total("urban_population", "Urban resident population", "城镇常住人口"),
    total("rural_population", "Rural resident population", "乡村常住人口"),
    total("registered_population", "Townspeople with local urban registration (hukou)", "本地城镇户籍人口"),
    total("children", "Children under 15", "0—14岁人口"),
    total("elderly", "Residents aged 65 and over", "65岁及以上人口"),
    total("rural_elderly", "Villagers aged 65 and over", "乡村65岁及以上人口"),
    total("births", "Births", "出生人口"),
    total("deaths", "Deaths", "死亡人口"),
    total("net_migration", "Net migration", "净迁移人口"),
    total("registrations", "New local urban registrations (hukou)", "新增本地城镇落户人口"),
    total("labour_force", "Labour force in towns", "城镇劳动力"),
    total("unmet_need_*", "Need without a place", "供给缺口"),
    total("idle_capacity_*", "Places that nobody needs", "闲置量"),
    total("programme_cost", "Cost of programmes to counties", "政策专项支出"),
    total("capital_spending", "Spending on building public services", "公共服务建设支出"),
    total("debt", "Debt of counties", "政府债务余额"),
    total("output", "Output of counties, prices of 2020", "经济产出"),
    mean("urban_income", "urban_population", "Disposable income a head in towns, prices of 2020", "城镇居民人均可支配收入"),
    mean("rural_income", "rural_population", "Disposable income a head in villages, prices of 2020", "农村居民人均可支配收入"),
    mean(
        "registered_income",
        "registered_population",
        "Income a head, locally registered townspeople",
        "本地城镇户籍人口人均可支配收入",
    ),
    mean(
        "migrant_income",
        "rural_hukou_townspeople",
        "Income a head, townspeople with rural hukou",
        "未落户农业转移人口人均可支配收入",
    ),
    mean(
        "outsider_income",
        "outsider_population",
        "Income a head, townspeople registered elsewhere",
        "外来户籍城镇人口人均可支配收入",
    ),
    UNEMPLOYMENT,
    mean("mean_schooling", "adults", "Years of schooling, residents aged 16 to 59", "劳动年龄人口平均受教育年限"),
    MIGRANT_ACCESS,
    ratio("urban_share", "urban_population", "population", "Urban residents, share of all residents", "常住人口城镇化率"),
    ratio(
        "registered_share",
        "registered_population",
        "population",
        "Residents with local urban registration (hukou), share",
        "本地城镇户籍人口占常住人口比重",
    ),
    ratio("elderly_share", "elderly", "population", "Residents aged 65 and over, share of all residents", "65岁及以上人口比重"),
    ratio(
        "rural_elderly_share",
        "rural_elderly",
        "rural_population",
        "Villagers aged 65 and over, share of all villagers",
        "乡村65岁及以上人口比重",
    ),
    ratio("floor_per_head", "floor_space", "urban_population", "Floor space a head in towns", "城镇人均住房建筑面积"),
    ratio("nursing_share", "nursing_beds", "capacity_elderly", "Nursing-type among beds in elderly care, share", "护理型床位占比"),
    ratio("adequacy_*", "capacity_*", "load_*", "Places over the need for them", "充足度"),
    formula(
        "urban_hukou_share",
        lambda n: (n["registered_population"] + n["outsider_population"]) / n["population"],
        "all with urban registration over residents",
        ("registered_population", "outsider_population", "population"),
        "Residents with any urban registration (hukou), share",
        "城镇户籍人口占常住人口比重",
    ),
    formula(
        "registration_gap",
        lambda n: n["urban_share"] - n["registered_share"],
        "urban share less registered share",
        ("urban_population", "registered_population", "population"),
        "Urban share less the share with local urban registration",
        "常住人口与本地城镇户籍人口比重差距",
        display="percentage points",
    ),
    formula(
        "dependency_ratio",
        lambda n: (n["children"] + n["elderly"]) / (n["population"] - n["children"] - n["elderly"]),
        "children and elderly over all others",
        ("children", "elderly", "population"),
        "Children and elderly for one person aged 15 to 64",
        "总抚养比",
    ),
    formula(
        "income_ratio",
        lambda n: n["urban_income"] / n["rural_income"],
        "mean urban over mean rural income",
        INCOMES,
        "Income of townspeople over that of villagers",
        "城乡居民收入比",
    ),
    RESIDENT_INCOME,
    formula(
        "childcare_density",
        lambda n: 1000.0 * n["capacity_childcare"] / n["population"],
        "1,000 times places over residents",
        ("capacity_childcare", "population"),
        "Childcare places for 1,000 residents",
        "每千人口托位数",
        display="places",
    ),
    formula(
        "population_change",
        lambda n: compare_with_start(n["population"]),
        "residents over those of the start year, less 1",
        ("population",),
        "Change of residents since the start, share",
        "常住人口较起始年变动",
        display="%",
    ),
    formula(
        "programme_cost_total",
        lambda n: add_up_years(n["programme_cost"]),
        "sum since the start",
        ("programme_cost",),
        "Cost of programmes since the start",
        "政策专项支出累计",
        unit="yuan",
    ),
    formula(
        "programme_cost_value",
        lambda n: add_up_years(discount(n["programme_cost"])),
        "sum since the start, each year's cost discounted from its middle at 4 % a year",
        ("programme_cost",),
        "Cost of programmes since the start, present value at 4 %",
        "政策专项支出累计（折现率4%）",
        unit="yuan",
    ),
    formula(
        "rural_income_lead",
        lambda n: grow(n["rural_income"]) - grow(n["urban_income"]),
        "growth of rural income in a year less that of urban income",
        ("rural_income", "rural_population", "urban_income", "urban_population"),
        "Growth of rural income less that of urban income",
        "农村与城镇居民收入增速之差",
        unit="1/year",
    ),
    formula(
        "income_output_lead",
        lambda n: grow(n["resident_income"] * n["population"]) - grow(n["output"]),
        "growth of all residents' income in a year less that of output",
        (*INCOMES, "population", "output"),
        "Growth of residents' income less that of output",
        "居民收入与地区产出增速之差",
        unit="1/year",
    ),
    formula(
        "losing_counties",
        count_shrinking,
        "number of counties whose residents fell by more than 10 % since the start",
        ("population",),
        "Counties that lost more than 10 % of their residents",
        "人口减少超过10%的县数",
        unit="county",
        levels=list_groups(LEVELS),
    ),
    *inequality(RESIDENT_INCOME, "population"),
    *inequality(MIGRANT_ACCESS, "rural_hukou_townspeople"),
    *inequality(UNEMPLOYMENT, "labour_force"),
    access(
        "one_hour_share",
        SHARES["one_hour_share"][0],
        "Pairs of residents of cities of one circle within an hour, share",
        "同一经济圈内城市间1小时可达人口对占比",
        NEEDED,
    ),
    access(
        "two_hour_share",
        SHARES["two_hour_share"][0],
        "Pairs of residents of any two cities within two hours, share",
        "城市间2小时可达人口对占比",
        NEEDED,
    ),
    access(
        "circle_journey",
        JOURNEYS["circle_journey"][0],
        "Longest journey between two cities of one circle",
        "同一经济圈内城市间最长旅行时间",
        NEEDED,
        unit="hour",
    ),
    access(
        "region_journey",
        JOURNEYS["region_journey"][0],
        "Longest journey between any two cities",
        "城市间最长旅行时间",
        NEEDED,
        unit="hour",
    ),
)
# What an effect costs, in the tables of effects alone.
PRICES = (
    PointPrice(
        "cost_of_urban_point",
        ("Programme cost of a point of urban share", "城镇化率每提高1个百分点的专项支出"),
        "urban_share",
        0.01,
    ),
    PointPrice(
        "cost_of_registered_point",
        ("Programme cost of a point of registered share", "本地城镇户籍占比每提高1个百分点的专项支出"),
        "registered_share",
        0.01,
    ),
    PointPrice(
        "cost_of_ratio_hundredth",
        ("Programme cost of .01 less in the income ratio", "城乡收入比每降低0.01的专项支出"),
        "income_ratio",
        -0.01,
    ),
)


@cache
def list_definitions() -> tuple[IndicatorDefinition, ...]:
    """The indicators of the package and then those of plug-ins. Raises ModelError for a name declared twice."""
    found = {each.name: each for each in (*DEFINITIONS, *PRICES)}
    foreign = []
    for plugin, module in load_plugins("indicators").items():
        for each in vars(module).values():
            if isinstance(each, IndicatorDefinition) and found.get(each.name) is not each:
                if each.name in found:
                    raise ModelError(f"plug-in '{plugin}' of indicators: '{each.name}' is declared already; give it another name")
                found[each.name] = each
                foreign.append(each)
    return (*DEFINITIONS, *foreign)


def unfold(services: Iterable[str]) -> dict[str, IndicatorDefinition]:
    """Indicators by name, those with a star once for every service."""
    services = list(services)
    each = (one for made in list_definitions() for one in ([made] if "*" not in made.name else unfold_services(made, services)))
    return {definition.name: definition for definition in each}


def unfold_services(definition: IndicatorDefinition, services: Iterable[str]) -> list[IndicatorDefinition]:
    """An indicator with a star, for each service; a service without a title is called by its own name."""
    return [definition.of_service(each, SERVICES.get(each, (each.replace("_", " "), ""))) for each in services]


@cache
def find_definition(name: str) -> IndicatorDefinition | PointPrice | None:
    """The indicator of this name, of any service; None where there is none."""
    for each in (*list_definitions(), *PRICES):
        stem, star, _ = each.name.partition("*")
        if each.name == name:
            return each
        if star and name.startswith(stem):
            return unfold_services(each, [name.removeprefix(stem)])[0]
    return None


def list_sources(services: Iterable[str]) -> list[str]:
    """The variables of the model that indicators of every level read."""
    return list(dict.fromkeys(name for each in unfold(services).values() if each.levels != ("province",) for name in each.sources))


def find_sources(names: Iterable[str], services: Sequence[str]) -> list[str]:
    """The variables of the model that these indicators read, sorted; a name that is no indicator is a variable."""
    known = unfold(services)
    return sorted({source for name in names for source in (known[name].sources if name in known else [name])})
