"""Write the fused kernel of a model as a Python file: years and steps in turn, counties in phases, a line an equation."""

from __future__ import annotations

from simulator.axes import SEXES, STATUSES
from simulator.kernel.plan import plan_kernel
from simulator.language import WORDS
from simulator.model import Model, expression
from simulator.words import Variable


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
    """The text of the kernel: `run` takes the packed arrays of `simulator.kernel.pack` and changes them in place."""
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
        return ["region", "county", "ramps", "paths", *plan.arrays, "stocks", *plan.cohorts, "step", "slots",
                "county_trace", "region_trace", *(f"{name}_trace" for name in plan.cohorts)]

    def _head(self) -> None:
        t, model = self.text, self.model
        equations = model.of_kind("equation")
        t(f'"""Fused kernel: {len(equations)} equations of {len({v.sector for v in equations})} sectors. '
          'Written by simulator/kernel/write.py; edit the sectors, not this file."""')
        t()
        t("import numpy as np")
        t("from numba import njit, prange")
        t()
        t(f"from simulator.kernel.scalars import count, interpolate, weigh, {', '.join(sorted(WORDS))}")
        for operator in model.of_kind("operator"):
            t(f"import {operator.plain.__module__}")
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
        whole = {"step", "slots", *plan.arrays}
        t('@njit(parallel=True, cache=True, error_model="numpy")')
        t.block(f"def run({', '.join(self.arguments())}):")
        t.block("for member in prange(stocks.shape[0]):")
        picked = [name if name in whole else "ramps" if name == "ramps" else f"{name}[member]" for name in self.arguments()]
        t(f"simulate_member({', '.join(picked)})")
        t.end(2)

    def _member(self) -> None:
        t, plan = self.text, self.plan
        t('@njit(error_model="numpy", nogil=True)')
        t.block(f"def simulate_member({', '.join(self.arguments())}):")
        t("n_county, n_year, n_moment = county.shape[1], paths.shape[1], paths.shape[2]")
        t(f"work = np.empty(({max(len(plan.rows), 1)}, n_county))")
        for name, row in plan.rows.items():
            t(f"{name}_ = work[{row}]", self._note(name))
        for name in plan.matrices:
            t(f"{name} = np.empty((n_county, n_county))", self._note(name))
        for name, number in plan.region_inputs.items():
            if self._is_read(name):
                t(f"{name} = region[{number}]", self._note(name))
        self._steady()
        t.block("for y in range(n_year):")
        t.block("if y > 0:")
        for stock in self.model.of_kind("stock"):
            if stock.aged_by:
                t(f"_{stock.aged_by}({stock.name})")
        t("pass")
        t.end()
        t.block("for m in range(n_moment if y > 0 else 1):")
        t("snapshot = m == n_moment - 1 or y == 0")
        t("moment = n_moment - 1 if y == 0 else m")
        for name, number in plan.paths.items():
            t(f"{name} = paths[{number}, y, moment]", self._note(name))
        for phase in range(plan.phases):
            self._phase(phase)
        self._snapshot()
        self._advance()
        t.end(3)
        t()
        t()

    def _note(self, name: str) -> str:
        v = self.model[name]
        return f"{v.unit}, {v.place}"

    def _is_read(self, name: str) -> bool:
        return any(name in v.needs for v in self.model.variables.values())

    def _steady(self) -> None:
        t, plan, model = self.text, self.plan, self.model
        steady = [n for n in model.order if n in plan.steady]
        for name in steady:
            if model.scope[name] == "region":
                t(f"{name} = {self._value(model[name])}", self._note(name))
        inputs = [n for n in plan.rows if n in plan.steady and model[n].kind not in ("equation", "table")]
        of_counties = [n for n in steady if model.scope[n] == "county"]
        if not inputs and not of_counties:
            return
        t.block("for i in range(n_county):")
        read = {need for n in of_counties for need in model[n].needs} | set(inputs)
        self._load(sorted(n for n in read if n in plan.county_inputs and n not in of_counties), stored=False)
        for name in inputs:
            t(f"{name}_[i] = {name}", self._note(name))
        for name in of_counties:
            t(f"{name} = {self._value(model[name])}", self._note(name))
            if name in plan.rows:
                t(f"{name}_[i] = {name}")
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

    def _load(self, names: list[str], stored: bool = True) -> None:
        """Bring county values into the loop, each under its own name."""
        t, plan, model = self.text, self.plan, self.model
        for name in names:
            v = model[name]
            if v.kind == "lever":
                base, reach = plan.county_inputs[f"{name}_base"], plan.county_inputs[f"{name}_reach"]
                t(f"{name} = county[{base}, i] + ramps[{plan.ramps[name]}, y, moment] * county[{reach}, i]", self._note(name))
            elif v.kind == "stock":
                t(f"{name} = stocks[{plan.stocks[name]}, i]", self._note(name))
            elif stored and name in plan.rows:
                t(f"{name} = {name}_[i]", self._note(name))
            elif name in plan.county_inputs:
                t(f"{name} = county[{plan.county_inputs[name]}, i]", self._note(name))

    def _phase(self, phase: int) -> None:
        t, plan, model = self.text, self.plan, self.model
        names = [n for n in model.order if plan.phase.get(n) == phase and n not in plan.steady]
        late = phase >= plan.first_late
        t(f"# phase {phase}")
        if late:
            t.block("if not snapshot:")
        for name in names:
            v = model[name]
            if v.kind in ("equation", "table") and model.scope[name] == "region":
                t(f"{name} = {self._value(v)}", self._note(name))
                self._record(name, "region_trace", "")
        self._counties(phase, names)
        for name in names:
            if model[name].kind == "operator" and name not in model.movers:
                self._operate(name)
        if late:
            t.end()
        for name in model.movers:
            if plan.phase[name] == phase:
                t.block("if not snapshot:")
                self._operate(name)
                t.end()

    def _counties(self, phase: int, names: list[str]) -> None:
        t, plan, model = self.text, self.plan, self.model
        here = [n for n in names if model.scope[n] == "county" and model[n].kind in ("equation", "table", "measure", "delay")]
        totals = [n for n in names if model[n].kind == "total"]
        operators = [n for n in (*names, *model.movers) if model[n].kind == "operator" and plan.phase[n] == phase]
        spread = sorted({need for n in operators for need in model[n].needs if need in plan.rows and need not in here
                         and need not in plan.steady and model[need].kind not in ("given", "equation", "measure")}
                        | {need for n in operators for need in model[n].needs if need in plan.rows
                           and need not in plan.steady and model.scope[need] == "region"})
        gifts = [n for n in plan.rows if model[n].kind == "given" and plan.phase[n] == phase]
        if not (here or totals or spread or gifts):
            return
        for name in totals:
            t(f"{name} = 0.0", self._note(name))
            if model[name].weight:
                t(f"weight_of_{name} = plain_{name} = 0.0")
        t.block("for i in range(n_county):")
        wanted = {need for n in (*here, *totals) for need in model[n].needs} | set(spread) | set(gifts)
        self._load(sorted(n for n in wanted if n not in here and model.scope[n] == "county"
                          and not (model[n].kind == "given" and n in model.order and plan.phase[n] > phase)))
        for name in here:
            t(f"{name} = {self._value(model[name])}", self._note(name))
            if name in plan.rows:
                t(f"{name}_[i] = {name}")
            self._record(name, "county_trace", ", i")
        for name in gifts:
            self._record(name, "county_trace", ", i")
        for name in spread:
            t(f"{name}_[i] = {name}")
        for name in totals:
            v = model[name]
            if v.weight:
                t(f"{name} += {v.of} * {v.weight}")
                t(f"weight_of_{name} += {v.weight}")
                t(f"plain_{name} += {v.of}")
            else:
                t(f"{name} += {v.of}")
        t.end()
        for name in totals:
            if model[name].weight:
                t(f"{name} = {name} / weight_of_{name} if weight_of_{name} > 0.0 else plain_{name} / n_county")
            self._record(name, "region_trace", "")

    def _operate(self, name: str) -> None:
        operator, plan = self.model[name], self.plan
        arguments = [need if need in plan.arrays or need in plan.matrices or need in plan.cohorts else f"{need}_"
                     for need in operator.needs]
        if name in self.model.movers:
            arguments.append("step")
        gifts = [gift if gift in plan.matrices else f"{gift}_" for gift in operator.gives]
        self.text(f"_{name}({', '.join([*arguments, *gifts])})", operator.place)

    def _record(self, name: str, trace: str, where: str) -> None:
        slot = f"slots[{self.plan.recorded[name]}]"
        if name in self.model.flows:
            self.text.block(f"if not snapshot and {slot} >= 0:")
            self.text(f"{trace}[{slot}, y{where}] += step * {name}")
        else:
            self.text.block(f"if snapshot and {slot} >= 0:")
            self.text(f"{trace}[{slot}, y{where}] = {name}")
        self.text.end()

    def _snapshot(self) -> None:
        t, plan, model = self.text, self.plan, self.model
        t.block("if snapshot:")
        rest = [n for n in plan.recorded if model[n].kind in ("stock", "lever") or n in plan.steady]
        for name in rest:
            if model.scope[name] == "region":
                self._record(name, "region_trace", "")
        t.block("for i in range(n_county):")
        counties = [n for n in rest if model.scope[n] == "county"]
        self._load(counties)
        for name in counties:
            self._record(name, "county_trace", ", i")
        t("pass")
        t.end()
        for name in plan.cohorts:
            t.block(f"if {name}_trace.shape[0] > 0:")
            t(f"{name}_trace[y] = {name}")
            t.end()
        t("pass")
        t.end()

    def _advance(self) -> None:
        t, plan, model = self.text, self.plan, self.model
        stocks = [v for v in model.of_kind("stock") if v.axes == ("county",)]
        delays = model.of_kind("delay")
        t.block("if not snapshot:")
        t.block("for i in range(n_county):")
        flows = {f for v in stocks for f in (*v.inflows, *v.outflows)} | {need for v in delays for need in (v.of, v.time)}
        self._load(sorted(n for n in flows if model.scope[n] == "county"))
        for v in stocks:
            net = " + ".join(v.inflows) + "".join(f" - {flow}" for flow in v.outflows)
            if net:
                t(f"stocks[{plan.stocks[v.name]}, i] += step * ({net.removeprefix(' ')})", self._note(v.name))
        for v in delays:
            self._pipeline(v)
        t("pass")
        t.end(2)

    def _pipeline(self, v: Variable) -> None:
        # A fraction, not an exponential, so that what is in the pipeline is inflow x time for any step (Little's law).
        t, home = self.text, self.plan.stocks
        t(f"passing = minimum(1.0, {v.order} * step / {v.time})", v.place)
        for stage in range(v.order, 0, -1):
            enters = f"passing * stocks[{home[f'{v.name}_stage_{stage - 1}']}, i]" if stage > 1 else f"step * {v.of}"
            own = f"stocks[{home[f'{v.name}_stage_{stage}']}, i]"
            t(f"{own} += {enters} - passing * {own}")
