"""Score forecasts of years after 2020 against a table of observations."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from simulator.calibration.holdout import baseline_forecasts, forecast, score
from simulator.calibration.members import make_posterior
from simulator.cli.console import Screen
from simulator.cli.jobs import Job
from simulator.cli.options import Options
from simulator.cli.progress import show_progress
from simulator.cli.region import load_once
from simulator.language.errors import DataError, ScenarioError
from simulator.run.setup import load_model
from simulator.system.user_paths import find_path

WIDTH = 220
TEXTS = {"region": str, "indicator": str}


def run_score(job: Job, console: Console) -> None:
    """Print the scores of the forecasts in a file, or of those that the calibration of the region makes."""
    options, model, region = job.options, load_model(), load_once(job.options.region)
    observed = read_csv(options.observed, "observed")
    with show_progress(console) as progress:
        forecasts = (
            read_csv(options.holdout, "holdout")
            if options.holdout
            else forecast(model, region, options.kept, options.seed, options.steps, progress)
        )
    years = sorted(forecasts["year"].unique())
    scores = score(forecasts, observed, baseline_forecasts(region, model, options.steps, years), years, region.name)
    Screen(file=console.file, width=max(console.width, WIDTH)).print(lay_out(scores))
    won = scores[[name for name in scores if name.startswith("skill_")]].lt(0.0).any(axis=1)
    for row in scores[won].itertuples():
        console.print(
            f"{row.indicator}, {row.region}, {row.scenario}: a baseline forecasts better", highlight=False, soft_wrap=True
        )


def lay_out(scores: pd.DataFrame) -> Table:
    """The scores as a table for the screen."""
    table = Table()
    for name in scores:
        table.add_column(name, no_wrap=True)
    for row in scores.itertuples(index=False):
        table.add_row(
            *(
                "" if isinstance(cell, float) and pd.isna(cell) else f"{cell:.4g}" if isinstance(cell, float) else str(cell)
                for cell in row
            )
        )
    return table


def read_csv(written: str | None, option: str) -> pd.DataFrame:
    """A table of forecasts or of observations. Raises ScenarioError when none is named and DataError when it cannot be read."""
    if not written:
        raise ScenarioError(
            f"score: name the file of what was observed, such as {option}=observed.csv, with columns region, "
            "year, indicator and value"
        )
    path = find_path(written, option)
    try:
        return pd.read_csv(path, dtype=TEXTS)
    except (OSError, ValueError) as error:
        raise DataError(f"{option}: '{path}' cannot be read as a table ({error}); name a CSV file") from None


def check_score(job: Job) -> None:
    """There are observations, and forecasts or a calibration to make them from."""
    options: Options = job.options
    read_csv(options.observed, "observed")
    if options.holdout:
        read_csv(options.holdout, "holdout")
    else:
        make_posterior(load_model(), load_once(options.region), 1)
