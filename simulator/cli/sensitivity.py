"""Sensitivity analysis of the province: a table, a figure and a sentence for each result."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console

from simulator.batch.chunk import Setting
from simulator.batch.sensitivity import measure_sensitivity
from simulator.batch.store import read_results
from simulator.cli.jobs import Job
from simulator.cli.members import choose_design
from simulator.cli.sweep import run_sweep, write_tables
from simulator.language.errors import ScenarioError
from simulator.report.text.wording import name_indicator
from simulator.run.results import load_labels
from simulator.sampling.factors import Factor

KINDS = ("morris", "saltelli")
STRENGTH = {"morris": "strength", "saltelli": "total"}
NAMED = 3  # things that a sentence names
SENTENCES = {
    "en": {
        "saltelli": "{output}, {year}, {scenario}: of what differs between members, most goes with {told}.",
        "morris": "{output}, {year}, {scenario}: moves most with {told}.",
    },
    "zh": {
        "saltelli": "{output}，{year} 年，{scenario}：成员之间的差异主要来自{told}。",
        "morris": "{output}，{year} 年，{scenario}：最受{told}影响。",
    },
}


def check_sensitivity(job: Job) -> None:
    """The design is one of sensitivity analysis, and the batch keeps the members of the province."""
    options = job.options
    if options.ensemble.kind not in KINDS:
        raise ScenarioError(
            "ensemble: sensitivity needs ensemble=morris, to screen what varies, or ensemble=saltelli, for "
            f"Sobol indices (found: {options.ensemble.kind})"
        )
    if not options.record.paths or "province" not in options.record.levels:
        raise ScenarioError(
            "record: sensitivity looks at the members of the province; leave record.paths and record.levels as they are"
        )


def run_sensitivity(job: Job, console: Console) -> Path:
    """Run the members that are missing, and write which factors the results of the last year depend on."""
    folder, setting, _ = run_sweep(job, console)
    options, design = job.options, choose_design(job.options)
    outputs, columns = gather_outputs(setting)
    labels = list(range(len(columns)))
    found = measure_sensitivity(design, outputs, labels)
    table = pd.DataFrame(columns).iloc[found["output"]].reset_index(drop=True).join(found.drop(columns="output"))
    strength = STRENGTH[design.kind]
    table["rank"] = table.groupby(["scenario", "compared_with", "variable"])[strength].rank(ascending=False, method="first")
    table["rank"] = table["rank"].astype(int)
    words = {v.name: tell_varied(v) for v in design.varied}
    for language, place in (("en", 0), ("zh", 1)):
        table[f"text_{language}"] = table["name"].map(lambda name, place=place: words[name][place])
    write_tables({"sensitivity": table}, folder, bool(setting.region_inputs.region.synthetic))
    for sentence in tell(table, design.kind, setting, options.language):
        console.print(sentence, highlight=False, soft_wrap=True, markup=False)
    if options.figures:
        draw(table, design.kind, setting, options.language, folder / "figures")
    return folder


def gather_outputs(setting: Setting) -> tuple[np.ndarray, list[dict]]:
    """The outputs [member, output]: each variable of the province in the last year under each scenario, and its difference to
    the reference; and what each is. What no member moves is left out."""
    spec, selection = setting.spec, setting.selection
    values = read_results(setting.folder, selection, "province", 0, spec.members)[:, :, :, -1, 0]
    outputs, columns = [], []
    for number, name in enumerate(selection.names["province"]):
        for scenario, label in enumerate(spec.names):
            told = {"variable": name, "year": selection.years[-1], "scenario": label, "compared_with": ""}
            seen = [(values[number, scenario], told)]
            if spec.compared is not None and scenario != spec.compared:
                seen.append((values[number, scenario] - values[number, spec.compared], told | {"compared_with": spec.reference}))
            for value, what in seen:
                if np.isfinite(value).all() and np.ptp(value) > 1e-12 * np.abs(value).max():
                    outputs.append(value)
                    columns.append(what)
    if not outputs:
        raise ScenarioError("sensitivity: nothing of what is kept differs between members; let something vary that it hangs on")
    return np.column_stack(outputs), columns


def tell_varied(varied: Factor) -> tuple[str, str]:
    """Descriptions of the factors in both languages, without their subordinate clauses."""
    english = (
        varied.description.partition(",")[0].partition(":")[0]
        if varied.part != "baseline"
        else varied.description.partition(",")[0]
    )
    chinese = load_labels().get(varied.variable, varied.variable)
    forms = {"target": ("goal: {}", "{}（目标）"), "baseline": ("{}", "{}（2020 年做法）")}.get(varied.part, ("{}", "{}"))
    return forms[0].format(english.rstrip(".")), forms[1].format(chinese)


def tell(table: pd.DataFrame, kind: str, setting: Setting, language: str) -> list[str]:
    """A sentence for each variable under the last scenario."""
    strength, sentences = STRENGTH[kind], []
    own = table[(table["scenario"] == setting.spec.names[-1]) & (table["compared_with"] == "")]
    for variable, rows in own.groupby("variable", sort=False):
        most = rows.nsmallest(NAMED, "rank")
        about = [
            f"{row[f'text_{language}']}" + (f" ({row[strength]:.0%})" if kind == "saltelli" else f" ({row['mean']:+.3g})")
            for row in most.to_dict("records")
        ]
        title = setting.scenarios[-1].title
        output = name_indicator(variable)[language == "zh"] or variable
        sentences.append(
            SENTENCES[language][kind].format(
                output=output, year=rows["year"].iloc[0], told="; ".join(about), scenario=title.zh if language == "zh" else title.en
            )
        )
    return sentences


def draw(table: pd.DataFrame, kind: str, setting: Setting, language: str, folder: Path) -> None:
    """Draw the sensitivity indices of the last scenario."""
    from simulator.report.charts.figures import save_figure
    from simulator.report.charts.sensitivity import draw_strengths

    own = table[(table["scenario"] == setting.spec.names[-1]) & (table["compared_with"] == "")]
    region = setting.region_inputs.region
    figure = draw_strengths(own, kind, region.title, setting.scenarios[-1].title.model_dump(), language, bool(region.synthetic))
    save_figure(figure, folder, f"sensitivity_{kind}")
