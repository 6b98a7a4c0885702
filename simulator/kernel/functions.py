"""Write the functions of the kernel: loops over counties, eight at a time, and the calls of operators.

Each function is compiled by itself and called by its address: in one function, LLVM would optimize all of it again at every level.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from simulator.kernel.age_segments import list_segments
from simulator.kernel.inline import read_body
from simulator.kernel.schedule import WORKED, plan_kernel
from simulator.kernel.source_writer import Text
from simulator.language.declarations import Variable, arguments
from simulator.language.dimensions import AGES, SEXES
from simulator.language.errors import ModelError
from simulator.model.expressions import expression
from simulator.model.graph import Model

# Arguments of functions that evaluate variables: number of counties, span of time, inputs and workspace.
WORK_ARGUMENTS = {
    "n_county": "int_",
    "length": "float_",
    "middle": "bool_",
    "region": "array1d",
    "county": "array2d",
    "single": "array2d",
    "work": "array2d",
    "stocks": "array2d",
}
ARGUMENT_TYPES = {
    **WORK_ARGUMENTS,
    "target_": "array2d",
    "state": "array2d",
    "ramps": "array3d",
    "y": "int_",
    "m": "int_",
    "step": "float_",
    "single_precision": "bool_",
}


class Parts:
    """The functions of one kernel being written: their text and signatures."""

    def __init__(self, model: Model) -> None:
        self.model, self.plan, self.text = model, plan_kernel(model), Text()
        self.signatures: dict[str, str] = {}
        self.tables: dict[str, list] = {}

    def derived_names(self) -> list[str]:
        """Names that the functions derive from those of variables."""
        delays = [(v, stage) for v in self.model.of_kind("delay") for stage in range(1, v.order + 1)]
        return [
            *(f"{v.name}_{end}_{stage}" for v, stage in delays for end in ("held", "enters")),
            *(f"stage_time_{v.name}" for v, _ in delays),
            *(f"{part}_at_{name}" for name in self.plan.rates for part in ("start", "now", "half", "closing")),
            *(f"phase_{phase}" for phase in range(self.plan.phases)),
            *(f"operate_{v.name}" for v in self.model.of_kind("operator")),
            *(f"count_{name}" for name in self.plan.cohorts),
            *(part for v in self.model.of_kind("total") if v.weight for part in list_sums(v)),
        ]

    def type_of(self, name: str) -> str:
        """The Numba type of an argument."""
        if name in ARGUMENT_TYPES:
            return ARGUMENT_TYPES[name]
        if name.startswith("weight_of_"):
            return "array3d"
        if name.startswith("segments_of_"):
            return "array2d"
        if name in self.plan.cohorts:
            return "array4d"
        if name in (*self.plan.arrays, *self.plan.matrices, *self.plan.profiles):
            return "array1d" if len(self.model[name].axes) == 1 else "array2d"
        return "array1d"

    def begin(self, title: str, names: Sequence[str], types: Sequence[str] = ()) -> str:
        """Begin a function; returns the text of its call."""
        self.signatures[title] = ", ".join(types or map(self.type_of, names))
        self.text(f"@compiled_(void({self.signatures[title]}))")
        self.text.block(f"def {title}({', '.join(names)}):")
        return f"{title}({', '.join(names)})"

    def end(self, blocks: int) -> None:
        """End a function with the blocks that are open in it."""
        self.text.end(blocks)
        self.text()
        self.text()

    def note(self, name: str) -> str:
        """Unit and source line of a variable."""
        return f"{self.model[name].unit}, {self.model[name].place}"

    def copy(self, title: str, names: list[str], values: dict[str, str]) -> str:
        """A function that copies values [county] into rows of the workspace."""
        call = self.begin(title, ["n_county", "work", *names])
        self.text.block("for i in range(0, n_county, WIDTH):")
        for name, value in values.items():
            self.text(row_target("work", self.plan.rows[name], value), self.note(name))
        self.text("pass")
        self.end(2)
        return call

    def copy_inputs(self) -> str:
        """Copy county inputs that operators read or results record into the workspace."""
        names = [n for n in self.plan.rows if n in self.plan.county_inputs]
        return self.copy("copy_inputs", ["county"], {n: row_source("county", self.plan.county_inputs[n]) for n in names})

    def load_state(self) -> str:
        """Copy scalar stocks, contents of pipelines and levers of the moment into the workspace."""
        plan, model = self.plan, self.model
        values = {v.name: row_source("state", plan.stocks[v.name]) for v in model.of_kind("stock") if v.axes == ("county",)}
        for v in model.of_kind("in_transit"):
            stages = range(1, model[v.of].order + 1)
            values[v.name] = " + ".join(row_source("state", plan.stocks[f"{v.of}_stage_{stage}"]) for stage in stages)
        for name, number in plan.ramps.items():
            base, amplitude = plan.county_inputs[f"{name}_base"], plan.county_inputs[f"{name}_amplitude"]
            values[name] = f"{row_source('county', base)} + ramps[{number}, y, m] * {row_source('county', amplitude)}"
        return self.copy("load_state", ["county", "state", "ramps", "y", "m"], values)

    def weigh(self, title: str, weights: list[str]) -> str:
        """Set the weights of some cohort sums; an empty name stands for weights of 1."""
        t, model = self.text, self.model
        counted = [cohort for cohort in self.plan.cohorts if list_cohort_sums(model, cohort)]
        call = self.begin(title, [*(f"weight_of_{cohort}" for cohort in counted), *filter(None, weights)])
        if "" in weights:
            t(f"ones = np.ones({len(AGES)})")
        for cohort, sex, weight in itertools.product(counted, SEXES, weights):
            measures = list_cohort_sums(model, cohort)
            named = [v.name for v in measures if sex in v.sexes and v.weight == weight]
            rows = [
                [row, segment.first, segment.end]
                for row, segment in enumerate(list_segments(measures))
                if sex in segment.sexes and segment.weight == weight
            ]
            if rows:
                table, number = f"_segments_{len(self.tables)}", SEXES.index(sex)
                self.tables[table] = rows
                values = f"{weight}{f'[{number}]' * (len(model[weight].axes) > 1)}" if weight else "ones"
                t(f"set_weights(weight_of_{cohort}, {table}, _index[{number}], {values})", ", ".join(named))
        self.end(1)
        return call

    def count(self, cohort: str, people: str, numbers: str) -> str:
        """A function that computes all cohort sums of a cohort stock, or of a copy of it."""
        scratch = [f"weight_of_{cohort}", f"segments_of_{cohort}"]
        if f"count_{cohort}" not in self.signatures:
            self.begin(f"count_{cohort}", [cohort, *scratch, "target_"])
            self.text(f"sum_cohorts({cohort}, _tiles_{cohort}, _slices_{cohort}, _sums_{cohort}, {', '.join(scratch)}, target_)")
            self.end(1)
        return f"count_{cohort}({', '.join([people, *scratch, numbers])})"

    def work(self, title: str, names: Iterable[str]) -> str:
        """A function that evaluates region values, county values and totals, in the order of the model."""
        t, plan, model = self.text, self.plan, self.model
        names = list(names)
        single = [n for n in names if model[n].kind in WORKED and model.scope[n] == "region"]
        here = [n for n in names if model[n].kind in (*WORKED, "delay", "decay") and model.scope[n] == "county"]
        totals = [model[n] for n in names if model[n].kind == "total"]
        if not single and not here and not totals:
            return ""
        call = self.begin(title, list(WORK_ARGUMENTS))
        self.read_region([*single, *here, *(v.name for v in totals)])
        for name in single:
            t(f"{name} = {self.find_value(model[name])}", self.note(name))
            self.store(name)
        for rate in sorted({v.rate for v in map(model.__getitem__, here) if v.kind == "decay"} & set(plan.rates)):
            shares = ", ".join(f"{part}_at_{rate}" for part in ("start", "now", "half", "closing"))
            t(f"{shares} = scalar.decay_coefficients({rate}, length, middle)", model[rate].place)
        sums = {part: place for place, part in enumerate(part for v in totals for part in list_sums(v))}
        if sums:
            t(f"sums_ = np.zeros(({len(sums)}, WIDTH))")
        if here or totals:
            self.work_counties(here, totals, sums)
        for v in totals:
            parts = list_sums(v)
            for part in parts:
                t(f"{part} = horizontal_sum(load_row(sums_, {sums[part]}, 0))")
            if v.weight:
                product, weight, plain = parts
                t(f"{v.name} = {product} / {weight} if {weight} > 0.0 else {plain} / n_county", self.note(v.name))
            self.store(v.name)
        self.end(1)
        return call

    def read_region(self, names: list[str]) -> None:
        """Read region values that variables depend on, inputs or computed before."""
        plan, model = self.plan, self.model
        for name in sorted({need for n in names for need in model[n].needs} - set(names)):
            if model.scope[name] == "region" and model[name].kind != "operator":
                is_input = name in plan.region_inputs
                self.text(
                    f"{name} = " + (f"region[{plan.region_inputs[name]}]" if is_input else f"single[{plan.singles[name]}, 0]"),
                    self.note(name),
                )

    def work_counties(self, here: list[str], totals: list[Variable], sums: dict[str, int]) -> None:
        """The loop over counties; totals are accumulated in `sums_` [sum, 8]."""
        t, model = self.text, self.model
        t.block("for i in range(0, n_county, WIDTH):")
        for name in sorted({need for v in (*map(model.__getitem__, here), *totals) for need in v.needs} - set(here)):
            if model.scope[name] == "county":
                t(f"{name} = {self.read(name)}", self.note(name))
        for name in here:
            if model[name].kind == "delay":
                self.pass_on(model[name])
            else:
                t(f"{name} = {self.find_value(model[name])}", self.note(name))
            t(row_target("work", self.plan.rows[name], name))
        for v in totals:
            for part, added in zip(list_sums(v), (f"{v.of} * {v.weight}", v.weight, v.of) if v.weight else (v.of,), strict=True):
                t(f"masked_add(sums_, {sums[part]}, {added}, i, n_county)", part)
        t.end()

    def store(self, name: str) -> None:
        """Store a region value for other functions, operators and the record."""
        if name in self.plan.singles:
            self.text(f"single[{self.plan.singles[name]}, 0] = {name}")
        if name in self.plan.rows:
            self.text(f"fill(work, _index[{self.plan.rows[name]}], {name})")

    def find_value(self, v: Variable) -> str:
        """The expression of a variable."""
        scalar = "scalar." * (self.model.scope[v.name] == "region")
        if v.kind == "equation":
            return expression(v, scalar)
        if v.kind == "sum":
            return " + ".join(v.of)
        if v.kind == "decay":
            whole = self.model[v.of].kind == "stock"
            before = row_source("stocks", self.plan.stocks[v.of]) if whole else row_source("work", self.plan.rows[v.name])
            if v.rate not in self.plan.rates:
                return f"decay_outflow(as_vector({v.rate}), as_vector({v.of}), {before}, length, middle, {whole})"
            if whole:
                return f"limit_outflow(start_at_{v.rate} * {before} + now_at_{v.rate} * {v.of}, {before}, length, middle)"
            return f"half_at_{v.rate} * {before} + closing_at_{v.rate} * {v.of}"
        if v.kind == "table":
            # The sum of what each segment adds: no branch by element.
            stretches = [
                f"{(high - low) / (end - start)!r} * ({scalar}clip({v.argument}, {start!r}, {end!r}) - {start!r})"
                for (start, low), (end, high) in itertools.pairwise(v.points)
            ]
            return " + ".join([repr(float(v.points[0][1])), *stretches])
        raise AssertionError(f"the kernel has no line for a {v.kind}")

    def read(self, name: str) -> str:
        """The expression that reads a county variable."""
        plan = self.plan
        return row_source("work", plan.rows[name]) if name in plan.rows else row_source("county", plan.county_inputs[name])

    def pass_on(self, v: Variable, then: bool = False) -> None:
        """The outflow of a pipeline; `then` also the contents of its stages at the end of the span."""
        t, home = self.text, self.plan.stocks
        t(f"stage_time_{v.name} = as_vector({v.time}) / {float(v.order)}", v.place)
        enters = v.of
        for stage in range(1, v.order + 1):
            held, place = f"{v.name}_held_{stage}", home[f"{v.name}_stage_{stage}"]
            t(f"{held} = {row_source('stocks', place)}")
            if then:
                t(row_target("target_", place, f"stage_content({held}, as_vector({enters}), stage_time_{v.name}, length)"))
            if not then or stage < v.order:
                leaves = v.name if stage == v.order else f"{v.name}_enters_{stage + 1}"
                t(f"{leaves} = stage_outflow({held}, as_vector({enters}), stage_time_{v.name}, length)", self.note(v.name))
                enters = leaves

    def advance(self) -> str:
        """Advance all stocks by a span of time, with all flows of the same moment."""
        t, plan, model = self.text, self.plan, self.model
        stocks = [v for v in model.of_kind("stock") if v.axes == ("county",)]
        delays = model.of_kind("delay")
        if not stocks and not delays:
            return ""
        call = self.begin("advance", ["target_", *WORK_ARGUMENTS])
        self.read_region([v.name for v in (*stocks, *delays)])
        needs = {f for v in stocks for f in (*v.inflows, *v.outflows)} | {need for v in delays for need in (v.of, v.time)}
        for name in sorted(n for n in needs if model.scope[n] == "region" and model[n].kind != "parameter"):
            t(f"{name} = single[{plan.singles[name]}, 0]", self.note(name))
        t.block("for i in range(0, n_county, WIDTH):")
        for name in sorted(n for n in needs if model.scope[n] == "county"):
            t(f"{name} = {self.read(name)}", self.note(name))
        for v in stocks:
            net = " + ".join(v.inflows) + "".join(f" - {flow}" for flow in v.outflows)
            row, grown = plan.stocks[v.name], f" + length * ({net.removeprefix(' ')})" if net else ""
            t(row_target("target_", row, f"{row_source('stocks', row)}{grown}"), self.note(v.name))
        for v in delays:
            self.pass_on(v, then=True)
        self.end(2)
        return call

    def age(self, stock: Variable) -> str:
        """1 January: an operator reads the stock, schedules, and values of the end of the year."""
        return self.operate(stock.aged_by)

    def operate(self, name: str, of: str = "") -> str:
        """A function that inlines an operator and hands it its rows; step operators read stocks at the start of the step.

        It is compiled once however often it is called, on cohorts or on a copy `of` them.
        """
        plan, operator, moves = self.plan, self.model[name], name in self.model.step_operators
        outputs = [each for each in arguments(operator.compiled.py_func) if each in operator.gives]
        whole = {*plan.arrays, *plan.matrices, *plan.profiles, *plan.cohorts}
        arrays = [each for each in (*operator.needs, *outputs) if each in whole]
        single_precision = ["single_precision"] * ("single_precision" in arguments(operator.compiled.py_func))
        names = ["n_county", "step", *single_precision, "region", "work", "single", "stocks", *arrays]

        def find(need: str) -> str:
            if need in whole:
                return need
            if moves and need in plan.stocks:
                return f"view_row(stocks, {plan.stocks[need]}, n_county)"
            if name in self.model.january_operators and self.model.scope[need] == "region":
                return f"region[{plan.region_inputs[need]}]" if need in plan.region_inputs else f"single[{plan.singles[need]}, 0]"
            return f"view_row(work, {plan.rows[need]}, n_county)"

        if f"operate_{name}" not in self.signatures:
            self.begin(f"operate_{name}", names)
            body = read_body(operator.compiled.py_func, name)
            values = [*map(find, operator.needs), *["step"] * moves, *single_precision, *map(find, outputs)]
            given = dict(zip(body.parameters, values, strict=True))
            for parameter, value in given.items():
                if parameter in names and parameter != value:
                    raise ModelError(
                        f"{operator.place}: the compiled version of '{name}' calls '{parameter}' what is something else in "
                        "the kernel; give it another name"
                    )
                if parameter != value:
                    self.text(f"{parameter} = {value}")
            for line in body.lines:
                self.text(line)
            self.end(1)
        return f"operate_{name}({', '.join(of * (each in plan.cohorts) + each for each in names)})"


def list_cohort_sums(model: Model, cohort: str) -> list[Variable]:
    """The cohort sums of a cohort stock."""
    return [v for v in model.of_kind("cohort_sum") if v.of == cohort]


def list_sums(v: Variable) -> tuple[str, ...]:
    """The sums of which a total consists."""
    return (f"product_of_{v.name}", f"weight_of_{v.name}", f"plain_{v.name}") if v.weight else (v.name,)


def row_source(table: str, row: int) -> str:
    """Text that loads eight counties of a row."""
    return f"load_row({table}, {row}, i)"


def row_target(table: str, row: int, value: str) -> str:
    """Text that stores eight counties of a row."""
    return f"store_row({table}, {row}, i, {value})"
