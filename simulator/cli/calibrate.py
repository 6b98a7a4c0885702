"""Calibrate a region to the decade before its reference year and write the file that runs load, with diagnostic tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console

from simulator.calibration.hindcast_period import FIRST_YEAR
from simulator.calibration.observed import flag_changed
from simulator.calibration.pipeline import CalibrationResult, calibrate
from simulator.calibration.scores import is_covered_normal
from simulator.cli.jobs import Job
from simulator.cli.output_folder import check_free
from simulator.cli.progress import show_progress
from simulator.cli.region import load_once
from simulator.inputs.calibration_file import NAME, save_calibration
from simulator.inputs.drivers.sets import read_past_events
from simulator.run.setup import load_model
from simulator.system.csv_file import write_csv
from simulator.system.user_paths import find_path

BLOCKS = "screening"


def run_calibration(job: Job, console: Console) -> Path:
    """Fit, screen and write; an interrupted screening resumes from the blocks in the output folder."""
    options, region = job.options, load_once(job.options.region)
    folder = choose_place(job)
    with show_progress(console) as progress:
        made = calibrate(
            load_model(), region, options.screened, options.kept, options.seed, options.steps, folder / BLOCKS, progress
        )
    for name in ("counties", "ages", "parameters"):
        write_csv(getattr(made, name), folder / f"{name}.csv", index=name == "counties", float_format="%.8g")
    save_calibration(made.calibration, folder / NAME)
    if options.install:
        save_calibration(made.calibration, region.folder / NAME)
    shutil.rmtree(folder / BLOCKS)
    tell(console, made, folder)
    return folder


def tell(console: Console, made: CalibrationResult, folder: Path) -> None:
    """Print a summary of the fit and the screening."""
    about, counties = made.calibration.about, made.counties
    still = ~counties["boundary_changed"]
    miss = np.median(np.abs(counties["townspeople_2020_fitted"] / counties["townspeople_2020"] - 1.0))
    lines = [
        f"townspeople of 2020 by county: median error {100 * miss:.1f} % (in sample, which is no evidence)",
        *(
            score_change(counties, what, rows, among)
            for rows, among in ((still | True, "all"), (still, "unchanged"))
            for what in ("town", "population")
        ),
        f"members: {about['screened']:,} screened, {about['run']:,} of them by runs; {about['plausible']:,} plausible, "
        f"{about['distinct']:,} of them among the {made.calibration.size:,} kept",
        f"prior-driven: {sum(each < 0.1 for each in about['contraction'].values())} of {len(about['contraction'])} parameters",
        "net migration by age: " + (f"correlation {correlate(made.ages):.2f}" if len(made.ages) else "none told"),
        f"written to {folder}",
    ]
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True)


def score_change(counties: pd.DataFrame, what: str, rows: pd.Series, among: str) -> str:
    """How well the change of counties is predicted from other cities, beside the baselines."""
    chosen = counties[rows]
    seen = chosen[f"{what}_change"]
    errors = {name: 100.0 * np.abs(chosen[f"{what}_change_{name}"] - seen).mean() for name in ("left_out", "ridge", "class_mean")}
    covered = is_covered_normal(chosen[f"{what}_change_left_out"] - seen, chosen[f"{what}_change_left_out_spread"], 0.9).mean()
    return (
        f"{what} change of {len(chosen)} counties ({among}), city left out, mean error in % of people of 2010: model "
        f"{errors['left_out']:.1f}, ridge {errors['ridge']:.1f}, class mean {errors['class_mean']:.1f}; 90 % intervals hold "
        f"{100 * covered:.0f} %"
    )


def correlate(ages: pd.DataFrame) -> float:
    """Correlation of net migration rates by unit, sex and age, weighted by people."""
    return float(
        pd.Series(np.cov(ages["observed_rate"], ages["fitted_rate"], aweights=ages["expected"]).ravel()).pipe(
            lambda c: c[1] / np.sqrt(c[0] * c[3])
        )
    )


def check_calibration(job: Job) -> None:
    """The region has the tables that a calibration needs, and the output folder can be written."""
    region = load_once(job.options.region)
    read_past_events(region, FIRST_YEAR)
    flag_changed(region)
    folder = choose_place(job)
    if not (folder / BLOCKS).is_dir():
        check_free(folder)


def choose_place(job: Job) -> Path:
    """The folder of outputs."""
    return find_path(job.options.out, "out") if job.options.out else Path("outputs") / "calibration"
