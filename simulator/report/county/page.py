"""The page of one county: where it goes, who comes and leaves, how its services and incomes fare, and how it ranks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from simulator.report.brief.page import HERE as BRIEF
from simulator.report.brief.page import Drawn, embed_figure
from simulator.report.brief.sentences import fill
from simulator.report.brief.tables import tabulate_levers, tabulate_pathways, tabulate_services
from simulator.report.charts.bars import draw_contributions, draw_services
from simulator.report.charts.fan_chart import HEADLINE, PATHWAYS, draw_fan_charts
from simulator.report.charts.pyramid import draw_pyramid
from simulator.report.county.tables import tabulate_flows, tabulate_incomes, tabulate_partners, tabulate_ranks
from simulator.report.findings import Findings
from simulator.report.fonts.web_font import embed_font
from simulator.report.text.descriptions import describe_levers, describe_pathways
from simulator.report.text.numbers import NumberFormatter

if TYPE_CHECKING:
    from simulator.report.county.findings import CountyDetail


GOES = (
    "{name} goes from {start} {unit} in {first} to {end} in {last} under '{focus}'; {urban} of them then live in towns, and "
    "{registered} have local urban registration.",
    "“{focus}”情景下，{name}常住人口由{first}年的{start}{unit}变为{last}年的{end}{unit}；届时城镇化率{urban}，本地城镇户籍占比{registered}。",
)
DIFFERS = (
    "Against '{base}' that is {people} {unit}, {urban} points of urban share and {registered} points of registered share.",
    "与“{base}”相比，常住人口{people}{unit}，城镇化率{urban}个百分点，本地城镇户籍占比{registered}个百分点。",
)
BEST = (
    "Of all groups of levers, {group} adds most to the registered share here ({part} points).",
    "各组杠杆中，{group}对本县本地城镇户籍占比贡献最大（{part}个百分点）。",
)


def draw_all(formatter: NumberFormatter, detail: CountyDetail) -> dict[str, Drawn | None]:
    """The figures of the page, each with the text that stands for it."""
    findings, language = formatter.findings, formatter.language
    figures = {
        "headline": (draw_fan_charts(findings, HEADLINE, language), HEADLINE),
        "pathways": (draw_fan_charts(findings, PATHWAYS, language), PATHWAYS),
        "pyramid": (draw_pyramid(findings, detail.residents, language), ("children", "elderly")),
        "services": (draw_services(findings, language), ("adequacy_school", "adequacy_elderly")),
    }
    drawn = {name: embed_figure(figure, describe_pathways(formatter, shown)) for name, (figure, shown) in figures.items()}
    levers = embed_figure(draw_contributions(findings, language), describe_levers(formatter)) if findings.parts else None
    return drawn | {"levers": levers}


def write_page(findings: Findings, province: Findings, code: str, detail: CountyDetail, language: str) -> str:
    """The page as text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    formatter = NumberFormatter(findings, language)
    figures = draw_all(formatter, detail)
    tables = {
        "pathways": tabulate_pathways(formatter),
        "services": tabulate_services(formatter),
        "incomes": tabulate_incomes(formatter),
        "flows": tabulate_flows(formatter, detail),
        "to": tabulate_partners(formatter, detail.moves.loc[code], code, away=True),
        "from": tabulate_partners(formatter, detail.moves[code], code, away=False),
        "ranks": tabulate_ranks(formatter, province, code),
        "levers": tabulate_levers(formatter) if findings.parts else None,
    }
    environment = Environment(
        loader=FileSystemLoader([Path(__file__).parent, BRIEF]), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    words = {
        "formatter": formatter,
        "findings": findings,
        "code": code,
        "figures": figures,
        "tables": tables,
        "answer": write_sentences(formatter),
        "style": Markup((BRIEF / "brief.css").read_text(encoding="utf-8")),
    }
    template = environment.get_template("county.html.j2")
    text = template.render(typeface="", **words)
    return template.render(typeface=Markup(embed_font(re.sub(r"base64,[^\"]+", "", text))), **words)


def write_sentences(formatter: NumberFormatter) -> list[Markup]:
    """The answer for the county in plain words."""
    findings = formatter.findings
    words = {
        "unit": formatter.unit("population"),
        "first": findings.years[0],
        "last": findings.last,
        "focus": formatter.name(findings.focus),
        "name": formatter.say(findings.titles["en"], findings.titles["zh"]),
    }
    told = [
        fill(
            formatter,
            *GOES,
            **words,
            start=formatter.value("population", findings.focus, findings.years[0]),
            end=formatter.value("population", findings.focus),
            urban=formatter.value("urban_share", findings.focus),
            registered=formatter.value("registered_share", findings.focus),
        )
    ]
    if findings.changes:
        told.append(
            fill(
                formatter,
                *DIFFERS,
                unit=words["unit"],
                base=formatter.name(findings.reference),
                people=formatter.change("population", findings.focus),
                urban=formatter.change("urban_share", findings.focus),
                registered=formatter.change("registered_share", findings.focus),
            )
        )
    if findings.parts:
        best = max(findings.themes, key=lambda group: findings.parts["registered_share", group]["mean"])
        told.append(
            fill(formatter, *BEST, group=formatter.say(*findings.title_part(best)), part=formatter.part("registered_share", best))
        )
    return told
