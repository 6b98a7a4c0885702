"""All inputs of one run of the model, as plain arrays by name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from simulator.model.graph import Model

Arrays = dict[str, np.ndarray]
KINDS = ("stocks", "cohorts", "pipelines", "profiles", "last_changes")
SCHEMES = ("midpoint", "first_order")


@dataclass(frozen=True)
class LeverPath:
    """A lever in time: base + ramp x amplitude, with base and amplitude [member, county] and ramp [year, moment]."""

    base: np.ndarray
    amplitude: np.ndarray
    ramp: np.ndarray


@dataclass(frozen=True)
class State:
    """The state at the end of a year.

    Stocks [member, county], cohorts [member, county, sex, age, status], pipelines [member, stage, county], profiles of the region
    [member, age], and changes of the last step [member, county] of cohort sums and outputs of step operators, from which the next
    step extrapolates; no changes before the first step.
    """

    year: int
    stocks: Arrays
    cohorts: Arrays
    pipelines: Arrays = field(default_factory=dict)
    profiles: Arrays = field(default_factory=dict)
    last_changes: Arrays = field(default_factory=dict)

    def of_members(self, members: slice) -> State:
        """The state of some members."""
        return State(self.year, *({name: value[members] for name, value in getattr(self, kind).items()} for kind in KINDS))


@dataclass(frozen=True)
class Inputs:
    """Inputs of a run.

    A moment is a time at which equations are evaluated: the middle of each step of a year, then the end of the year. Parameters
    and references are [member] or [member, county], paths [member, year, moment] from the year of the state on, fields [county],
    constants scalars, arrays schedules and matrices. The scheme is midpoint (second order) or first_order (state at the start of
    the step).
    """

    model: Model
    state: State
    last_year: int
    steps: int
    parameters: Arrays
    references: Arrays
    levers: dict[str, LeverPath]
    paths: Arrays
    fields: Arrays
    constants: dict[str, float]
    arrays: Arrays
    scheme: str = "midpoint"

    @property
    def members(self) -> int:
        """Number of members."""
        return next(iter((self.state.cohorts or self.state.stocks).values())).shape[0]

    @property
    def counties(self) -> int:
        """Number of counties."""
        return next(iter((self.state.cohorts or self.state.stocks).values())).shape[1]

    @property
    def years(self) -> range:
        """The years of the results, the year of the state first."""
        return range(self.state.year, self.last_year + 1)

    @property
    def step(self) -> float:
        """Length of a step in years."""
        return 1.0 / self.steps

    def with_references(self, references: Arrays) -> Inputs:
        """These inputs with other reference constants."""
        return replace(self, references=references)

    def with_state(self, state: State) -> Inputs:
        """These inputs from another state."""
        return replace(self, state=state)


def find_moments(first_year: int, last_year: int, steps: int, reference_year: int) -> np.ndarray:
    """Years since the reference date at each moment [year, moment]; the first year has only its end."""
    years = np.arange(first_year, last_year + 1)[:, None] - reference_year
    middles = (np.arange(steps) + 0.5) / steps - 1.0
    return years + np.append(middles, 0.0)[None, :]
