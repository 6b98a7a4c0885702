"""The answer in plain words: three sentences made of the numbers, in English or Chinese."""

from __future__ import annotations

from markupsafe import Markup

from simulator.report.brief.scorecard import make_cell
from simulator.report.findings import Findings, Row
from simulator.report.text.numbers import Teller, find_digits
from simulator.report.text.wording import choose_scale

SURE = 0.9


def write_answer(teller: Teller) -> list[Markup]:
    """The sentences of the first page: targets met, urban share, registration and incomes."""
    sentences = [write_targets(teller), write_urban_share(teller), write_registration(teller)]
    return [each for each in sentences if each]


def fill(teller: Teller, english: str, chinese: str, **parts: object) -> Markup:
    """A sentence in the language of the page with its numbers in place."""
    return Markup(teller.say(english, chinese)).format(**parts)


def write_targets(teller: Teller) -> Markup:
    """How many statements of the plan are met, and by whom most."""
    findings = teller.findings
    scored = findings.scored["code"].nunique()
    if not scored:
        return Markup("")
    met = {name: findings.count_met(name) for name in findings.scenarios}
    parts = {
        "focus": teller.name(findings.focus),
        "met": teller.count(met[findings.focus], f"met:{findings.focus}"),
        "scored": teller.count(scored, "scored"),
    }
    text = fill(
        teller,
        "'{focus}' meets {met} of the {scored} numbered targets that can be scored",
        "在可评分的{scored}项量化目标中，“{focus}”情景可达到{met}项",
        **parts,
    )
    if findings.members > 1:
        sure = teller.count(findings.count_met(findings.focus, SURE), f"sure:{findings.focus}")
        text += fill(
            teller,
            " in at least half of the {members} ensemble members, and {sure} in nine members of ten",
            "（{members}个样本中至少一半达标），其中{sure}项在九成样本中达标",
            members=findings.members,
            sure=sure,
        )
    if findings.reference and findings.reference != findings.focus:
        text += fill(
            teller,
            "; '{reference}' meets {met}",
            "；“{reference}”情景达到{met}项",
            reference=teller.name(findings.reference),
            met=teller.count(met[findings.reference], f"met:{findings.reference}"),
        )
        shared = findings.count_shared(findings.focus)
        if shared:
            text += fill(
                teller,
                " (no credit to policy for {shared} that both meet)",
                "（两情景均达到的{shared}项不能归功于政策）",
                shared=teller.count(shared, f"shared:{findings.focus}"),
            )
    best = max(met, key=lambda name: met[name])
    if met[best] > met[findings.focus]:
        text += fill(
            teller,
            ", and '{best}' most, {met}",
            "，“{best}”情景最多，为{met}项",
            best=teller.name(best),
            met=teller.count(met[best], f"met:{best}"),
        )
    return text + teller.say(".", "。")


def write_urban_share(teller: Teller) -> Markup:
    """How urban the province becomes, what of it the scenario changes, and what the plan wants."""
    findings = teller.findings
    text = fill(
        teller,
        "At the end of {last}, {value} of residents live in towns under '{focus}'",
        "{last}年末，“{focus}”情景下常住人口城镇化率为{value}",
        last=findings.last,
        focus=teller.name(findings.focus),
        value=teller.value("urban_share", findings.focus),
    )
    if findings.members > 1:
        text += fill(
            teller, " ({span} in nine members of ten)", "（九成样本在{span}之间）", span=teller.span("urban_share", findings.focus)
        )
    text += tell_reference(teller, "urban_share")
    row = find_mark(findings, "urban_share")
    if row is not None:
        text += tell_mark(teller, row)
    return text + teller.say(".", "。")


def write_registration(teller: Teller) -> Markup:
    """How many are registered where they live, what most contributes, and how far apart incomes are."""
    findings = teller.findings
    text = fill(
        teller,
        "{value} have local urban registration",
        "本地城镇户籍人口占常住人口{value}",
        value=teller.value("registered_share", findings.focus),
    )
    text += tell_reference(teller, "registered_share")
    if findings.parts:
        best = max(findings.themes, key=lambda group: findings.parts["registered_share", group]["mean"])
        text += fill(
            teller,
            "; of all groups of levers, {group} adds most to it ({part} points)",
            "；各组杠杆中{group}贡献最大（{part}个百分点）",
            group=teller.say(*findings.title_part(best)),
            part=teller.part("registered_share", best),
        )
    text += fill(
        teller,
        "; incomes in towns are {ratio} times those in villages",
        "；城乡居民收入比为{ratio}",
        ratio=teller.value("income_ratio", findings.focus),
    )
    row = find_mark(findings, "income_ratio")
    if row is not None:
        text += tell_mark(teller, row)
    return text + teller.say(".", "。")


def tell_reference(teller: Teller, indicator: str) -> Markup:
    """What the reference reaches: levels, as the median of differences is not the difference of the medians beside it."""
    findings = teller.findings
    if findings.reference in (None, findings.focus):
        return Markup("")
    return fill(
        teller,
        ", against {value} under '{reference}'",
        "，“{reference}”情景下为{value}",
        value=teller.value(indicator, findings.reference),
        reference=teller.name(findings.reference),
    )


def find_mark(findings: Findings, indicator: str) -> Row | None:
    """The score of the last statement about an indicator under the scenario that the brief is about."""
    rows = findings.scored[(findings.scored["indicator"] == indicator) & (findings.scored["scenario"] == findings.focus)]
    return None if rows.empty else rows.sort_values("year").iloc[-1].to_dict()


def tell_mark(teller: Teller, row: Row) -> Markup:
    """Whether a statement is met, since when or by how much not, and how surely."""
    scale = choose_scale(row["indicator"], row["unit"], "province", teller.language)
    cell = make_cell(teller, row, scale, find_digits(row["margin"], scale))
    about = teller.say("about ", "约") if row["tolerance"] else ""
    words = {"year": f"{row['year']:.0f}", "target": f"{about}{row['target'] * scale.factor:.10g}{scale.suffix}", "note": cell.note}
    english = f"; the plan's {{target}} for {{year}} is {'met' if cell.met else 'missed'}, {{note}}"
    chinese = "；规划{year}年{target}的目标可达到（{note}）" if cell.met else "；规划{year}年{target}的目标未达到（{note}）"
    text = fill(teller, english, chinese, **words)
    if cell.chance:
        text += fill(teller, " in the median, and {chance} of the members meet it", "，{chance}的样本达标", chance=cell.chance)
    if cell.shared and row["scenario"] != teller.findings.reference:
        text += fill(
            teller,
            "; '{reference}' meets it as well, so that it is no credit to policy",
            "；“{reference}”情景同样达标，故不能归功于政策",
            reference=teller.name(teller.findings.reference),
        )
    return text
