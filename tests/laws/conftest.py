"""Every step of a run, watched from within."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest

from simulator.kernel.reference import Values, run_reference


@dataclass(frozen=True)
class Step:
    """One step: all that was known before it with the flows of the step, and all that is known after it."""

    before: Values
    after: Values
    length: float

    def change(self, name):
        """By how much a variable changed."""
        return self.after[name] - self.before[name]

    def flow(self, *names):
        """People of some flows together, counted over the step."""
        return self.length * sum(self.before[name] for name in names)


def watch_steps(inputs) -> list[Step]:
    """Run plainly and keep each step apart."""
    pages: list[Values] = []

    def watch(v, known, year, member):
        if v.name == inputs.model.order[0]:
            pages.append({name: known[name] for name in ("residents", "movers")})
        pages[-1][v.name] = known.get(v.name)

    run_reference(inputs, [], watch=watch)
    return [Step(page, following, inputs.step) for page, following in itertools.pairwise(pages) if "births" in page]


@pytest.fixture(scope="session")
def steps(trial) -> list[Step]:
    """The steps of two years of two members under the plan, ends of years included."""
    taken = watch_steps(trial(scenario="plan", members=2).inputs)
    assert len(taken) == 2 * 2 * 4
    return taken
