"""Write the fused kernel of a model as a Python module: loops over members, years, steps and counties, one line an equation."""

from __future__ import annotations

import itertools

from simulator.kernel.age_segments import TILE, list_segments, list_slices, segment_table, tile_segments
from simulator.kernel.functions import ARGUMENT_TYPES, Parts, list_cohort_sums
from simulator.kernel.inline import read_body
from simulator.kernel.schedule import plan_kernel
from simulator.kernel.source_writer import Text
from simulator.language.dimensions import AGES, SEXES
from simulator.language.errors import ModelError
from simulator.language.functions import FUNCTIONS
from simulator.model.graph import Model
from simulator.simd.age_layout import SLICES

TOOLS = {
    "simulator.kernel.scalars": (
        "fill",
        "inputs_changed",
        "store_change",
        "limit_to_half",
        "copy_rows",
        "snapshot",
        "record",
        "extrapolate_half",
        "copy_sums",
    ),
    "simulator.kernel.vector_integration": ("decay_outflow", "limit_outflow", "stage_content", "stage_outflow"),
    "simulator.simd.copy": ("copy_all",),
    "simulator.kernel.cohort_sums": ("sum_cohorts", "allocate_weights", "set_weights"),
}
VECTOR_MATH = (*FUNCTIONS, "as_vector")
SIMD_FUNCTIONS = ("WIDTH", "masked_add", "horizontal_sum", "store_row", "load_row", "view_row")
# Stages of the predictor-corrector step: movement on trial (first step only), state at the midpoint, full step, end of a year.
PREDICTOR, MIDPOINT, FULL_STEP, YEAR_END = range(4)
HEAD = """
import numpy as np
from numba import njit, types

{imports}

int_, float_, bool_, void = types.intp, types.float64, types.boolean, types.void
array1d, array2d, array3d, array4d, array5d, array6d = (types.Array(float_, axes_, "C") for axes_ in (1, 2, 3, 4, 5, 6))
int_array, bool_array = types.Array(types.intp, 1, "C"), types.Array(types.boolean, 1, "C")


signatures = {{}}


def compiled_(signature_, internal_=True):
    # Only `run` is called from Python.
    def register_(function_):
        signatures[function_.__name__] = signature_
        return njit(cache=True, error_model="numpy", nogil=True, no_cpython_wrapper=internal_)(function_)

    return register_
"""
# Names that the kernel reserves; no variable may have one.
KEPT = (
    *VECTOR_MATH,
    *itertools.chain(*TOOLS.values()),
    *SIMD_FUNCTIONS,
    *ARGUMENT_TYPES,
    "paths",
    "last_changes",
    "second_order",
    "has_changes",
    "changes_known",
    "single_precision",
    "row_slots",
    "row_spans",
    "single_slots",
    "single_spans",
    "county_trace",
    "region_trace",
    "run",
    "first",
    "last",
    "member",
    "n_year",
    "n_moment",
    "advance",
    "constants",
    "copy_inputs",
    "load_state",
    "i",
    "np",
    "njit",
    "set_fixed_weights",
    "set_profile_weights",
    "ones",
    "sums_",
    "scalar",
    "_index",
    "stage",
    "first_stage",
    "midpoint_stocks",
    "_rows_of_flows",
    "_changes_of_flows",
    "_rows_of_drained_stocks",
    "types",
    "int_",
    "float_",
    "bool_",
    "void",
    "array1d",
    "array2d",
    "array3d",
    "array4d",
    "array5d",
    "array6d",
    "int_array",
    "bool_array",
    "compiled_",
    "signature_",
    "internal_",
    "signatures",
    "register_",
    "function_",
    "axes_",
)


