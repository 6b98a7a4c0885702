"""What was known of each county in 2010: by it counties that were left out are predicted, with the model and without."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.calibration.hindcast_period import FIRST_YEAR, HindcastPeriod
from simulator.language.dimensions import COUNTY_CLASSES
from simulator.language.errors import DataError

NEEDED = ("county_past",)


def read_covariates(period: HindcastPeriod) -> pd.DataFrame:
    """Covariates of 2010, one row a county, each with mean 0 and standard deviation 1; then one column a class of county.

    Raises DataError when the region does not tell them.
    """
    region, year = period.region, FIRST_YEAR
    for table in NEEDED:
        if not region.has(table):
            raise DataError(f"region '{region.name}' has no {table}.csv, from which counties are compared in {year}; add it")
    counties, past = (
        region.table("counties"),
        region.table("county_past").set_index("county").reindex(period.region_inputs.counties.index),
    )
    residents = period.people["residents"]
    people, ages = residents.sum(axis=(1, 2, 3)), residents.sum(axis=(1, 3))
    time = period.region_inputs.arrays["travel_time_2020"]
    townspeople = residents[..., 1:].sum(axis=(1, 2, 3))
    elsewhere = {
        origin: counties[f"registered_elsewhere_{origin}_{year}"] / counties[f"population_{year}"]
        for origin in ("same_county", "other_county", "other_province")
    }
    table = pd.DataFrame(
        {
            "density": np.log(people / counties["area"].to_numpy(float)),
            "size": np.log(people),
            "urban_share": townspeople / people,
            "market": np.log(np.exp(-time / 1.5) @ townspeople),
            "schooling": counties[f"mean_schooling_years_{year}"],
            "nonagricultural": counties[f"nonagricultural_hukou_share_{year}"],
            "floor": counties[f"floor_area_m2_per_person_{year}"],
            **elsewhere,
            "hukou": np.log(counties[f"hukou_population_{year}"] / counties[f"population_{year}"]),
            "farming": past[f"employment_share_primary_{year}"],
            "industry": past[f"employment_share_secondary_{year}"],
            "household": past[f"household_size_{year}"],
            "births": past[f"birth_rate_{year}"],
            "children": ages[:, :15].sum(axis=1) / people,
            "young": ages[:, 15:25].sum(axis=1) / people,
            "elderly": ages[:, 65:].sum(axis=1) / people,
        },
        index=counties.index,
    ).astype(float)
    spread = table.std().replace(0.0, 1.0)
    classes = pd.DataFrame(
        {each: (period.region_inputs.classes == each).astype(float) for each in COUNTY_CLASSES}, index=counties.index
    )
    return pd.concat([(table - table.mean()) / spread, classes], axis=1)
