"""Write the program: a reading of the graph that says in C what the kernel says in Numba, operators by hand beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.comparisons.full_model.speak import speak
from simulator.kernel.schedule import COUNTED, WORKED, plan_kernel
from simulator.language.dimensions import STATUSES
from simulator.language.variables import Variable
from simulator.model.graph import LEVERS, Model

HERE = Path(__file__).parent
# The share present of those who come evenly, as a polynomial on hazards times the step up to this.
NEAR, DEGREE = 2.5, 12
TILE = (4, 2, 1)


def write_program(model: Model) -> str:
    """The text of the program."""
    return "\n".join(Writer(model).write())


def read(name: str) -> str:
    """One of the parts written by hand."""
    return (HERE / f"{name}.h").read_text(encoding="utf-8")


class Places:
    """Where each value has its place: rows by county, single values of the region, stocks, stages, measures, schedules."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @cached_property
    def rows(self) -> dict[str, int]:
        """Rows of the workspace, one value a county; levers with the base and the amplitude of each."""
        names = [n for n, v in self.model.variables.items() if self.model.scope.get(n) == "county"]
        names += [f"{v.name}_{part}" for v in self.model.of_kind(*LEVERS) for part in ("base", "amplitude")]
        return {name: place for place, name in enumerate(names)}

    @cached_property
    def ones(self) -> dict[str, int]:
        """Places of the values of the whole region."""
        names = [n for n, v in self.model.variables.items() if self.model.scope.get(n) == "region" and v.kind != "operator"]
        return {name: place for place, name in enumerate(names)}

    @cached_property
    def stocks(self) -> dict[str, int]:
        """Scalar stocks."""
        return {v.name: place for place, v in enumerate(v for v in self.model.of_kind("stock") if v.axes == ("county",))}

    @cached_property
    def pipes(self) -> dict[str, int]:
        """The first stage of each pipeline."""
        delays = self.model.of_kind("delay")
        return {v.name: sum(each.order for each in delays[:place]) for place, v in enumerate(delays)}

    @cached_property
    def profiles(self) -> dict[str, int]:
        """Stocks of the whole region by age."""
        return {v.name: place for place, v in enumerate(v for v in self.model.of_kind("stock") if v.axes == ("age",))}

    @property
    def measures(self) -> list[Variable]:
        """All numbers of people."""
        return self.model.of_kind("cohort_sum")

    @cached_property
    def tiles(self) -> list[list[Variable]]:
        """Numbers of people that are counted at once: four, two or one of a group, those of like ages together."""
        found = []
        for group in self.groups:
            own = sorted((v for v in self.measures if v.statuses == group), key=lambda v: (v.ages[0] > 0, v.ages[0], v.ages[1]))
            while own:
                size = next(size for size in TILE if size <= len(own))
                found.append(own[:size])
                own = own[size:]
        return found

    @cached_property
    def groups(self) -> list[tuple[str, ...]]:
        """Statuses that measures count together, each group once."""
        return list(dict.fromkeys(v.statuses for v in self.measures))


