"""Driver sets: what runs are told of fertility, mortality and other provinces, year by year.

`observed_2025` reads births, deaths and net migration to 2025 as rates; `known_2020` knows nothing learnt after 2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from simulator.kernel.inputs import Arrays, find_moments
from simulator.language.errors import DataError
from simulator.region.region import Region

DRIVER_SETS = ("observed_2025", "known_2020")


@dataclass(frozen=True)
class Forcing:
    """Yearly rates that reproduce what was observed, a member each: arrays [member, year]."""

    RATES: ClassVar[tuple[str, ...]] = ("total_fertility", "death_shock", "outflow_factor")
    years: tuple[int, ...]
    total_fertility: np.ndarray
    death_shock: np.ndarray
    outflow_factor: np.ndarray

    def until(self, year: int) -> Forcing | None:
        """The same forcing up to a year, or none if it has no year until then."""
        count = sum(each <= year for each in self.years)
        return Forcing(self.years[:count], *(getattr(self, rate)[:, :count] for rate in self.RATES)) if count else None

    def of_members(self, members: slice) -> Forcing:
        """The same forcing for some members."""
        return Forcing(self.years, *(getattr(self, rate)[members] for rate in self.RATES))


@dataclass(frozen=True)
class VitalEvents:
    """Births, deaths and net migration of the region in a calendar year, in persons."""

    year: int
    births: float
    deaths: float
    net_migration: float


def read_vital_events(region: Region) -> list[VitalEvents]:
    """The observed events, net migration being the change of the year-end population less births plus deaths.

    Raises DataError when the region has no table of them or a year is left out.
    """
    if not region.has("vital_events"):
        raise DataError(
            f"region '{region.name}' has no vital_events.csv, which driver set observed_2025 needs; "
            "add the table or choose drivers=known_2020"
        )
    table = region.table("vital_events").sort_values("year")
    before = region.constant("resident_population", region.reference_year)
    events = []
    for expected, row in enumerate(table.itertuples(), start=region.reference_year + 1):
        if row.year != expected:
            raise DataError(f"vital_events.csv: year {expected} is missing; give every year from {region.reference_year + 1} on")
        net = row.population - before - row.births + row.deaths
        events.append(VitalEvents(row.year, float(row.births), float(row.deaths), float(net)))
        before = row.population
    return events


def read_past_events(region: Region, first_year: int) -> list[VitalEvents]:
    """Births and deaths of the years from `first_year`, a census, to the reference year, and net migration: what the two
    censuses leave to it over the whole time, the same in every year, so that it does not follow survey errors.

    Raises DataError when the region does not tell them.
    """
    last = region.reference_year
    years = range(first_year + 1, last + 1)
    births, deaths = ([count_events(region, kind, year) for year in years] for kind in ("birth", "death"))
    change = region.constant("census_population", last) - region.constant("census_population", first_year)
    net = (change - sum(births) + sum(deaths)) / len(years)
    return [VitalEvents(year, *counts, net) for year, *counts in zip(years, births, deaths, strict=True)]


def count_events(region: Region, kind: str, year: int) -> float:
    """Births or deaths of a past year: the count that was published, else the rate times the mean population.

    Raises DataError when neither is told.
    """
    rows = region.table("province_past") if region.has("province_past") else pd.DataFrame(columns=["name", "year", "value"])
    known = rows.set_index(["name", "year"])["value"]
    if (f"{kind}s", year) in known:
        return float(known[f"{kind}s", year])
    needed = [(f"{kind}_rate", year), ("resident_population", year - 1), ("resident_population", year)]
    missing = [each for each in needed if each not in known]
    if missing:
        raise DataError(
            f"province_past.csv: {missing[0][0]} of {missing[0][1]} is missing; a run from a past census needs "
            f"{kind}s, or their rate and the population, of every year"
        )
    rate, before, after = (float(known[each]) for each in needed)
    return rate / 1000.0 * (before + after) / 2.0


def check_projection(region: Region, last_year: int) -> None:
    """Refuse a run that goes on after the fertility projection ends.

    Raises DataError that names the first missing year.
    """
    ends = region.table("fertility").groupby("variant")["period_to"].max().astype(int)
    if ends.min() < last_year:
        raise DataError(
            f"fertility.csv: year {ends.min() + 1} is missing from the {ends.idxmin()} projection, which driver set "
            f"known_2020 follows to {last_year}; add its period, or let the run end earlier"
        )


def build_paths(region: Region, parameters: Arrays, years: range, steps: int, forcing: Forcing | None) -> Arrays:
    """Every path in time as [member, year, moment]; with forcing, observed years take its rates. Only one that goes beyond
    the reference year knows what was learnt after it."""
    moments = find_moments(years[0], years[-1], steps, region.reference_year)
    members = len(parameters["fertility_2025"])
    shape = (members, len(years), steps + 1)

    def hold(yearly: np.ndarray) -> np.ndarray:
        return np.broadcast_to(yearly[:, :, None], shape)

    calm = np.ones((members, len(years)))
    informed = forcing is not None and forcing.years[-1] > region.reference_year
    fertility = assume_fertility(parameters, years) if informed else project_fertility(region, parameters, years)
    outflow = calm * parameters["later_outflow_factor"][:, None]
    if region.reference_year in years:
        now = years.index(region.reference_year)
        fertility[:, now], outflow[:, now] = region.constant("total_fertility", region.reference_year), 1.0
    paths = {"total_fertility": fertility, "death_shock": calm.copy(), "outflow_factor": outflow, "outflow_peak": calm.copy()}
    if forcing is not None:
        for index, year in enumerate(forcing.years):
            if year in years:
                for name in Forcing.RATES:
                    paths[name][:, years.index(year)] = getattr(forcing, name)[:, index]
        later = [index for index, year in enumerate(forcing.years) if year > region.reference_year]
        if later:
            paths["outflow_peak"] *= forcing.outflow_factor[:, later].max(axis=1)[:, None]
    return {"years_elapsed": np.broadcast_to(moments, shape), **{name: hold(path) for name, path in paths.items()}}


def assume_fertility(parameters: Arrays, years: range) -> np.ndarray:
    """Fertility of years that nobody has observed: from the level of 2025 to that of 2027, level afterwards."""
    share = np.clip((np.array(years) - 2025) / 2.0, 0.0, 1.0)[None, :]
    return (1.0 - share) * parameters["fertility_2025"][:, None] + share * parameters["fertility_2027"][:, None]


def project_fertility(region: Region, parameters: Arrays, years: range) -> np.ndarray:
    """Fertility as it was projected by 2020: the region's level of 2020 times the national projection over its 2020 value.

    The variant runs from -1, the low projection, over 0, the medium, to 1, the high (UN World Population Prospects 2019).
    """
    table = region.table("fertility")

    def read(variant: str, when: np.ndarray) -> np.ndarray:
        rows = table[table["variant"] == variant].sort_values("period_from")
        # A period runs from the middle of its first year to the middle of its last, so its middle is the turn of a year.
        return np.interp(when, (rows["period_from"] + rows["period_to"]) / 2.0 + 0.5, rows["total_fertility"])

    when = np.array(years) + 0.5
    low, medium, high = (read(variant, when) for variant in ("low", "medium", "high"))
    variant = parameters["fertility_variant"][:, None]
    national = medium + np.where(variant < 0.0, variant * (medium - low), variant * (high - medium))
    base_year = np.array([region.reference_year + 0.5])
    return region.constant("total_fertility", region.reference_year) * national / read("medium", base_year)
