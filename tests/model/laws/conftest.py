"""Every step of a run, watched from within; pulling one lever; and two runs laid side by side."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from simulator.kernel.inputs import LeverPath
from simulator.kernel.reference import Values, run_reference
from simulator.kernel.run import Outputs

# Told at the start of a step and not worked out in it; the flows of the step before are left behind.
TOLD = ("parameter", "driver", "reference", "lever", "shock", "stock")
SWITCHES = {"two_way_switch": 1.0, "seat_conversion_switch": 1.0, "rural_services_switch": 1.0}
# Of the scale of a variable: the last digits, which the difference of two large numbers does not keep.
DIGITS = 1e-13


@dataclass(frozen=True)
class Step:
    """One step: all that was known before it with the flows of the step, and all that is known after it."""

    before: Values
    after: Values
    length: float

    def __getitem__(self, name):
        """What a variable was worth in the step, a flow in its unit a year."""
        return self.before[name]

    def change(self, name):
        """By how much a variable changed."""
        return self.after[name] - self.before[name]

    def flow(self, *names):
        """People of some flows together, counted over the step."""
        return self.length * sum(self.before[name] for name in names)


def watch_pages(inputs) -> list[Values]:
    """Run plainly and keep what was known at each moment apart, the ends of years included."""
    model = inputs.model
    pages: list[Values] = []

    def watch(v, known, year, member):
        if v.name == model.order[0]:
            pages.append({name: value for name, value in known.items() if model[name].kind in TOLD})
        pages[-1][v.name] = known.get(v.name)

    run_reference(inputs, [], watch=watch)
    return pages


def watch_steps(inputs) -> list[Step]:
    """Run plainly and keep each step apart; in steps of the first order, in which the equations see the start of the step."""
    pages = watch_pages(replace(inputs, scheme="first_order"))
    return [Step(page, following, inputs.step) for page, following in itertools.pairwise(pages) if "births" in page]


@pytest.fixture(scope="session")
def switched_on() -> dict[str, float]:
    """The switches of the second stage, all on."""
    return SWITCHES


@pytest.fixture(scope="session")
def strained(trial):
    """A run in which everything moves, money is short and seats are idle: all levers at the plan or beyond, every switch on."""
    run = trial(scenario="plan", members=2)
    pulled = {v.name: run.inputs.levers[v.name].base + run.inputs.levers[v.name].amplitude for v in run.model.of_kind("lever")}
    beyond = {"nursing_conversion": 0.2, "land_quota_link": 150.0, "debt_limit": 1.2}
    run = run.stock(capacity_school=1.5 * run.inputs.state.stocks["capacity_school"])
    return run.hold(
        **{**pulled, **beyond, **SWITCHES},
        reward_pot=5e8,
        transfer_shock=0.8,
        capital_shock=0.3,
        inflow_shock=2.0,
        wage_growth_shock=-0.02,
        job_response_shock=0.7,
        fertility_shock=0.9,
        outflow_shock=0.5,
    )


@pytest.fixture(scope="session", params=["plan", "strained"])
def steps(request, trial, strained) -> list[Step]:
    """The steps of two years of two members, ends of years included: under the plan, and with all that can move moving."""
    run = trial(scenario="plan", members=2) if request.param == "plan" else strained
    taken = watch_steps(run.inputs)
    assert len(taken) == 2 * 2 * 4
    return taken


@pytest.fixture(scope="session")
def know_start() -> Callable:
    """What is known where a run starts, before anything flows: a value or one a county, by name, of each member."""
    return lambda run: watch_pages(replace(run.inputs, last_year=run.inputs.state.year))


@pytest.fixture(scope="session")
def pull(trial) -> Callable:
    """Set up a run to 2035 in which one lever goes to a strength between 2020 practice (0) and the plan (1), all else frozen.

    A lever that the plan leaves where it was goes towards the top of its hard range instead.
    """

    def prepare(lever="", strength=1.0, region="small"):
        run = trial(region, "plan", 2035)

        def path(name, old):
            amplitude = old.amplitude if (old.amplitude != 0.0).any() or name != lever else run.model[name].high - old.base
            return LeverPath(old.base, amplitude * (strength if name == lever else 0.0), old.ramp)

        return replace(run, inputs=replace(run.inputs, levers={n: path(n, old) for n, old in run.inputs.levers.items()}))

    return prepare


@pytest.fixture(scope="session")
def assert_alike(model) -> Callable[..., None]:
    """Check that two runs agree on every variable, county, year and member, to the scale of the variable and of what it is
    made of in the same unit: the difference of two large numbers keeps only their first digits."""

    def check(found: Outputs, expected: Outputs, rtol: float) -> None:
        scales = {name: np.abs(np.nan_to_num(path)).max() for name, path in {**expected.counties, **expected.region}.items()}
        for part in ("counties", "region", "cohorts"):
            compare(getattr(found, part), getattr(expected, part), rtol, scales)
        for part in ("stocks", "cohorts", "pipelines", "profiles", "last_changes"):
            compare(getattr(found.state, part), getattr(expected.state, part), rtol, scales)

    def compare(found, expected, rtol, scales) -> None:
        assert set(found) == set(expected)
        for name, value in expected.items():
            kin = [need for need in model[name].needs if model[need].unit == model[name].unit]
            scale = max(scales.get(each, 0.0) for each in (name, *kin))
            np.testing.assert_allclose(found[name], value, rtol=rtol, atol=DIGITS * scale, err_msg=name)

    return check
