"""The compiled step equals the reference: with few counties and many, small hazards and large, in both precisions."""

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
# Hazards in the range of the short series of the phi functions; of the long one; and beyond both.
HAZARDS = {
    "small": {},
    "eligible soon": {"eligibility_rate": 4.0},
    "any": {"eligibility_rate": 30.0, "registration_rate": 9.0, "rural_death_factor": 50.0},
}


def sample(counties: int, hazards: dict[str, float]) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(counties)
    values = {name: rng.uniform(0.01, 0.3, counties) for name in NAMES}
    values |= {name: rng.uniform(0.1, 0.9, AGES) for name in SCHEDULES}
    values["mortality_schedule"] = rng.uniform(0.0, 0.1, (2, AGES))
    values["distance_weight"] = rng.uniform(0.1, 0.9, (counties, counties))
    values["residents"] = rng.uniform(1.0, 100.0, (counties, 2, AGES, 5))
    values["transients"] = 1e-3 * rng.uniform(size=(counties, 2, AGES, 4)) * values["residents"][..., :4]
    values["movers"] = 0.7 * values["residents"][..., 1:3].sum(axis=(1, 2, 3))
    return values | {name: np.full(counties, rate) for name, rate in hazards.items()}


def to_slices(people: np.ndarray) -> np.ndarray:
    sliced = np.full(shape_slices(people[None]), np.nan)
    slice_people(people[None], sliced)
    return sliced[0]


def from_slices(sliced: np.ndarray) -> np.ndarray:
    people = make_people(sliced[None])
    join_slices(sliced[None], people)
    return people[0]


def step_compiled(values: dict[str, np.ndarray], single_precision: bool) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    people = {name: to_slices(values[name]) for name in ("residents", "transients")}
    given = list(inspect.signature(_transition.py_func).parameters)[len(NAMES) + 2 :]
    flows = {name: np.full(len(values["movers"]), np.nan) for name in given}
    _transition(*people.values(), *(values[name] for name in NAMES[2:]), STEP, single_precision, *flows.values())
    return {name: from_slices(sliced) for name, sliced in people.items()}, flows


@pytest.mark.parametrize("hazards", HAZARDS.values(), ids=HAZARDS)
@pytest.mark.parametrize(("counties", "single_precision"), [(5, False), (24, False), (24, True), (FEW + 3, False)])
def test_compiled_step_equals_reference(counties, single_precision, hazards):
    values = sample(counties, hazards)
    people, flows = transition(**values, step=STEP)
    found, given = step_compiled(values, single_precision)
    close = 1e-6 if single_precision else 1e-13
    for name, expected in people.items():
        np.testing.assert_allclose(found[name], expected, rtol=0.0, atol=close * expected.max(), err_msg=name)
    assert given.keys() == flows.keys()
    for name, expected in flows.items():
        np.testing.assert_allclose(given[name], expected, rtol=0.0, atol=close * max(np.abs(expected).max(), 1.0), err_msg=name)


@pytest.mark.parametrize("counties", [5, 24])
def test_symmetric_weights_give_the_same_step(counties):
    values = sample(counties, {})
    values["distance_weight"] = values["distance_weight"] + values["distance_weight"].T
    people, flows = transition(**values, step=STEP)
    found, given = step_compiled(values, single_precision=False)
    assert (found | given).keys() == (people | flows).keys()
    for name, expected in (people | flows).items():
        np.testing.assert_allclose((found | given)[name], expected, rtol=0.0, atol=1e-13 * max(np.abs(expected).max(), 1.0))


@pytest.mark.parametrize("counties", [5, FEW + 3])
def test_compiled_step_conserves_people(counties):
    values = sample(counties, HAZARDS["any"])
    people, flows = step_compiled(values, single_precision=False)
    gone = sum(flows[name].sum() for name in ("rural_deaths", "urban_deaths", "rural_outflow", "town_outflow"))
    come = sum(flows[name].sum() for name in ("rural_births", "urban_births", "town_inflow"))
    before = values["residents"].sum()
    assert people["residents"].sum() == pytest.approx(before + STEP * (come - gone), rel=1e-12)
