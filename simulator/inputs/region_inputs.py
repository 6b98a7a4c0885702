"""A region's tables as the arrays that the model reads, and its stocks at the end of the reference year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from simulator.inputs.calibration_file import Calibration, find_calibration
from simulator.inputs.drivers.needs import build_needs
from simulator.inputs.drivers.participation import build_participation
from simulator.inputs.drivers.schedules import build_schedules
from simulator.inputs.drivers.travel import build_travel
from simulator.inputs.initial.boundaries import move_boundaries
from simulator.inputs.initial.imputations import Imputation
from simulator.inputs.initial.schooling import build_schooling
from simulator.inputs.initial.state import build_initial_state
from simulator.kernel.inputs import Arrays
from simulator.language.errors import DataError
from simulator.language.variables import Driver
from simulator.model.graph import Model
from simulator.region.region import Region, load_region


@dataclass(frozen=True, eq=False)
class RegionInputs:
    """Fields [county], constants, schedules and matrices of a region, and its stocks at the end of the reference year."""

    region: Region
    counties: pd.DataFrame
    fields: Arrays
    constants: dict[str, float]
    arrays: Arrays
    initial: Arrays
    imputations: tuple[Imputation, ...]
    out_of_reach: tuple[tuple[str, str], ...]
    calibration: Calibration | None = None

    def start_of(self, year: int) -> Arrays:
        """Stocks at the end of a census year, on the boundaries of the reference year."""
        if year == self.region.reference_year:
            return self.initial
        start = build_initial_state(self.region, year)
        residents, movers = move_boundaries(self.region, year, start.residents, start.movers)
        return self.initial | {"residents": residents, "movers": movers}

    @property
    def classes(self) -> np.ndarray:
        """The class of each county."""
        return self.counties["county_class"].to_numpy()


def load_region_inputs(model: Model, region: Region | str | Path, calibrated: bool = True) -> RegionInputs:
    """Load all that the model reads of a region at the end of its reference year, and, if `calibrated`, the calibration that
    lies beside its tables.

    Raises DataError for a table that contradicts itself and for a driver that nothing supplies.
    """
    if not isinstance(region, Region):
        region = load_region(region)
    calibration = find_calibration(region) if calibrated else None
    start = build_initial_state(region, region.reference_year)
    travel = build_travel(region)
    built = {
        **build_schedules(region),
        **build_participation(),
        **build_needs(),
        "travel_time_2020": travel.time,
        "travel_time_saving": travel.saving,
    }
    counties = region.table("counties")
    fields, constants, arrays = {}, {}, {}
    imputations = list(start.imputations)
    for driver in (v for v in model.of_kind("driver") if not v.path):
        if model.scope[driver.name] == "array":
            arrays[driver.name] = find_built(driver, built)
        elif driver.axes == ():
            constants[driver.name] = find_constant(driver, region)
        elif driver.column:
            fields[driver.name], gaps = find_field(driver, region, counties)
            imputations += gaps
        elif calibration and driver.name in calibration.constants:
            fields[driver.name] = calibration.constants[driver.name]
        else:
            fields[driver.name] = np.full(len(counties), driver.value)
    return RegionInputs(
        region,
        counties,
        fields,
        constants,
        arrays,
        {"residents": start.residents, "movers": start.movers, **build_schooling()},
        tuple(imputations),
        travel.out_of_reach,
        calibration,
    )


def find_built(driver: Driver, built: Arrays) -> np.ndarray:
    """A schedule or matrix that the package builds from a region's tables."""
    if driver.name not in built:
        raise DataError(f"{driver.place}: nothing builds the array '{driver.name}'; build one of {', '.join(built)}")
    return built[driver.name]


def find_constant(driver: Driver, region: Region) -> float:
    """A number of the province in the reference year, or the value at which a driver is held."""
    if not driver.column:
        return float(driver.value)
    return region.constant(driver.column.partition(".")[2], region.reference_year) * driver.factor


def find_field(driver: Driver, region: Region, counties: pd.DataFrame) -> tuple[np.ndarray, list[Imputation]]:
    """A column of counties.csv; where a county without villagers has no value, the mean of the others weighted by villagers."""
    column = driver.column.partition(".")[2]
    if column not in counties:
        raise DataError(f"{driver.place}: counties.csv of region '{region.name}' has no column '{column}'")
    values = counties[column].to_numpy(float) * driver.factor
    gaps = np.isnan(values)
    if not gaps.any():
        return values, []
    villagers = (counties["population_2020"] - counties["urban_population_2020"]).to_numpy(float)
    weight = np.where(gaps, 0.0, villagers)
    mean = np.average(values[~gaps], weights=weight[~gaps] if weight.sum() > 0.0 else None)
    note = Imputation(driver.name, f"{gaps.sum()} counties without villagers take the mean, with no weight", "assumed", column)
    return np.where(gaps, mean, values), [note]
