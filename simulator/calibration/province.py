"""A hindcast of the region as a whole: fitted to the decade before 2010, run on to 2020 with nothing known after 2010."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from simulator.calibration.aggregate import SHIFT, aggregate_and_shift_decade
from simulator.calibration.baselines import forecast_urban_share
from simulator.calibration.hindcast_period import BLOCK, FIRST_YEAR, HindcastPeriod, HindcastStart, begin, invert, open_period, run
from simulator.inputs.drivers.sets import Forcing
from simulator.kernel.inputs import Arrays
from simulator.kernel.run import Outputs
from simulator.model.graph import Model
from simulator.region.region import Region
from simulator.run.block import find_start_state
from simulator.sampling import Members, make_design

MEMBERS = 128
ROUNDS = 6
CLOSE = 1e-4  # of the urban share of 2010
SLOPE = 4.0  # urban share gained for a unit of the departure rate over a decade, for the first guess only
GROWTH = (
    "past_wage_growth",
    "past_farm_growth",
    "early_wage_growth",
    "early_transfer_growth",
    "early_farm_growth",
    "early_support_growth",
    "later_wage_growth",
    "later_transfer_growth",
    "later_farm_growth",
)
TOWN = ("wage", "transfer")
KNOWN_FROM = 2006
CHANGING = ("urban_population", "rural_population")


def hindcast_province(model: Model, region: Region, seed: int, steps: int) -> pd.DataFrame:
    """The urban share of 2011 to 2020 as each member says, and as baselines do from the censuses of 2000 and 2010: rows of source,
    year, member and value; and the census of 2020.

    Members draw all parameters but three: the departure rate is fitted to the urban share of 2010, and incomes go on growing as
    in 2006 to 2010. Fertility and the pull of other provinces stay at their mean of the last five years.
    """
    period = open_period(model, aggregate_and_shift_decade(region), steps)
    design = make_design(model, "sobol", members=MEMBERS, seed=seed, fixed=[*GROWTH, "departure_rate"])
    growth = read_growth(region)
    rows = []
    for first in range(0, MEMBERS, BLOCK):
        members = design.draw(first, min(first + BLOCK, MEMBERS))
        shares, kept = run_on(period, members, {name: np.full(len(members), growth[name]) for name in GROWTH})
        rows += [
            ("model", FIRST_YEAR + year, int(member), value)
            for member, path in zip(members.ids[kept], shares, strict=True)
            for year, value in enumerate(path)
        ]
    years = np.arange(FIRST_YEAR, FIRST_YEAR + SHIFT + 1)
    rows += [
        (name, year, 0, value)
        for name, path in forecast_urban_share(read_census(region, FIRST_YEAR), years).items()
        for year, value in zip(years, path, strict=True)
    ]
    counted = read_census(region, FIRST_YEAR + SHIFT)
    rows += [("census", year, 0, row["townspeople"] / row["people"]) for year, row in counted.iterrows()]
    return pd.DataFrame(rows, columns=["source", "year", "member", "value"])


def read_census(region: Region, last: int) -> pd.DataFrame:
    """People and townspeople of all censuses up to a year."""
    known = region.table("province_past").pivot(index="year", columns="name", values="value")
    census = known[["census_population", "census_urban_population"]].dropna().loc[:last]
    return census.set_axis(["people", "townspeople"], axis=1)


def read_growth(region: Region) -> dict[str, float]:
    """Growth of incomes before 2010, nominal: of townspeople for wages and urban transfers, of villagers for the rest."""
    known = region.table("province_past").set_index(["name", "year"])["value"]
    pace = {
        kind: np.log(known[f"{kind}_income_per_head", FIRST_YEAR] / known[f"{kind}_income_per_head", KNOWN_FROM])
        / (FIRST_YEAR - KNOWN_FROM)
        for kind in ("urban", "rural")
    }
    return {name: float(pace["urban" if any(word in name for word in TOWN) else "rural"]) for name in GROWTH}


def run_on(period: HindcastPeriod, members: Members, fixed: Arrays) -> tuple[np.ndarray, np.ndarray]:
    """Fit each member's departure rate and run it on: urban shares from the census of 2010 on [member, year], and which members
    could be fitted."""
    known = period.region.constant("census_urban_population", 2020) / period.region.constant("census_population", 2020)
    rate = np.full(len(members), period.model["departure_rate"].value)
    tried: list[tuple[np.ndarray, np.ndarray]] = []
    for _ in range(ROUNDS):
        start = begin_with(period, members, fixed | {"departure_rate": rate})
        forcing = invert(period, start)
        outputs = run(period, start, forcing, CHANGING)
        missed = find_shares(outputs)[:, -1] - known
        if np.abs(missed).max() < CLOSE:
            break
        slope = np.full(len(rate), SLOPE)
        if tried:
            moved = rate - tried[-1][0]
            slope = np.where(np.abs(moved) > 1e-9, (missed - tried[-1][1]) / np.where(moved == 0.0, 1.0, moved), SLOPE)
        tried.append((rate, missed))
        rate = np.clip(rate - missed / np.where(np.abs(slope) > 0.1, slope, SLOPE), 0.001, 0.2)
    kept = np.flatnonzero(np.abs(missed) < 10 * CLOSE)
    return find_shares(run_from_census(period, start, forcing, kept)), kept


def begin_with(period: HindcastPeriod, members: Members, values: Arrays) -> HindcastStart:
    """Members with some values of their own, about to run through the earlier decade."""
    changed = Members(members.design, members.ids, members.seeds, members.values | values)
    return begin(period, changed, period.nothing(len(members)))


def run_from_census(period: HindcastPeriod, start: HindcastStart, forcing: Forcing, kept: np.ndarray) -> Outputs:
    """Run some members from the later census for a decade, drivers held at their mean of the last five years."""
    last = period.region.reference_year
    years = tuple(range(last + 1, last + 1 + SHIFT))
    recent = {rate: getattr(forcing, rate)[kept][:, -5:].mean(axis=1, keepdims=True) for rate in Forcing.RATES}
    going_on = Forcing(years, *(np.repeat(recent[rate], SHIFT, axis=1) for rate in Forcing.RATES))
    setup = replace(start.setup.of_members(kept), last_year=last + SHIFT, first_year=None)
    references = {name: value[kept] for name, value in start.references.items()}
    later = HindcastStart(setup, references, find_start_state(setup, references))
    return run(period, later, going_on, CHANGING, last + SHIFT)


def find_shares(outputs: Outputs) -> np.ndarray:
    """Urban shares of the region [member, year]."""
    towns, villages = (outputs.counties[name].sum(axis=-1) for name in CHANGING)
    return towns / (towns + villages)
