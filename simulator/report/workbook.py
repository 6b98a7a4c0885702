"""The workbook that planners ask for: the score card, pathways, cities, counties, levers and sources, one a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from simulator.report.canvas.sheet import SYNTHETIC
from simulator.report.exchange import WIDE, widen_places
from simulator.report.findings import Findings
from simulator.report.text.wording import name_indicator

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# By unit: how a number is shown. Values stay as they are in the tables, so that sheets and files agree.
FORMATS = {
    "1": "0.00",
    "person": "#,##0",
    "person/year": "#,##0",
    "yuan": "#,##0",
    "yuan/year": "#,##0",
    "yuan/person/year": "#,##0",
    "place": "#,##0",
    "year": "0.0",
    "1/year": "0.0%",
    "m2/person": "0.0",
    "hour": "0.0",
    "county": "0",
}
PERCENT, NUMBER, BY_UNIT = "0.0%", "#,##0.00", "by unit"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}
WORDS = {
    "score_card": ("Score card", "目标评分"),
    "province": ("Province", "全省路径"),
    "cities": ("Cities", "地市"),
    "counties": ("Counties", "县级"),
    "effects": ("Changes", "情景之差"),
    "levers": ("Lever settings", "杠杆设定"),
    "groups": ("Lever groups", "杠杆贡献"),
    "influences": ("Influences", "不确定性来源"),
    "sources": ("Sources", "资料来源"),
    "about": ("About", "说明"),
}
SCORED = (
    "code",
    "text",
    "target",
    "unit",
    "year",
    "section",
    "scenario",
    "status",
    "probability",
    "first_met",
    "value",
    "margin",
    "margin_low",
    "margin_high",
    "regret",
)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its table, the format of each column, how many columns stay in view, and its column widths."""

    table: pd.DataFrame
    formats: Mapping[str, str]
    kept: int = 1


def write_workbook(findings: Findings, sources: pd.DataFrame, language: str, path: Path) -> None:
    """Write the workbook; text is never read as a formula or an address."""
    import xlsxwriter

    place = language == "zh"
    with xlsxwriter.Workbook(str(path), SAFE) as book:
        # Without a fixed date, the same results would make another file.
        book.set_properties(
            {
                "title": findings.titles[language] or findings.titles["en"],
                "created": EPOCH,
                "comments": SYNTHETIC[0] if findings.synthetic else "",
            }
        )
        for name, sheet in make_sheets(findings, sources, language).items():
            write_sheet(book, WORDS[name][place], sheet)


def make_sheets(findings: Findings, sources: pd.DataFrame, language: str) -> dict[str, Sheet]:
    """The sheets of the workbook by name."""
    cities = findings.cities.set_index("code")
    sheets = {
        "score_card": list_scores(findings, language),
        "province": list_province(findings.province, language),
        "cities": list_places(findings.towns, "city", findings, cities, language),
        "counties": list_places(findings.counties, "county", findings, findings.places, language),
    }
    if findings.effects is not None:
        sheets["effects"] = list_effects(findings, language)
    if findings.levers is not None:
        words = "zh" if language == "zh" else "en"
        levers = findings.levers.drop(columns=["en" if words == "zh" else "zh"]).rename(columns={words: "text"})
        sheets["levers"] = Sheet(levers, {"base": "General", "plan": "General"}, kept=2)
    if findings.attribution is not None:
        sheets["groups"] = Sheet(findings.attribution, dict.fromkeys(("mean", "low", "median", "high"), "General"), kept=3)
    if findings.influences is not None:
        sheets["influences"] = Sheet(findings.influences, {"correlation": "0.00", "noise": "0.00"}, kept=2)
    sheets["sources"] = Sheet(sources, {}, kept=1)
    facts = [(fact[f"{language}_label"], fact.get(language, fact["text"])) for fact in findings.facts]
    sheets["about"] = Sheet(pd.DataFrame([*facts, ("", findings.command)], columns=["what", "text"]), {}, kept=0)
    return sheets


def list_scores(findings: Findings, language: str) -> Sheet:
    """The score card with every statement of the plan."""
    table = findings.scores.rename(columns={f"text_{language}": "text"})[list(SCORED)]
    return Sheet(table, {"probability": "0%", "year": "0", "first_met": "0"}, kept=2)


def list_province(rows: pd.DataFrame, language: str) -> Sheet:
    """Medians of every indicator of the province by year."""
    wide = rows.pivot(index=["indicator", "scenario", "unit"], columns="year", values="median").reset_index()
    wide.insert(1, "title", [name_indicator(name)[language == "zh"] or name for name in wide["indicator"]])
    wide.columns = [str(name) for name in wide.columns]
    return Sheet(wide, {"*": BY_UNIT}, kept=4)


def list_places(spread: pd.DataFrame, level: str, findings: Findings, places: pd.DataFrame, language: str) -> Sheet:
    """The main indicators of cities or counties in the last year, each with its unit in the header."""
    table = widen_places(spread, level, findings.last, places)
    units = dict(zip(spread["indicator"], spread["unit"], strict=True))
    heads = {name: f"{name_indicator(name)[language == 'zh'] or name} [{units[name]}]" for name in WIDE if name in table}
    formats = {heads[name]: choose_format(name, units[name]) for name in heads}
    return Sheet(table.rename(columns=heads), formats, kept=4)


def list_effects(findings: Findings, language: str) -> Sheet:
    """What each scenario changes in the province, paired by member."""
    table = findings.effects[findings.effects["level"] == "province"].drop(columns=["level", "region"])
    table.insert(0, "title", [name_indicator(name)[language == "zh"] or name for name in table["indicator"]])
    return Sheet(table, {"*": BY_UNIT, "positive": "0%"}, kept=2)


def choose_format(indicator: str, unit: str) -> str:
    """How the numbers of an indicator are shown."""
    share = unit == "1" and (indicator.endswith("_share") or indicator == "population_change")
    return PERCENT if share else FORMATS.get(unit, NUMBER)


def write_sheet(book: Workbook, name: str, sheet: Sheet) -> None:
    """Write a table with a frozen, bold header; missing numbers stay empty."""
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    codes = {*FORMATS.values(), PERCENT, NUMBER, "General", *sheet.formats.values()} - {BY_UNIT}
    looks = {code: book.add_format({"num_format": code}) for code in sorted(codes)}
    for column, head in enumerate(sheet.table):
        page.write_string(0, column, str(head), bold)
        page.set_column(column, column, choose_width(sheet.table, head))
    rows = sheet.table.to_dict("records")
    for number, row in enumerate(rows, 1):
        by_unit = choose_format(str(row.get("indicator", "")), str(row.get("unit", ""))) if "*" in sheet.formats else "General"
        for column, (head, value) in enumerate(row.items()):
            write_cell(page, number, column, value, looks[sheet.formats.get(str(head), by_unit)])
    page.freeze_panes(1, sheet.kept)
    if rows:
        page.autofilter(0, 0, len(rows), sheet.table.shape[1] - 1)


def write_cell(page: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    """Write a number as a number and all else as text."""
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, int | float) and pd.notna(value) and abs(value) != float("inf"):
        page.write_number(row, column, value, look)


def choose_width(table: pd.DataFrame, head: object) -> float:
    """A width that shows what most cells of a column hold."""
    longest = max((len(str(value)) for value in table[head].head(200) if isinstance(value, str)), default=8)
    return min(max(10, longest + 2), 48)
