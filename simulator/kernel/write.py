"""Write the fused kernel of a model as a Python file: years and steps in turn, counties in phases, a line an equation."""

from __future__ import annotations

from simulator.axes import SEXES, STATUSES
from simulator.errors import ModelError
from simulator.grammar import expression
from simulator.kernel.plan import plan_kernel
from simulator.language import WORDS
from simulator.model import Model
from simulator.words import Variable, arguments

# Names that the kernel keeps for itself; no variable may have one.
KEPT = (
    *WORDS, "region", "county", "ramps", "paths", "stocks", "step", "row_slots", "row_spans", "single_slots", "single_spans",
    "county_trace", "region_trace", "run", "simulate_member", "first", "last", "member", "n_county", "n_year", "n_moment",
    "work", "single", "snapshot", "passing", "y", "m", "i", "np", "njit", "count", "interpolate", "photograph", "record",
    "weigh",
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
    for v in model.variables.values():
        if v.name in KEPT or v.name.endswith("_"):
            raise ModelError(f"{v.place}: the kernel keeps the name '{v.name}' for itself; give the variable a longer one")
    return Writer(model).write()


class Writer:
    """One kernel being written."""

    def __init__(self, model: Model) -> None:
        self.model, self.plan, self.text = model, plan_kernel(model), Text()

    def write(self) -> str:
        self._head()
        self._member()
        self._members()
        return "\n".join(self.text.lines) + "\n"

    def arguments(self) -> list[str]:
        plan = self.plan
        return ["region", "county", "ramps", "paths", *plan.arrays, "stocks", *plan.cohorts, "step", "row_slots", "row_spans",
                "single_slots", "single_spans", "county_trace", "region_trace", *(f"{name}_trace" for name in plan.cohorts)]

    def _head(self) -> None:
        t, model = self.text, self.model
        equations = model.of_kind("equation")
        t(f'"""Fused kernel: {len(equations)} equations of {len({v.sector for v in equations})} sectors. '
          'Written by simulator/kernel/write.py; edit the sectors, not this file."""')
        t()
        t("import numpy as np")
        t("from numba import njit")
        t()
        t(f"from simulator.kernel.scalars import count, interpolate, photograph, record, weigh, {', '.join(sorted(WORDS))}")
        for module in sorted({operator.plain.__module__ for operator in model.of_kind("operator")}):
            t(f"import {module}")
        t()
        for operator in model.of_kind("operator"):
            t(f"_{operator.name} = {operator.plain.__module__}.{operator.plain.__name__}.fast", operator.place)
        for table in model.of_kind("table"):
            at, values = zip(*table.points, strict=True)
            t(f"_{table.name}_at, _{table.name}_values = np.array({list(at)}), np.array({list(values)})", table.place)
        t()
        t()

    def _members(self) -> None:
        t, plan = self.text, self.plan
        whole = {"ramps", "step", "row_slots", "row_spans", "single_slots", "single_spans", *plan.arrays}
        t('@njit(cache=True, error_model="numpy", nogil=True)')
        t.block(f"def run(first, last, {', '.join(self.arguments())}):")
        t.block("for member in range(first, last):")
        picked = [name if name in whole else f"{name}[member]" for name in self.arguments()]
        t(f"simulate_member({', '.join(picked)})")
        t.end(2)

    def _member(self) -> None:
        t, plan = self.text, self.plan
        t('@njit(error_model="numpy", nogil=True)')
        t.block(f"def simulate_member({', '.join(self.arguments())}):")
        t("n_county, n_year, n_moment = county.shape[1], paths.shape[1], paths.shape[2]")
        t(f"work, single = np.zeros(({len(plan.rows) or 1}, n_county)), np.zeros(({len(plan.singles) or 1}, 1))")
        for name, row in plan.rows.items():
            t(f"{name}_ = work[{row}]", self._note(name))
        for name in plan.matrices:
            t(f"{name} = np.empty((n_county, n_county))", self._note(name))
        for name, number in plan.region_inputs.items():
            if self._is_read(name):
                t(f"{name} = region[{number}]", self._note(name))
        self._steady()
        t.block("for y in range(n_year):")
        for stock in self.model.of_kind("stock"):
            if stock.aged_by:
                t.block("if y > 0:")
                t(f"_{stock.aged_by}({stock.name})")
                t.end()
        t.block("for m in range(0 if y > 0 else n_moment - 1, n_moment):")
        t("snapshot = m == n_moment - 1")
        for name, number in plan.paths.items():
            t(f"{name} = paths[{number}, y, m]", self._note(name))
            self._store(name)
        self._given()
        for phase in range(plan.phases):
            self._phase(phase)
        t("record(work, row_slots, row_spans, snapshot, step, y, county_trace)")
        t("record(single, single_slots, single_spans, snapshot, step, y, region_trace)")
        for name in plan.cohorts:
            t.block("if snapshot:")
            t(f"photograph({name}, y, {name}_trace)")
            t.end()
        self._advance()
        t.end(3)
        t()
        t()

    def _note(self, name: str) -> str:
        v = self.model[name]
        return f"{v.unit}, {v.place}"

    def _is_read(self, name: str) -> bool:
        return any(name in v.needs for v in self.model.variables.values())

    def _store(self, name: str) -> None:
        """Keep a value for other loops, operators and the record."""
        if self.model.scope[name] == "county":
            self.text(f"{name}_[i] = {name}")
        elif name in self.plan.singles:
            self.text(f"single[{self.plan.singles[name]}, 0] = {name}")
        if self.model.scope[name] == "region" and name in self.plan.rows:
            self.text(f"{name}_[:] = {name}")

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
        inputs = [n for n in plan.rows if n in plan.county_inputs]
        worked = [n for n in model.order if n in plan.steady and model.scope[n] == "county"]
        if not inputs and not worked:
            return
        t.block("for i in range(n_county):")
        read = {need for n in worked for need in model[n].needs} | set(inputs)
        for name in (n for n in plan.county_inputs if n in read):
            t(f"{name} = county[{plan.county_inputs[name]}, i]", self._note(name))
        for name in inputs:
            self._store(name)
        for name in worked:
            t(f"{name} = {self._value(model[name])}", self._note(name))
            self._store(name)
        t.end()

    def _given(self) -> None:
        """Stocks and levers as they stand at the moment."""
        t, plan = self.text, self.plan
        t.block("for i in range(n_county):")
        for name in (v.name for v in self.model.of_kind("stock") if v.axes == ("county",)):
            t(f"{name}_[i] = stocks[{plan.stocks[name]}, i]", self._note(name))
        for name, number in plan.ramps.items():
            base, reach = plan.county_inputs[f"{name}_base"], plan.county_inputs[f"{name}_reach"]
            t(f"{name}_[i] = county[{base}, i] + ramps[{number}, y, m] * county[{reach}, i]", self._note(name))
        t("pass")
        t.end()

    def _value(self, v: Variable) -> str:
        if v.kind == "equation":
            return expression(v)
        if v.kind == "table":
            return f"interpolate({v.argument}, _{v.name}_at, _{v.name}_values)"
        if v.kind == "delay":
            last = self.plan.stocks[f"{v.name}_stage_{v.order}"]
            return f"minimum(1.0, {v.order} * step / {v.time}) / step * stocks[{last}, i]"
        statuses = repr(tuple(STATUSES.index(status) for status in v.statuses))
        sexes = repr(tuple(SEXES.index(sex) for sex in v.sexes))
        call = "weigh" if v.weight else "count"
        ending = f", {v.weight}" if v.weight else ""
        return f"{call}({v.of}, i, {statuses}, {sexes}, {v.ages[0]}, {v.ages[1]}{ending})"

    def _load(self, names: set[str]) -> None:
        """Bring county values into the loop, each under its own name."""
        t, plan, model = self.text, self.plan, self.model
        for name in sorted(names):
            if model.scope[name] != "county":
                continue
            if name in plan.rows:
                t(f"{name} = {name}_[i]", self._note(name))
            else:
                t(f"{name} = county[{plan.county_inputs[name]}, i]", self._note(name))

    def _phase(self, phase: int) -> None:
        t, plan, model = self.text, self.plan, self.model
        names = [n for n in model.order if plan.phase.get(n) == phase and n not in model.step_operators]
        t(f"# phase {phase}")
        if phase >= plan.first_late:
            t.block("if not snapshot:")
        for name in names:
            if model[name].kind in ("equation", "table") and model.scope[name] == "region":
                t(f"{name} = {self._value(model[name])}", self._note(name))
                self._store(name)
        self._counties(names)
        for name in names:
            if model[name].kind == "operator":
                self._operate(name)
        if phase >= plan.first_late:
            t("pass")
            t.end()
        for name in model.step_operators:
            if plan.phase[name] == phase:
                t.block("if not snapshot:")
                self._operate(name)
                t.end()

    def _counties(self, names: list[str]) -> None:
        t, model = self.text, self.model
        here = [n for n in names if model.scope[n] == "county" and model[n].kind in ("equation", "table", "measure", "delay")]
        totals = [model[n] for n in names if model[n].kind == "total"]
        if not here and not totals:
            return
        for v in totals:
            t(f"{v.name} = 0.0", self._note(v.name))
            if v.weight:
                t(f"weight_of_{v.name} = plain_{v.name} = 0.0")
        t.block("for i in range(n_county):")
        self._load({need for n in (*here, *(v.name for v in totals)) for need in model[n].needs} - set(here))
        for name in here:
            t(f"{name} = {self._value(model[name])}", self._note(name))
            self._store(name)
        for v in totals:
            if v.weight:
                t(f"{v.name} += {v.of} * {v.weight}")
                t(f"weight_of_{v.name} += {v.weight}")
                t(f"plain_{v.name} += {v.of}")
            else:
                t(f"{v.name} += {v.of}")
        t.end()
        for v in totals:
            if v.weight:
                t(f"{v.name} = {v.name} / weight_of_{v.name} if weight_of_{v.name} > 0.0 else plain_{v.name} / n_county")
            self._store(v.name)

    def _operate(self, name: str) -> None:
        operator, plan = self.model[name], self.plan
        reads = [need if need in plan.arrays or need in plan.matrices or need in plan.cohorts else f"{need}_"
                 for need in operator.needs]
        if name in self.model.step_operators:
            reads.append("step")
        gifts = [gift if gift in plan.matrices else f"{gift}_" for gift in arguments(operator.fast.py_func)
                 if gift in operator.gives]
        self.text(f"_{name}({', '.join([*reads, *gifts])})", operator.place)

    def _advance(self) -> None:
        """All stocks a step on, every flow taken from the same state."""
        t, plan, model = self.text, self.plan, self.model
        stocks = [v for v in model.of_kind("stock") if v.axes == ("county",) and (v.inflows or v.outflows)]
        delays = model.of_kind("delay")
        if not stocks and not delays:
            return
        t.block("if not snapshot:")
        t.block("for i in range(n_county):")
        self._load({f for v in stocks for f in (*v.inflows, *v.outflows)} | {need for v in delays for need in (v.of, v.time)})
        for v in stocks:
            net = " + ".join(v.inflows) + "".join(f" - {flow}" for flow in v.outflows)
            t(f"stocks[{plan.stocks[v.name]}, i] += step * ({net.removeprefix(' ')})", self._note(v.name))
        for v in delays:
            self._pipeline(v)
        t.end(2)

    def _pipeline(self, v: Variable) -> None:
        # A fraction, not an exponential, so that what is in the pipeline is inflow x time for any step that is
        # no longer than time / order (Little's law).
        t, home = self.text, self.plan.stocks
        t(f"passing = minimum(1.0, {v.order} * step / {v.time})", v.place)
        for stage in range(v.order, 0, -1):
            enters = f"passing * stocks[{home[f'{v.name}_stage_{stage - 1}']}, i]" if stage > 1 else f"step * {v.of}"
            own = f"stocks[{home[f'{v.name}_stage_{stage}']}, i]"
            t(f"{own} += {enters} - passing * {own}")
