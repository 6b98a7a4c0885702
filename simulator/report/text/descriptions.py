"""What stands for a figure where it cannot be seen: what it shows, in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from simulator.report.text.numbers import Teller
from simulator.report.text.wording import name_indicator


def describe_pathways(teller: Teller, indicators: Sequence[str]) -> str:
    """Where indicators start and where they end under the reference and the scenario that the brief is about."""
    stop = teller.say(". ", "。")
    return (stop.join(describe_pathway(teller, indicator) for indicator in indicators) + stop).strip()


def describe_pathway(teller: Teller, indicator: str) -> str:
    """Where one indicator starts and ends."""
    findings = teller.findings
    shown = dict.fromkeys(name for name in (findings.reference, findings.focus) if name)
    ends = teller.say(", ", "，").join(f"{teller.name(name)} {strip(teller.value(indicator, name))}" for name in shown)
    start, unit = strip(teller.value(indicator, findings.focus, findings.years[0])), teller.unit(indicator)
    english, chinese = name_indicator(indicator)
    return teller.say(
        f"{english} ({unit}): {start} in {findings.years[0]}; in {findings.last} {ends}",
        f"{chinese}（{unit}）：{findings.years[0]}年{start}；{findings.last}年{ends}",
    )


def describe_levers(teller: Teller) -> str:
    """What groups of levers give to the registered share."""
    findings = teller.findings
    words = [
        f"{teller.say(*findings.title_part(group))} {strip(teller.part('registered_share', group))}" for group in findings.themes
    ]
    return teller.say("Points of registered share: ", "对本地城镇户籍占比的贡献（百分点）：") + teller.say(", ", "，").join(words)


def describe_influences(teller: Teller) -> str:
    """What drives the spread most."""
    words = []
    for indicator, rows in teller.findings.influences.groupby("indicator", sort=False):
        drawn = teller.findings.drawn.loc[rows["name"].iloc[0]]
        words.append(f"{teller.say(*name_indicator(indicator))}: {teller.say(drawn['en'], drawn['zh'])}")
    return teller.say("Strongest influence on each: ", "影响最大的参数：") + teller.say("; ", "；").join(words)


def strip(text: Markup) -> str:
    """The plain text of a number."""
    return text.striptags()
