"""The variables of an XMILE model of one county: the scalar sectors worked out, and all that they read told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.kernel.inputs import Inputs
from simulator.language.errors import ModelError
from simulator.language.units import one, year
from simulator.language.variables import Variable
from simulator.model.graph import Model, reads
from simulator.xmile.entries import STEP, Entry, check_sayable, describe, say_number, say_path
from simulator.xmile.expressions import speak
from simulator.xmile.paths import Paths, is_told

WORKED_OUT = ("equation", "table", "sum", "decay", "in_transit", "delay")


@dataclass(frozen=True, eq=False)
class Excerpt:
    """The scalar sectors of one county, its number in the region, and what a run of the region saw there."""

    inputs: Inputs
    county: int
    paths: Paths

    @property
    def model(self) -> Model:
        """The model."""
        return self.inputs.model

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year: stocks stand as on 31 December."""
        return self.inputs.state.year, self.inputs.last_year

    @cached_property
    def worked_out(self) -> dict[str, Variable]:
        """What the county works out by itself: scalar stocks, pipelines and equations. What only says how the reference
        state was is left out, as in any run."""
        return {
            v.name: v
            for v in self.model.variables.values()
            if (v.kind == "stock" and v.axes == ("county",)) or (v.kind in WORKED_OUT and v.name not in self.model.reference_only)
        }

    @cached_property
    def flows(self) -> frozenset[str]:
        """What flows into or out of stocks and the stages of pipelines. Raises ModelError for what cannot in XMILE."""
        ends: dict[tuple[str, str], Variable] = {}
        for v in self.worked_out.values():
            into, out_of = {"stock": lambda v: (v.inflows, v.outflows), "delay": lambda v: ((v.of,), (v.name,))}.get(
                v.kind, lambda v: ((), ())
            )(v)
            for way, names in (("into", into), ("out of", out_of)):
                for name in names:
                    self.check_flow(v, name, way, ends.setdefault((way, name), v))
        return frozenset(name for _, name in ends)

    def check_flow(self, v: Variable, name: str, way: str, first: Variable) -> None:
        """Refuse a flow that is a stock, or goes twice into or out of one."""
        if self.model[name].kind == "stock":
            raise ModelError(
                f"{v.place}: '{name}' flows {way} '{v.name}' and is a stock, which XMILE cannot say; write an equation between them"
            )
        if first is not v:
            raise ModelError(
                f"{v.place}: '{name}' flows {way} '{first.name}' and '{v.name}', but XMILE lets a flow go {way} one "
                "stock alone; write an equation of another name for one of them"
            )

    def list_entries(self) -> Iterator[Entry]:
        """All variables of the XMILE model, in the order of the sectors. Raises ModelError with the place of what XMILE
        cannot say."""
        read = {need for v in self.worked_out.values() for need in reads(v)}
        yield Entry(tag="aux", name=STEP, unit=year, text="Length of a step.", equation="DT")
        for v in self.model.variables.values():
            if v.name in self.worked_out:
                check_sayable(v)
                yield from getattr(self, f"say_{v.kind}")(v)
            elif v.name in read and is_told(v):
                check_sayable(v)
                yield from self.say_told(v)

    def make(self, v: Variable, equation: str, **more: object) -> Entry:
        """The entry of a variable."""
        tag = "flow" if v.name in self.flows else "aux"
        return Entry(
            **{"tag": tag, "name": v.name, "unit": v.unit, "text": describe(v), "equation": equation, "sector": v.sector, **more}
        )

    def say_told(self, v: Variable) -> Iterator[Entry]:
        """A constant, or a path in time."""
        path = self.paths[v.name]
        first = np.atleast_1d(path)[0]
        if path.ndim == 0 or np.all(path == first):
            yield self.make(v, say_number(v, first))
        else:
            yield from say_path(v, self.make(v, ""), path, self.years)

    def say_stock(self, v: Variable) -> Iterator[Entry]:
        """A stock with its flows, from what it holds at the start."""
        start = say_number(v, self.inputs.state.stocks[v.name][0, self.county])
        yield self.make(v, start, tag="stock", inflows=v.inflows, outflows=v.outflows)

    def say_equation(self, v: Variable) -> Iterator[Entry]:
        """An equation, and those of its parts that have names."""
        for name, equation in speak(v).items():
            part = {} if name == v.name else {"tag": "aux", "name": name, "unit": one, "text": f"Part of {v.name}."}
            yield self.make(v, equation, **part)

    def say_table(self, v: Variable) -> Iterator[Entry]:
        """A relation known by points."""
        x, y = zip(*v.points, strict=True)
        yield self.make(v, v.argument, x=x, y=y)

    def say_sum(self, v: Variable) -> Iterator[Entry]:
        """A sum over the members of a family."""
        yield self.make(v, " + ".join(v.of))

    def say_decay(self, v: Variable) -> Iterator[Entry]:
        """What leaves at a rate: in a step as much as the exact solution lets go, in the form of the first order."""
        yield self.make(v, f"{v.of} * (1 - EXP(-{v.rate} * {STEP})) / {STEP}")

    def say_in_transit(self, v: Variable) -> Iterator[Entry]:
        """All stages of a pipeline."""
        yield self.make(v, " + ".join(name_stage(v.of, stage) for stage in range(1, self.model[v.of].order + 1)))

    def say_delay(self, v: Variable) -> Iterator[Entry]:
        """A pipeline: a stock for each stage, what passes from one to the next, and what leaves the last."""
        stages = range(1, v.order + 1)
        ends = [f"{name_stage(v.name, stage)}_end" for stage in stages[:-1]] + [v.name]
        for stage, enters, leaves in zip(stages, [v.of, *ends], ends, strict=False):
            held, name = self.inputs.state.pipelines[v.name][0, stage - 1, self.county], name_stage(v.name, stage)
            yield self.make(
                v,
                say_number(v, held),
                tag="stock",
                name=name,
                unit=v.unit * year,
                inflows=(enters,),
                outflows=(leaves,),
                text=f"Stage {stage} of {v.order}: {describe(v)}",
            )
            text = describe(v) if leaves == v.name else f"What leaves stage {stage} of {v.order}: {describe(v)}"
            passing = f"{v.order} * {STEP} / {v.time}"
            stay = f"EXP(-{passing})"
            equation = f"{name} * (1 - {stay}) / {STEP} + {enters} * (1 - (1 - {stay}) / ({passing}))"
            yield self.make(v, equation, tag="flow", name=leaves, text=text)


def name_stage(pipeline: str, stage: int) -> str:
    """The name of a stage of a pipeline."""
    return f"{pipeline}_stage_{stage}"
