"""Run the kernel: pack the inputs into its arrays, call it, and unpack what it recorded."""

from __future__ import annotations

import functools
import itertools
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from threadpoolctl import ThreadpoolController

from simulator.kernel.cache import build_kernel
from simulator.kernel.inputs import Arrays, Inputs, State
from simulator.kernel.schedule import Plan, plan_kernel
from simulator.model.graph import Model
from simulator.simd.age_layout import join_slices, make_people, shape_slices, slice_people
from simulator.simd.buffer_pool import BufferPool
from simulator.simd.vector_type import WIDTH


@dataclass(frozen=True)
class Outputs:
    """What a run recorded: counties [member, year, county], region [member, year], cohorts [member, year, county, sex, age,
    status], and a function that unpacks the state at its end. Flows of the first year are NaN."""

    counties: Arrays
    region: Arrays
    cohorts: Arrays
    find_state: Callable[[], State]

    @functools.cached_property
    def state(self) -> State:
        """The state at the end, unpacked on first use."""
        return self.find_state()

    def forget_state(self) -> Outputs:
        """These outputs without the state, which takes most of the memory."""
        return Outputs(self.counties, self.region, self.cohorts, refuse_state)


def refuse_state() -> State:
    """Refuse a state that was dropped."""
    raise ValueError("the state at the end of this run was forgotten")


def run_kernel(inputs: Inputs, record: Sequence[str], cohorts: bool = False, single_precision: bool = False) -> Outputs:
    """Run the kernel over all members; results have the same bits for any number of threads.

    With `single_precision`, OD products are computed in float32.
    """
    model, plan = inputs.model, plan_kernel(inputs.model)
    members, counties, years = inputs.members, inputs.counties, len(inputs.years)
    by_county = [n for n in record if model.scope[n] == "county"]
    by_region = [n for n in record if model.scope[n] == "region"]
    county_trace = np.zeros((members, len(by_county), years, counties))
    region_trace = np.zeros((members, len(by_region), years, 1))
    stocks, last_changes = pack_stocks(plan, inputs.state), pack_last_changes(plan, inputs)
    cohorts_in = {name: np.ascontiguousarray(inputs.state.cohorts[name], dtype=float) for name in plan.cohorts}
    pool = BufferPool({name: shape_slices(value) for name, value in cohorts_in.items()})
    people = pool.arrays
    profiles = {name: inputs.state.profiles[name].astype(float).copy() for name in plan.profiles}
    traces = {
        n: np.zeros((members, years if cohorts and n in model.snapshot_stocks else 0, *people[n].shape[1:])) for n in plan.cohorts
    }
    packed = (
        pack_region(plan, inputs),
        pack_counties(plan, inputs),
        pack_ramps(plan, inputs),
        pack_paths(plan, inputs),
        *(np.ascontiguousarray(inputs.arrays[name], dtype=float) for name in plan.arrays),
        stocks,
        last_changes,
        *people.values(),
        *profiles.values(),
        inputs.step,
        inputs.scheme == "midpoint",
        bool(inputs.state.last_changes),
        single_precision,
        *find_slots(model, plan.rows, by_county),
        *find_slots(model, plan.singles, by_region),
        county_trace,
        region_trace,
        *traces.values(),
    )
    run = build_kernel(model)

    def run_some(first: int, last: int) -> None:
        for name, value in people.items():
            slice_people(cohorts_in[name][first:last], value[first:last])
        run(first, last, *packed)

    def find_state() -> State:
        after = {name: join_people(value) for name, value in pool.arrays.items()}
        return State(
            inputs.last_year,
            *unpack_stocks(plan, inputs, stocks, after),
            profiles,
            {n: last_changes[:, number, : inputs.counties].copy() for n, number in plan.last_changes.items()},
        )

    share_out(run_some, members)
    return Outputs(
        counties={n: hide_first_flow(model, n, county_trace[:, slot]) for slot, n in enumerate(by_county)},
        region={n: hide_first_flow(model, n, region_trace[:, slot, :, 0]) for slot, n in enumerate(by_region)},
        cohorts={n: develop(traces[n]) for n in model.snapshot_stocks if cohorts},
        find_state=find_state,
    )


def count_threads() -> int:
    """Threads for the members: SIMULATOR_THREADS, else the processors available to this process."""
    wanted = os.environ.get("SIMULATOR_THREADS", "")
    if wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def develop(trace: np.ndarray) -> np.ndarray:
    """Snapshots [member, year, slice, county, group, 8] as cohorts [member, year, county, sex, age, group]."""
    people = join_people(trace.reshape(-1, *trace.shape[2:]))
    return people.reshape(*trace.shape[:2], *people.shape[1:])


