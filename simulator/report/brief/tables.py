"""The tables of the page, each with its caption, its head and its rows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from simulator.indicators.definitions import SERVICES
from simulator.report.text.numbers import MINUS, MISSING, NumberFormatter, mark, write
from simulator.report.text.wording import choose_scale, name_indicator

PATHWAYS = ("urban_share", "registered_share", "registration_gap", "income_ratio", "population", "elderly_share")
LEVERS = (
    "urban_share",
    "registered_share",
    "registration_gap",
    "income_ratio",
    "unemployment_share",
    "mean_schooling",
    "programme_cost_total",
)
PRICES = ("cost_of_urban_point", "cost_of_registered_point", "cost_of_ratio_hundredth")
SHOWN, STRONGEST = 6, 5


@dataclass(frozen=True)
class Table:
    """A table of the page."""

    caption: str
    head: list[str]
    rows: list[list[object]]
    wordy: bool = False


def title(formatter: NumberFormatter, indicator: str, change: bool = False) -> str:
    """The title of an indicator with its unit."""
    unit = formatter.unit(indicator, change=change)
    return formatter.say(f"{name_indicator(indicator)[0]}, {unit}", f"{name_indicator(indicator)[1]}（{unit}）")


def tabulate_pathways(formatter: NumberFormatter) -> Table:
    """Where the scenarios end, indicator by indicator, with the span of the members."""
    findings, say = formatter.findings, formatter.say
    rows = []
    for indicator in PATHWAYS:
        start = formatter.value(indicator, findings.focus, findings.years[0])
        ends = [
            Markup("{}<br><small>{}</small>").format(formatter.value(indicator, name), formatter.span(indicator, name))
            if findings.members > 1
            else formatter.value(indicator, name)
            for name in findings.scenarios
        ]
        rows.append([title(formatter, indicator), start, *ends])
    spread = findings.members > 1
    caption = say(
        f"Start, and {findings.last} under each scenario" + ": median; 5 to 95 % of the members. Medians need not add up" * spread,
        f"起始值与各情景{findings.last}年数值" + "：中位数及5%—95%区间；中位数之间不一定满足加减关系" * spread,
    )
    return Table(caption, ["", str(findings.years[0]), *(formatter.name(name) for name in findings.scenarios)], rows)


def tabulate_levers(formatter: NumberFormatter) -> Table:
    """What each group of levers gives to each indicator."""
    groups = ["none", *formatter.findings.themes, "all"]
    rows = [
        [title(formatter, indicator, change=True), *(formatter.part(indicator, group) for group in groups)] for indicator in LEVERS
    ]
    caption = formatter.say(f"Mean of the members, {formatter.findings.last}", f"{formatter.findings.last}年样本均值")
    return Table(caption, ["", *(formatter.say(*formatter.findings.title_part(group)) for group in groups)], rows)


def list_places(
    formatter: NumberFormatter, rows: pd.DataFrame, column: str, indicator: str, origin: dict, change: bool
) -> list[list[object]]:
    """A row for each county: its name, its city and its number."""
    scale = choose_scale(indicator, formatter.findings.unit_of(indicator), "county", formatter.language)
    cities = formatter.findings.cities.set_index("code")
    told = []
    for code, row in rows.iterrows():
        place = formatter.findings.places.loc[code]
        name = formatter.say(place["name_en"], place["name"])
        city = cities.loc[place["city"]] if place["city"] in cities.index else {"name_en": "", "name": ""}
        text = f"{write(row[column], scale, signed=change)}{'' if change else scale.suffix}"
        cells = [name, formatter.say(city["name_en"], city["name"]), mark(text, row[column], **origin, county=code, part=column)]
        if change and formatter.findings.members > 1:
            cells.append(formatter.chance(row["positive"], **origin, county=code, part="positive"))
        told.append(cells)
    return told


def tabulate_changed(formatter: NumberFormatter, gain: bool) -> Table:
    """The counties that gain, or lose, most residents by the scenario that the brief is about."""
    findings, say = formatter.findings, formatter.say
    rows = (
        findings.change_counties(findings.focus, "population").sort_values("median", ascending=not gain, kind="stable").head(SHOWN)
    )
    rows = rows[rows["median"] > 0.0] if gain else rows[rows["median"] < 0.0]
    origin = {"table": "effects", "scenario": findings.focus, "indicator": "population"}
    scale = choose_scale("population", findings.unit_of("population"), "county", formatter.language)
    head = ["", say("city", "地市"), say(*scale.points), *([say("gains in members", "增长样本")] if findings.members > 1 else [])]
    caption = say(
        f"Counties with {'more' if gain else 'fewer'} residents by {findings.last} than under the reference",
        f"{findings.last}年常住人口{'多于' if gain else '少于'}参照情景的县（市、区）",
    )
    return Table(caption, head, list_places(formatter, rows, "median", "population", origin, change=True))


def tabulate_services(formatter: NumberFormatter) -> Table:
    """How well each service meets the need, and what is missing or idle."""
    findings, say = formatter.findings, formatter.say
    shown = list(dict.fromkeys(name for name in (findings.reference, findings.focus) if name))
    rows = []
    for service in SERVICES:
        cells = [
            say(*(word[0].upper() + word[1:] for word in SERVICES[service])),
            formatter.value(f"adequacy_{service}", findings.focus, findings.years[0]),
        ]
        cells += [formatter.value(f"adequacy_{service}", name) for name in shown]
        cells += [formatter.value(f"{what}_{service}", findings.focus) for what in ("unmet_need", "idle_capacity")]
        rows.append(cells)
    unit = formatter.unit("unmet_need_school")
    head = [
        "",
        say(f"places over need {findings.years[0]}", f"{findings.years[0]}年充足度"),
        *(f"{formatter.name(name)} {findings.last}" for name in shown),
        say(f"missing {findings.last}, {unit}", f"{findings.last}年缺口（{unit}）"),
        say(f"idle {findings.last}, {unit}", f"{findings.last}年闲置（{unit}）"),
    ]
    caption = say(
        f"Missing and idle places: under {formatter.name(findings.focus)}, added up over counties",
        f"缺口与闲置为“{formatter.name(findings.focus)}”情景各县合计",
    )
    return Table(caption, head, rows)


def tabulate_seats(formatter: NumberFormatter, indicator: str, english: str, chinese: str) -> Table:
    """The counties in which most seats are idle, or most beds are missing."""
    findings, say = formatter.findings, formatter.say
    rows = findings.spread_counties(findings.focus, indicator).sort_values("median", ascending=False, kind="stable").head(SHOWN)
    scale = choose_scale(indicator, findings.unit_of(indicator), "county", formatter.language)
    origin = {"table": "indicators", "scenario": findings.focus, "indicator": indicator}
    return Table(
        say(english, chinese),
        ["", say("city", "地市"), say(*scale.unit)],
        list_places(formatter, rows, "median", indicator, origin, change=False),
    )


def tabulate_money(formatter: NumberFormatter) -> Table:
    """What each scenario costs a year and altogether, and what a point gained costs."""
    findings, say = formatter.findings, formatter.say
    rows = [
        [
            formatter.name(name),
            formatter.value("programme_cost", name),
            formatter.value("programme_cost_total", name),
            formatter.value("programme_cost_value", name),
            formatter.value("capital_spending", name),
            *(format_price(formatter, indicator, name) for indicator in PRICES if findings.changes),
        ]
        for name in findings.scenarios
    ]
    unit, yearly = formatter.unit("programme_cost_total"), formatter.unit("programme_cost")
    head = [
        "",
        say(f"programmes in {findings.last}, {yearly}", f"{findings.last}年专项支出（{yearly}）"),
        say(f"since the start, {unit}", f"累计（{unit}）"),
        say(f"present value at 4 %, {unit}", f"现值，折现率4%（{unit}）"),
        say(f"building services in {findings.last}, {yearly}", f"{findings.last}年公共服务建设支出（{yearly}）"),
    ]
    if findings.changes:
        head += [
            say(f"a point of urban share, {unit}", f"城镇化率每1个百分点（{unit}）"),
            say(f"a point registered, {unit}", f"户籍占比每1个百分点（{unit}）"),
            say(f".01 of the income ratio, {unit}", f"收入比每0.01（{unit}）"),
        ]
    return Table(
        say("Medians of the members, prices of 2020" if findings.members > 1 else "Prices of 2020", "2020年价格"), head, rows
    )


def format_price(formatter: NumberFormatter, indicator: str, scenario: str) -> Markup:
    """What a point gained costs, where one is gained."""
    row = formatter.findings.changes.get((scenario, indicator, formatter.findings.last))
    return Markup(MISSING) if row is None else formatter.change(indicator, scenario, signed=False)


def tabulate_influences(formatter: NumberFormatter) -> Table:
    """The strongest influences on each headline indicator, their ranges and what these rest on."""
    findings, say = formatter.findings, formatter.say
    rows = []
    for indicator, table in findings.influences.groupby("indicator", sort=False):
        for row in table.head(STRONGEST).to_dict("records"):
            drawn = findings.drawn.loc[row["name"]]
            origin = {"table": "influences", "indicator": indicator, "name": row["name"], "part": "correlation"}
            rows.append(
                [
                    say(drawn["en"], drawn["zh"]),
                    say(*name_indicator(indicator)),
                    mark(f"{row['correlation']:+.2f}".replace("-", MINUS), row["correlation"], **origin),
                    f"{drawn['low']:g} … {drawn['high']:g}".replace("-", MINUS),
                    drawn["unit"],
                    drawn["source"],
                ]
            )
    head = [
        say("parameter", "参数"),
        say("outcome", "结果"),
        say("rank correlation", "秩相关"),
        say("range", "取值范围"),
        say("unit", "单位"),
        say("rests on", "依据"),
    ]
    return Table(say("The strongest influences and their prior ranges", "影响最大的参数及其先验范围"), head, rows)


def tabulate_scenarios(formatter: NumberFormatter) -> Table:
    """What each scenario is."""
    rows = [
        [formatter.name(name), formatter.say(told["story"], told["story_zh"])]
        for name, told in formatter.findings.scenarios.items()
    ]
    return Table(formatter.say("Scenarios", "情景"), ["", formatter.say("story", "说明")], rows, wordy=True)


def tabulate_imputations(formatter: NumberFormatter) -> Table:
    """What was not in the tables and how it was filled."""
    told = [fact["text"] for fact in formatter.findings.facts if fact["en_label"] == "Imputations"]
    rows = [part.split(": ", 1) for text in told for part in text.split("; ")]
    return Table(
        formatter.say("What no table holds, and how it is filled", "表中缺失的量及其补充方法"),
        ["", formatter.say("rule (status)", "规则（状态，英文）")],
        [row for row in rows if len(row) == 2],
        wordy=True,
    )
