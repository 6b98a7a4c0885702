"""Schedule of the kernel: what is computed once for a member, and in which phase of a step the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from simulator.model.graph import BARRIERS, LEVERS, Model

RECORDED = ("equation", "cohort_sum", "total", "sum", "operator_output", "table", "delay", "decay", "in_transit", "stock", *LEVERS)
# Kinds that are expressions of one county or of the region.
WORKED = ("equation", "table", "sum")
COUNTED = ("cohort_sum", "delay", "decay", "in_transit")


@lru_cache(maxsize=8)
def plan_kernel(model: Model) -> Plan:
    """The plan of a model, cached."""
    return Plan(model)


@dataclass(frozen=True)
class Plan:
    """The order of computation in the kernel of a model."""

    model: Model

    @cached_property
    def constants(self) -> frozenset[str]:
        """Variables that do not change in time: computed once for each member."""
        found = {v.name for v in self.model.of_kind("parameter", "reference")}
        found |= {v.name for v in self.model.of_kind("driver") if not v.path}
        for name in self.model.order:
            v = self.model[name]
            if v.kind in WORKED and set(v.needs) <= found:
                found.add(name)
        return frozenset(found)

    @cached_property
    def phase(self) -> dict[str, int]:
        """The phase of each variable that changes in time; a sum over counties or an operator ends a phase."""
        model, phase = self.model, {}
        moving = [n for n in model.order if n not in self.constants and n not in model.step_operators]
        early = [n for n in moving if n not in model.after_transition]
        self._settle(early, phase, 0)
        last = max((phase[n] for n in early), default=0)
        for name in model.step_operators:
            phase[name] = last
        self._settle([n for n in moving if n in model.after_transition], phase, last + 1)
        return phase

    def _settle(self, names: list[str], phase: dict[str, int], first: int) -> None:
        for name in names:
            known = [n for n in self.model[name].needs if n in phase]
            phase[name] = max((phase[n] + (self.model[n].kind in BARRIERS) for n in known), default=first)
            phase[name] = max(phase[name], first)
        last = max((phase[n] + (self.model[n].kind in BARRIERS) for n in names), default=first)
        for name in reversed(names):
            # As late as the readers allow, so that few values are kept between phases.
            if self.model[name].kind in (*WORKED, *COUNTED):
                waiting = [phase[r] for r in names if name in self.model[r].needs]
                phase[name] = min(waiting, default=last)

    @cached_property
    def phases(self) -> int:
        """Number of phases of a step."""
        return max(self.phase.values(), default=0) + 1

    @cached_property
    def first_after_transition(self) -> int:
        """The first phase after the cohort transition."""
        return max((self.phase[name] + 1 for name in self.model.step_operators), default=self.phases)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Rows of the workspace [row, county]: all computed county variables, and other inputs of operators."""
        model = self.model
        read = {need for operator in model.of_kind("operator") for need in operator.needs}
        kept = [
            n
            for n, v in model.variables.items()
            if model.scope[n] == "county" and n not in model.reference_only and (v.kind in RECORDED or n in read)
        ]
        kept += [n for n in model.variables if model.scope[n] == "region" and n in read]
        return {name: row for row, name in enumerate(kept)}

    @cached_property
    def singles(self) -> dict[str, int]:
        """Places of region values in the workspace."""
        kept = [
            v.name
            for v in self.model.of_kind(*RECORDED)
            if self.model.scope[v.name] == "region" and v.name not in self.model.reference_only
        ] + list(self.paths)
        return {name: place for place, name in enumerate(kept)}

    @cached_property
    def recorded(self) -> tuple[str, ...]:
        """Variables that a run can record."""
        return (
            *(
                v.name
                for v in self.model.of_kind(*RECORDED)
                if self.model.scope[v.name] != "array" and v.name not in self.model.reference_only
            ),
            *self.paths,
        )

    @cached_property
    def county_inputs(self) -> dict[str, int]:
        """Rows of county inputs: drivers, class parameters, county references, base and amplitude of each lever."""
        names = [v.name for v in self.model.of_kind("driver", "parameter", "reference") if self.model.scope[v.name] == "county"]
        names += [part for v in self.model.of_kind(*LEVERS) for part in (f"{v.name}_base", f"{v.name}_amplitude")]
        return {name: number for number, name in enumerate(names)}

    @cached_property
    def region_inputs(self) -> dict[str, int]:
        """Places of scalar inputs: parameters, references and constants."""
        names = [
            v.name
            for v in self.model.of_kind("parameter", "reference", "driver")
            if self.model.scope[v.name] == "region" and not getattr(v, "path", False)
        ]
        return {name: number for number, name in enumerate(names)}

    @cached_property
    def paths(self) -> dict[str, int]:
        """Drivers that change in time."""
        return {v.name: number for number, v in enumerate(v for v in self.model.of_kind("driver") if v.path)}

    @cached_property
    def ramps(self) -> dict[str, int]:
        """Levers, whose ramps change in time."""
        return {v.name: number for number, v in enumerate(self.model.of_kind(*LEVERS))}

    @cached_property
    def arrays(self) -> tuple[str, ...]:
        """Schedules and matrices among the inputs."""
        return tuple(v.name for v in self.model.of_kind("driver") if self.model.scope[v.name] == "array")

    @cached_property
    def matrices(self) -> tuple[str, ...]:
        """Matrices that operators compute."""
        return tuple(v.name for v in self.model.of_kind("operator_output") if self.model.scope[v.name] == "array")

    @cached_property
    def stocks(self) -> dict[str, int]:
        """Scalar stocks and pipeline stages, with their row in the state."""
        names = [v.name for v in self.model.of_kind("stock") if v.axes == ("county",)]
        names += [f"{v.name}_stage_{stage}" for v in self.model.of_kind("delay") for stage in range(1, v.order + 1)]
        return {name: number for number, name in enumerate(names)}

    @cached_property
    def rates(self) -> tuple[str, ...]:
        """Constant rates of decay of the region: their coefficients are computed once a span."""
        found = {v.rate for v in self.model.of_kind("decay") if v.rate in self.constants and self.model.scope[v.rate] == "region"}
        return tuple(sorted(found))

    @cached_property
    def cohorts(self) -> tuple[str, ...]:
        """Cohort stocks."""
        return tuple(v.name for v in self.model.of_kind("stock") if "sex" in v.axes)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Cohort sums, stock by stock."""
        return tuple(v.name for cohort in self.cohorts for v in self.model.of_kind("cohort_sum") if v.of == cohort)

    @cached_property
    def move_flows(self) -> tuple[str, ...]:
        """Outputs of step operators."""
        return tuple(gift for name in self.model.step_operators for gift in self.model[name].gives)

    @cached_property
    def last_changes(self) -> dict[str, int]:
        """Rows of the changes of the last step: cohort sums, then outputs of step operators."""
        return {name: number for number, name in enumerate((*self.measures, *self.move_flows))}

    @cached_property
    def cached_operators(self) -> tuple[str, ...]:
        """Operators that compute matrices from constants and county rows: skipped while these do not change."""
        fixed = self.constants | {v.name for v in self.model.of_kind("driver") if self.model.scope[v.name] == "array"}
        return tuple(
            v.name
            for v in self.model.of_kind("operator")
            if set(v.gives) & set(self.matrices) and all(need in fixed or need in self.rows for need in v.needs)
        )

    @cached_property
    def profiles(self) -> tuple[str, ...]:
        """Stocks of the region by age."""
        return tuple(v.name for v in self.model.of_kind("stock") if v.axes == ("age",))