def join_people(sliced: np.ndarray) -> np.ndarray:
    """Cohorts [member, slice, county, group, 8] as [member, county, sex, age, group]."""
    people = make_people(sliced)
    share_out(lambda first, last: join_slices(sliced[first:last], people[first:last]), len(people))
    return people


@functools.cache
def find_libraries() -> ThreadpoolController:
    """The thread pools of BLAS and OpenMP libraries, found once, as it takes milliseconds."""
    return ThreadpoolController()


def share_out(run: Callable[[int, int], None], members: int) -> None:
    """Run equal shares of the members in threads; members share no memory that is written."""
    bounds = np.linspace(0, members, min(count_threads(), members) + 1).astype(int)
    # One thread for each matrix product, so that the bits do not depend on how many there are.
    with find_libraries().limit(limits=1, user_api="blas"), ThreadPoolExecutor(len(bounds) - 1) as pool:
        for done in [pool.submit(run, *ends) for ends in itertools.pairwise(bounds)]:
            done.result()


def find_slots(model: Model, rows: dict[str, int], record: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """For each row its slot in the trace (-1 for none), and whether it is a flow."""
    slots = np.array([record.index(name) if name in record else -1 for name in rows] or [-1])
    return slots, np.array([name in model.flows for name in rows] or [False])


def hide_first_flow(model: Model, name: str, path: np.ndarray) -> np.ndarray:
    """Set flows of the first year to NaN: there are none."""
    if name in model.flows:
        path[:, 0] = np.nan
    return path


def pack_region(plan: Plan, inputs: Inputs) -> np.ndarray:
    """Scalars as [member, input]."""
    packed = np.empty((inputs.members, len(plan.region_inputs)))
    for name, number in plan.region_inputs.items():
        source = next(s for s in (inputs.parameters, inputs.references, inputs.constants) if name in s)
        packed[:, number] = source[name]
    return packed


def pack_counties(plan: Plan, inputs: Inputs) -> np.ndarray:
    """County inputs as [member, input, county]."""
    packed = np.zeros((inputs.members, len(plan.county_inputs), widen(inputs.counties)))
    sources = {**inputs.fields, **inputs.parameters, **inputs.references}
    for name, path in inputs.levers.items():
        sources[f"{name}_base"], sources[f"{name}_amplitude"] = path.base, path.amplitude
    for name, number in plan.county_inputs.items():
        packed[:, number, : inputs.counties] = sources[name]
    return packed


def widen(counties: int) -> int:
    """Number of counties padded to whole vectors."""
    return -(-counties // WIDTH) * WIDTH


def pack_ramps(plan: Plan, inputs: Inputs) -> np.ndarray:
    """Ramps of the levers as [lever, year, moment]."""
    packed = np.zeros((len(plan.ramps), len(inputs.years), inputs.steps + 1))
    for name, number in plan.ramps.items():
        packed[number] = inputs.levers[name].ramp
    return packed


def pack_paths(plan: Plan, inputs: Inputs) -> np.ndarray:
    """Paths in time as [member, path, year, moment]."""
    packed = np.empty((inputs.members, len(plan.paths), len(inputs.years), inputs.steps + 1))
    for name, number in plan.paths.items():
        packed[:, number] = inputs.paths[name]
    return packed


def pack_last_changes(plan: Plan, inputs: Inputs) -> np.ndarray:
    """Changes of the last step as [member, row, county]; 0 before the first step."""
    packed = np.zeros((inputs.members, len(plan.last_changes), widen(inputs.counties)))
    for name, number in plan.last_changes.items():
        packed[:, number, : inputs.counties] = inputs.state.last_changes.get(name, 0.0)
    return packed


def pack_stocks(plan: Plan, state: State) -> np.ndarray:
    """Scalar stocks and pipeline stages as [member, stock, county]."""
    values = dict(state.stocks)
    for name, stages in state.pipelines.items():
        values |= {f"{name}_stage_{stage + 1}": stages[:, stage] for stage in range(stages.shape[1])}
    shape = next(iter((state.stocks or state.cohorts).values())).shape
    packed = np.zeros((shape[0], len(plan.stocks), widen(shape[1])))
    for name, number in plan.stocks.items():
        packed[:, number, : shape[1]] = values[name]
    return packed


def unpack_stocks(plan: Plan, inputs: Inputs, stocks: np.ndarray, people: Arrays) -> tuple[Arrays, Arrays, Arrays]:
    """Scalar stocks, cohorts and pipelines of a state."""
    stocks = stocks[:, :, : inputs.counties]
    pipelines = {
        v.name: stocks[:, [plan.stocks[f"{v.name}_stage_{stage}"] for stage in range(1, v.order + 1)]]
        for v in inputs.model.of_kind("delay")
    }
    scalars = {v.name: stocks[:, plan.stocks[v.name]].copy() for v in inputs.model.of_kind("stock") if v.axes == ("county",)}
    return scalars, people, pipelines
