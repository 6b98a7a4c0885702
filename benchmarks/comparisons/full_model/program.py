"""Run the program: compile it, hand it what the kernel is handed, and unpack what it recorded."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.comparisons.compiler import build_c, point
from benchmarks.comparisons.full_model.writer import Places, write_program
from simulator.kernel.inputs import Arrays, Inputs
from simulator.kernel.run import count_threads
from simulator.kernel.schedule import plan_kernel
from simulator.model.graph import LEVERS, Model

LANES = 8


@functools.lru_cache(maxsize=2)
def build_program(model: Model) -> ctypes.CDLL:
    """The compiled program of a model. Raises NoCompiler where there is no gcc."""
    return build_c(write_program(model), "-Wno-psabi")


def run_program(inputs: Inputs, record: Sequence[str] = ()) -> tuple[Arrays, Arrays]:
    """Paths of the variables named, by county [member, year, county] and of the region [member, year]."""
    return prepare_program(inputs, record)()


def prepare_program(inputs: Inputs, record: Sequence[str] = ()) -> Callable[[], tuple[Arrays, Arrays]]:
    """The program with all that it is told, ready to run again and again.

    Raises NoCompiler where there is no gcc, and ValueError for ways that are not as long there as back.
    """
    model, places, library = inputs.model, Places(inputs.model), build_program(inputs.model)
    if inputs.scheme != "midpoint":
        raise ValueError("the program looks ahead to the middle of each step; run it with the scheme 'midpoint'")
    if not all(np.array_equal(inputs.arrays[name], inputs.arrays[name].T) for name in inputs.arrays if is_matrix(model, name)):
        raise ValueError("the program takes ways that are as long there as back")
    members, n, years = inputs.members, inputs.counties, len(inputs.years)
    width = -(-n // LANES) * LANES
    counties = [name for name in record if name in places.rows]
    regions = [name for name in record if name in places.ones]
    arrays = [
        pad(inputs.arrays[name], width) if is_matrix(model, name) else np.ascontiguousarray(inputs.arrays[name], float)
        for name in plan_kernel(model).arrays
    ]
    told = [pack_rows(places, inputs, width), pack_ones(places, inputs), *pack_paths(inputs), *pack_state(places, inputs, width)]

    def run() -> tuple[Arrays, Arrays]:
        by_county, by_region = np.zeros((members, len(counties), years, n)), np.zeros((members, len(regions), years))
        kept = [
            (np.array([places.rows[name] for name in counties], dtype=np.int64), counties, by_county),
            (np.array([places.ones[name] for name in regions], dtype=np.int64), regions, by_region),
        ]
        flows = [np.array([name in model.flows for name in names], dtype=np.int8) for _, names, _ in kept]
        lists = [
            part
            for (where, names, trace), flow in zip(kept, flows, strict=True)
            for part in (ctypes.c_long(len(names)), point(where), point(flow), point(trace))
        ]
        library.run(
            *map(ctypes.c_long, (count_threads(), n, width, members, years, inputs.steps)),
            (ctypes.c_void_p * len(arrays))(*(each.ctypes.data for each in arrays)),
            *map(point, told),
            *lists,
        )
        for names, trace in ((counties, by_county), (regions, by_region)):
            trace[:, [name in model.flows for name in names], 0] = np.nan
        return (
            {name: by_county[:, place] for place, name in enumerate(counties)},
            {name: by_region[:, place] for place, name in enumerate(regions)},
        )

    return run


def is_matrix(model: Model, name: str) -> bool:
    """Whether an array goes from counties to counties."""
    return "destination" in model[name].axes


def pad(matrix: np.ndarray, width: int) -> np.ndarray:
    """A matrix with whole lanes in each row."""
    padded = np.ones((len(matrix), width))
    padded[:, : len(matrix)] = matrix
    return padded


def pack_rows(places: Places, inputs: Inputs, width: int) -> np.ndarray:
    """Values by county at the start [member, row, county]."""
    packed = np.zeros((inputs.members, len(places.rows), width))
    sources = {**inputs.fields, **inputs.parameters, **inputs.references}
    for v in inputs.model.of_kind(*LEVERS):
        sources[f"{v.name}_base"], sources[f"{v.name}_amplitude"] = inputs.levers[v.name].base, inputs.levers[v.name].amplitude
    for name, place in places.rows.items():
        if name in sources:
            packed[:, place, : inputs.counties] = sources[name]
            # Counties that are not there are like the last one, so that nothing of theirs is out of bounds.
            packed[:, place, inputs.counties :] = packed[:, place, inputs.counties - 1 : inputs.counties]
    return packed


def pack_ones(places: Places, inputs: Inputs) -> np.ndarray:
    """Values of the region at the start [member, place]."""
    packed = np.zeros((inputs.members, len(places.ones)))
    for source in (inputs.parameters, inputs.references, inputs.constants):
        for name, value in source.items():
            if name in places.ones:
                packed[:, places.ones[name]] = value
    return packed


def pack_paths(inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
    """Ramps [lever, year, moment] and paths [member, path, year, moment]."""
    plan = plan_kernel(inputs.model)
    return (
        np.stack([inputs.levers[name].ramp for name in plan.ramps]).astype(float),
        np.stack([inputs.paths[name] for name in plan.paths], axis=1).astype(float),
    )


def pack_state(places: Places, inputs: Inputs, width: int) -> list[np.ndarray]:
    """Stocks and stages [member, stock, county], people [member, county, sex, age, status] and profiles [member, stock, age]."""
    state, members = inputs.state, inputs.members
    [people] = (stock.name for stock in inputs.model.of_kind("stock") if "status" in stock.axes)

    def by_county(values: list[np.ndarray]) -> np.ndarray:
        packed = np.zeros((members, len(values), width))
        for place, value in enumerate(values):
            packed[:, place, : inputs.counties] = value
            packed[:, place, inputs.counties :] = value[:, -1:]
        return packed

    return [
        by_county([state.stocks[name] for name in places.stocks]),
        by_county([stage for name in places.pipes for stage in np.moveaxis(state.pipelines[name], 1, 0)]),
        np.ascontiguousarray(state.cohorts[people], float),
        np.stack([state.profiles[name] for name in places.profiles], axis=1).astype(float),
    ]
