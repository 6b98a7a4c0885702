"""Hindcasts: forecasts of past census years beside baseline methods, and the unscored forecast of later years."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console

from simulator.calibration.holdout import PRACTICE, baseline_forecasts, forecast
from simulator.calibration.members import make_posterior
from simulator.calibration.province import hindcast_province, read_census
from simulator.calibration.scores import find_skill, is_covered_normal, score_normal, score_sample
from simulator.cli.jobs import Job
from simulator.cli.output_folder import choose_folder, open_output_folder
from simulator.cli.progress import show_progress
from simulator.cli.region import load_once
from simulator.inputs.calibration_file import Calibration, find_calibration
from simulator.region.region import Region
from simulator.run.setup import load_model
from simulator.system.csv_file import write_csv

KINDS = {"town": "townspeople", "population": "all residents"}
BASELINES = ("ridge", "class_mean")
STATED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def run_hindcasts(job: Job, console: Console) -> Path:
    """Hindcast the region from 2010 and its counties with cities left out, forecast from 2020, and write tables, figures and a
    page that says where a baseline is better."""
    options, model, region = job.options, load_model(), load_once(job.options.region)
    calibration, folder = find_calibration(region), choose_folder(options.out)
    with open_output_folder(folder) as draft:
        province = hindcast_province(model, region, options.seed, options.steps)
        counties = tabulate_left_out(calibration, region)
        with show_progress(console) as progress:
            ahead = forecast(model, region, min(options.kept, calibration.size), options.seed, options.steps, progress)
        years = sorted(ahead["year"].unique())
        baselines = baseline_forecasts(region, model, options.steps, years)
        scores, reliability = score_counties(counties), tell_reliability(counties)
        tables = {
            "hindcast_province": province,
            "hindcast_counties": counties.reset_index(),
            "hindcast_scores": scores,
            "reliability": reliability,
            "holdout": ahead,
        }
        for name, table in tables.items():
            write_csv(table, draft / f"{name}.csv", index=False, float_format="%.8g")
        page = write_page(province, scores, ahead, region)
        (draft / "hindcasts.md").write_text(page, encoding="utf-8")
        if options.figures:
            fan = join_fan(ahead, baselines, years, region)
            draw(options.language, draft / "figures", province, fan, counties, reliability, region)
    console.print(page, highlight=False, soft_wrap=True, markup=False)
    console.print(f"written to {folder}", highlight=False, soft_wrap=True)
    return folder


def check_hindcast(job: Job) -> None:
    """The region has a calibration."""
    make_posterior(load_model(), load_once(job.options.region), 1)


def tabulate_left_out(calibration: Calibration, region: Region) -> pd.DataFrame:
    """The leave-one-city-out forecast of each county, as the calibration file holds it."""
    names = region.table("counties").reindex(list(calibration.counties))
    table = pd.DataFrame(calibration.left_out, index=names.index)
    return table.assign(name=names["name"], name_en=names["name_en"], city=names["city"], county_class=names["county_class"])


def score_counties(counties: pd.DataFrame) -> pd.DataFrame:
    """Errors in % of people of 2010 of the model and its baselines, of all counties, those whose boundaries did not change, and each
    class; a baseline's forecast is one number, so its CRPS is its mean absolute error."""
    still = counties["boundary_changed"] == 0.0
    groups = {"all": still | True, "unchanged": still}
    groups |= {f"{each}, unchanged": still & (counties["county_class"] == each) for each in counties["county_class"].unique()}
    rows = []
    for kind in KINDS:
        for among, chosen in groups.items():
            part = counties[chosen]
            seen, spread = part[f"{kind}_change"], part[f"{kind}_change_left_out_spread"]
            missed = part[f"{kind}_change_left_out"] - seen
            crps = score_normal(missed.to_numpy(), spread.to_numpy()).mean()
            row = {
                "kind": kind,
                "among": among,
                "counties": len(part),
                "mae": 100.0 * missed.abs().mean(),
                "bias": 100.0 * missed.mean(),
                "crps": 100.0 * crps,
                **{f"coverage_{100 * share:.0f}": is_covered_normal(missed, spread, share).mean() for share in (0.5, 0.9)},
            }
            for baseline in BASELINES:
                off = (part[f"{kind}_change_{baseline}"] - seen).abs().mean()
                row |= {f"mae_{baseline}": 100.0 * off, f"skill_{baseline}": find_skill(crps, off)}
            rows.append(row)
    return pd.DataFrame(rows)


def tell_reliability(counties: pd.DataFrame) -> pd.DataFrame:
    """Coverage: how often intervals of each nominal probability contain the census value."""
    rows = []
    for kind in KINDS:
        for among, part in (("all", counties), ("unchanged", counties[counties["boundary_changed"] == 0.0])):
            missed = part[f"{kind}_change_left_out"] - part[f"{kind}_change"]
            rows += [
                (kind, among, share, is_covered_normal(missed, part[f"{kind}_change_left_out_spread"], share).mean())
                for share in STATED
            ]
    return pd.DataFrame(rows, columns=["kind", "among", "stated", "held"])


