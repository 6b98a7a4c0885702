"""The brief: one page that opens offline, prints on A4 and tells first what follows, then where, at what cost and how surely."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from simulator.report.brief.explanations import (
    caption_changes,
    caption_maps,
    caption_scorecard,
    write_doubts,
    write_levers,
    write_losing,
    write_unscored,
)
from simulator.report.brief.maps import Atlas, MapSet
from simulator.report.brief.scorecard import make_scorecard
from simulator.report.brief.sentences import write_answer
from simulator.report.brief.tables import (
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
from simulator.report.charts.bars import draw_contributions, draw_influences, draw_money, draw_services
from simulator.report.charts.fan_chart import HEADLINE, PATHWAYS, draw_fan_charts
from simulator.report.charts.figures import save_figure
from simulator.report.findings import Findings
from simulator.report.fonts.web_font import embed_font
from simulator.report.maps.small_multiples import draw_change_maps, draw_scenario_maps
from simulator.report.text.descriptions import describe_influences, describe_levers, describe_pathways
from simulator.report.text.numbers import NumberFormatter

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
SECTIONS = {
    "answer": ("The answer", "结论"),
    "pathways": ("Pathways", "路径"),
    "levers": ("Levers", "杠杆"),
    "where": ("Where", "空间"),
    "services": ("Services", "服务"),
    "money": ("Money", "资金"),
    "uncertainty": ("How sure", "不确定性"),
    "method": ("Method", "方法"),
}
DOTS_AN_INCH = 96
LINE, COORDINATE = re.compile(r' d="[^"]*"'), re.compile(r"(\d+\.\d\d)\d+")


@dataclass(frozen=True)
class Drawn:
    """A figure in the page: its address, its size in dots, and the text that stands for it."""

    source: str
    text: str
    width: int
    height: int


def draw_figures(findings: Findings, language: str) -> dict[str, tuple[Figure, str]]:
    """The figures of the brief by name, each with the text that stands for it."""
    formatter = NumberFormatter(findings, language)
    figures = {
        "headline": (draw_fan_charts(findings, HEADLINE, language), describe_pathways(formatter, HEADLINE)),
        "pathways": (draw_fan_charts(findings, PATHWAYS, language), describe_pathways(formatter, PATHWAYS)),
        "services": (draw_services(findings, language), describe_pathways(formatter, ("adequacy_school", "adequacy_elderly"))),
        "money": (draw_money(findings, language), describe_pathways(formatter, ("programme_cost_total",))),
    }
    if findings.parts:
        figures["levers"] = draw_contributions(findings, language), describe_levers(formatter)
    if findings.influences is not None and len(findings.influences):
        figures["influences"] = draw_influences(findings, language), describe_influences(formatter)
    return figures


def draw_maps(findings: Findings, language: str) -> dict[str, Figure]:
    """The maps of the brief as figures, for papers and slides."""
    maps = {f"map_urban_share_{findings.last}": draw_scenario_maps(findings, "urban_share", language)}
    if findings.effects is not None:
        for indicator in ("urban_share", "registered_share"):
            maps[f"map_change_{indicator}_{findings.last}"] = draw_change_maps(findings, indicator, language)
    return maps


def embed_figure(figure: Figure, text: str) -> Drawn:
    """A figure as an image in the page, its coordinates cut to a hundredth of a point."""
    from simulator.report.canvas.sheet import keep_style

    written = io.StringIO()
    with keep_style():
        figure.savefig(written, format="svg", metadata={"Title": figure.get_label(), "Date": None})
    svg = LINE.sub(lambda line: COORDINATE.sub(r"\1", line.group()), written.getvalue())
    across, up = (round(side * DOTS_AN_INCH) for side in figure.get_size_inches())
    return Drawn("data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(), text, across, up)


def write_brief(findings: Findings, language: str, figures: dict[str, tuple[Figure, str]]) -> str:
    """The whole page as text; `figures` are those of `draw_figures`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    formatter = NumberFormatter(findings, language)
    atlas = Atlas(formatter)
    drawn = {"levers": None, "influences": None} | {name: embed_figure(*each) for name, each in figures.items()}
    map_sets, map_titles = draw_page_maps(formatter, atlas)
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    words = {
        "formatter": formatter,
        "findings": findings,
        "figures": drawn,
        "outlines": atlas.write_boundaries(),
        "map_sets": map_sets,
        "map_titles": map_titles,
        "answer": write_answer(formatter),
        "card": make_scorecard(formatter),
        "card_caption": caption_scorecard(formatter),
        "unscored": write_unscored(formatter),
        "tables": make_tables(formatter),
        "style": Markup((HERE / "brief.css").read_text(encoding="utf-8")),
        "sections": [(name, formatter.say(*title)) for name, title in SECTIONS.items() if name != "levers" or findings.parts],
        "facts": [
            (formatter.say(fact["en_label"], fact["zh_label"]), formatter.say(fact["text"], fact.get("zh", "")))
            for fact in findings.facts
            if fact["en_label"] != "Imputations"
        ],
        "losing": write_losing(formatter),
        "doubts": write_doubts(formatter),
        **write_levers(formatter),
    }
    template = environment.get_template("brief.html.j2")
    text = template.render(typeface="", **words)
    return template.render(typeface=Markup(embed_font(re.sub(r"base64,[^\"]+", "", text))), **words)


