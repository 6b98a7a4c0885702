"""What stands for a figure where it cannot be seen: what it shows, in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from simulator.report.text.numbers import NumberFormatter
from simulator.report.text.wording import name_indicator


def describe_pathways(formatter: NumberFormatter, indicators: Sequence[str]) -> str:
    """Where indicators start and where they end under the reference and the scenario that the brief is about."""
    stop = formatter.say(". ", "。")
    return (stop.join(describe_pathway(formatter, indicator) for indicator in indicators) + stop).strip()


def describe_pathway(formatter: NumberFormatter, indicator: str) -> str:
    """Where one indicator starts and ends."""
    findings = formatter.findings
    shown = dict.fromkeys(name for name in (findings.reference, findings.focus) if name)
    ends = formatter.say(", ", "，").join(f"{formatter.name(name)} {strip(formatter.value(indicator, name))}" for name in shown)
    start, unit = strip(formatter.value(indicator, findings.focus, findings.years[0])), formatter.unit(indicator)
    english, chinese = name_indicator(indicator)
    return formatter.say(
        f"{english} ({unit}): {start} in {findings.years[0]}; in {findings.last} {ends}",
        f"{chinese}（{unit}）：{findings.years[0]}年{start}；{findings.last}年{ends}",
    )


def describe_levers(formatter: NumberFormatter) -> str:
    """What groups of levers give to the registered share."""
    findings = formatter.findings
    words = [
        f"{formatter.say(*findings.title_part(group))} {strip(formatter.part('registered_share', group))}"
        for group in findings.themes
    ]
    return formatter.say("Points of registered share: ", "对本地城镇户籍占比的贡献（百分点）：") + formatter.say(", ", "，").join(
        words
    )


def describe_influences(formatter: NumberFormatter) -> str:
    """What drives the spread most."""
    words = []
    for indicator, rows in formatter.findings.influences.groupby("indicator", sort=False):
        drawn = formatter.findings.drawn.loc[rows["name"].iloc[0]]
        words.append(f"{formatter.say(*name_indicator(indicator))}: {formatter.say(drawn['en'], drawn['zh'])}")
    return formatter.say("Strongest influence on each: ", "影响最大的参数：") + formatter.say("; ", "；").join(words)


def strip(text: Markup) -> str:
    """The plain text of a number."""
    return text.striptags()
