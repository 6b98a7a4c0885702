"""Write the fused kernel of a model as a Python file: years and steps in turn, counties in phases, a line an equation."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from simulator.axes import AGES, SEXES, STATUSES
from simulator.errors import ModelError
from simulator.grammar import expression
from simulator.kernel.plan import COUNTED, WORKED, plan_kernel
from simulator.language import WORDS
from simulator.model import Model, reads
from simulator.words import Variable, arguments

TOOLS = {"simulator.kernel.scalars": ("fill", "is_moved", "keep_change", "move_rows", "photograph", "record", "see_ahead",
                                      "tell_counted"),
         "simulator.kernel.people": ("count_people", "make_weights", "set_weights")}
SPOKEN = (*WORDS, "as_lanes", "drain", "leaving_share", "refill")
# What is looked at: how people would move from where they stand, half a step ahead, a whole step, the end of a year.
TRIAL, AHEAD, WHOLE, END = range(4)
LANES = ("WIDTH", "add_lanes", "choose", "number_from", "put_row", "spread", "take_row")
# Names that the kernel keeps for itself; no variable may have one.
KEPT = (
    *SPOKEN, *itertools.chain(*TOOLS.values()), *LANES, "region", "county", "ramps", "paths", "stocks", "step", "row_slots",
    "row_spans", "single_slots", "single_spans", "county_trace", "region_trace", "run", "simulate_member", "first", "last",
    "member", "n_county", "n_year", "n_moment", "work", "single", "stage_time", "advance", "steady", "keep", "stand",
    "y", "m", "i", "np", "njit", "weigh_people", "alike", "inside", "one", "_number", "look", "ahead", "moving", "motion",
    "length", "middle", "midway", "standing", "target", "first_look", "_rows_of_moves", "_places_of_moves", "compiled", "types",
    "whole", "number", "truth", "nothing", "row", "table", "cube", "block", "crowd", "crowds", "films", "places", "truths", "numbers",
    "kind", "count", "axes",
)


class Text:
    """Lines of a program, indented as blocks open and close."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.depth = 0

    def __call__(self, line: str = "", note: str = "") -> None:
        self.lines.append(("    " * self.depth + line + (f"  # {note}" if note else "")).rstrip())

    def block(self, line: str) -> None:
        """Open a block."""
        self(line)
        self.depth += 1

    def end(self, blocks: int = 1) -> None:
        """Close blocks."""
        self.depth -= blocks


