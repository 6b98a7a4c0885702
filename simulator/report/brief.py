"""The brief: one page that opens offline, prints on A4 and tells first what follows, then where, at what cost and how surely."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from simulator.report.bars import draw_contributions, draw_influences, draw_money, draw_services
from simulator.report.card import make_card
from simulator.report.county_maps import draw_change_maps, draw_scenario_maps
from simulator.report.fans import HEADLINE, PATHWAYS, draw_fans
from simulator.report.figures import save_figure
from simulator.report.findings import Findings
from simulator.report.numbers import Teller
from simulator.report.page_maps import Atlas, MapSet
from simulator.report.page_tables import (
    Table,
    tabulate_changed,
    tabulate_imputations,
    tabulate_influences,
    tabulate_levers,
    tabulate_money,
    tabulate_pathways,
    tabulate_scenarios,
    tabulate_seats,
    tabulate_services,
)
from simulator.report.sentences import GROUP_TITLES, fill, write_answer
from simulator.report.typeface import embed_typeface
from simulator.report.wording import name_indicator

HERE = Path(__file__).parent
SECTIONS = {"answer": ("The answer", "结论"), "pathways": ("Pathways", "路径"), "levers": ("Levers", "杠杆"), "where": ("Where", "空间"),
            "services": ("Services", "服务"), "money": ("Money", "资金"), "uncertainty": ("How sure", "不确定性"),
            "method": ("Method", "方法")}
DOTS_AN_INCH = 96
LINE, COORDINATE = re.compile(r' d="[^"]*"'), re.compile(r"(\d+\.\d\d)\d+")


@dataclass(frozen=True)
class Drawn:
    """A figure in the page: its address, its size in dots, and the text that stands for it."""

    source: str
    text: str
    width: int
    height: int


def draw_figures(found: Findings, language: str) -> dict[str, tuple[object, str]]:
    """The figures of the brief by name, each with the text that stands for it."""
    teller = Teller(found, language)
    figures = {"headline": (draw_fans(found, HEADLINE, language), describe_pathways(teller, HEADLINE)),
               "pathways": (draw_fans(found, PATHWAYS, language), describe_pathways(teller, PATHWAYS)),
               "services": (draw_services(found, language), describe_pathways(teller, ("adequacy_school", "adequacy_elderly"))),
               "money": (draw_money(found, language), describe_pathways(teller, ("programme_cost_total",)))}
    if found.parts:
        figures["levers"] = draw_contributions(found, language), describe_levers(teller)
    if found.influences is not None and len(found.influences):
        figures["influences"] = draw_influences(found, language), describe_influences(teller)
    return figures


def draw_maps(found: Findings, language: str) -> dict[str, object]:
    """The maps of the brief as figures, for papers and slides."""
    maps = {f"map_urban_share_{found.last}": draw_scenario_maps(found, "urban_share", language)}
    if found.effects is not None:
        for indicator in ("urban_share", "registered_share"):
            maps[f"map_change_{indicator}_{found.last}"] = draw_change_maps(found, indicator, language)
    return maps


def describe_pathways(teller: Teller, indicators: tuple[str, ...]) -> str:
    """What pathways show, in words and numbers."""
    found = teller.findings
    shown = list(dict.fromkeys(name for name in (found.reference, found.focus) if name))
    parts = []
    for indicator in indicators:
        ends = teller.say(", ", "，").join(f"{teller.name(name)} {strip(teller.value(indicator, name))}" for name in shown)
        start = strip(teller.value(indicator, found.focus, found.years[0]))
        parts.append(teller.say(f"{name_indicator(indicator)[0]} ({teller.unit(indicator)}): {start} in {found.years[0]}; in {found.last} {ends}",
                                f"{name_indicator(indicator)[1]}（{teller.unit(indicator)}）：{found.years[0]}年{start}；{found.last}年{ends}"))
    return teller.say(". ", "。").join(parts) + teller.say(".", "。")


def describe_levers(teller: Teller) -> str:
    """What groups of levers give, in words and numbers."""
    words = [f"{teller.say(*GROUP_TITLES[group])} {strip(teller.part('registered_share', group))}" for group in GROUP_TITLES
             if group != "all"]
    return teller.say("Points of registered share: ", "本地城镇户籍占比贡献（百分点）：") + teller.say(", ", "，").join(words)


def describe_influences(teller: Teller) -> str:
    """What drives the spread, in words."""
    first = teller.findings.influences.groupby("indicator", sort=False).first()
    words = [f"{teller.say(*name_indicator(indicator))}: {teller.say(*teller.findings.drawn.loc[row['name'], ['en', 'zh']])}"
             for indicator, row in first.iterrows()]
    return teller.say("Strongest influence on ", "影响最大的参数：") + "; ".join(words)


def strip(text: Markup) -> str:
    """The plain text of a number."""
    return text.striptags()


def embed_figure(figure, text: str) -> Drawn:
    """A figure as an image in the page, its coordinates cut to a hundredth of a point."""
    import io

    from simulator.report.canvas import keep_style

    written = io.StringIO()
    with keep_style():
        figure.savefig(written, format="svg", metadata={"Title": figure.get_label(), "Date": None})
    svg = LINE.sub(lambda line: COORDINATE.sub(r"\1", line.group()), written.getvalue())
    across, up = (round(side * DOTS_AN_INCH) for side in figure.get_size_inches())
    return Drawn("data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(), text, across, up)


def write_brief(found: Findings, language: str, figures: dict[str, tuple[object, str]]) -> str:
    """The whole page as text; `figures` are those of `draw_figures`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    teller = Teller(found, language)
    atlas = Atlas(teller)
    drawn = {"levers": None, "influences": None} | {name: embed_figure(*each) for name, each in figures.items()}
    map_sets, map_titles = draw_page_maps(teller, atlas)
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    words = {
        "teller": teller, "found": found, "figures": drawn, "outlines": atlas.write_outlines(), "map_sets": map_sets,
        "map_titles": map_titles, "answer": write_answer(teller), "card": make_card(teller), "card_caption": caption_card(teller),
        "unscored": tell_unscored(teller), "tables": make_tables(teller), "style": Markup((HERE / "brief.css").read_text(encoding="utf-8")),
        "sections": [(name, teller.say(*title)) for name, title in SECTIONS.items() if name != "levers" or found.parts],
        "facts": [(teller.say(fact["en_label"], fact["zh_label"]), teller.say(fact["text"], fact.get("zh", "")))
                  for fact in found.facts if fact["en_label"] != "Imputations"],
        "losing": tell_losing(teller) if found.changes else "", "doubts": tell_doubts(teller), **tell_levers(teller)}
    template = environment.get_template("brief.html.j2")
    text = template.render(typeface="", **words)
    return template.render(typeface=Markup(embed_typeface(re.sub(r"base64,[^\"]+", "", text))), **words)


