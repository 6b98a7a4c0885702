"""The 2020 vintage of a region's data: fits and hindcasts use no estimate whose county weights were published after 2020."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.language.errors import DataError
from simulator.region.region import Region

# Columns of counties.csv whose county weights were published after 2020; set to NaN so that no use goes unnoticed.
LATER = ("hukou_population_2020_est", "gdp_2020_est", "fiscal_revenue_2020_est", "hospital_beds_2020_est")
REVENUE = "fiscal_revenue_2020_est"


def use_2020_vintage(region: Region) -> Region:
    """The region with its revenue distributed by the census of 2020 (townspeople times urban income) and NaN for later estimates.

    Raises DataError when province_past.csv has no revenue of the reference year.
    """
    counties = region.tables["counties"].copy()
    weight = counties["urban_population_2020"] * counties["urban_income_2020_est"]
    known = region.table("province_past").set_index(["name", "year"])["value"]
    if ("budget_revenue", region.reference_year) not in known:
        raise DataError(f"province_past.csv: budget_revenue of {region.reference_year} is missing; add it to calibrate or hindcast")
    counties[REVENUE] = known["budget_revenue", region.reference_year] * weight / weight.sum()
    for name in LATER:
        if name != REVENUE:
            counties[name] = np.nan
    return replace(region, tables={**region.tables, "counties": counties})
