"""The plan's targets on one screen: what each scenario reaches, and in which year or by how much it falls short."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from simulator.cli.console import Screen
from simulator.report.text.wording import Scale, choose_scale

TITLE = {"en": "Targets of the plan", "zh": "规划目标达成情况"}
HEAD = {"en": ("target", "value", "year"), "zh": ("目标", "目标值", "年份")}
ABOUT = {"en": "about {}", "zh": "约 {}"}
MET = {"en": "{value}, met {first_met}", "zh": "{value}，{first_met} 年达标"}
MISSED = {"en": "{value}, short by {short}", "zh": "{value}，差 {short}"}
SURELY = {"en": "; met by {probability:.0%} of members", "zh": "；{probability:.0%} 的成员达标"}
POINTS = {"en": " points", "zh": " 个百分点"}
BEYOND = {"en": "after the run", "zh": "超出模拟期"}
REST = {
    "en": "{rest} further statements of the plan are not simulated; targets.csv lists all {all} with their sections. A span of "
    "years is scored by its worst year.",
    "zh": "规划另有 {rest} 项表述未予模拟；targets.csv 列出全部 {all} 项及其章节。历年目标按最差年份评分。",
}


def print_score_card(console: Console, scores: pd.DataFrame, language: str) -> None:
    """Print a row for each target that is scored and a column for each scenario; say how many are not."""
    scored = scores[scores["status"] != "not_simulated"]
    if scored.empty:
        return
    table = Table(title=TITLE[language], title_justify="left")
    for word in (*HEAD[language], *dict.fromkeys(scored["scenario"])):
        table.add_column(word, overflow="fold")
    for _, rows in scored.groupby("code", sort=False):
        target = rows.iloc[0]
        scale = find_scale(target, language)
        unit = "" if scale.suffix or target["unit"] == "1" else f" {scale.unit[language == 'zh']}"
        value = f"{target['target'] * scale.factor:.10g}{scale.suffix}{unit}"
        value = ABOUT[language].format(value) if target["tolerance"] else value
        table.add_row(
            f"{target['code']} {target[f'text_{language}']}",
            value,
            tell_years(target),
            *(tell_score(row, scale, language) for row in rows.to_dict("records")),
        )
    rest = scores.loc[scores["status"] == "not_simulated", "code"].nunique()
    table.caption = REST[language].format(rest=rest, all=scores["code"].nunique())
    # A column for each scenario needs room, whatever the terminal has; a narrow one can scroll.
    Screen(file=console.file, width=max(console.width, 80 + 28 * scored["scenario"].nunique())).print(table)


def find_scale(target: pd.Series, language: str) -> Scale:
    """The number format of a target: shares and growth in per cent, others in their unit, to two digits."""
    scale = choose_scale(target["indicator"], target["unit"], "province", language)
    return Scale(scale.factor, scale.unit, scale.points, scale.suffix, max(scale.digits, 2))


def tell_years(target: pd.Series) -> str:
    """The year of a target, or the span of years."""
    last = f"{target['year']:.0f}"
    return last if pd.isna(target["first_year"]) else f"{target['first_year']:.0f}-{last}"


def tell_score(row: dict, scale: Scale, language: str) -> str:
    """What a scenario reaches, since when, or how far it falls short, and how surely if members differ."""
    if row["status"] == "beyond_run":
        return BEYOND[language]
    points = POINTS[language] if scale.suffix else ""
    words = {
        "value": f"{show_rounded(row['value'], scale)}{scale.suffix}",
        "short": f"{show_rounded(-row['margin'], scale)}{points}",
        "first_met": "" if pd.isna(row["first_met"]) else int(row["first_met"]),
        "probability": row["probability"],
    }
    sure = SURELY[language] if 0.0 < row["probability"] < 1.0 else ""
    return ((MET if row["status"] == "met" else MISSED)[language] + sure).format(**words)


def show_rounded(value: float, scale: Scale) -> str:
    """A number of the model as it is shown."""
    return f"{value * scale.factor:,.{scale.digits}f}"