def draw_page_maps(teller: Teller, atlas: Atlas) -> tuple[dict[str, MapSet | None], dict[str, str]]:
    """The sets of maps of the page and their captions."""
    found = teller.findings
    names, last = {name: teller.name(name) for name in found.scenarios}, found.last
    one = {found.focus: names[found.focus]}
    titles = {"urban_share": caption_maps(teller, "urban_share"), "idle": caption_maps(teller, "idle_capacity_school"),
              "missing": caption_maps(teller, "unmet_need_elderly")}

    def levels(indicator: str, scenarios: dict[str, str]) -> MapSet:
        values = {name: found.spread_counties(name, indicator)["median"] for name in scenarios}
        return atlas.draw(values, scenarios, indicator, "indicators", change=False)

    shown = {name: names[name] for name in dict.fromkeys((found.reference or found.focus, found.focus))}
    sets = {"urban_share": levels("urban_share", names), "idle": levels("idle_capacity_school", shown),
            "missing": levels("unmet_need_elderly", shown or one), "changes": None, "registered": None}
    if found.changes:
        for key, indicator in (("changes", "urban_share"), ("registered", "registered_share")):
            values = {name: found.change_counties(name, indicator)["median"] for name in found.others}
            sets[key] = atlas.draw(values, names, indicator, "effects", change=True)
            words = name_indicator(indicator)
            titles[key] = teller.say(f"{words[0]}: change against {names[found.reference]} in {last}, paired by member, median",
                                     f"{words[1]}：{last}年与“{names[found.reference]}”之差（按样本配对，中位数）")
    return sets, titles


def caption_maps(teller: Teller, indicator: str) -> str:
    """What maps of an indicator show."""
    english, chinese = name_indicator(indicator)
    return teller.say(f"{english} by county, {teller.findings.last}", f"{teller.findings.last}年各县（市、区）{chinese}")


def caption_card(teller: Teller) -> str:
    """How the score card is to be read."""
    if teller.findings.members == 1:
        return teller.say("What each scenario reaches; ✓ met, ✗ missed.", "各情景达成情况；✓达标，✗未达标。")
    return teller.say("What each scenario reaches (median), since when it is met or by how much it falls short, and the share of the members "
                      "that meet it; ✓ met by at least half of them, ✗ by fewer.",
                      "各情景的数值（中位数）、首次达标年份或差距，以及达标样本占比；✓至少一半样本达标，✗不足一半。")


def tell_unscored(teller: Teller) -> Markup:
    """How much of the plan the score card leaves out."""
    scores = teller.findings.scores
    rest = scores.loc[scores["status"] == "not_simulated", "code"].nunique()
    return fill(teller, "A span of years is scored by its worst year. {rest} further statements of the plan are not simulated; targets.csv and "
                "the workbook list all {all} with their sections.",
                "历年目标按最差年份评分。规划另有{rest}项表述未予模拟；targets.csv与工作簿列出全部{all}项及其章节。",
                rest=teller.count(rest, "unscored"), all=teller.count(scores["code"].nunique(), "statements"))


