"""The score card of the page: what each scenario reaches of each statement of the plan, since when, or by how much it misses."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from simulator.report.findings import MET, Row
from simulator.report.text.numbers import MINUS, NumberFormatter, find_digits, mark, write
from simulator.report.text.wording import Scale, choose_scale

ABOUT = re.compile(r" ?[(（](about|约)[)）]$")
SIGNS = {"at_least": "≥", "at_most": "≤"}


@dataclass(frozen=True)
class Cell:
    """One scenario's score: met or not, by the reference as well, what it reaches, since when or by how much not, how surely."""

    met: bool
    shared: bool
    value: Markup
    unit: str
    note: Markup
    chance: Markup


@dataclass(frozen=True)
class Line:
    """One statement of the plan with the scores of all scenarios."""

    code: str
    text: str
    target: str
    when: str
    section: str
    cells: list[Cell]


def make_scorecard(formatter: NumberFormatter) -> list[Line]:
    """A line for each statement that is scored and that the run reaches."""
    findings = formatter.findings
    lines = []
    for code, rows in findings.scored.groupby("code", sort=False):
        target = rows.iloc[0]
        scale = choose_scale(target["indicator"], target["unit"], "province", formatter.language)
        marks = [findings.marks[code, scenario] for scenario in findings.scenarios]
        digits = max(find_digits(row["margin"], scale) for row in marks)
        cells = [make_cell(formatter, row, scale, digits) for row in marks]
        text = ABOUT.sub("", target[f"text_{formatter.language}"])
        lines.append(Line(code, text, format_target(formatter, target, scale), format_when(target), str(target["section"]), cells))
    return lines


def format_target(formatter: NumberFormatter, target: pd.Series, scale: Scale) -> str:
    """The value that the plan states, with its sign and unit; 'about' where the plan says so."""
    about = formatter.say("about ", "约") if target["tolerance"] else ""
    number = f"{target['target'] * scale.factor:.10g}{scale.suffix}"
    return f"{SIGNS[target['sense']]} {about}{number} {format_unit(formatter, target, scale)}".rstrip()


def format_unit(formatter: NumberFormatter, target: Row | pd.Series, scale: Scale) -> str:
    """The unit in words of a statement's numbers, where they have one that is not the sign of per cent."""
    return "" if scale.suffix or target["unit"] == "1" else formatter.say(*scale.unit)


def format_when(target: pd.Series) -> str:
    """The year of a statement, or its span of years."""
    last = f"{target['year']:.0f}"
    return last if pd.isna(target["first_year"]) else f"{target['first_year']:.0f}–{last[-2:]}"


def make_cell(formatter: NumberFormatter, row: Row, scale: Scale, digits: int) -> Cell:
    """The score of one statement under one scenario, with so many digits."""
    origin = {"table": "targets", "scenario": row["scenario"], "code": row["code"]}
    value = mark(f"{write(row['value'], scale, digits=digits)}{scale.suffix}", row["value"], **origin, part="value")
    chance = formatter.chance(row["probability"], **origin, part="probability") if formatter.findings.members > 1 else Markup("")
    return Cell(
        row["status"] == MET,
        formatter.findings.is_shared(row["code"], row["scenario"]),
        value,
        format_unit(formatter, row, scale),
        write_note(formatter, row, scale, digits, origin),
        chance,
    )


def write_note(formatter: NumberFormatter, row: Row, scale: Scale, digits: int, origin: dict) -> Markup:
    """Since when it is met; or by how much it is missed."""
    if row["status"] == MET:
        if pd.isna(row["first_met"]):
            return Markup("")
        year = mark(f"{row['first_met']:.0f}", row["first_met"], **origin, part="first_met")
        return Markup(formatter.say("since {}", "{}年起")).format(year)
    text = write(row["margin"], scale, digits=digits).replace(MINUS, "")
    short = mark(text if text.strip("0.,") else f"<{10.0**-digits:g}", row["margin"], **origin, part="margin")
    return Markup(formatter.say("short {}", "差{}")).format(short)