def write_kernel(model: Model) -> str:
    """The text of the kernel: `run` takes the packed arrays of `simulator.kernel.run`, which it changes in place, and then the
    functions that `list_parts` names.

    Raises ModelError for a variable whose name the kernel reserves.
    """
    writer = Writer(model)
    kept = {*KEPT, *writer.derived_names()}
    for v in model.variables.values():
        if v.name in kept or v.name.endswith("_"):
            raise ModelError(f"{v.place}: the kernel keeps the name '{v.name}' for itself; give the variable another one")
    return writer.write()


def list_parts(model: Model) -> list[str]:
    """The functions that `run` takes after its arrays, in their order."""
    writer = Writer(model)
    writer.write()
    return list(writer.parts.signatures)


class Writer:
    """One kernel being written."""

    def __init__(self, model: Model) -> None:
        self.model, self.plan, self.text, self.parts = model, plan_kernel(model), Text(), Parts(model)
        self.counted = [cohort for cohort in self.plan.cohorts if list_cohort_sums(model, cohort)]

    def write(self) -> str:
        """The whole text."""
        self.write_run()
        head = Text()
        self.write_head(head)
        return "\n".join([*head.lines, *self.parts.text.lines, *self.text.lines]) + "\n"

    def derived_names(self) -> list[str]:
        """Names that the kernel derives from those of variables."""
        return [
            *self.parts.derived_names(),
            *(
                f"{part}_{name}"
                for name in self.plan.cohorts
                for part in (
                    "weight_of",
                    "segments_of",
                    "_tiles",
                    "_slices",
                    "_sums",
                    "_rows",
                    "trial",
                    "trace_of",
                    "sums_of",
                    "before",
                )
            ),
            *(f"{name}_" for name in self.member_arguments()),
            *(f"_segments_{number}" for number in range(2 * len(self.plan.measures))),
            *(f"{part}_{name}" for name in self.plan.cached_operators for part in ("inputs_of", "_rows_for")),
            *(each for v in self.model.of_kind("operator") for each in read_body(v.compiled.py_func, v.name).globals.values()),
        ]

    def list_arguments(self) -> list[str]:
        """The arguments of `run`, in order."""
        plan = self.plan
        return [
            "region",
            "county",
            "ramps",
            "paths",
            *plan.arrays,
            "stocks",
            "last_changes",
            *plan.cohorts,
            *plan.profiles,
            "step",
            "second_order",
            "has_changes",
            "single_precision",
            "row_slots",
            "row_spans",
            "single_slots",
            "single_spans",
            "county_trace",
            "region_trace",
            *(f"trace_of_{name}" for name in plan.cohorts),
            *self.parts.signatures,
        ]

    def write_head(self, t: Text) -> None:
        """Imports, types and index tables."""
        model, plan = self.model, self.plan
        equations = model.of_kind("equation")
        t(
            f'"""Fused kernel: {len(equations)} equations of {len({v.sector for v in equations})} sectors. '
            'Written by simulator/kernel/generate.py; edit the sectors, not this file."""'
        )
        imports = [f"from {module} import {', '.join(tools)}" for module, tools in TOOLS.items()]
        imports += [
            "from simulator.kernel import scalars as scalar",
            f"from simulator.simd.vector_type import {', '.join(SIMD_FUNCTIONS)}",
            f"from simulator.simd.vector_math import {', '.join(sorted(VECTOR_MATH))}",
        ]
        for line in HEAD.format(imports="\n".join(imports)).splitlines():
            t(line)
        # Numba specializes a function for every integer literal; elements of an array share one version.
        most = max(len(plan.rows), len(AGES), *(len(list_segments(list_cohort_sums(model, cohort))) for cohort in self.counted))
        t(f"_index = np.arange({most + 1})")
        self.write_indices(t, "_rows_of_flows", [plan.rows[name] for name in plan.move_flows])
        self.write_indices(t, "_rows_of_drained_stocks", [plan.stocks[name] for name in model.operator_drained_stocks])
        self.write_indices(t, "_changes_of_flows", [plan.last_changes[name] for name in plan.move_flows])
        for name in plan.cached_operators:
            self.write_indices(t, f"_rows_for_{name}", [plan.rows[need] for need in model[name].needs if need in plan.rows])
        for operator in model.of_kind("operator"):
            function = operator.compiled.py_func
            named = ", ".join(f"{name} as {here}" for name, here in read_body(function, operator.name).globals.items())
            if named:
                t(f"from {function.__module__} import {named}", operator.place)
        for cohort in plan.cohorts:
            measures = list_cohort_sums(model, cohort)
            segments, sums = list_segments(measures), segment_table(measures)
            tiles = tile_segments(segments)
            self.write_table(t, f"_tiles_{cohort}", tiles, 1 + TILE)
            self.write_table(t, f"_slices_{cohort}", list_slices(tiles, segments), 1 + len(SEXES) * SLICES)
            self.write_table(t, f"_sums_{cohort}", sums, max(map(len, sums), default=1))
            self.write_indices(t, f"_rows_{cohort}", [plan.rows[v.name] for v in measures])
        for name, which in self.parts.tables.items():
            self.write_table(t, name, which, 3)
        t()
        t()

    def write_indices(self, t: Text, name: str, places: list[int]) -> None:
        """A 1-D index table."""
        t(f"{name} = np.array({places}, dtype=np.intp)")

    def write_table(self, t: Text, name: str, rows: list, width: int) -> None:
        """A 2-D index table."""
        t(f"{name} = np.array({[list(row) for row in rows]}, dtype=np.intp).reshape({len(rows)}, {width})")

    def write_run(self) -> None:
        """The loop over members, each with a workspace of its own; the signature is written last, once all functions are known."""
        t, plan, parts = self.text, self.plan, self.parts
        t("")
        opening = len(t.lines)
        t.block("")
        t.block("for member in range(first, last):")
        own = self.member_arguments()
        for name in own:
            t(f"{name} = {name}_[member]")
        self.allocate()
        constants = [name for name in self.model.order if name in plan.constants]
        t("length, middle = 0.0, False")
        for name in plan.rows:
            if self.model.scope[name] == "region" and name in plan.region_inputs:
                t(f"fill(work, _index[{plan.rows[name]}], region[{plan.region_inputs[name]}])", parts.note(name))
        self.call(parts.copy_inputs())
        self.call(parts.work("constants", constants))
        t("copy_rows(last_changes, _changes_of_flows, work, _rows_of_flows)")
        t("changes_known = has_changes")
        weights = dict.fromkeys(v.weight for v in self.model.of_kind("cohort_sum"))
        by_profile = [weight for weight in weights if weight in plan.profiles]
        if plan.measures:
            t(parts.weigh("set_fixed_weights", [weight for weight in weights if weight not in by_profile]))
        t.block("for y in range(n_year):")
        t.block("if y > 0:")
        for stock in (each for each in self.model.of_kind("stock") if each.aged_by):
            t(parts.age(stock))
        t("pass")
        t.end()
        if by_profile:
            t(parts.weigh("set_profile_weights", by_profile))
        self.count("sums_of")
        t.block("for m in range(0 if y > 0 else n_moment - 1, n_moment):")
        for name, number in plan.paths.items():
            t(f"single[{plan.singles[name]}, 0] = paths[{number}, y, m]", parts.note(name))
            if name in plan.rows:
                t(f"fill(work, _index[{plan.rows[name]}], paths[{number}, y, m])")
        t(
            f"first_stage = {YEAR_END} if m == n_moment - 1 else {FULL_STEP} if not second_order "
            f"else {MIDPOINT} if changes_known else {PREDICTOR}",
            "0 predictor, 1 midpoint, 2 full step, 3 end of the year",
        )
        t.block(f"for stage in range(first_stage, {YEAR_END + 1} if m == n_moment - 1 else {YEAR_END}):")
        self.write_stage()
        t.end(3)
        t("copy_rows(work, _rows_of_flows, last_changes, _changes_of_flows)")
        t.end(2)
        types, names = self.argument_types(), self.list_arguments()
        t.lines[opening - 1] = f"@compiled_(void(int_, int_, {', '.join(types[name] for name in names)}), internal_=False)"
        t.lines[opening] = f"def run(first, last, {', '.join(f'{name}_' if name in own else name for name in names)}):"

    def member_arguments(self) -> list[str]:
        """Arguments with a first axis of members; all others are shared by the members."""
        plan = self.plan
        return [
            "region",
            "county",
            "paths",
            "stocks",
            "last_changes",
            *plan.cohorts,
            *plan.profiles,
            "county_trace",
            "region_trace",
            *(f"trace_of_{name}" for name in plan.cohorts),
        ]

    def argument_types(self) -> dict[str, str]:
        """Numba types of the arguments."""
        plan = self.plan
        return {
            "ramps": "array3d",
            "step": "float_",
            "second_order": "bool_",
            "has_changes": "bool_",
            "single_precision": "bool_",
            "row_slots": "int_array",
            "row_spans": "bool_array",
            "single_slots": "int_array",
            "single_spans": "bool_array",
            "region": "array2d",
            "county": "array3d",
            "paths": "array4d",
            "stocks": "array3d",
            "last_changes": "array3d",
            "county_trace": "array4d",
            "region_trace": "array4d",
            **{name: self.parts.type_of(name) for name in plan.arrays},
            **dict.fromkeys(plan.cohorts, "array5d"),
            **dict.fromkeys(plan.profiles, "array2d"),
            **{f"trace_of_{name}": "array6d" for name in plan.cohorts},
            **{part: f"types.FunctionType(void({signature}))" for part, signature in self.parts.signatures.items()},
        }

    def call(self, part: str) -> None:
        """The call of a function, if there is any."""
        if part:
            self.text(part)

    def allocate(self) -> None:
        """Allocate the workspace, the midpoint state, trial cohorts, weights and sums of cohorts."""
        t, plan = self.text, self.plan
        t("n_county, n_year, n_moment = county_trace.shape[2], paths.shape[1], paths.shape[2]")
        t(f"work, single = np.zeros(({len(plan.rows) or 1}, county.shape[1])), np.zeros(({len(plan.singles) or 1}, 1))")
        t("midpoint_stocks = np.empty_like(stocks)")
        for name in plan.matrices:
            t(f"{name} = np.empty((n_county, n_county))", self.parts.note(name))
        for cohort in plan.cohorts:
            t(f"trial_{cohort} = np.empty_like({cohort})")
        for cohort in self.counted:
            measures = list_cohort_sums(self.model, cohort)
            number, segments = f"_index[{len(measures)}]", f"_index[{len(list_segments(measures))}]"
            t(f"weight_of_{cohort} = allocate_weights({segments}, {cohort}.shape[0])")
            t(f"segments_of_{cohort} = np.zeros(({segments}, county.shape[1]))")
            t(f"sums_of_{cohort} = np.zeros(({number}, county.shape[1]))")
            t(f"before_{cohort} = np.zeros(({number}, county.shape[1]))")
        for name in plan.cached_operators:
            t(f"inputs_of_{name} = np.full((_rows_for_{name}.shape[0], n_county), np.nan)")

    def write_stage(self) -> None:
        """All that is computed in one stage of a step."""
        t, plan = self.text, self.plan
        t(f"middle = second_order and stage == {FULL_STEP}")
        t(f"length = 0.0 if stage == {YEAR_END} and second_order else 0.5 * step if stage == {MIDPOINT} else step")
        t("state = midpoint_stocks if middle else stocks")
        t(self.parts.load_state())
        for cohort in self.counted:
            t.block("if middle:")
            t(f"extrapolate_half(sums_of_{cohort}, {self.change_rows(cohort)}, work, _rows_{cohort})")
            t.end()
            t.block("else:")
            t(f"copy_sums(sums_of_{cohort}, work, _rows_{cohort})")
            t.end()
        for phase in range(plan.first_after_transition):
            self.write_phase(phase)
        self.write_predictor_and_transition()
        t.block(f"if stage in ({MIDPOINT}, {FULL_STEP}):")
        for phase in range(plan.first_after_transition, plan.phases):
            self.write_phase(phase)
        t("pass")
        t.end()
        t.block(f"if stage in ({FULL_STEP}, {YEAR_END}):")
        t(f"record(work, row_slots, row_spans, stage == {YEAR_END}, step, y, county_trace)")
        t(f"record(single, single_slots, single_spans, stage == {YEAR_END}, step, y, region_trace)")
        t.end()
        t.block(f"if stage == {YEAR_END}:")
        for name in self.model.snapshot_stocks:
            t(f"snapshot({name}, y, trace_of_{name})")
        t("pass")
        t.end()
        self.write_advance()

    def write_phase(self, phase: int) -> None:
        """One phase: equations, then operators."""
        t, plan, model = self.text, self.plan, self.model
        names = [n for n in model.order if plan.phase.get(n) == phase and n not in model.step_operators]
        t(f"# phase {phase}")
        self.call(self.parts.work(f"phase_{phase}", names))
        for name in names:
            if model[name].kind == "operator":
                self.write_operator(name)

    def write_operator(self, name: str) -> None:
        """The call of an operator; one whose outputs depend on constants and rows only is skipped while these do not change."""
        t, call = self.text, self.parts.operate(name)
        if name in self.plan.cached_operators:
            t.block(f"if inputs_changed(work, _rows_for_{name}, inputs_of_{name}) or (y == 0 and stage == {YEAR_END}):")
        t(call, self.model[name].place)
        if name in self.plan.cached_operators:
            t.end()

    def change_rows(self, cohort: str) -> str:
        """The rows of last_changes that belong to the sums of a cohort stock."""
        places = [self.plan.last_changes[v.name] for v in list_cohort_sums(self.model, cohort)]
        return f"last_changes[{places[0]}:{places[-1] + 1}]"

    def count(self, into: str, of: str = "") -> None:
        """Compute all cohort sums."""
        for cohort in self.counted:
            self.text(self.parts.count(cohort, f"{of}{cohort}", f"{into}_{cohort}"))

    def write_predictor_and_transition(self) -> None:
        """The cohort transition: a full step, or on trial copies in the predictor stage."""
        t = self.text
        t.block(f"if stage == {PREDICTOR}:")
        if self.model.step_operators:
            for cohort in self.plan.cohorts:
                t(f"copy_all({cohort}, trial_{cohort})")
            for name in self.model.step_operators:
                t(self.parts.operate(name, "trial_"))
            self.count("before", "trial_")
            for cohort in self.counted:
                t(f"store_change(sums_of_{cohort}, before_{cohort}, {self.change_rows(cohort)})")
        t("changes_known = True")
        t.end()
        t.block(f"if stage == {FULL_STEP}:")
        for name in self.model.step_operators:
            self.write_operator(name)
        t("pass")
        t.end()

    def write_advance(self) -> None:
        """Advance stocks to the midpoint, or by a full step and compute the cohort sums."""
        t, call = self.text, self.parts.advance()
        t.block(f"if stage == {MIDPOINT}:")
        self.call(call.replace("(target_", "(midpoint_stocks"))
        t("limit_to_half(midpoint_stocks, stocks, _rows_of_drained_stocks)")
        t.end()
        t.block(f"if stage == {FULL_STEP}:")
        self.call(call.replace("(target_", "(stocks"))
        for cohort in self.counted:
            t(f"copy_all(sums_of_{cohort}, before_{cohort})")
        self.count("sums_of")
        for cohort in self.counted:
            t(f"store_change(before_{cohort}, sums_of_{cohort}, {self.change_rows(cohort)})")
        t("changes_known = True")
        t.end()
