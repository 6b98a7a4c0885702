"""What was counted of the decade, in the form in which the model tells it, each with how far it may be off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.calibration.hindcast_period import FIRST_YEAR, HindcastPeriod
from simulator.kernel.run import Outputs
from simulator.language.dimensions import STATUSES
from simulator.language.errors import DataError
from simulator.region.region import Region
from simulator.run.fingerprint import COMPARED

# How far off a county's count may be, as shares of its people of 2010: the model's own coarseness, and what boundaries did.
COUNTY_ERROR, BOUNDARY_ERROR = 0.01, 0.10
URBAN_ERROR = 0.0025  # of the region's urban share: discrepancy of the model, assumed
STATUS_ERRORS = {"registered": 0.010, "outsider": 0.005}  # of shares of residents, which are estimates themselves; assumed
PUBLISHED_ERROR, RECALLED_ERROR = 0.03, 0.05  # of the log of incomes; surveys changed in 2013; assumed
OUTFLOW_ERROR = 0.10  # of the mean outflow factor of the decade; assumed
INCOMES = {"urban": "mean_urban_income", "rural": "mean_rural_income"}
RECORD = COMPARED


@dataclass(frozen=True, eq=False)
class Observed:
    """Observations in one order: those of counties first, then those of the region; `changed` flags counties whose boundaries
    moved, `people` are the residents of 2010 on later boundaries [county]."""

    values: np.ndarray
    errors: np.ndarray
    names: tuple[str, ...]
    people: np.ndarray
    changed: np.ndarray
    incomes: pd.DataFrame

    @property
    def counties(self) -> int:
        """Number of counties."""
        return len(self.people)


def read_observed(period: HindcastPeriod) -> Observed:
    """All that the decade is fitted to. Raises DataError when the region does not tell it."""
    region = period.region
    counties = region.table("counties")
    last = region.reference_year
    towns = counties[f"urban_population_{last}"].to_numpy(float)
    villages = counties[f"population_{last}"].to_numpy(float) - towns
    people = period.people["residents"].sum(axis=(1, 2, 3))
    changed = flag_changed(region)
    by_status = period.region_inputs.start_of(last)["residents"].sum(axis=(0, 1, 2)) / counties[f"population_{last}"].sum()
    incomes = read_incomes(region)
    error = np.where(changed, BOUNDARY_ERROR, COUNTY_ERROR)
    values = [
        *(towns / people),
        *(villages / people),
        towns.sum() / (towns + villages).sum(),
        *(by_status[STATUSES.index(status)] for status in STATUS_ERRORS),
        1.0,
        *np.log(incomes["value"]),
    ]
    errors = [*error, *error, URBAN_ERROR, *STATUS_ERRORS.values(), OUTFLOW_ERROR, *incomes["error"]]
    names = (
        *(f"towns {code}" for code in counties.index),
        *(f"villages {code}" for code in counties.index),
        "urban_share",
        *(f"{status}_share" for status in STATUS_ERRORS),
        "outflow_factor",
        *(f"{kind}_income_{year}" for kind, year in zip(incomes["kind"], incomes["year"], strict=True)),
    )
    return Observed(np.array(values), np.array(errors), names, people, changed, incomes)


def flag_changed(region: Region) -> np.ndarray:
    """Whether part of a county's change is one of boundaries [county]. Raises DataError without the table that tells it."""
    if not region.has("county_past"):
        raise DataError(f"region '{region.name}' has no county_past.csv, which says where boundaries moved; add it to calibrate")
    table = region.table("county_past").set_index("county")
    return table["boundary_changed"].reindex(region.table("counties").index).to_numpy() == 1


def read_incomes(region: Region) -> pd.DataFrame:
    """Nominal incomes of townspeople and villagers from the start of the decade to the year before its end."""
    table = region.table("province_past")
    rows = table[
        table["name"].isin([f"{kind}_income_per_head" for kind in INCOMES])
        & table["year"].between(FIRST_YEAR, region.reference_year - 1)
    ]
    return pd.DataFrame(
        {
            "kind": rows["name"].str.partition("_")[0],
            "year": rows["year"],
            "value": rows["value"],
            "error": np.where(rows["status"] == "recalled", RECALLED_ERROR, PUBLISHED_ERROR),
        }
    ).reset_index(drop=True)


def tell_outcomes(observed: Observed, outputs: Outputs, outflow_factor: np.ndarray, last: int) -> np.ndarray:
    """What runs say of all that was observed [member, observation]; `outflow_factor` [member, year], `last` the place of the
    year in which the decade ends."""
    towns, villages = (outputs.counties[name][:, last] for name in ("urban_population", "rural_population"))
    everyone = (towns + villages).sum(axis=1)
    shares = [outputs.counties[f"{status}_population"][:, last].sum(axis=1) / everyone for status in STATUS_ERRORS]
    places = observed.incomes["year"].to_numpy() - FIRST_YEAR
    nominal = np.stack(
        [
            np.log(outputs.region[INCOMES[kind]][:, place] * outputs.region["consumer_price_index"][:, place])
            for kind, place in zip(observed.incomes["kind"], places, strict=True)
        ],
        axis=1,
    )
    return np.column_stack(
        [
            towns / observed.people,
            villages / observed.people,
            towns.sum(axis=1) / everyone,
            *shares,
            outflow_factor.mean(axis=1),
            nominal,
        ]
    )