class Writer(Places):
    """One program being written."""

    def write(self) -> Iterator[str]:
        """All lines."""
        yield read("lanes")
        yield from self.define()
        yield read("member")
        yield read("ways")
        yield from self.weigh()
        yield from self.add_together()
        yield read("people")
        yield read("counts")
        yield from self.set_moment()
        yield from self.find_steady()
        yield from self.fill_contents()
        yield from self.work("stand_equations", late=False)
        yield from self.work("follow_equations", late=True)
        yield from self.advance()
        yield from self.age_profiles()
        yield read("run")

    def define(self) -> Iterator[str]:
        """Names for places and numbers for sizes."""
        plan, model = plan_kernel(self.model), self.model
        sizes = {
            "ROWS": len(self.rows),
            "ONES": len(self.ones),
            "STOCKS": len(self.stocks),
            "PROFILES": len(self.profiles),
            "PIPES": sum(v.order for v in model.of_kind("delay")),
            "PATHS": len(plan.paths),
            "MEASURES": len(self.measures),
            "GROUPS": len(self.groups),
            "TILES": len(self.tiles),
        }
        yield f"enum {{ {', '.join(f'{name} = {size}' for name, size in sizes.items())} }};"
        for head, places in (
            ("ROW", self.rows),
            ("ONE", self.ones),
            ("STOCK", self.stocks),
            ("ARRAY", {name: place for place, name in enumerate(plan.arrays)}),
        ):
            yield f"enum {{ {', '.join(f'{head}_{name} = {place}' for name, place in places.items())} }};"
        yield from (f"#define AT_{name} row(m, ROW_{name})[i]" for name in self.rows)
        yield from (f"#define AT_{name} m->s[ONE_{name}]" for name in self.ones)
        yield "#define AT(name) AT_##name"
        yield "#define GIVE(name) row(m, ROW_##name)[i]"
        yield f"static const double NEAR = {NEAR!r}, PRESENCE[] = {{{', '.join(map(repr, find_presence()))}}};"
        firsts = itertools.accumulate((len(tile) for tile in self.tiles), initial=0)
        yield f"static const int FIRST_OF[] = {braces(firsts)};"
        yield f"static const int GROUP_OF[] = {braces(self.groups.index(tile[0].statuses) for tile in self.tiles)};"
        yield f"static const int MEASURE_OF[] = {braces(self.measures.index(v) for tile in self.tiles for v in tile)};"
        yield f"static const int MEASURE_ROWS[] = {braces(self.rows[v.name] for v in self.measures)};"
        yield f"static const int STOCK_ROWS[] = {braces(self.rows[name] for name in self.stocks)};"

    def weigh(self) -> Iterator[str]:
        """The weights of all measures, anew each year."""
        yield "static void set_weights(struct member *, int, int, int, int, int, const double *, int);"
        yield "static void find_slices(struct member *);"
        yield "static void weigh(struct member *m) {"
        for place, v in enumerate(v for tile in self.tiles for v in tile):
            source, by_sex = "0", 0
            if v.weight in self.profiles:
                source = f"m->profiles + {self.profiles[v.weight]} * AGES"
            elif v.weight:
                source, by_sex = f"m->of->arrays[ARRAY_{v.weight}]", int("sex" in self.model[v.weight].axes)
            sexes = ", ".join(str(int(sex in v.sexes)) for sex in ("female", "male"))
            yield f"  set_weights(m, {place}, {sexes}, {v.ages[0]}, {v.ages[1]}, {source}, {by_sex});"
        yield "}"

    def add_together(self) -> Iterator[str]:
        """People of each group of statuses."""
        yield "static inline void add_together(const V *x, int slice, long r, V (*people)[SLICES][4]) {"
        for place, group in enumerate(self.groups):
            yield f"  people[{place}][slice][r] = {' + '.join(f'x[{STATUSES.index(status)}]' for status in group)};"
        yield "}"

    def set_moment(self) -> Iterator[str]:
        """Levers and paths at a moment."""
        plan = plan_kernel(self.model)
        yield "static void set_moment(struct member *m, const double *ramps, const double *paths, long year, long moment) {"
        yield "  long at = year * (m->of->steps + 1) + moment, all = m->of->years * (m->of->steps + 1), width = m->of->width;"
        yield "  for (long i = 0; i < width; i += WIDTH) {"
        for name, place in plan.ramps.items():
            yield (
                f"    {self.row(name)} = {self.row(f'{name}_base')} + ramps[{place} * all + at] * {self.row(f'{name}_amplitude')};"
            )
        yield "  }"
        for name, place in plan.paths.items():
            yield f"  m->s[{self.ones[name]}] = paths[{place} * all + at];"
        yield "}"

    def find_steady(self) -> Iterator[str]:
        """What does not move in time, once for a member."""
        plan = plan_kernel(self.model)
        names = [n for n in self.model.order if n in plan.constants]
        yield from self.function("find_steady", "struct member *m", self.lines(names, ()))

    def fill_contents(self) -> Iterator[str]:
        """What pipelines hold."""
        yield "static void fill_contents(struct member *m, const double *pipes) {"
        yield "  long width = m->of->width;"
        yield "  for (long i = 0; i < width; i += WIDTH) {"
        for v in self.model.of_kind("in_transit"):
            first, order = self.pipes[v.of], self.model[v.of].order
            yield f"    {self.row(v.name)} = {' + '.join(f'*(const V *)(pipes + {first + k} * width + i)' for k in range(order))};"
        yield "  }\n}"

    def work(self, title: str, late: bool) -> Iterator[str]:
        """All that is worked out before people move, or after, in phases that sums and operators close."""
        plan, model = plan_kernel(self.model), self.model
        phases = range(plan.first_after_transition, plan.phases) if late else range(plan.first_after_transition)
        body: list[str] = []
        for phase in phases:
            here = [n for n in model.order if plan.phase.get(n) == phase and n not in model.step_operators]
            worked = [n for n in here if model[n].kind in (*WORKED, *COUNTED) and model[n].kind not in ("cohort_sum", "in_transit")]
            name = f"{title}_{phase}"
            yield from self.function(
                name,
                "struct member *m, double length, int middle",
                self.lines(worked, [model[n] for n in here if model[n].kind == "total"]),
            )
            body += [f"  {name}(m, length, middle);", *(f"  op_{n}(m);" for n in here if model[n].kind == "operator")]
        yield from self.function(title, "struct member *m, double length, int middle", body)

    def lines(self, names: list[str], totals: Iterable[Variable]) -> Iterator[str]:
        """The lines of one phase: single values, then one loop over counties, then sums over them."""
        model, totals = self.model, list(totals)
        single = [model[n] for n in names if model.scope[n] == "region"]
        each = [model[n] for n in names if model.scope[n] == "county"]
        yield "  const long n = m->of->n, width = m->of->width;"
        own = {v.name for v in (*single, *each)}
        needs = {need for v in (*single, *each, *totals) for need in self.needs(v)} - own
        yield from (f"  const double {name} = m->s[{self.ones[name]}];" for name in sorted(needs) if name in self.ones)
        for v in single:
            yield f"  const double {v.name} = {self.value(v)};"
            yield f"  m->s[{self.ones[v.name]}] = {v.name};"
        rates = {v.rate for v in each if v.kind == "decay" and model.scope[v.rate] == "region"}
        yield from (f"  double at_{rate}[4]; leaving_shares({rate}, length, middle, at_{rate});" for rate in sorted(rates))
        parts = [part for v in totals for part in self.parts(v)]
        yield from (f"  V {part} = {{}};" for part in parts)
        yield "  for (long i = 0; i < width; i += WIDTH) {"
        yield from (f"    const V {name} = {self.row(name)};" for name in sorted(needs) if name in self.rows)
        for v in each:
            yield f"    const V {v.name} = LANES({self.value(v)});"
            yield f"    {self.row(v.name)} = {v.name};"
        if totals:
            yield "    const W inside = (W){0, 1, 2, 3, 4, 5, 6, 7} + i < n;"
        for v in totals:
            values = (f"{v.of} * {v.weight}", v.weight, v.of) if v.weight else (v.of,)
            yield from (f"    {part} += PICK(inside, {value}, 0.0);" for part, value in zip(self.parts(v), values, strict=True))
        yield "  }"
        for v in totals:
            sums = [f"add_lanes({part})" for part in self.parts(v)]
            value = f"{sums[1]} > 0.0 ? {sums[0]} / {sums[1]} : {sums[2]} / n" if v.weight else sums[0]
            yield f"  m->s[{self.ones[v.name]}] = {value};"

    def needs(self, v: Variable) -> tuple[str, ...]:
        """What a line reads."""
        return (*v.needs, v.of) if v.kind == "delay" else v.needs

    def value(self, v: Variable) -> str:
        """The right-hand side of a line."""
        lanes = self.model.scope[v.name] == "county"
        if v.kind == "equation":
            return speak(v, lanes)
        if v.kind == "sum":
            return " + ".join(v.of)
        if v.kind == "decay":
            single = self.model.scope[v.rate] == "region"
            whole = self.model[v.of].kind == "stock"
            before = f"*(V *)(m->stocks + {self.stocks[v.of]} * width + i)" if whole else self.row(v.name)
            if not single:
                return f"v_leave(LANES({v.rate}), {v.of}, {before}, length, middle, {int(whole)})"
            if whole:
                return f"within(at_{v.rate}[0] * {before} + at_{v.rate}[1] * {v.of}, {before}, length, middle)"
            return f"at_{v.rate}[2] * {before} + at_{v.rate}[3] * {v.of}"
        if v.kind == "delay":
            return self.pass_on(v, "0")
        raise AssertionError(f"the program has no line for a {v.kind}")

    def pass_on(self, v: Variable, after: str) -> str:
        """A pipeline a span of time on."""
        stages = f"m->pipes + {self.pipes[v.name]} * width"
        return f"pass_on({stages}, {after}, width, i, {v.order}, LANES({v.of}), LANES({v.time}), length)"

    def advance(self) -> Iterator[str]:
        """Stocks and pipelines a span of time on: in place, or to where they are looked ahead to."""
        model = self.model
        stocks = [v for v in model.of_kind("stock") if v.axes == ("county",) and (v.inflows or v.outflows)]
        delays = model.of_kind("delay")
        needs = {f for v in stocks for f in (*v.inflows, *v.outflows)} | {need for v in delays for need in (v.of, v.time)}
        body = ["  const long width = m->of->width;", "  double *pipes = in_place ? m->pipes : m->ahead;"]
        body += [f"  const double {name} = m->s[{self.ones[name]}];" for name in sorted(needs) if name in self.ones]
        body += ["  for (long i = 0; i < width; i += WIDTH) {"]
        body += [f"    const V {name} = {self.row(name)};" for name in sorted(needs) if name in self.rows]
        for v in stocks:
            net = (" + ".join(v.inflows) + "".join(f" - {flow}" for flow in v.outflows)).removeprefix(" ")
            own = f"*(V *)(m->stocks + {self.stocks[v.name]} * width + i)"
            then = f"limit_to_half(next_{v.name}, {own})" if v.name in model.operator_drained_stocks else f"next_{v.name}"
            body += [
                f"    const V next_{v.name} = {own} + length * ({net});",
                f"    if (in_place) {own} = next_{v.name};",
                f"    else {self.row(v.name)} = {then};",
            ]
        body += [f"    {self.pass_on(v, f'pipes + {self.pipes[v.name]} * width')};" for v in delays]
        yield from self.function("advance", "struct member *m, double length, int in_place", [*body, "  }"])

    def age_profiles(self) -> Iterator[str]:
        """Stocks by age a year older."""
        body = []
        for name, place in self.profiles.items():
            _, entry = self.model[self.model[name].aged_by].needs
            body.append(f"  school_leaving(m->profiles + {place} * AGES, m->s[{self.ones[entry]}]);")
        yield from self.function("age_profiles", "struct member *m", body)

    def row(self, name: str) -> str:
        """Eight counties of a row."""
        return f"*(V *)(m->w + {self.rows[name]} * width + i)"

    def parts(self, v: Variable) -> tuple[str, ...]:
        """The sums of which a total is made."""
        return tuple(f"{part}_{v.name}" for part in ("product", "weight", "plain")) if v.weight else (f"sum_{v.name}",)

    def function(self, title: str, told: str, body: Iterable[str]) -> Iterator[str]:
        """A function around some lines."""
        yield f"static void {title}({told}) {{"
        yield from body
        yield "}"


def braces(values: Iterable) -> str:
    """A list as C writes it."""
    return "{" + ", ".join(map(str, values)) + "}"


def find_presence() -> list[float]:
    """The coefficients of (1 - (1 - exp(-z)) / z) / z on 0 to NEAR, the highest first."""

    def share(z: np.ndarray) -> np.ndarray:
        series = np.zeros_like(z)
        for power in range(30, 0, -1):
            series = (1.0 - series * z) / (power + 1)
        return series

    fitted = np.polynomial.Chebyshev.interpolate(share, DEGREE, [0.0, NEAR])
    return [float(each) for each in fitted.convert(kind=np.polynomial.Polynomial).coef[::-1]]
