"""Two counties so small that a step can be worked out with pencil and paper."""

import numpy as np
import pytest

from simulator.language.dimensions import ERRANDS, SEXES, STATUSES
from simulator.operators.cohort_transition.reference import transition

COUNTIES, AGES = 2, 4
BY_AGE = ("departure_schedule", "return_schedule")
NOBODY = ("fertility_schedule", "inflow_schedule")
BY_COUNTY = (
    "rural_population",
    "movers",
    "rural_death_factor",
    "town_death_factor",
    "rural_fertility",
    "migrant_fertility",
    "town_fertility",
    "boys_share",
    "rural_departure_rate",
    "outside_share",
    "reclassification_rate",
    "reclassified_share",
    "return_rate",
    "eligibility_rate",
    "registration_rate",
    "outsider_register_rate",
    "migrant_move_rate",
    "outsider_move_rate",
    "registered_move_rate",
    "town_outflow_rate",
    "registered_outflow_rate",
    "village_return_rate",
    "inflow_arrivals",
)


@pytest.fixture
def people():
    """Put a thousand people of one status, sex and age in the first county."""

    def place(status, sex="female", age=1, county=0, number=1000.0):
        residents = np.zeros((COUNTIES, len(SEXES), AGES, len(STATUSES)))
        residents[county, SEXES.index(sex), age, STATUSES.index(status)] = number
        return residents

    return place


@pytest.fixture
def take_step():
    """Take one step in which nothing happens but what is asked for; schedules flat, the two towns equally near.

    It begins with nobody about to move on, or with `waiting`, and gives residents after it, its flows, and those then waiting.
    """

    def take(residents, step=1.0, waiting=None, **rates):
        transients = np.zeros((*residents.shape[:3], len(ERRANDS))) if waiting is None else waiting
        values = dict.fromkeys(BY_COUNTY, np.zeros(COUNTIES)) | dict.fromkeys(BY_AGE, np.ones(AGES))
        values |= dict.fromkeys(NOBODY, np.zeros(AGES)) | {
            "mortality_schedule": np.zeros((len(SEXES), AGES)),
            "distance_weight": np.ones((COUNTIES, COUNTIES)),
            "town_appeal": np.zeros(COUNTIES),
        }
        values |= {name: np.broadcast_to(value, values[name].shape).astype(float) for name, value in rates.items()}
        after, flows = transition(residents, transients, **values, step=step)
        return after["residents"], flows, after["transients"]

    return take


@pytest.fixture
def both():
    """Call an operator and its fast twin on the same numbers; what they give must agree."""

    def call(plain, *values):
        values = [np.asarray(value, float) for value in values]
        given = plain(*values)
        fast = [np.full_like(value, np.nan) for value in given.values()]
        plain.compiled(*values, *fast)
        for name, value in zip(given, fast, strict=True):
            np.testing.assert_allclose(value, given[name], rtol=1e-13, err_msg=name)
        return given

    return call
