"""What the page says around its figures and tables: how to read them, and what they cannot say."""

from __future__ import annotations

from markupsafe import Markup

from simulator.report.brief.sentences import fill
from simulator.report.text.numbers import NumberFormatter
from simulator.report.text.wording import name_indicator

CARD = (
    "What each scenario reaches (median), since when it is met or by how much it falls short, and the share of the members that "
    "meet it; ✓ met by at least half of them, × by fewer. Shortfalls of shares are in percentage points.",
    "各情景的数值（中位数）、首次达标年份或差距，以及达标样本占比；✓至少一半样本达标，×不足一半；占比的差距以百分点计。",
)
CARD_OF_ONE = "What each scenario reaches; ✓ met, × missed.", "各情景达成情况；✓达标，×未达标。"
SHARED = " Grey ✓: '{name}' meets it as well, so that it is no credit to policy.", "灰色✓：“{name}”情景同样达标，不能归功于政策。"
UNSCORED = (
    "A span of years is scored by its worst year. {rest} further statements of the plan are not simulated; targets.csv and the "
    "workbook list all {all} with their sections.",
    "历年目标按最差年份评分。规划另有{rest}项表述未予模拟；targets.csv与工作簿列出全部{all}项及其章节。",
)
LOSING = (
    "{focus} counties lose more than 10 % of their residents by {last} under '{name}', {reference} under '{base}'.",
    "到{last}年，“{name}”情景下有{focus}个县（市、区）常住人口减少超过10%，“{base}”情景下为{reference}个。",
)
LEVERS = (
    "Five groups of levers, moved as '{focus}' moves them, alone and in all 32 combinations: what a group adds depends on what "
    "else moves, and its share here is the mean over all orders.",
    "五组杠杆按“{focus}”情景的力度单独及以全部32种组合运行：每组的贡献取决于其他组是否同时实施，此处取所有次序的平均值。",
)
LEVER_SUM = (
    "Exact Shapley values, mean (members: {members}); in every member the parts add up to the whole, but for {residual} of it at "
    "most.",
    "精确沙普利值，样本均值（样本数：{members}）；每个样本中各部分之和与总和之差不超过总和的{residual}。",
)
ONE_MEMBER = (
    "One member with the default parameters: nothing here says how sure it is; ensemble=prior does.",
    "仅以默认参数运行一个样本，不能说明不确定性；请用 ensemble=prior。",
)
DRAWN = (
    "{drawn} parameters differ between the {members} members; {strong} of them go with one of the three headline numbers more than "
    "chance alone would let them.",
    "{members}个样本之间有{drawn}个参数不同，其中{strong}个与三项核心指标的相关超出偶然范围。",
)
PRIOR = (
    "All of them are prior-driven: drawn from their prior ranges, and no observed pathway has narrowed any. Shares of members are "
    "therefore shares of what the ranges allow, not probabilities of what will come. Differences between scenarios are surer than "
    "levels, as each member is compared with itself.",
    "这些参数均由先验范围抽取，未经观测路径约束。因此样本占比反映的是参数范围所允许的可能，而非未来发生的概率；"
    "情景之差按样本配对，比水平值更可靠。",
)
CHANGE = (
    "{english}: change against '{base}' in {last}, paired by member, median",
    "{chinese}：{last}年与“{base}”之差（按样本配对，中位数）",
)


def caption_maps(formatter: NumberFormatter, indicator: str) -> str:
    """What maps of an indicator show."""
    english, chinese = name_indicator(indicator)
    return formatter.say(f"{english} by county, {formatter.findings.last}", f"{formatter.findings.last}年各县（市、区）{chinese}")


def caption_changes(formatter: NumberFormatter, indicator: str) -> str:
    """What maps of changes of an indicator show."""
    english, chinese = name_indicator(indicator)
    return formatter.say(*CHANGE).format(
        english=english, chinese=chinese, last=formatter.findings.last, base=formatter.name(formatter.findings.reference)
    )


def caption_scorecard(formatter: NumberFormatter) -> str:
    """How the score card is to be read."""
    findings = formatter.findings
    told = formatter.say(*(CARD if findings.members > 1 else CARD_OF_ONE))
    shared = any(findings.count_shared(name) for name in findings.scenarios)
    return told + formatter.say(*SHARED).format(name=formatter.name(findings.reference)) if shared else told


def write_unscored(formatter: NumberFormatter) -> Markup:
    """How much of the plan the score card leaves out."""
    scores = formatter.findings.scores
    rest = scores.loc[scores["status"] == "not_simulated", "code"].nunique()
    return fill(
        formatter, *UNSCORED, rest=formatter.count(rest, "unscored"), all=formatter.count(scores["code"].nunique(), "statements")
    )


def write_losing(formatter: NumberFormatter) -> Markup:
    """How many counties empty."""
    findings = formatter.findings
    if not findings.changes:
        return Markup("")
    return fill(
        formatter,
        *LOSING,
        focus=formatter.value("losing_counties", findings.focus),
        last=findings.last,
        name=formatter.name(findings.focus),
        reference=formatter.value("losing_counties", findings.reference),
        base=formatter.name(findings.reference),
    )


def write_levers(formatter: NumberFormatter) -> dict[str, Markup]:
    """What the section on levers says of how it was made."""
    findings = formatter.findings
    if not findings.parts:
        return {"lever_words": Markup(""), "lever_note": Markup("")}
    members, residual = findings.parts["urban_share", "all"]["members"], findings.attribution["residual"].max()
    return {
        "lever_words": fill(formatter, *LEVERS, focus=formatter.name(findings.focus)),
        "lever_note": fill(formatter, *LEVER_SUM, members=formatter.count(members, "attribution"), residual=f"{residual:.0e}"),
    }


def write_doubts(formatter: NumberFormatter) -> list[Markup]:
    """What the numbers can and cannot say."""
    findings = formatter.findings
    if findings.members == 1:
        return [Markup(formatter.say(*ONE_MEMBER))]
    told = []
    if findings.influences is not None and len(findings.influences):
        strong = findings.influences[findings.influences["correlation"].abs() > findings.influences["noise"]]
        told.append(
            fill(
                formatter,
                *DRAWN,
                drawn=formatter.count(findings.influences["name"].nunique(), "drawn"),
                members=formatter.count(findings.members, "members"),
                strong=formatter.count(strong["name"].nunique(), "strong"),
            )
        )
    if findings.prior:
        told.append(Markup(formatter.say(*PRIOR)))
    return told
