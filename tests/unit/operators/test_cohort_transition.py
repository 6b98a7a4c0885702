"""The fast form of a step says what the plain one says: of few counties and many, at small hazards and any, in both precisions."""

import inspect

import numpy as np
import pytest

from simulator.operators.cohort_transition.compiled import _transition
from simulator.operators.cohort_transition.reference import transition
from simulator.operators.cohort_transition.step import FEW
from simulator.simd.age_layout import join_slices, make_people, shape_slices, slice_people

AGES, STEP = 102, 0.5
SCHEDULES = ("fertility_schedule", "departure_schedule", "return_schedule", "inflow_schedule")
NAMES = [name for name in inspect.signature(transition).parameters if name != "step"]
# Hazards in a step that one polynomial serves; some who wait for months only; and more than any polynomial serves.
HAZARDS = {
    "small": {},
    "eligible soon": {"eligibility_rate": 4.0},
    "any": {"eligibility_rate": 30.0, "registration_rate": 9.0, "rural_death_factor": 50.0},
}


def make_up(counties: int, hazards: dict[str, float]) -> dict[str, np.ndarray]:
    luck = np.random.default_rng(counties)
    values = {name: luck.uniform(0.01, 0.3, counties) for name in NAMES}
    values |= {name: luck.uniform(0.1, 0.9, AGES) for name in SCHEDULES}
    values["mortality_schedule"] = luck.uniform(0.0, 0.1, (2, AGES))
    values["distance_weight"] = luck.uniform(0.1, 0.9, (counties, counties))
    values["residents"] = luck.uniform(1.0, 100.0, (counties, 2, AGES, 5))
    values["transients"] = 1e-3 * luck.uniform(size=(counties, 2, AGES, 4)) * values["residents"][..., :4]
    values["movers"] = 0.7 * values["residents"][..., 1:3].sum(axis=(1, 2, 3))
    return values | {name: np.full(counties, rate) for name, rate in hazards.items()}


def lay_out(people: np.ndarray) -> np.ndarray:
    sliced = np.full(shape_slices(people[None]), np.nan)
    slice_people(people[None], sliced)
    return sliced[0]


def put_back(sliced: np.ndarray) -> np.ndarray:
    people = make_people(sliced[None])
    join_slices(sliced[None], people)
    return people[0]


def step_fast(values: dict[str, np.ndarray], narrow: bool) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    people = {name: lay_out(values[name]) for name in ("residents", "transients")}
    given = list(inspect.signature(_transition.py_func).parameters)[len(NAMES) + 2 :]
    flows = {name: np.full(len(values["movers"]), np.nan) for name in given}
    _transition(*people.values(), *(values[name] for name in NAMES[2:]), STEP, narrow, *flows.values())
    return {name: put_back(sliced) for name, sliced in people.items()}, flows


@pytest.mark.parametrize("hazards", HAZARDS.values(), ids=HAZARDS)
@pytest.mark.parametrize(("counties", "narrow"), [(5, False), (24, False), (24, True), (FEW + 3, False)])
def test_fast_step_equals_plain_step(counties, narrow, hazards):
    values = make_up(counties, hazards)
    people, flows = transition(**values, step=STEP)
    found, given = step_fast(values, narrow)
    close = 1e-6 if narrow else 1e-13
    for name, expected in people.items():
        np.testing.assert_allclose(found[name], expected, rtol=0.0, atol=close * expected.max(), err_msg=name)
    assert list(given) == list(flows)
    for name, expected in flows.items():
        np.testing.assert_allclose(given[name], expected, rtol=0.0, atol=close * max(np.abs(expected).max(), 1.0), err_msg=name)


@pytest.mark.parametrize("counties", [5, 24])
def test_ways_that_are_as_long_there_as_back_are_no_other(counties):
    values = make_up(counties, {})
    values["distance_weight"] = values["distance_weight"] + values["distance_weight"].T
    people, flows = transition(**values, step=STEP)
    found, given = step_fast(values, narrow=False)
    for expected, got in zip([*people.values(), *flows.values()], [*found.values(), *given.values()], strict=True):
        np.testing.assert_allclose(got, expected, rtol=0.0, atol=1e-13 * max(np.abs(expected).max(), 1.0))


@pytest.mark.parametrize("counties", [5, FEW + 3])
def test_nobody_is_lost_in_a_fast_step(counties):
    values = make_up(counties, HAZARDS["any"])
    people, flows = step_fast(values, narrow=False)
    gone = sum(flows[name].sum() for name in ("rural_deaths", "urban_deaths", "rural_outflow", "town_outflow"))
    come = sum(flows[name].sum() for name in ("rural_births", "urban_births", "town_inflow"))
    before = values["residents"].sum()
    assert people["residents"].sum() == pytest.approx(before + STEP * (come - gone), rel=1e-12)
