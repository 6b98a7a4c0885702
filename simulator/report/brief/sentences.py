"""The answer in plain words: three sentences made of the numbers, in English or Chinese."""

from __future__ import annotations

from markupsafe import Markup

from simulator.report.brief.scorecard import make_cell
from simulator.report.findings import Findings, Row
from simulator.report.text.numbers import NumberFormatter, find_digits
from simulator.report.text.wording import choose_scale

SURE = 0.9


def write_answer(formatter: NumberFormatter) -> list[Markup]:
    """The sentences of the first page: targets met, urban share, registration and incomes."""
    sentences = [write_targets(formatter), write_urban_share(formatter), write_registration(formatter)]
    return [each for each in sentences if each]


def fill(formatter: NumberFormatter, english: str, chinese: str, **parts: object) -> Markup:
    """A sentence in the language of the page with its numbers in place."""
    return Markup(formatter.say(english, chinese)).format(**parts)


def write_targets(formatter: NumberFormatter) -> Markup:
    """How many statements of the plan are met, and by whom most."""
    findings = formatter.findings
    scored = findings.scored["code"].nunique()
    if not scored:
        return Markup("")
    met = {name: findings.count_met(name) for name in findings.scenarios}
    parts = {
        "focus": formatter.name(findings.focus),
        "met": formatter.count(met[findings.focus], f"met:{findings.focus}"),
        "scored": formatter.count(scored, "scored"),
    }
    text = fill(
        formatter,
        "'{focus}' meets {met} of the {scored} numbered targets that can be scored",
        "在可评分的{scored}项量化目标中，“{focus}”情景可达到{met}项",
        **parts,
    )
    if findings.members > 1:
        sure = formatter.count(findings.count_met(findings.focus, SURE), f"sure:{findings.focus}")
        text += fill(
            formatter,
            " in at least half of the {members} ensemble members, and {sure} in nine members of ten",
            "（{members}个样本中至少一半达标），其中{sure}项在九成样本中达标",
            members=findings.members,
            sure=sure,
        )
    if findings.reference and findings.reference != findings.focus:
        text += fill(
            formatter,
            "; '{reference}' meets {met}",
            "；“{reference}”情景达到{met}项",
            reference=formatter.name(findings.reference),
            met=formatter.count(met[findings.reference], f"met:{findings.reference}"),
        )
        shared = findings.count_shared(findings.focus)
        if shared:
            text += fill(
                formatter,
                " (no credit to policy for {shared} that both meet)",
                "（两情景均达到的{shared}项不能归功于政策）",
                shared=formatter.count(shared, f"shared:{findings.focus}"),
            )
    best = max(met, key=lambda name: met[name])
    if met[best] > met[findings.focus]:
        text += fill(
            formatter,
            ", and '{best}' most, {met}",
            "，“{best}”情景最多，为{met}项",
            best=formatter.name(best),
            met=formatter.count(met[best], f"met:{best}"),
        )
    return text + formatter.say(".", "。")


def write_urban_share(formatter: NumberFormatter) -> Markup:
    """How urban the province becomes, what of it the scenario changes, and what the plan wants."""
    findings = formatter.findings
    text = fill(
        formatter,
        "At the end of {last}, {value} of residents live in towns under '{focus}'",
        "{last}年末，“{focus}”情景下常住人口城镇化率为{value}",
        last=findings.last,
        focus=formatter.name(findings.focus),
        value=formatter.value("urban_share", findings.focus),
    )
    if findings.members > 1:
        text += fill(
            formatter,
            " ({span} in nine members of ten)",
            "（九成样本在{span}之间）",
            span=formatter.span("urban_share", findings.focus),
        )
    text += write_reference(formatter, "urban_share")
    row = find_mark(findings, "urban_share")
    if row is not None:
        text += write_score(formatter, row)
    return text + formatter.say(".", "。")


def write_registration(formatter: NumberFormatter) -> Markup:
    """How many are registered where they live, what most contributes, and how far apart incomes are."""
    findings = formatter.findings
    text = fill(
        formatter,
        "{value} have local urban registration",
        "本地城镇户籍人口占常住人口{value}",
        value=formatter.value("registered_share", findings.focus),
    )
    text += write_reference(formatter, "registered_share")
    if findings.parts:
        best = max(findings.themes, key=lambda group: findings.parts["registered_share", group]["mean"])
        text += fill(
            formatter,
            "; of all groups of levers, {group} adds most to it ({part} points)",
            "；各组杠杆中{group}贡献最大（{part}个百分点）",
            group=formatter.say(*findings.title_part(best)),
            part=formatter.part("registered_share", best),
        )
    text += fill(
        formatter,
        "; incomes in towns are {ratio} times those in villages",
        "；城乡居民收入比为{ratio}",
        ratio=formatter.value("income_ratio", findings.focus),
    )
    row = find_mark(findings, "income_ratio")
    if row is not None:
        text += write_score(formatter, row)
    return text + formatter.say(".", "。")


def write_reference(formatter: NumberFormatter, indicator: str) -> Markup:
    """What the reference reaches: levels, as the median of differences is not the difference of the medians beside it."""
    findings = formatter.findings
    if findings.reference in (None, findings.focus):
        return Markup("")
    return fill(
        formatter,
        ", against {value} under '{reference}'",
        "，“{reference}”情景下为{value}",
        value=formatter.value(indicator, findings.reference),
        reference=formatter.name(findings.reference),
    )


def find_mark(findings: Findings, indicator: str) -> Row | None:
    """The score of the last statement about an indicator under the scenario that the brief is about."""
    rows = findings.scored[(findings.scored["indicator"] == indicator) & (findings.scored["scenario"] == findings.focus)]
    return None if rows.empty else rows.sort_values("year").iloc[-1].to_dict()


def write_score(formatter: NumberFormatter, row: Row) -> Markup:
    """Whether a statement is met, since when or by how much not, and how surely."""
    scale = choose_scale(row["indicator"], row["unit"], "province", formatter.language)
    cell = make_cell(formatter, row, scale, find_digits(row["margin"], scale))
    about = formatter.say("about ", "约") if row["tolerance"] else ""
    words = {"year": f"{row['year']:.0f}", "target": f"{about}{row['target'] * scale.factor:.10g}{scale.suffix}", "note": cell.note}
    english = f"; the plan's {{target}} for {{year}} is {'met' if cell.met else 'missed'}, {{note}}"
    chinese = "；规划{year}年{target}的目标可达到（{note}）" if cell.met else "；规划{year}年{target}的目标未达到（{note}）"
    text = fill(formatter, english, chinese, **words)
    if cell.chance:
        text += fill(formatter, " in the median, and {chance} of the members meet it", "，{chance}的样本达标", chance=cell.chance)
    if cell.shared and row["scenario"] != formatter.findings.reference:
        text += fill(
            formatter,
            "; '{reference}' meets it as well, so that it is no credit to policy",
            "；“{reference}”情景同样达标，故不能归功于政策",
            reference=formatter.name(formatter.findings.reference),
        )
    return text
