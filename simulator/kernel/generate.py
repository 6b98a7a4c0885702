"""Write the fused kernel of a model as a Python file: years and steps in turn, counties in phases, a line an equation."""

from __future__ import annotations

import itertools

from simulator.kernel.age_segments import TILE, list_pieces, list_slices, sum_pieces, tile
from simulator.kernel.functions import KINDS, Parts, list_measures
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
        "is_moved",
        "keep_change",
        "keep_half",
        "move_rows",
        "photograph",
        "record",
        "see_ahead",
        "tell_counted",
    ),
    "simulator.simd.copy": ("copy_all",),
    "simulator.kernel.cohort_sums": ("count_people", "make_weights", "set_weights"),
}
VECTOR_MATH = (*FUNCTIONS, "as_vector", "drain", "leave", "refill", "within")
SIMD_FUNCTIONS = ("WIDTH", "masked_add", "horizontal_sum", "store_row", "load_row", "view_row")
# What is looked at: how people would move from where they stand, half a step ahead, a whole step, the end of a year.
TRIAL, AHEAD, WHOLE, END = range(4)
HEAD = """
import numpy as np
from numba import njit, types

{imports}

whole_, number_, truth_, nothing_ = types.intp, types.float64, types.boolean, types.void
row_, table_, cube_, block_, crowd_, crowds_, films_ = (types.Array(number_, axes_, "C") for axes_ in (1, 2, 3, 4, 4, 5, 6))
places_, truths_ = types.Array(types.intp, 1, "C"), types.Array(types.boolean, 1, "C")


kinds_ = {{}}


def compiled_(kind_, called_=True):
    # Only the kernel itself is called from Python.
    def keep_(part_):
        kinds_[part_.__name__] = kind_
        return njit(cache=True, error_model="numpy", nogil=True, no_cpython_wrapper=called_)(part_)

    return keep_
"""
# Names that the kernel keeps for itself; no variable may have one.
KEPT = (
    *VECTOR_MATH,
    *itertools.chain(*TOOLS.values()),
    *SIMD_FUNCTIONS,
    *KINDS,
    "paths",
    "motion",
    "ahead",
    "began",
    "moving",
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
    "steady",
    "keep",
    "stand",
    "i",
    "np",
    "njit",
    "weigh_people",
    "weigh_anew",
    "alike",
    "sums_",
    "one",
    "_number",
    "look",
    "first_look",
    "midway",
    "_rows_of_moves",
    "_places_of_moves",
    "_rows_of_losers",
    "types",
    "whole_",
    "number_",
    "truth_",
    "nothing_",
    "row_",
    "table_",
    "cube_",
    "block_",
    "crowd_",
    "crowds_",
    "films_",
    "places_",
    "truths_",
    "compiled_",
    "kind_",
    "called_",
    "kinds_",
    "keep_",
    "part_",
    "axes_",
)


def write_kernel(model: Model) -> str:
    """The text of the kernel: `run` takes the packed arrays of `simulator.kernel.run`, changes them in place, and after them the
    parts that `list_parts` names.

    Raises ModelError for a variable whose name the kernel keeps for itself.
    """
    writer = Writer(model)
    kept = {*KEPT, *writer.list_made()}
    for v in model.variables.values():
        if v.name in kept or v.name.endswith("_"):
            raise ModelError(f"{v.place}: the kernel keeps the name '{v.name}' for itself; give the variable another one")
    return writer.write()


def list_parts(model: Model) -> list[str]:
    """The functions that `run` is handed after its arrays, in their order."""
    writer = Writer(model)
    writer.write()
    return list(writer.parts.told)


