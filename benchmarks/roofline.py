"""How near the kernel comes to what the machine can do: the arithmetic that the model asks for, over the most there can be."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.flops import EXP, LOG, count_flops
from benchmarks.kernel import in_threads
from benchmarks.peak import find_peak
from benchmarks.rows import Row
from benchmarks.turns import Work, race
from benchmarks.workload import prepare
from simulator.kernel.inputs import Inputs
from simulator.kernel.run import run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.language.dimensions import AGES, SEXES
from simulator.language.variables import Variable
from simulator.model.expressions import syntax
from simulator.model.graph import Model

CHAPTER = "roofline of one core, double precision"
CELLS = len(SEXES) * len(AGES)
# Origin-destination flows: leavers of villages and movers arrive alike, so three kinds of arrivals are three products.
PRODUCTS = 3
# Sums over counties beside them: of each step the totals of four flows and those whom each town came from, and of each evaluation
# what towns and markets offer and how remittances are shared back.
MATRIX_VECTORS, OFFERS = 5, 4
# A cell of sex and age in a step, by kind of work: hazards; the share present in five statuses, as a polynomial of degree 10, or 13
# of migrants; what follows from it; those there at the start; those who arrive; and what is counted of all of them.
CELL_FLOPS = 26 + 2 * (4 * 10 + 13) + 5 * 4 + 50 + 55 + 38


def measure(quick: bool) -> list[Row]:
    """The peak, what a member-run asks for, and the share of the peak at which the kernel works it off."""
    inputs = prepare(4 if quick else 16)
    peak = find_peak()
    parts = dict(count_parts(inputs))
    whole = sum(parts.values())
    work = Work("kernel", in_threads(1, lambda: run_kernel(inputs, [])), inputs.members)
    [run] = race(CHAPTER, [work], 5 if quick else 15)
    rate = whole / (1e-3 * run.value) / 1e9
    return [
        Row(CHAPTER, "peak of multiplications and additions", peak, "GFLOP/s", note="measured, independent chains"),
        Row(CHAPTER, "the same in single precision", find_peak(single=True), "GFLOP/s"),
        *(Row(CHAPTER, what, flops / 1e6, "MFLOP a member-run", note="counted") for what, flops in parts.items()),
        Row(CHAPTER, "all that a member-run asks for", whole / 1e6, "MFLOP a member-run", note="counted"),
        Row(CHAPTER, "the kernel at that", rate, "GFLOP/s", ratio=rate / peak, note="ratio to the peak"),
    ]


def count_parts(inputs: Inputs) -> Iterator[tuple[str, float]]:
    """The operations of a member-run that the model asks for, by kind of work."""
    model, plan, n = inputs.model, plan_kernel(inputs.model), inputs.counties
    years = len(inputs.years) - 1
    steps, moments = years * inputs.steps, years * (inputs.steps + 1) + 1
    # A step that looks ahead works the equations out at its start and in its middle.
    evaluations = moments + steps * (inputs.scheme == "midpoint")
    yield "origin-destination flows", steps * (PRODUCTS * CELLS + MATRIX_VECTORS) * 2.0 * n * n
    yield "cohorts", steps * n * CELLS * CELL_FLOPS
    yield "counts of people", moments * n * sum(2.0 * count_cells(v) for v in model.of_kind("cohort_sum"))
    yield "ways between counties", moments * n * (n + 1) / 2.0 * (2.0 * EXP + LOG + 8) + evaluations * n * n * 2.0 * OFFERS
    yield (
        "equations",
        sum(
            count_equation(model, v)
            * (1.0 if v.name in plan.constants else evaluations)
            * (n if model.scope[v.name] == "county" else 1)
            for v in (model[name] for name in model.order)
        ),
    )


def count_cells(v: Variable) -> int:
    """Cells of a measure that are counted together with a weight, all statuses being added first."""
    return len(v.sexes) * (v.ages[1] - v.ages[0] + 1)


def count_equation(model: Model, v: Variable) -> int:
    """Operations of a variable for one county at one moment."""
    if v.kind == "equation":
        return count_flops(syntax(v).body[-1].value)
    if v.kind in ("sum", "total"):
        return len(v.needs)
    return {"decay": EXP + 3, "delay": 4, "table": 4 * len(getattr(v, "points", ()))}.get(v.kind, 0)