def join_fan(ahead: pd.DataFrame, baselines: dict, years: list[int], region: Region) -> pd.DataFrame:
    """The forecast of the urban share from 2020 on, with baselines and the census it starts from."""
    chosen = pick_urban_share(ahead, region)
    parts = [chosen.assign(source="model")[["source", "year", "member", "value"]]]
    parts += [
        pd.DataFrame({"source": baseline, "year": years, "member": 0, "value": path})
        for (name, baseline), path in baselines.items()
        if name == "urban_share"
    ]
    census = read_census(region, region.reference_year).iloc[-1:]
    parts.append(
        pd.DataFrame(
            {"source": "census", "year": census.index, "member": 0, "value": (census["townspeople"] / census["people"]).to_numpy()}
        )
    )
    return pd.concat(parts, ignore_index=True)


def pick_urban_share(ahead: pd.DataFrame, region: Region) -> pd.DataFrame:
    """The forecast of the region's urban share under 2020 practice."""
    return ahead[(ahead["indicator"] == "urban_share") & (ahead["region"] == region.name) & (ahead["scenario"] == PRACTICE)]


def write_page(province: pd.DataFrame, scores: pd.DataFrame, ahead: pd.DataFrame, region: Region) -> str:
    """A page of Markdown: numbers, and in words where a baseline is better."""
    last = province["year"].max()
    end = province[province["year"] == last]
    counted = float(end.loc[end["source"] == "census", "value"].iloc[0])
    model = end.loc[end["source"] == "model", "value"].to_numpy()
    low, middle, high = 100.0 * np.quantile(model, (0.05, 0.5, 0.95))
    lines = [
        "# Hindcasts",
        "",
        f"## The urban share of {last}, foreseen from 2010",
        "",
        f"Counted: {100 * counted:.2f} %. Model, fitted to 2000-2010: {middle:.2f} % ({low:.2f} to {high:.2f}), off by "
        f"{middle - 100 * counted:+.2f} points, CRPS {100 * score_sample(model, counted):.2f} points.",
        "",
        "| forecast | % | off by, points |",
        "|---|---|---|",
    ]
    baselines = end[~end["source"].isin(["model", "census"])]
    lines += [f"| {row.source} | {100 * row.value:.2f} | {100 * (row.value - counted):+.2f} |" for row in baselines.itertuples()]
    better = [row.source for row in baselines.itertuples() if abs(row.value - counted) < score_sample(model, counted)]
    lines += [
        "",
        f"**{', '.join(better)} forecast better than the model.**" if better else "No baseline forecasts better.",
        "N3, the change of the last years, has no yearly series that agrees with the censuses.",
        "",
        "## Change of counties 2010-2020, each city left out of the fit (% of people of 2010)",
        "",
        "| | counties | model | bias | CRPS | 50 % | 90 % | ridge | class mean |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {KINDS[row.kind]}, {row.among} | {row.counties} | {row.mae:.2f} | {row.bias:+.2f} | {row.crps:.2f} | "
        f"{100 * row.coverage_50:.0f} | {100 * row.coverage_90:.0f} | {row.mae_ridge:.2f} | {row.mae_class_mean:.2f} |"
        for row in scores.itertuples()
    ]
    lost = [
        f"{KINDS[row.kind]}, {row.among} ({baseline.replace('_', ' ')})"
        for row in scores.itertuples()
        for baseline in BASELINES
        if getattr(row, f"mae_{baseline}") < row.mae
    ]
    lines += ["", f"**A baseline has the smaller error: {'; '.join(lost)}.**" if lost else "No baseline has a smaller error.", ""]
    fan = pick_urban_share(ahead, region)
    year = int(fan["year"].max())
    ends = 100.0 * np.quantile(fan.loc[fan["year"] == year, "value"], (0.05, 0.95))
    lines += [
        "## From 2020 on",
        "",
        f"The urban share of {year} under 2020 practice and drivers known in 2020 lies between "
        f"{ends[0]:.2f} and {ends[1]:.2f} % in 90 % of members: {ends[1] - ends[0]:.2f} points wide. It is not scored here: "
        "`score FILE` does that.",
        "",
    ]
    return "\n".join(lines)


def draw(
    language: str,
    folder: Path,
    province: pd.DataFrame,
    fan: pd.DataFrame,
    counties: pd.DataFrame,
    reliability: pd.DataFrame,
    region: Region,
) -> None:
    """Draw all figures."""
    from simulator.report.charts.figures import save_figure
    from simulator.report.charts.hindcasts import draw_fan_charts, draw_reliability, draw_scatter
    from simulator.report.maps.error_map import draw_error_map

    places = region.table("counties")
    words = {"title": dict(region.title), "language": language, "synthetic": region.synthetic}
    save_figure(draw_fan_charts(province, fan, **words), folder, "fans")
    save_figure(draw_scatter(counties, **words), folder, "counties")
    save_figure(draw_reliability(reliability, **words), folder, "reliability")
    save_figure(draw_error_map(counties, places, region.table("cities"), **words), folder, "error_map")
