"""The brief of a comparison: findings are gathered once, then written as a page, a workbook and tables."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.console import Console

from simulator.batch.provenance import digest_code
from simulator.cli.attribution import attribute
from simulator.cli.jobs import Job
from simulator.cli.members import choose_design
from simulator.cli.options import Options
from simulator.cli.runs import Outcome
from simulator.indicators.rank_correlation import rank_correlations
from simulator.indicators.table import spread_members
from simulator.language.variables import Lever
from simulator.model.graph import by_group, lever_groups
from simulator.region.region import Region
from simulator.report.findings import Findings
from simulator.run.results import find_version, load_labels
from simulator.run.setup import load_model
from simulator.scenario import Scenario, find_ramp, find_setting

REFERENCE, FOCUS = "frozen", "plan"
SPREAD_OF = ("urban_share", "registered_share", "income_ratio")


def write_outputs(
    job: Job, outcome: Outcome, region: Region, tables: dict[str, pd.DataFrame], folder: Path, console: Console
) -> dict[str, pd.DataFrame]:
    """Write brief.html and workbook.xlsx, and the figures of the brief if figures are drawn; give the tables that come with
    them."""
    from simulator.report.brief.page import draw_figures, save_figures, write_brief
    from simulator.report.workbook import write_workbook

    findings = gather_findings(job, outcome, region, tables, find_parts(job, outcome, region, console))
    language = job.options.language
    figures = draw_figures(findings, language)
    (folder / "brief.html").write_text(write_brief(findings, language, figures), encoding="utf-8")
    write_workbook(findings, region.table("sources"), language, folder / "workbook.xlsx")
    if job.options.figures:
        save_figures(findings, language, figures, folder / "figures")
    more = {"attribution": findings.attribution, "influences": findings.influences}
    return {name: table for name, table in more.items() if table is not None}


def find_parts(job: Job, outcome: Outcome, region: Region, console: Console) -> pd.DataFrame | None:
    """What groups of levers give under the scenario that the brief is about, if there is 2020 practice to compare with."""
    focus = choose_focus(outcome.scenarios)
    if REFERENCE not in outcome.scenarios or focus == REFERENCE:
        return None
    [scenario] = (each for each in job.scenarios if each.name == focus)
    return attribute(job.options, scenario, region, console)


def choose_focus(names: Sequence[str]) -> str:
    """The scenario that a brief is about: the plan, or else the last that is not the reference."""
    others = [name for name in names if name != REFERENCE] or list(names)
    return FOCUS if FOCUS in others else others[0]


def gather_findings(
    job: Job, outcome: Outcome, region: Region, tables: dict[str, pd.DataFrame], attribution: pd.DataFrame | None
) -> Findings:
    """The findings that the page, the figures and the workbook show."""
    options, scenarios = job.options, job.scenarios
    spread = tables["indicators"] if outcome.members > 1 else spread_members(outcome.levels.values())
    levels = dict(list(spread.groupby("level")))
    focus, years = choose_focus(outcome.scenarios), [int(year) for year in outcome.province.years]
    told = {
        each.name: {"en": each.title.en, "zh": each.title.zh, "story": each.story, "story_zh": each.story_zh} for each in scenarios
    }
    return Findings(
        titles={"en": outcome.attrs["title"], "zh": outcome.attrs["title_zh"]},
        scenarios=told,
        reference=REFERENCE if REFERENCE in told else None,
        focus=focus,
        members=outcome.members,
        years=(years[0], years[-1]),
        province=levels["province"],
        towns=levels["city"],
        counties=levels["county"],
        scores=tables["targets"],
        targets=region.table("targets"),
        places=outcome.places,
        cities=region.table("cities"),
        effects=tables.get("effects"),
        attribution=attribution,
        themes={name: (theme.title, theme.zh) for name, theme in load_model().themes.items() if name in lever_groups(load_model())},
        influences=find_influences(options, outcome, focus),
        synthetic=region.synthetic,
        prior=options.ensemble.kind != "posterior",
        drawn=list_drawn(options),
        levers=list_levers(scenarios),
        facts=list_facts(outcome, region),
        command=write_command(job),
    )


def write_command(job: Job) -> str:
    """The command that writes the same page again."""
    return " ".join(["./run", *(shlex.quote(word.replace("'", "")) for word in job.overrides)])


def list_facts(outcome: Outcome, region: Region) -> list[dict[str, str]]:
    """Provenance of the page: region, data, drivers, members, calibration, code and version."""
    attrs = outcome.attrs
    status = region.tables["provenance"]["status"].value_counts()
    data = "; ".join(f"{count} {name}" for name, count in status.items())
    drawn = f"{outcome.members}: {attrs['members']}, seed {attrs['seed']}" if outcome.members > 1 else attrs["members"]
    facts = (
        ("Region", "地区", f"{attrs['region']} ({len(outcome.places)} counties)"),
        ("Status of the columns of data", "数据列的状态", data),
        ("Digest of the data", "数据摘要", attrs["data_digest"]),
        ("Drivers", "驱动数据", attrs["drivers"]),
        ("Members", "样本", drawn),
        ("Calibration", "校准", attrs["calibration"]),
        ("Steps a year", "每年步数", str(attrs["steps_a_year"])),
        ("Second-stage mechanisms", "第二阶段机制", attrs["second_stage"]),
        ("Levers moved", "杠杆", attrs["levers_moved"]),
        ("Shocks", "外部冲击", attrs["shocks"] or "none"),
        ("Version", "版本", find_version()),
        ("Digest of the code", "代码摘要", digest_code()),
        ("Read as", "说明", attrs["comment"]),
    )
    chinese = {
        "Levers moved": attrs["levers_moved_zh"],
        "Region": f"{region.title['zh']}（{len(outcome.places)}个县级单元）",
        "Members": f"{outcome.members}个样本，随机种子{attrs['seed']}" if outcome.members > 1 else "默认参数，一个样本",
        "Shocks": attrs["shocks"] or "无",
        "Warning": attrs["calibration_warning_zh"],
        "Read as": "条件情景，并非预测；县级结果请按集合解读。",
    }
    if attrs["calibration_warning"]:
        facts += (("Warning", "警告", attrs["calibration_warning"]),)
    told = [
        {"en_label": english, "zh_label": label, "text": text, "zh": chinese.get(english, text)} for english, label, text in facts
    ]
    return [*told, {"en_label": "Imputations", "zh_label": "补充的量", "text": attrs["imputations"]}]


def find_influences(options: Options, outcome: Outcome, focus: str) -> pd.DataFrame | None:
    """Rank correlations of the headline indicators in the last year with the uncertain parameters of an ensemble."""
    if outcome.members < 3:
        return None
    # What a calibration tells of each county is no single parameter.
    draws = {
        name: value
        for name, value in choose_design(options).draw().values.items()
        if name not in options.parameters and value.ndim == 1
    }
    place = outcome.scenarios.index(focus)
    return rank_correlations(draws, {name: outcome.province.values[name][place, :, -1, 0] for name in SPREAD_OF})


def list_drawn(options: Options) -> pd.DataFrame:
    """The factors that vary between members: name, description, range, unit, source."""
    model, labels = load_model(), load_labels()
    rows = [
        {
            "name": v.name,
            "en": v.description,
            "zh": labels.get(v.variable, ""),
            "low": v.low,
            "high": v.high,
            "unit": v.unit,
            "source": model[v.variable].source,
        }
        for v in choose_design(options).varied
    ]
    return pd.DataFrame(rows, columns=["name", "en", "zh", "low", "high", "unit", "source"]).set_index("name")


def list_levers(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """How each scenario sets each lever: group, lever, words, practice of 2020, plan, unit, section, and a column a scenario."""
    model, labels = load_model(), load_labels()
    rows = []
    for lever in sorted(model.of_kind("lever"), key=by_group):
        row = {
            "group": lever.group,
            "lever": lever.name,
            "en": lever.description,
            "zh": labels.get(lever.name, ""),
            "base": lever.base,
            "plan": lever.plan,
            "unit": str(lever.unit),
            "section": lever.source,
        }
        rows.append(row | {each.name: tell_setting(each, lever) for each in scenarios})
    return pd.DataFrame(rows)


def tell_setting(scenario: Scenario, lever: Lever) -> str:
    """How far a scenario moves a lever, where, and when."""
    setting = find_setting(scenario, lever)
    start, end, shape = find_ramp(lever, setting)
    how = f"plan {setting.plan:g}" if setting.plan is not None else f"{setting.strength or 0.0:g}"
    where = f" in {'; '.join(', '.join(words) for words in setting.where.values())}" if setting.where else ""
    elsewhere = f", elsewhere {setting.elsewhere:g}" if setting.elsewhere else ""
    return how if how == "0" else f"{how}{where}{elsewhere} ({shape} {start}-{end})"