def write_kernel(model: Model) -> str:
    """The text of the kernel: `run` takes the packed arrays of `simulator.kernel.run` and changes them in place.

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
    return list(writer.parts)


class Writer:
    """One kernel being written."""

    def __init__(self, model: Model) -> None:
        self.model, self.plan, self.text = model, plan_kernel(model), Text()
        # Every loop over counties is a function of its own: many small ones compile in a fraction of the time of one large.
        self.head, self.loops = Text(), Text()
        self.parts: dict[str, str] = {}

    def write(self) -> str:
        """The whole text. Every loop and operator is compiled by itself and handed to `run`, which calls it by its address: what
        is compiled as one would be worked over anew at every level, and take minutes."""
        self._head(self.head)
        self._member()
        self._members()
        return "\n".join([*self.head.lines, *self.loops.lines, *self.text.lines]) + "\n"

    def list_made(self) -> list[str]:
        """Names that the kernel makes of those of variables."""
        stages = [name for v in self.model.of_kind("delay") for stage in range(1, v.order + 1)
                  for name in (f"{v.name}_held_{stage}", f"{v.name}_enters_{stage}")]
        return [*(f"leaving_at_{name}" for name in self.plan.rates), *stages,
                *(f"{part}_{name}" for name in self.plan.cohorts
                  for part in ("weight_of", "_together", "_groups", "_rows", "spare", "trace_of", "counted", "before")),
                *(f"{part}_{name}" for name in self.plan.still for part in ("kept_for", "_rows_for")),
                *(f"phase_{phase}" for phase in range(self.plan.phases)),
                *(f"operate_{v.name}" for v in self.model.of_kind("operator")),
                *(part for v in self.model.of_kind("total") if v.weight for part in self._parts(v))]

    def arguments(self) -> list[str]:
        plan = self.plan
        return ["region", "county", "ramps", "paths", *plan.arrays, "stocks", "motion", *plan.cohorts, *plan.profiles, "step",
                "ahead", "moving", "row_slots", "row_spans", "single_slots", "single_spans", "county_trace", "region_trace",
                *(f"trace_of_{name}" for name in plan.cohorts), *self.parts]

    def _head(self, t: Text) -> None:
        model = self.model
        equations = model.of_kind("equation")
        t(f'"""Fused kernel: {len(equations)} equations of {len({v.sector for v in equations})} sectors. '
          'Written by simulator/kernel/write.py; edit the sectors, not this file."""')
        t()
        t("import numpy as np")
        t("from numba import njit, types")
        t()
        t(f"from simulator.lanes.values import {', '.join(sorted(LANES, key=str.lower))}")
        for module, tools in TOOLS.items():
            t(f"from {module} import {', '.join(tools)}")
        t("from simulator.kernel import scalars as one")
        t(f"from simulator.lanes.words import {', '.join(sorted(SPOKEN))}")
        for module in sorted({operator.plain.__module__ for operator in model.of_kind("operator")}):
            t(f"import {module}")
        t()
        t("whole, number, truth, nothing = types.intp, types.float64, types.boolean, types.void")
        t('row, table, cube, block, crowd, crowds, films = (types.Array(number, axes, "C") for axes in (1, 2, 3, 4, 4, 5, 6))')
        t('places, truths = types.Array(types.intp, 1, "C"), types.Array(types.boolean, 1, "C")')
        t.block("def numbers(count):")
        t("return types.UniTuple(number, count)")
        t.end()
        t.block("def compiled(kind):")
        t('return njit(kind, cache=True, error_model="numpy", nogil=True)')
        t.end()
        # Numba makes a version of a function for every number that is written out; it makes one for all that stand here.
        t(f"_number = np.arange({max(len(self.plan.rows), len(AGES)) + 1})")
        t(f"_rows_of_moves = np.array({[self.plan.rows[name] for name in self.plan.moves]}, dtype=np.intp)")
        t(f"_places_of_moves = np.array({[self.plan.motion[name] for name in self.plan.moves]}, dtype=np.intp)")
        for name in self.plan.still:
            told = [self.plan.rows[need] for need in self.model[name].needs if need in self.plan.rows]
            t(f"_rows_for_{name} = np.array({told}, dtype=np.intp)")
        for operator in model.of_kind("operator"):
            t(f"_{operator.name} = {operator.plain.__module__}.{operator.plain.__name__}.fast", operator.place)
        for cohort in self.plan.cohorts:
            groups = self._groups(cohort)
            together = [[int(status in group) for status in STATUSES] for group in groups]
            t(f"_together_{cohort} = np.array({together}, dtype=np.bool_).reshape({len(groups)}, {len(STATUSES)})")
            t(f"_groups_{cohort} = np.array({[groups.index(v.statuses) for v in self._measures(cohort)]}, dtype=np.intp)")
            t(f"_rows_{cohort} = np.array({[self.plan.rows[v.name] for v in self._measures(cohort)]}, dtype=np.intp)")
        t()
        t()

    def _members(self) -> None:
        t, plan = self.text, self.plan
        shared = {"ramps": "cube", "step": "number", "ahead": "truth", "moving": "truth", "row_slots": "places", "row_spans": "truths",
                  "single_slots": "places", "single_spans": "truths", **{name: self._kind(name) for name in plan.arrays}}
        each = {"region": "table", "county": "cube", "paths": "block", "stocks": "cube", "motion": "cube", "county_trace": "block",
                "region_trace": "block", **dict.fromkeys(plan.cohorts, "crowds"), **dict.fromkeys(plan.profiles, "table"),
                **{f"trace_of_{name}": "films" for name in plan.cohorts}}
        parts = {part: f"types.FunctionType({kind})" for part, kind in self.parts.items()}
        whole, kinds = {*shared, *parts}, {**shared, **each, **parts}
        t(f"@compiled(nothing(whole, whole, {', '.join(kinds[name] for name in self.arguments())}))")
        t.block(f"def run(first, last, {', '.join(self.arguments())}):")
        t.block("for member in range(first, last):")
        picked = [name if name in whole else f"{name}[member]" for name in self.arguments()]
        t(f"simulate_member({', '.join(picked)})")
        t.end(2)

    def _member(self) -> None:
        t, plan = self.text, self.plan
        t('@njit(error_model="numpy", nogil=True)')
        opening = len(t.lines)
        t.block("def simulate_member():")
        t("n_county, n_year, n_moment = county_trace.shape[2], paths.shape[1], paths.shape[2]")
        t(f"work, single = np.zeros(({len(plan.rows) or 1}, county.shape[1])), np.zeros(({len(plan.singles) or 1}, 1))")
        self._make_room()
        for name in plan.matrices:
            t(f"{name} = np.empty((n_county, n_county))", self._note(name))
        read = {need for v in self.model.variables.values() for need in (*v.needs, *reads(v))}
        for name, number in plan.region_inputs.items():
            if name in read:
                t(f"{name} = region[{number}]", self._note(name))
        self._steady()
        t("move_rows(motion, _places_of_moves, work, _rows_of_moves)")
        t.block("for y in range(n_year):")
        for stock in self.model.of_kind("stock"):
            if stock.aged_by:
                t.block("if y > 0:")
                self._age(stock)
                t.end()
        self._weigh()
        self._count("counted")
        t.block("for m in range(0 if y > 0 else n_moment - 1, n_moment):")
        for name, number in plan.paths.items():
            t(f"{name} = paths[{number}, y, m]", self._note(name))
            self._store(name)
        t(f"first_look = {END} if m == n_moment - 1 else {WHOLE} if not ahead else {AHEAD} if moving else {TRIAL}",
          "what is looked at: a trial, half a step ahead, a whole step, the end of a year")
        t.block(f"for look in range(first_look, {END + 1} if m == n_moment - 1 else {END}):")
        t(f"middle = ahead and look == {WHOLE}")
        t(f"length = 0.0 if look == {END} else 0.5 * step if look == {AHEAD} else step")
        t("standing = midway if middle else stocks")
        self._given()
        self._measure()
        for name in plan.rates:
            t(f"leaving_at_{name} = one.leaving_share({name}, length, middle)", self.model[name].place)
        for phase in range(plan.first_late):
            self._phase(phase)
        self._move()
        t.block(f"if look in ({AHEAD}, {WHOLE}):")
        for phase in range(plan.first_late, plan.phases):
            self._phase(phase)
        t("pass")
        t.end()
        t.block(f"if look in ({WHOLE}, {END}):")
        t(f"record(work, row_slots, row_spans, look == {END}, step, y, county_trace)")
        t(f"record(single, single_slots, single_spans, look == {END}, step, y, region_trace)")
        t.end()
        for name in plan.model.photographed:
            t.block(f"if look == {END}:")
            t(f"photograph({name}, y, trace_of_{name})")
            t.end()
        self._advance()
        t.end(3)
        t("move_rows(work, _rows_of_moves, motion, _places_of_moves)")
        t.end()
        t()
        t()
        t.lines[opening] = f"def simulate_member({', '.join(self.arguments())}):"

    def _kind(self, name: str) -> str:
        """What kind of value a function is told under a name."""
        known = {"n_county": "whole", "y": "whole", "m": "whole", "length": "number", "step": "number", "middle": "truth",
                 "work": "table", "county": "table", "stocks": "table", "target": "table", "standing": "table", "ramps": "cube"}
        if name in known:
            return known[name]
        if name.startswith("weight_of_"):
            return "cube"
        if name in self.plan.cohorts:
            return "crowd"
        if name in (*self.plan.arrays, *self.plan.matrices, *self.plan.profiles):
            return "row" if len(self.model[name].axes) == 1 else "table"
        return "number"

    def _part(self, title: str, told: Sequence[str], gives: int = 0, kinds: Sequence[str] = ()) -> None:
        """Begin a function of its own, which gives so many numbers."""
        kinds = kinds or [self._kind(name) for name in told]
        given = f"numbers({gives})" if gives > 1 else "number" if gives else "nothing"
        self.parts[title] = f"{given}({', '.join(kinds)})"
        self.loops(f"@compiled({self.parts[title]})")
        self.loops.block(f"def {title}({', '.join(told)}):")

    def _note(self, name: str) -> str:
        v = self.model[name]
        return f"{v.unit}, {v.place}"

    def _store(self, name: str) -> None:
        """Keep a value for other loops, operators and the record."""
        if name in self.plan.singles:
            self.text(f"single[{self.plan.singles[name]}, 0] = {name}")
        if self.model.scope[name] == "region" and name in self.plan.rows:
            self.text(f"fill(work, _number[{self.plan.rows[name]}], {name})")

    def _steady(self) -> None:
        """What does not move in time, once for the member."""
        t, plan, model = self.text, self.plan, self.model
        for name in model.order:
            if name in plan.steady and model.scope[name] == "region":
                t(f"{name} = {self._value(model[name])}", self._note(name))
                self._store(name)
        for name in plan.rows:
            if model.scope[name] == "region" and name in plan.region_inputs:
                self._store(name)
        kept = [n for n in plan.rows if n in plan.county_inputs]
        self._copy("keep", ["county"], {n: self._cell("county", plan.county_inputs[n]) for n in kept})
        t("length, middle = 0.0, False")
        self._loop("steady", [n for n in model.order if n in plan.steady and model.scope[n] == "county"], [])

    def _given(self) -> None:
        """Stocks, contents of pipelines and levers as they stand at the moment."""
        plan = self.plan
        values = {v.name: self._cell("standing", plan.stocks[v.name]) for v in self.model.of_kind("stock") if v.axes == ("county",)}
        for v in self.model.of_kind("content"):
            stages = range(1, self.model[v.of].order + 1)
            values[v.name] = " + ".join(self._cell("standing", plan.stocks[f"{v.of}_stage_{stage}"]) for stage in stages)
        for name, number in plan.ramps.items():
            base, reach = plan.county_inputs[f"{name}_base"], plan.county_inputs[f"{name}_reach"]
            values[name] = f"{self._cell('county', base)} + ramps[{number}, y, m] * {self._cell('county', reach)}"
        self._copy("stand", ["county", "standing", "ramps", "y", "m"], values)

    def _copy(self, title: str, told: list[str], values: dict[str, str]) -> None:
        """A function that puts values into the workspace; and the call of it."""
        if not values:
            return
        t = self.loops
        self._part(title, ["n_county", "work", *told])
        t.block("for i in range(0, n_county, WIDTH):")
        for name, value in values.items():
            t(self._keep("work", self.plan.rows[name], value), self._note(name))
        t.end(2)
        t()
        t()
        self.text(f"{title}({', '.join(['n_county', 'work', *told])})")

    def _value(self, v: Variable) -> str:
        single = self.model.scope[v.name] == "region"
        if v.kind == "equation":
            return expression(v, "one." if single else "")
        if v.kind == "sum":
            return " + ".join(v.of)
        if v.kind == "decay":
            share = f"{'one.' * single}leaving_share({v.rate}, length, middle)"
            return f"{f'leaving_at_{v.rate}' if v.rate in self.plan.rates else share} * {v.of}"
        if v.kind == "table":
            # What each stretch adds, so that no lane has to look for its own.
            bounded = f"{'one.' * single}bounded"
            stretches = [f"{(high - low) / (end - start)!r} * ({bounded}({v.argument}, {start!r}, {end!r}) - {start!r})"
                         for (start, low), (end, high) in itertools.pairwise(v.points)]
            return " + ".join([repr(float(v.points[0][1])), *stretches])
        raise AssertionError(f"the kernel has no line for a {v.kind}")

    def _cell(self, table: str, row: int) -> str:
        """The values of the counties at hand in a row of a table."""
        return f"take_row({table}, {row}, i)"

    def _keep(self, table: str, row: int, value: str) -> str:
        """The line that puts values of the counties at hand into a row of a table."""
        return f"put_row({table}, {row}, i, as_lanes({value}))"

    def _read(self, name: str) -> str:
        """Where a loop finds the values of counties."""
        plan = self.plan
        return self._cell("work", plan.rows[name]) if name in plan.rows else self._cell("county", plan.county_inputs[name])

    def _phase(self, phase: int) -> None:
        t, plan, model = self.text, self.plan, self.model
        names = [n for n in model.order if plan.phase.get(n) == phase and n not in model.step_operators]
        t(f"# phase {phase}")
        for name in names:
            if model[name].kind in WORKED and model.scope[name] == "region":
                t(f"{name} = {self._value(model[name])}", self._note(name))
                self._store(name)
        here = [n for n in names if model.scope[n] == "county" and model[n].kind in (*WORKED, "delay", "decay")]
        self._loop(f"phase_{phase}", here, [model[n] for n in names if model[n].kind == "total"])
        for name in names:
            if model[name].kind == "operator":
                self._operate(name)

    def _measure(self) -> None:
        """Numbers of people: as counted, or half a step ahead."""
        t = self.text
        for cohort in self._counted():
            rows, change = f"_rows_{cohort}", self._change(cohort)
            t.block("if middle:")
            t(f"see_ahead(counted_{cohort}, {change}, work, {rows})")
            t.end()
            t.block("else:")
            t(f"tell_counted(counted_{cohort}, work, {rows})")
            t.end()

    def _counted(self) -> list[str]:
        """Cohort stocks of which there are measures."""
        return [cohort for cohort in self.plan.cohorts if self._measures(cohort)]

    def _change(self, cohort: str) -> str:
        """Where the last change of the measures of a cohort stock is kept."""
        places = [self.plan.motion[v.name] for v in self._measures(cohort)]
        return f"motion[{places[0]}:{places[-1] + 1}, :n_county]"

    def _move(self) -> None:
        """People move: a whole step, or only on trial."""
        t, plan = self.text, self.plan
        if not self.model.step_operators:
            return
        t.block(f"if look == {TRIAL}:")
        for cohort in plan.cohorts:
            t(f"spare_{cohort}[:] = {cohort}")
        for name in self.model.step_operators:
            self._operate(name, "spare_")
        self._count("before", "spare_")
        for cohort in self._counted():
            t(f"keep_change(counted_{cohort}, before_{cohort}, {self._change(cohort)})")
        t("moving = True")
        t.end()
        t.block(f"if look == {WHOLE}:")
        for name in self.model.step_operators:
            self._operate(name)
        t.end()

    def _measures(self, cohort: str) -> list[Variable]:
        """The measures of a cohort stock."""
        return [v for v in self.model.of_kind("measure") if v.of == cohort]

    def _groups(self, cohort: str) -> list[tuple[str, ...]]:
        """The statuses that measures of a cohort stock count together, each group once."""
        return list(dict.fromkeys(v.statuses for v in self._measures(cohort)))

    def _make_room(self) -> None:
        """Room for the state half a step ahead, for a trial, for weights of all measures and for what they count."""
        t = self.text
        t("midway = np.empty_like(stocks)")
        for cohort in self.plan.cohorts:
            t(f"spare_{cohort} = np.empty_like({cohort})")
        for cohort in self._counted():
            number = f"_number[{len(self._measures(cohort))}]"
            t(f"weight_of_{cohort} = make_weights({number}, {cohort}.shape[0])")
            t(f"counted_{cohort} = np.zeros(({number}, n_county))")
            t(f"before_{cohort} = np.zeros(({number}, n_county))")
        for name in self.plan.still:
            t(f"kept_for_{name} = np.full((_rows_for_{name}.shape[0], n_county), np.nan)")

    def _weigh(self) -> None:
        """A function that sets the weights of measures, anew each year, as some are schedules that age; and the call of it."""
        t = self.loops
        found = [(cohort, row, v) for cohort in self.plan.cohorts for row, v in enumerate(self._measures(cohort))]
        if not found:
            return
        told = [*dict.fromkeys(f"weight_of_{cohort}" for cohort, *_ in found), *dict.fromkeys(v.weight for *_, v in found if v.weight)]
        self._part("weigh_people", told)
        t(f"alike = np.ones({len(AGES)})")
        for cohort, row, v in found:
            for sex in v.sexes:
                number = SEXES.index(sex)
                two = v.weight and len(self.model[v.weight].axes) > 1
                weight = f"{v.weight}{f'[{number}]' * bool(two)}" if v.weight else "alike"
                rest = f"_number[{number}], _number[{v.ages[0]}], _number[{v.ages[1] + 1}], {weight}"
                t(f"set_weights(weight_of_{cohort}, _number[{row}], {rest})", v.place)
        t.end()
        t()
        t()
        self.text(f"weigh_people({', '.join(told)})")

    def _count(self, into: str, of: str = "") -> None:
        """All measures of people at once."""
        for cohort in self._counted():
            self.text(f"count_people({of}{cohort}, _together_{cohort}, _groups_{cohort}, weight_of_{cohort}, {into}_{cohort})")

    def _loop(self, title: str, here: list[str], totals: list[Variable]) -> None:
        """A function that works out county values, and sums over counties, one county after another; and the call of it."""
        if not here and not totals:
            return
        model, t = self.model, self.loops
        worked = [*(model[name] for name in here), *totals]
        told = ["n_county", "length", "middle", "work", "county", "stocks", *self._told(worked)]
        sums = [part for v in totals for part in self._parts(v)]
        self._part(title, told, len(sums))
        for part in sums:
            t(f"{part} = spread(0.0)")
        t.block("for i in range(0, n_county, WIDTH):")
        for name in sorted({need for v in worked for need in v.needs} - set(here)):
            if model.scope[name] == "county":
                t(f"{name} = {self._read(name)}", self._note(name))
        for name in here:
            if model[name].kind == "delay":
                self._pass_on(model[name])
            else:
                t(f"{name} = {self._value(model[name])}", self._note(name))
            t(self._keep("work", self.plan.rows[name], name))
        if totals:
            t("inside = number_from(i) < n_county")
        for v in totals:
            for part, added in zip(self._parts(v), (f"{v.of} * {v.weight}", v.weight, v.of) if v.weight else (v.of,), strict=True):
                t(f"{part} = {part} + choose(inside, as_lanes({added}), spread(0.0))")
        t.end()
        t(f"return {', '.join(f'add_lanes({part})' for part in sums)}" if sums else "return")
        t.end()
        t()
        t()
        self.text(f"{', '.join(sums)}{' = ' * bool(sums)}{title}({', '.join(told)})")
        for v in totals:
            if v.weight:
                product, weight, plain = self._parts(v)
                self.text(f"{v.name} = {product} / {weight} if {weight} > 0.0 else {plain} / n_county", self._note(v.name))
            self._store(v.name)

    def _parts(self, v: Variable) -> tuple[str, ...]:
        """The sums of which a total is made."""
        return (f"product_of_{v.name}", f"weight_of_{v.name}", f"plain_{v.name}") if v.weight else (v.name,)

    def _told(self, worked: list[Variable]) -> list[str]:
        """Values of the region, schedules and cohorts that a loop reads."""
        region = {need for v in worked for need in v.needs if self.model.scope[need] == "region"}
        leaving = {f"leaving_at_{v.rate}" for v in worked if v.kind == "decay" and v.rate in self.plan.rates}
        return sorted(region | leaving)

    def _age(self, stock: Variable) -> None:
        """1 January: an operator reads the stock itself, schedules, and values as they stood at the end of the year."""
        model, plan, name = self.model, self.plan, stock.aged_by
        found, kinds = [], []
        for need in model[name].needs:
            single = need in plan.singles
            found.append(f"work[{plan.rows[need]}, :n_county]" if model.scope[need] == "county" else
                         f"single[{plan.singles[need]}, 0]" if single else need)
            kinds.append("row" if model.scope[need] == "county" else "number" if single else self._kind(need))
        self._wrap(name, model[name].needs, kinds)
        self.text(f"operate_{name}({', '.join(found)})")

    def _operate(self, name: str, of: str = "") -> None:
        """The call of an operator; one that moves people reads stocks as they stand at the start of the step."""
        t, plan, model = self.text, self.plan, self.model
        operator, moves = model[name], name in model.step_operators
        whole = {*plan.arrays, *plan.matrices, *plan.profiles}

        def find(need: str) -> str:
            if need in plan.cohorts:
                return of * moves + need
            if moves and need in plan.stocks:
                return f"stocks[{plan.stocks[need]}, :n_county]"
            return need if need in whole else f"work[{plan.rows[need]}, :n_county]"

        told = [*(find(need) for need in operator.needs), *["step"] * moves]
        gifts = {gift: gift if gift in plan.matrices else f"work[{plan.rows[gift]}, :n_county]"
                 for gift in arguments(operator.fast.py_func) if gift in operator.gives}
        names = [*operator.needs, *["step"] * moves, *gifts]
        self._wrap(name, names, [self._kind(each) if each in {*whole, *plan.cohorts, "step"} else "row" for each in names])
        if name in plan.still:
            t.block(f"if is_moved(work, _rows_for_{name}, kept_for_{name}) or (y == 0 and look == {END}):")
        t(f"operate_{name}({', '.join([*told, *gifts.values()])})", operator.place)
        if name in plan.still:
            t.end()

    def _wrap(self, name: str, told: Sequence[str], kinds: Sequence[str]) -> None:
        """A function that calls an operator, compiled once however often it is called."""
        if f"operate_{name}" not in self.parts:
            self._part(f"operate_{name}", told, kinds=kinds)
            self.loops(f"_{name}({', '.join(told)})", self.model[name].place)
            self.loops.end()
            self.loops()
            self.loops()

    def _pass_on(self, v: Variable, then: bool = False) -> None:
        """What leaves a pipeline; and `then` what its stages hold at the end of the span."""
        t, home = self.loops, self.plan.stocks
        t(f"stage_time = as_lanes({v.time}) / {float(v.order)}", v.place)
        enters = v.of
        for stage in range(1, v.order + 1):
            held = f"{v.name}_held_{stage}"
            t(f"{held} = {self._cell('stocks', home[f'{v.name}_stage_{stage}'])}")
            if then:
                t(self._keep("target", home[f"{v.name}_stage_{stage}"], f"refill({held}, as_lanes({enters}), stage_time, length)"))
            if not then or stage < v.order:
                leaves = v.name if stage == v.order else f"{v.name}_enters_{stage + 1}"
                t(f"{leaves} = drain({held}, as_lanes({enters}), stage_time, length)", self._note(v.name))
                enters = leaves

    def _advance(self) -> None:
        """All stocks a span of time on, every flow taken from the same moment: half a step ahead, or a whole step."""
        t, plan, model = self.loops, self.plan, self.model
        stocks = [v for v in model.of_kind("stock") if v.axes == ("county",)]
        delays = model.of_kind("delay")
        needs = {f for v in stocks for f in (*v.inflows, *v.outflows)} | {need for v in delays for need in (v.of, v.time)}
        told = ["n_county", "length", "work", "county", "stocks", *sorted(n for n in needs if model.scope[n] == "region")]
        self._part("advance", ["target", *told])
        t.block("for i in range(0, n_county, WIDTH):")
        for name in sorted(n for n in needs if model.scope[n] == "county"):
            t(f"{name} = {self._read(name)}", self._note(name))
        for v in stocks:
            net = " + ".join(v.inflows) + "".join(f" - {flow}" for flow in v.outflows)
            row, grown = plan.stocks[v.name], f" + length * ({net.removeprefix(' ')})" if net else ""
            t(self._keep("target", row, f"{self._cell('stocks', row)}{grown}"), self._note(v.name))
        for v in delays:
            self._pass_on(v, then=True)
        t("pass")
        t.end(2)
        t()
        t()
        t = self.text
        t.block(f"if look == {AHEAD}:")
        t(f"advance(midway, {', '.join(told)})")
        t.end()
        t.block(f"if look == {WHOLE}:")
        t(f"advance(stocks, {', '.join(told)})")
        for cohort in self._counted():
            t(f"before_{cohort}[:] = counted_{cohort}")
        self._count("counted")
        for cohort in self._counted():
            t(f"keep_change(before_{cohort}, counted_{cohort}, {self._change(cohort)})")
        t("moving = True")
        t.end()
