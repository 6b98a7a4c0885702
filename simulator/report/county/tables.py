"""The tables of the page of one county: incomes, flows, partners and ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from simulator.report.brief.tables import Table, title
from simulator.report.findings import Findings
from simulator.report.text.numbers import NumberFormatter, mark, write
from simulator.report.text.wording import choose_scale, name_indicator

if TYPE_CHECKING:
    from simulator.report.county.findings import CountyDetail

RANKED = (
    "urban_share",
    "registered_share",
    "resident_income",
    "income_ratio",
    "population_change",
    "elderly_share",
    "adequacy_school",
    "adequacy_elderly",
    "migrant_access",
)
INCOMES = ("resident_income", "urban_income", "rural_income", "registered_income", "migrant_income", "income_ratio")
FLOWS = {
    "births": ("Births", "出生"),
    "deaths": ("Deaths", "死亡"),
    "rural_departures": ("Villagers who leave", "离开本县乡村"),
    "rural_outflow": ("of them to other provinces", "其中流向省外"),
    "town_arrivals": ("Villagers who come to its towns", "农村人口迁入本县城镇"),
    "return_arrivals": ("Movers who return to its villages", "返乡"),
    "migrant_arrivals": ("Rural-hukou townspeople who come from other towns", "未落户人口由外县城镇迁入"),
    "migrant_departures": ("Rural-hukou townspeople who leave for other towns", "未落户人口迁往外县城镇"),
    "settled_arrivals": ("Other townspeople who come from other towns", "其他城镇人口由外县迁入"),
    "settled_departures": ("Other townspeople who leave for other towns", "其他城镇人口迁往外县"),
    "town_inflow": ("People who come from other provinces", "省外迁入"),
    "town_outflow": ("Townspeople who leave for other provinces", "城镇人口迁往省外"),
}
PARTNERS = 6
RANKS = (("value", "数值"), ("among its class", "同类位次"), ("among all counties", "全部位次"))
TO = "Villagers of this county who move to towns of each county in {last}", "{last}年本县农村人口迁往各县城镇"
FROM = "Villagers of each county who move to towns of this county in {last}", "{last}年各县农村人口迁入本县城镇"


def tabulate_incomes(formatter: NumberFormatter) -> Table:
    """Incomes at the start and at the end under every scenario."""
    findings = formatter.findings
    rows = [
        [
            title(formatter, name),
            formatter.value(name, findings.focus, findings.years[0]),
            *(formatter.value(name, each) for each in findings.scenarios),
        ]
        for name in INCOMES
    ]
    return Table(
        formatter.say(f"Incomes, {findings.years[0]} and {findings.last}", f"{findings.years[0]}年与{findings.last}年收入"),
        ["", str(findings.years[0]), *(formatter.name(each) for each in findings.scenarios)],
        rows,
    )


def tabulate_flows(formatter: NumberFormatter, detail: CountyDetail) -> Table:
    """Who is born, dies, comes and leaves in the last year."""
    findings = formatter.findings
    rows = [
        [formatter.say(*words), mark(f"{detail.flows[name]:,.0f}", detail.flows[name], flow=name)] for name, words in FLOWS.items()
    ]
    return Table(
        formatter.say(
            f"Flows of {findings.last} under {formatter.name(findings.focus)}, one member",
            f"“{formatter.name(findings.focus)}”情景{findings.last}年人口流动（一个样本）",
        ),
        ["", formatter.say("persons a year", "人/年")],
        rows,
    )


def tabulate_partners(formatter: NumberFormatter, moves: pd.Series, code: str, away: bool) -> Table:
    """The counties with which most villagers are exchanged, the own one first."""
    findings = formatter.findings
    order = [code, *moves.drop(code).sort_values(ascending=False, kind="stable").index[:PARTNERS]]
    rows = []
    for each in order:
        place = findings.places.loc[each]
        name = formatter.say(place["name_en"], place["name"]) + (
            formatter.say(" (own towns)", "（本县城镇）") if each == code else ""
        )
        rows.append([name, mark(f"{moves[each]:,.0f}", moves[each], move=f"{'to' if away else 'from'}:{each}")])
    captions = TO if away else FROM
    caption = formatter.say(*(text.format(last=findings.last) for text in captions))
    return Table(caption, ["", formatter.say("persons a year", "人/年")], rows)


def tabulate_ranks(formatter: NumberFormatter, province: Findings, code: str) -> Table:
    """How the county ranks among those of its class, and among all, in the last year."""
    findings = formatter.findings
    classes = findings.places["county_class"]
    peers = classes.index[classes == classes[code]]
    rows = []
    for indicator in RANKED:
        values = province.spread_counties(findings.focus, indicator)["median"]
        if code not in values:
            continue
        scale = choose_scale(indicator, province.unit_of(indicator), "county", formatter.language)
        origin = {
            "table": "indicators",
            "scenario": findings.focus,
            "indicator": indicator,
            "year": findings.last,
            "part": "median",
        }
        own = [mark(f"{write(values[code], scale)}{scale.suffix}", values[code], **origin)]
        own += [
            mark(f"{place} / {count}", place, rank=indicator, among=count)
            for place, count in (rank(values.reindex(peers), code), rank(values, code))
        ]
        words = zip(name_indicator(indicator), scale.brackets, strict=True)
        rows.append([formatter.say(*(f"{name}{unit}" for name, unit in words)), *own])
    head = ["", *(formatter.say(*words) for words in RANKS)]
    return Table(
        formatter.say(
            f"Rank in {findings.last} under {formatter.name(findings.focus)}, the highest value first",
            f"“{formatter.name(findings.focus)}”情景{findings.last}年位次（由高到低）",
        ),
        head,
        rows,
    )


def rank(values: pd.Series, code: str) -> tuple[int, int]:
    """The place of a county, the highest value first, and among how many."""
    known = values.dropna()
    return int((known > known[code]).sum()) + 1, len(known)
