"""Net migration by age as the fit tells it, beside what the two censuses left to it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.calibration.fit import Fit
from simulator.calibration.forward_model import name_members
from simulator.calibration.hindcast_period import begin, run
from simulator.language.dimensions import SEXES


def compare_ages(found: Fit) -> pd.DataFrame:
    """One row for each unit of counties, sex and age group in 2020: net migration over the decade per person expected without
    it, as the censuses tell and as the fit does. Without the table of the region, no rows."""
    period = found.forward.period
    if not period.region.has("net_migration"):
        return pd.DataFrame(columns=["unit", "sex", "age_from", "expected", "observed_rate", "fitted_rate"])
    point = found.linear.point[None]
    start = begin(period, name_members("fit", found.forward.tell_parameters(point)), found.forward.split(point))
    people = run(period, start, found.forcing, (), cohorts=True).cohorts["residents"][0, -1].sum(axis=-1)
    codes = {code: place for place, code in enumerate(period.region_inputs.counties.index)}
    table, rows = period.region.table("net_migration"), []
    for row in table.itertuples():
        inside = [codes[code] for code in row.counties.split(";")]
        last = people.shape[2] - 1 if np.isnan(row.age_to) else int(row.age_to)
        told = people[inside, SEXES.index(row.sex), int(row.age_from) : last + 1].sum()
        rows.append(
            {
                "unit": row.unit,
                "sex": row.sex,
                "age_from": row.age_from,
                "expected": row.expected,
                "observed_rate": row.observed / row.expected - 1.0,
                "fitted_rate": told / row.expected - 1.0,
            }
        )
    return pd.DataFrame(rows)