class Writer:
    """One kernel being written."""

    def __init__(self, model: Model) -> None:
        self.model, self.plan, self.text, self.parts = model, plan_kernel(model), Text(), Parts(model)
        self.counted = [cohort for cohort in self.plan.cohorts if list_measures(model, cohort)]

    def write(self) -> str:
        """The whole text."""
        self.write_run()
        head = Text()
        self.write_head(head)
        return "\n".join([*head.lines, *self.parts.text.lines, *self.text.lines]) + "\n"

    def list_made(self) -> list[str]:
        """Names that the kernel makes of those of variables."""
        return [
            *self.parts.list_made(),
            *(
                f"{part}_{name}"
                for name in self.plan.cohorts
                for part in (
                    "weight_of",
                    "pieces_of",
                    "_tiles",
                    "_slices",
                    "_sums",
                    "_rows",
                    "spare",
                    "trace_of",
                    "counted",
                    "before",
                )
            ),
            *(f"{name}_" for name in self.list_own()),
            *(f"_pieces_{number}" for number in range(2 * len(self.plan.measures))),
            *(f"{part}_{name}" for name in self.plan.still for part in ("kept_for", "_rows_for")),
            *(each for v in self.model.of_kind("operator") for each in read_body(v.compiled.py_func, v.name).found.values()),
        ]

    def list_arguments(self) -> list[str]:
        """What the kernel is told, in order."""
        plan = self.plan
        return [
            "region",
            "county",
            "ramps",
            "paths",
            *plan.arrays,
            "stocks",
            "motion",
            *plan.cohorts,
            *plan.profiles,
            "step",
            "ahead",
            "began",
            "single_precision",
            "row_slots",
            "row_spans",
            "single_slots",
            "single_spans",
            "county_trace",
            "region_trace",
            *(f"trace_of_{name}" for name in plan.cohorts),
            *self.parts.told,
        ]

    def write_head(self, t: Text) -> None:
        """What the kernel imports, and constants."""
        model, plan = self.model, self.plan
        equations = model.of_kind("equation")
        t(
            f'"""Fused kernel: {len(equations)} equations of {len({v.sector for v in equations})} sectors. '
            'Written by simulator/kernel/write.py; edit the sectors, not this file."""'
        )
        imports = [f"from {module} import {', '.join(tools)}" for module, tools in TOOLS.items()]
        imports += [
            "from simulator.kernel import scalars as one",
            f"from simulator.simd.vector_type import {', '.join(SIMD_FUNCTIONS)}",
            f"from simulator.simd.vector_math import {', '.join(sorted(VECTOR_MATH))}",
        ]
        for line in HEAD.format(imports="\n".join(imports)).splitlines():
            t(line)
        # Numba makes a version of a function for every number that is written out; it makes one for all that stand here.
        most = max(len(plan.rows), len(AGES), *(len(list_pieces(list_measures(model, cohort))) for cohort in self.counted))
        t(f"_number = np.arange({most + 1})")
        self.write_places(t, "_rows_of_moves", [plan.rows[name] for name in plan.moves])
        self.write_places(t, "_rows_of_losers", [plan.stocks[name] for name in model.operator_drained_stocks])
        self.write_places(t, "_places_of_moves", [plan.motion[name] for name in plan.moves])
        for name in plan.still:
            self.write_places(t, f"_rows_for_{name}", [plan.rows[need] for need in model[name].needs if need in plan.rows])
        for operator in model.of_kind("operator"):
            fast = operator.compiled.py_func
            named = ", ".join(f"{name} as {here}" for name, here in read_body(fast, operator.name).found.items())
            if named:
                t(f"from {fast.__module__} import {named}", operator.place)
        for cohort in plan.cohorts:
            measures = list_measures(model, cohort)
            pieces, sums = list_pieces(measures), sum_pieces(measures)
            tiles = tile(pieces)
            self.write_table(t, f"_tiles_{cohort}", tiles, 1 + TILE)
            self.write_table(t, f"_slices_{cohort}", list_slices(tiles, pieces), 1 + len(SEXES) * SLICES)
            self.write_table(t, f"_sums_{cohort}", sums, max(map(len, sums), default=1))
            self.write_places(t, f"_rows_{cohort}", [plan.rows[v.name] for v in measures])
        for name, which in self.parts.tables.items():
            self.write_table(t, name, which, 3)
        t()
        t()

    def write_places(self, t: Text, name: str, places: list[int]) -> None:
        """A list of places."""
        t(f"{name} = np.array({places}, dtype=np.intp)")

    def write_table(self, t: Text, name: str, rows: list, width: int) -> None:
        """Rows of places."""
        t(f"{name} = np.array({[list(row) for row in rows]}, dtype=np.intp).reshape({len(rows)}, {width})")

    def write_run(self) -> None:
        """The members in turn, each with memory of its own and on its way through the years; as what they are told is known last,
        the first lines are written last."""
        t, plan, parts = self.text, self.plan, self.parts
        t("")
        opening = len(t.lines)
        t.block("")
        t.block("for member in range(first, last):")
        own = self.list_own()
        for name in own:
            t(f"{name} = {name}_[member]")
        self.make_room()
        steady = [name for name in self.model.order if name in plan.steady]
        t("length, middle = 0.0, False")
        for name in plan.rows:
            if self.model.scope[name] == "region" and name in plan.region_inputs:
                t(f"fill(work, _number[{plan.rows[name]}], region[{plan.region_inputs[name]}])", parts.note(name))
        self.call(parts.keep_inputs())
        self.call(parts.work("steady", steady))
        t("move_rows(motion, _places_of_moves, work, _rows_of_moves)")
        t("moving = began")
        weights = dict.fromkeys(v.weight for v in self.model.of_kind("cohort_sum"))
        moving = [weight for weight in weights if weight in plan.profiles]
        if plan.measures:
            t(parts.weigh("weigh_people", [weight for weight in weights if weight not in moving]))
        t.block("for y in range(n_year):")
        t.block("if y > 0:")
        for stock in (each for each in self.model.of_kind("stock") if each.aged_by):
            t(parts.age(stock))
        t("pass")
        t.end()
        if moving:
            t(parts.weigh("weigh_anew", moving))
        self.count("counted")
        t.block("for m in range(0 if y > 0 else n_moment - 1, n_moment):")
        for name, number in plan.paths.items():
            t(f"single[{plan.singles[name]}, 0] = paths[{number}, y, m]", parts.note(name))
            if name in plan.rows:
                t(f"fill(work, _number[{plan.rows[name]}], paths[{number}, y, m])")
        t(
            f"first_look = {END} if m == n_moment - 1 else {WHOLE} if not ahead else {AHEAD} if moving else {TRIAL}",
            "what is looked at: a trial, half a step ahead, a whole step, the end of a year",
        )
        t.block(f"for look in range(first_look, {END + 1} if m == n_moment - 1 else {END}):")
        self.write_look()
        t.end(3)
        t("move_rows(work, _rows_of_moves, motion, _places_of_moves)")
        t.end(2)
        kinds, told = self.find_kinds(), self.list_arguments()
        t.lines[opening - 1] = f"@compiled_(nothing_(whole_, whole_, {', '.join(kinds[name] for name in told)}), called_=False)"
        t.lines[opening] = f"def run(first, last, {', '.join(f'{name}_' if name in own else name for name in told)}):"

    def list_own(self) -> list[str]:
        """What each member is told for itself; all other things are the same for all."""
        plan = self.plan
        return [
            "region",
            "county",
            "paths",
            "stocks",
            "motion",
            *plan.cohorts,
            *plan.profiles,
            "county_trace",
            "region_trace",
            *(f"trace_of_{name}" for name in plan.cohorts),
        ]

    def find_kinds(self) -> dict[str, str]:
        """Of which kind all is that the kernel is told."""
        plan = self.plan
        return {
            "ramps": "cube_",
            "step": "number_",
            "ahead": "truth_",
            "began": "truth_",
            "single_precision": "truth_",
            "row_slots": "places_",
            "row_spans": "truths_",
            "single_slots": "places_",
            "single_spans": "truths_",
            "region": "table_",
            "county": "cube_",
            "paths": "block_",
            "stocks": "cube_",
            "motion": "cube_",
            "county_trace": "block_",
            "region_trace": "block_",
            **{name: self.parts.find_kind(name) for name in plan.arrays},
            **dict.fromkeys(plan.cohorts, "crowds_"),
            **dict.fromkeys(plan.profiles, "table_"),
            **{f"trace_of_{name}": "films_" for name in plan.cohorts},
            **{part: f"types.FunctionType(nothing_({told}))" for part, told in self.parts.told.items()},
        }

    def call(self, part: str) -> None:
        """The call of a part, if there is any."""
        if part:
            self.text(part)

    def make_room(self) -> None:
        """Room for the workspace, the state half a step ahead, a trial, weights of all measures and what they count."""
        t, plan = self.text, self.plan
        t("n_county, n_year, n_moment = county_trace.shape[2], paths.shape[1], paths.shape[2]")
        t(f"work, single = np.zeros(({len(plan.rows) or 1}, county.shape[1])), np.zeros(({len(plan.singles) or 1}, 1))")
        t("midway = np.empty_like(stocks)")
        for name in plan.matrices:
            t(f"{name} = np.empty((n_county, n_county))", self.parts.note(name))
        for cohort in plan.cohorts:
            t(f"spare_{cohort} = np.empty_like({cohort})")
        for cohort in self.counted:
            measures = list_measures(self.model, cohort)
            number, pieces = f"_number[{len(measures)}]", f"_number[{len(list_pieces(measures))}]"
            t(f"weight_of_{cohort} = make_weights({pieces}, {cohort}.shape[0])")
            t(f"pieces_of_{cohort} = np.zeros(({pieces}, county.shape[1]))")
            t(f"counted_{cohort} = np.zeros(({number}, county.shape[1]))")
            t(f"before_{cohort} = np.zeros(({number}, county.shape[1]))")
        for name in plan.still:
            t(f"kept_for_{name} = np.full((_rows_for_{name}.shape[0], n_county), np.nan)")

    def write_look(self) -> None:
        """All that is worked out in one look."""
        t, plan = self.text, self.plan
        t(f"middle = ahead and look == {WHOLE}")
        t(f"length = 0.0 if look == {END} and ahead else 0.5 * step if look == {AHEAD} else step")
        t("standing = midway if middle else stocks")
        t(self.parts.stand())
        for cohort in self.counted:
            t.block("if middle:")
            t(f"see_ahead(counted_{cohort}, {self.find_change(cohort)}, work, _rows_{cohort})")
            t.end()
            t.block("else:")
            t(f"tell_counted(counted_{cohort}, work, _rows_{cohort})")
            t.end()
        for phase in range(plan.first_late):
            self.write_phase(phase)
        self.write_movement()
        t.block(f"if look in ({AHEAD}, {WHOLE}):")
        for phase in range(plan.first_late, plan.phases):
            self.write_phase(phase)
        t("pass")
        t.end()
        t.block(f"if look in ({WHOLE}, {END}):")
        t(f"record(work, row_slots, row_spans, look == {END}, step, y, county_trace)")
        t(f"record(single, single_slots, single_spans, look == {END}, step, y, region_trace)")
        t.end()
        t.block(f"if look == {END}:")
        for name in self.model.snapshot_stocks:
            t(f"photograph({name}, y, trace_of_{name})")
        t("pass")
        t.end()
        self.write_advance()

    def write_phase(self, phase: int) -> None:
        """One phase: what is worked out, then operators."""
        t, plan, model = self.text, self.plan, self.model
        names = [n for n in model.order if plan.phase.get(n) == phase and n not in model.step_operators]
        t(f"# phase {phase}")
        self.call(self.parts.work(f"phase_{phase}", names))
        for name in names:
            if model[name].kind == "operator":
                self.write_operator(name)

    def write_operator(self, name: str) -> None:
        """An operator; one that gives what only changes with what it is told is not run anew without need."""
        t, call = self.text, self.parts.operate(name)
        if name in self.plan.still:
            t.block(f"if is_moved(work, _rows_for_{name}, kept_for_{name}) or (y == 0 and look == {END}):")
        t(call, self.model[name].place)
        if name in self.plan.still:
            t.end()

    def find_change(self, cohort: str) -> str:
        """Where the last change of the measures of a cohort stock is kept."""
        places = [self.plan.motion[v.name] for v in list_measures(self.model, cohort)]
        return f"motion[{places[0]}:{places[-1] + 1}]"

    def count(self, into: str, of: str = "") -> None:
        """All measures of people at once."""
        for cohort in self.counted:
            self.text(self.parts.count(cohort, f"{of}{cohort}", f"{into}_{cohort}"))

    def write_movement(self) -> None:
        """People move: a whole step, or only on trial."""
        t = self.text
        t.block(f"if look == {TRIAL}:")
        if self.model.step_operators:
            for cohort in self.plan.cohorts:
                t(f"copy_all({cohort}, spare_{cohort})")
            for name in self.model.step_operators:
                t(self.parts.operate(name, "spare_"))
            self.count("before", "spare_")
            for cohort in self.counted:
                t(f"keep_change(counted_{cohort}, before_{cohort}, {self.find_change(cohort)})")
        t("moving = True")
        t.end()
        t.block(f"if look == {WHOLE}:")
        for name in self.model.step_operators:
            self.write_operator(name)
        t("pass")
        t.end()

    def write_advance(self) -> None:
        """Stocks half a step ahead, or a whole step; after which people are counted."""
        t, call = self.text, self.parts.advance()
        t.block(f"if look == {AHEAD}:")
        self.call(call.replace("(target_", "(midway"))
        t("keep_half(midway, stocks, _rows_of_losers)")
        t.end()
        t.block(f"if look == {WHOLE}:")
        self.call(call.replace("(target_", "(stocks"))
        for cohort in self.counted:
            t(f"copy_all(counted_{cohort}, before_{cohort})")
        self.count("counted")
        for cohort in self.counted:
            t(f"keep_change(before_{cohort}, counted_{cohort}, {self.find_change(cohort)})")
        t("moving = True")
        t.end()