def draw_page_maps(formatter: NumberFormatter, atlas: Atlas) -> tuple[dict[str, MapSet | None], dict[str, str]]:
    """The sets of maps of the page and their captions."""
    findings = formatter.findings
    names = {name: formatter.name(name) for name in findings.scenarios}
    titles = {
        "urban_share": caption_maps(formatter, "urban_share"),
        "idle": caption_maps(formatter, "idle_capacity_school"),
        "missing": caption_maps(formatter, "unmet_need_elderly"),
    }

    def levels(indicator: str, scenarios: dict[str, str]) -> MapSet:
        values = {name: findings.spread_counties(name, indicator)["median"] for name in scenarios}
        return atlas.draw(values, scenarios, indicator, "indicators", change=False)

    shown = {name: names[name] for name in dict.fromkeys((findings.reference or findings.focus, findings.focus))}
    sets = {
        "urban_share": levels("urban_share", names),
        "idle": levels("idle_capacity_school", shown),
        "missing": levels("unmet_need_elderly", shown),
        "changes": None,
        "registered": None,
    }
    if findings.changes:
        for key, indicator in (("changes", "urban_share"), ("registered", "registered_share")):
            values = {name: findings.change_counties(name, indicator)["median"] for name in findings.others}
            sets[key] = atlas.draw(values, names, indicator, "effects", change=True)
            titles[key] = caption_changes(formatter, indicator)
    return sets, titles


def make_tables(formatter: NumberFormatter) -> dict[str, Table]:
    """The tables of the page."""
    findings = formatter.findings
    tables = {
        "pathways": tabulate_pathways(formatter),
        "services": tabulate_services(formatter),
        "money": tabulate_money(formatter),
        "scenarios": tabulate_scenarios(formatter),
        "imputations": tabulate_imputations(formatter),
        "idle": tabulate_seats(
            formatter,
            "idle_capacity_school",
            f"Most seats of compulsory schools idle in {findings.last}",
            f"{findings.last}年义务教育学位闲置最多",
        ),
        "missing": tabulate_seats(
            formatter,
            "unmet_need_elderly",
            f"Most beds for the elderly missing in {findings.last}",
            f"{findings.last}年养老床位缺口最大",
        ),
    }
    if findings.parts:
        tables["levers"] = tabulate_levers(formatter)
    if findings.changes:
        tables |= {"winners": tabulate_changed(formatter, gain=True), "losers": tabulate_changed(formatter, gain=False)}
    if findings.influences is not None and len(findings.influences):
        tables["influences"] = tabulate_influences(formatter)
    return tables


def save_figures(findings: Findings, language: str, figures: dict[str, tuple[Figure, str]], folder: Path) -> None:
    """Write the figures and the maps of the brief as files for papers and slides."""
    drawn = {name: figure for name, (figure, _) in figures.items()} | draw_maps(findings, language)
    for name, figure in drawn.items():
        save_figure(figure, folder, name, ("png", "svg", "pdf"))
