"""From a region to its calibration: fit, leave out, screen, resample, and tables that say how it went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from simulator.calibration.ages import compare_ages
from simulator.calibration.baselines import predict_by_class, predict_by_ridge
from simulator.calibration.fit import Fit, Report, fit, predict_left_out
from simulator.calibration.forward_model import FITTED, ForwardModel
from simulator.calibration.hindcast_period import CONSTANTS, open_period
from simulator.calibration.observed import read_observed
from simulator.calibration.posterior import Posterior, resample
from simulator.calibration.screening import CUT, screen
from simulator.calibration.shrinkage import LeftOut
from simulator.inputs.calibration_file import Calibration, digest_tables
from simulator.inputs.parameter_status import tell_status
from simulator.model.graph import Model
from simulator.region.region import Region
from simulator.run.fingerprint import take_fingerprint
from simulator.sampling import find_uncertainties

QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class CalibrationResult:
    """A calibration with the tables that say how it went."""

    calibration: Calibration
    counties: pd.DataFrame
    ages: pd.DataFrame
    parameters: pd.DataFrame


def calibrate(
    model: Model, region: Region, members: int, kept: int, seed: int, steps: int, folder: Path, report: Report
) -> CalibrationResult:
    """Calibrate a region; blocks of the screening are kept in a folder. Raises DataError for what the region does not tell and
    CalibrationError when the model cannot be brought to agree."""
    period = open_period(model, region, steps)
    forward = ForwardModel(period, read_observed(period))
    # Threads of small products only wait for each other.
    with threadpool_limits(1, user_api="blas"):
        found = fit(forward, report)
        counties = tabulate_counties(found, predict_left_out(found))
    posterior = resample(screen(found, members, seed, folder, report), kept, seed)
    ages = compare_ages(found)
    calibration = stamp(model, region, pack(found, posterior, counties, seed))
    return CalibrationResult(calibration, counties, ages, tabulate_parameters(model, calibration, posterior))


def stamp(model: Model, region: Region, calibration: Calibration) -> Calibration:
    """The calibration with the fingerprint of the model that it was fitted to.

    `calibrate` stamps what it fits. The file of the first release was stamped afterwards, once, because the model was still
    the one that it had been fitted to: never stamp a calibration to silence a warning, recalibrate.
    """
    return replace(calibration, fingerprint=take_fingerprint(model, region, calibration))


def tabulate_counties(found: Fit, left_out: LeftOut) -> pd.DataFrame:
    """One row a county: what was observed of its change, and what is said of it by the fit, by all that leave its city out, and
    by baselines; changes are shares of the people of 2010."""
    forward, n = found.forward, found.forward.counties
    table, values, observed = forward.period.region_inputs.counties, forward.observed.values, forward.observed
    residents = forward.period.people["residents"]
    started = residents[..., 1:].sum(axis=(1, 2, 3)) / observed.people
    towns, everyone = values[:n] - started, values[:n] + values[n : 2 * n] - 1.0
    cities, classes, covariates = table["city"].to_numpy(), forward.period.region_inputs.classes, found.covariates.to_numpy()
    fitted = found.linear.outcomes
    columns = {
        "name_en": table["name_en"],
        "city": cities,
        "county_class": classes,
        "boundary_changed": observed.changed,
        "people_2010": observed.people,
        "townspeople_2020": values[:n] * observed.people,
        "townspeople_2020_fitted": fitted[:n] * observed.people,
    }
    for what, seen, own, left, spread in (
        ("town", towns, fitted[:n] - started, left_out.towns - started, left_out.towns_spread),
        ("population", everyone, fitted[:n] + fitted[n : 2 * n] - 1.0, left_out.everyone - 1.0, left_out.everyone_spread),
    ):
        columns |= {
            f"{what}_change": seen,
            f"{what}_change_fitted": own,
            f"{what}_change_left_out": left,
            f"{what}_change_left_out_spread": spread,
            f"{what}_change_class_mean": predict_by_class(seen, classes, cities),
            f"{what}_change_ridge": predict_by_ridge(covariates, seen, cities),
        }
    constants = forward.split(found.linear.point[None])
    columns |= {name: constants[name][0] for name in CONSTANTS}
    return pd.DataFrame(columns, index=table.index)


def pack(found: Fit, posterior: Posterior, counties: pd.DataFrame, seed: int) -> Calibration:
    """The calibration as a region's file holds it."""
    forward = found.forward
    fitted = {name: float(value[0]) for name, value in forward.tell_parameters(found.linear.point[None]).items()}
    told = [name for name in counties if "_change" in name or name in ("people_2010", "boundary_changed")]
    about = {
        "tables": digest_tables(forward.period.region),
        "steps": forward.period.steps,
        "seed": seed,
        "fitted_to": FITTED,
        "shrinkage": {"covariate": found.shrinkage.covariate, "idiosyncratic": found.shrinkage.idiosyncratic},
        "cut": CUT,
        "screened": posterior.screened,
        "run": posterior.run,
        "plausible": posterior.plausible,
        "distinct": posterior.distinct,
        "contraction": posterior.contraction,
        "region": {
            name: [float(seen), float(said)]
            for name, seen, said in zip(forward.observed.names, forward.observed.values, found.linear.outcomes, strict=True)
            if not name.startswith(("towns ", "villages "))
        },
    }
    return Calibration(
        tuple(counties.index),
        {name: counties[name].to_numpy() for name in CONSTANTS},
        fitted,
        posterior.values,
        posterior.constants,
        {name: counties[name].to_numpy(float) for name in told},
        about,
    )


def tabulate_parameters(model: Model, calibration: Calibration, posterior: Posterior) -> pd.DataFrame:
    """One row for each parameter with a range: prior, posterior, contraction and how it is known."""
    rows = []
    for name, (low, high, distribution) in find_uncertainties(model).items():
        values = posterior.values.get(name)
        after = np.quantile(values, QUANTILES) if values is not None else [np.nan] * len(QUANTILES)
        rows.append(
            {
                "name": name,
                "unit": str(model[name].unit),
                "prior_low": low,
                "prior_high": high,
                "distribution": distribution,
                "fitted": calibration.fitted.get(name, np.nan),
                **{f"posterior_{100 * share:.0f}": value for share, value in zip(QUANTILES, after, strict=True)},
                "contraction": posterior.contraction.get(name, np.nan),
                "status": tell_status(model[name], calibration),
            }
        )
    return pd.DataFrame(rows)