def tell_losing(teller: Teller) -> Markup:
    """How many counties empty."""
    found = teller.findings
    return fill(teller, "{focus} counties lose more than 10 % of their residents by {last} under {name}, {reference} under {base}.",
                "到{last}年，“{name}”情景下有{focus}个县（市、区）常住人口减少超过10%，“{base}”情景下为{reference}个。",
                focus=teller.value("losing_counties", found.focus), last=found.last, name=teller.name(found.focus),
                reference=teller.value("losing_counties", found.reference), base=teller.name(found.reference))


def tell_levers(teller: Teller) -> dict[str, object]:
    """What the section on levers says of how it was made."""
    found = teller.findings
    if not found.parts:
        return {"lever_words": "", "lever_note": ""}
    members, residual = found.parts["urban_share", "all"]["members"], found.attribution["residual"].max()
    words = fill(teller, "Five groups of levers, moved as {focus} moves them, alone and in all 32 combinations: what a group adds depends on what "
                 "else moves, and its share here is the mean over all orders.",
                 "五组杠杆按“{focus}”情景的力度单独及以全部32种组合运行：每组的贡献取决于其他组是否同时实施，此处取所有次序的平均值。",
                 focus=teller.name(found.focus))
    note = fill(teller, "Exact Shapley values on {members} members; in every member the parts add up to the whole, but for {residual} of it at most.",
                "基于{members}个样本的精确沙普利值；每个样本中各部分之和与总和之差不超过总和的{residual}。", members=teller.count(members, "attribution"),
                residual=f"{residual:.0e}")
    return {"lever_words": words, "lever_note": note}


def tell_doubts(teller: Teller) -> list[Markup]:
    """What the numbers can and cannot say."""
    found = teller.findings
    if found.members == 1:
        return [Markup(teller.say("One member with the default parameters: nothing here says how sure it is; add ensemble=prior.",
                                  "仅以默认参数运行一个样本，不能说明不确定性；请加 ensemble=prior。"))]
    told = []
    if found.influences is not None and len(found.influences):
        strong = found.influences[found.influences["correlation"].abs() > found.influences["noise"]]
        told.append(fill(teller, "{drawn} parameters differ between the {members} members; {strong} of them go with one of the three headline numbers more "
                         "than chance alone would let them.",
                         "{members}个样本之间有{drawn}个参数不同，其中{strong}个与三项核心指标的相关超出偶然范围。",
                         drawn=teller.count(found.influences["name"].nunique(), "drawn"), members=teller.count(found.members, "members"),
                         strong=teller.count(strong["name"].nunique(), "strong")))
    prior = not any(fact.get("posterior") for fact in found.facts)
    if prior:
        told.append(Markup(teller.say(
            "All of them are prior-driven: drawn from their prior ranges, and no observed pathway has narrowed any. Shares of members are therefore shares of "
            "what the ranges allow, not probabilities of what will come; differences between scenarios are surer than levels, as members are "
            "compared with themselves.",
            "这些参数均由先验范围抽取，未经观测路径约束。因此样本占比反映的是参数范围所允许的可能，而非未来发生的概率；情景之差按样本配对，比水平值更可靠。")))
    return told


def make_tables(teller: Teller) -> dict[str, Table]:
    """The tables of the page."""
    found = teller.findings
    tables = {"pathways": tabulate_pathways(teller), "services": tabulate_services(teller), "money": tabulate_money(teller),
              "scenarios": tabulate_scenarios(teller), "imputations": tabulate_imputations(teller),
              "idle": tabulate_seats(teller, "idle_capacity_school", f"Most seats of compulsory schools idle in {found.last}",
                                     f"{found.last}年义务教育学位闲置最多"),
              "missing": tabulate_seats(teller, "unmet_need_elderly", f"Most beds for the elderly missing in {found.last}",
                                        f"{found.last}年养老床位缺口最大")}
    if found.parts:
        tables["levers"] = tabulate_levers(teller)
    if found.changes:
        tables |= {"winners": tabulate_changed(teller, gain=True), "losers": tabulate_changed(teller, gain=False)}
    if found.influences is not None and len(found.influences):
        tables["influences"] = tabulate_influences(teller)
    return tables


def save_figures(found: Findings, language: str, figures: dict[str, tuple[object, str]], folder: Path) -> None:
    """Write the figures and the maps of the brief as files for papers and slides."""
    drawn = {name: figure for name, (figure, _) in figures.items()} | draw_maps(found, language)
    for name, figure in drawn.items():
        save_figure(figure, folder, name, ("png", "svg", "pdf"))
