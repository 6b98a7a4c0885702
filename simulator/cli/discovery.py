"""Scenario discovery: the conditions under which a target is missed, as sentences (PRIM), a tree (CART) and a figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console

from simulator.batch.chunk import Setting
from simulator.batch.discovery import Box, find_box, grow_tree, load_workbench
from simulator.batch.store import read_members, read_results
from simulator.batch.target_probability import meets
from simulator.cli.jobs import Job
from simulator.cli.members import choose_design
from simulator.cli.region import load_once
from simulator.cli.scenario_grid import expand_scenarios
from simulator.cli.sensitivity import tell_varied
from simulator.cli.sweep import run_sweep, write_tables
from simulator.language.errors import ScenarioError, suggest
from simulator.run.setup import load_model

SAMPLES = ("prior", "posterior", "lhs", "sobol", "file")
HEAD = {
    "en": "{code} ({text}, {value:g} by {year}) is missed by {share:.0%} of the members of {scenario}.",
    "zh": "{scenario}：{share:.0%} 的成员未达到 {code}（{text}，{year} 年 {value:g}）。",
}
WHEN = {
    "en": "It is missed by {density:.0%} of those in which {conditions}; they are {mass:.0%} of all members and hold "
    "{coverage:.0%} of the misses.",
    "zh": "在{conditions}的成员中，{density:.0%} 未达标；此类成员占全部的 {mass:.0%}，包含未达标成员的 {coverage:.0%}。",
}
SIDES = {
    "en": {
        "low": "{text} is below {high:.4g}",
        "high": "{text} is above {low:.4g}",
        "both": "{text} is between {low:.4g} and {high:.4g}",
        "and": " and ",
    },
    "zh": {
        "low": "{text}低于 {high:.4g}",
        "high": "{text}高于 {low:.4g}",
        "both": "{text}介于 {low:.4g} 与 {high:.4g} 之间",
        "and": "且",
    },
}


def check_discovery(job: Job) -> None:
    """Target and scenario exist, the design fills the ranges, and the batch keeps the variables that discovery needs."""
    options = job.options
    load_workbench()
    if options.ensemble.kind not in SAMPLES:
        raise ScenarioError(
            f"ensemble: discover needs members that fill their ranges; write ensemble=lhs (found: {options.ensemble.kind})"
        )
    target = find_target(job)
    record = options.record
    if (
        not record.paths
        or record.years is not None
        or "province" not in record.levels
        or (record.variables is not None and target["indicator"] not in record.variables)
    ):
        raise ScenarioError(
            f"record: discover looks at '{target['indicator']}' of the members of the province in all years; leave record as it is"
        )
    find_scenario(job)


def find_target(job: Job) -> dict:
    """The target of discover.target. Raises ScenarioError where it is not scored before the run ends."""
    targets = load_once(job.options.region).table("targets")
    scored = targets[(targets["indicator"] != "") & (targets["year"] <= job.options.last_year)]
    asked = job.options.discover.target
    if asked not in set(scored["code"]):
        raise ScenarioError(f"discover.target: no target '{asked}' is scored before the run ends; {suggest(asked, scored['code'])}")
    return scored[scored["code"] == asked].iloc[0].to_dict()


def find_scenario(job: Job) -> int:
    """The index of the scenario of discover.pathway. Raises ScenarioError where the run has none of this name."""
    names = [each.name for each in expand_scenarios(load_model(), job.options, job.scenarios)]
    asked = job.options.discover.pathway or names[-1]
    if asked not in names:
        raise ScenarioError(f"discover.pathway: there is no scenario '{asked}' in this run; {suggest(asked, names)}")
    return names.index(asked)


def run_discovery(job: Job, console: Console) -> Path:
    """Run the members that are missing, and write the conditions under which the target is missed."""
    folder, setting, _ = run_sweep(job, console)
    target, scenario, language = find_target(job), find_scenario(job), job.options.language
    varied = choose_design(job.options).varied
    values = pd.DataFrame(read_members(folder, setting.spec.design["kind"], 0, setting.spec.members).values)
    missed = find_missed(setting, target, scenario)
    title = setting.scenarios[scenario].title
    console.print(
        HEAD[language].format(
            code=target["code"],
            text=target[f"text_{language}"],
            value=target["value"],
            year=int(target["year"]),
            share=missed.mean(),
            scenario=getattr(title, language),
        ),
        highlight=False,
        soft_wrap=True,
        markup=False,
    )
    box, tree = find_box(values, missed, varied), grow_tree(values, missed)
    words = {v.name: tell_varied(v) for v in varied}
    table = pd.DataFrame(
        [
            {
                "name": name,
                "from": low,
                "to": high,
                "text_en": words[name][0],
                "text_zh": words[name][1],
                "density": box.density,
                "coverage": box.coverage,
                "mass": box.mass,
            }
            for name, (low, high) in box.limits.items()
        ]
    )
    write_tables({"conditions": table, "tree": tree}, folder, bool(setting.region_inputs.region.synthetic))
    told = tell_conditions(box, values, words, language)
    console.print(
        WHEN[language].format(conditions=told, density=box.density, mass=box.mass, coverage=box.coverage),
        highlight=False,
        soft_wrap=True,
        markup=False,
    )
    if job.options.figures:
        draw(setting, box, values, missed, words, target, scenario, language)
    return folder


def find_missed(setting: Setting, target: dict, scenario: int) -> np.ndarray:
    """Whether each member misses the target."""
    number = setting.selection.names["province"].index(target["indicator"])
    values = read_results(setting.folder, setting.selection, "province", 0, setting.spec.members)[number, scenario, :, :, 0]
    return ~meets(target, values, setting.selection.all_years)


def tell_conditions(box: Box, values: pd.DataFrame, words: dict[str, tuple[str, str]], language: str) -> str:
    """The conditions of a box in words."""
    sides, told = SIDES[language], []
    for name, (low, high) in box.limits.items():
        kind = "low" if low <= values[name].min() else "high" if high >= values[name].max() else "both"
        told.append(sides[kind].format(text=words[name][language == "zh"], low=low, high=high))
    return sides["and"].join(told)


def draw(
    setting: Setting,
    box: Box,
    values: pd.DataFrame,
    missed: np.ndarray,
    words: dict[str, tuple[str, str]],
    target: dict,
    scenario: int,
    language: str,
) -> None:
    """Draw the conditions of the box, and the members in the two that matter most."""
    from simulator.report.charts.conditions import draw_conditions
    from simulator.report.charts.figures import save_figure

    region = setting.region_inputs.region
    title = setting.scenarios[scenario].title.model_dump()
    figure = draw_conditions(box.limits, values, missed, words, target, region.title, title, language, bool(region.synthetic))
    save_figure(figure, setting.folder / "figures", f"discovery_{target['code']}")
