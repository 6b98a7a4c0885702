"""The result on one screen: shares, people and incomes in a few years, with the plan's targets beside them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from simulator.cli.console import Screen

YEARS = (2025, 2030, 2035)
ROWS = {
    "urban_share": ("urban share", "常住人口城镇化率"),
    "registered_share": ("registered share", "本地城镇户籍人口占比"),
    "population": ("population, million", "常住人口（百万人）"),
    "income_ratio": ("income ratio, towns over villages", "城乡居民收入比"),
    "unemployment_share": ("unemployment share in towns", "城镇调查失业率"),
    "adequacy_school": ("school seats over need", "义务教育学位充足度"),
    "losing_counties": ("counties that lost over 10 % of residents", "常住人口减少超10%的县数"),
    "programme_cost_total": ("programmes since the start, billion yuan", "政策专项支出累计（十亿元）"),
}
# How what is no share is shown: its factor and form.
FORMS = {
    "population": (1e-6, "{:.2f}"),
    "income_ratio": (1.0, "{:.2f}"),
    "adequacy_school": (1.0, "{:.2f}"),
    "losing_counties": (1.0, "{:.0f}"),
    "programme_cost_total": (1e-9, "{:.0f}"),
}
HEAD = {"en": ("indicator", "scenario"), "zh": ("指标", "情景")}
TARGET = {"en": ("plan target", "about {}"), "zh": ("规划目标", "{}左右")}
SPAN = {"en": "median of the members; 5 to 95 % of them in brackets", "zh": "成员中位数；括号内为 5%—95% 区间"}
NOTES = {
    "en": (
        "{comment}",
        "The registered share of 2020 is an estimate too, from census counts of people registered elsewhere.",
        "Levers moved: {levers_moved}.",
        "Drivers: {drivers}. Calibration: {calibration}.",
    ),
    "zh": (
        "条件情景，并非预测；县级结果请按集合解读。{made_up}",
        "2020年本地城镇户籍占比亦为估计值，由普查户口登记地数据推算。",
        "政策杠杆：{levers_moved_zh}。",
        "驱动数据：{drivers}；校准：{calibration}。",
    ),
}
WARNING = {"en": "Warning: {calibration_warning}", "zh": "警告：{calibration_warning_zh}"}
SHOCKS = {"en": "Shocks: {shocks}.", "zh": "外部冲击：{shocks}。"}
WRITTEN = {"en": "Written to {folder}", "zh": "已写入 {folder}"}


def print_summary(console: Console, attrs: dict, province: pd.DataFrame, targets: pd.DataFrame, language: str) -> None:
    """Print one row for each indicator of the province and scenario, and one for the targets of the plan."""
    start, last = int(province["year"].min()), int(province["year"].max())
    years = [start, *(year for year in YEARS if start < year < last), last]
    province = province[province["year"].isin(years)]
    table = Table(title=attrs["title_zh" if language == "zh" else "title"], title_justify="left")
    for word in HEAD[language]:
        table.add_column(word, overflow="fold")
    for year in years:
        table.add_column(str(year), justify="right")
    for indicator, words in ROWS.items():
        label = words[1 if language == "zh" else 0]
        for name in dict.fromkeys(province["scenario"]):
            own = province[(province["indicator"] == indicator) & (province["scenario"] == name)]
            table.add_row(label, name, *(show_value(own.loc[own["year"] == year, "value"], indicator) for year in years))
            label = ""
        add_target(table, targets[targets["indicator"] == indicator], years, language, indicator)
    if province["member"].nunique() > 1:
        table.caption = SPAN[language]
    # Wide enough that no number is cut, whatever the terminal has.
    Screen(file=console.file, width=max(console.width, 120)).print(table)


def add_target(table: Table, goals: pd.DataFrame, years: list[int], language: str, indicator: str) -> None:
    """The row of the plan's targets, if the plan has any for the indicator."""
    name, about = TARGET[language]
    cells = [tell_goal(goals, year, about, indicator) for year in years]
    if any(cells):
        table.add_row("", name, *cells, style="bold")
    table.add_section()


def tell_goal(goals: pd.DataFrame, year: int, about: str, indicator: str) -> str:
    """The target of a year, be it its own or that of a span of years; 'about' where the plan says so."""
    due = goals[(goals["year"] == year) | (goals["first_year"].le(year) & goals["year"].ge(year))]
    if due.empty:
        return ""
    scale, form = FORMS.get(indicator, (100.0, "{:.3g}%"))
    value = form.format(due["value"].iloc[0] * scale)
    return about.format(value) if due["tolerance"].iloc[0] > 0.0 else value


def show_value(values: pd.Series, indicator: str) -> str:
    """A share in per cent or another number in its form, with the span of the members if there are several; empty text if missing."""
    if values.empty:
        return ""
    scale, form = FORMS.get(indicator, (100.0, "{:.2f}%"))
    middle = form.format(values.median() * scale)
    if values.nunique() < 2:
        return middle
    low, high = (form.format(each).rstrip("%") for each in values.quantile([0.05, 0.95]) * scale)
    return f"{middle} ({low}-{high})"


def print_notes(console: Console, attrs: dict, folder: Path, language: str) -> None:
    """Print what the numbers are based on, and the output folder."""
    made_up = "虚构区域，数据为人工生成。" if attrs["synthetic"] else ""
    shocks = [SHOCKS[language]] if attrs["shocks"] else []
    warning = [WARNING[language]] if attrs["calibration_warning"] else []
    for note in (*NOTES[language], *warning, *shocks, WRITTEN[language]):
        text = note.format(**attrs, made_up=made_up, folder=folder)
        console.print(text, highlight=False, soft_wrap=True, markup=False)
