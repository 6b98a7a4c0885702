"""V1: shorter steps come nearer to the same future, and a run that is cut and taken up again is the same run."""

from dataclasses import replace

import numpy as np
import pytest

import simulator
from simulator.kernel.inputs import LeverPath

SECOND_ORDER = (1.7, 2.4)
STEPS = {"frozen": (2, 4, 8), "plan": (2, 4, 8, 16)}


@pytest.fixture(scope="module")
def paths_of_2035():
    """What the real region comes to in 2035 with ever shorter steps; calibrated, the income ratio hardly changes at all (one part
    in 100,000), and its order is that of what is left."""
    names = ("population", "urban_population", "registered_population", "income_ratio", "debt", "capacity_hospital")

    def come_to(scenario):
        runs = [
            simulator.simulate(scenario, drivers="known_2020", steps=steps, record=names, calibrated=False)
            for steps in STEPS[scenario]
        ]
        ends = [{name: float(run[name].isel(scenario=0, member=0, year=-1).sum()) for name in names} for run in runs]
        for end in ends:
            end["urban_share"] = end["urban_population"] / end["population"]
            end["registered_share"] = end["registered_population"] / end["population"]
        return {name: np.array([end[name] for end in ends]) for name in ends[0]}

    return {scenario: come_to(scenario) for scenario in STEPS}


@pytest.mark.parametrize("outcome", ["urban_share", "registered_share", "income_ratio", "population", "debt", "capacity_hospital"])
@pytest.mark.parametrize("scenario", STEPS)
def test_halving_the_step_quarters_the_error(paths_of_2035, scenario, outcome):
    changes = np.abs(np.diff(paths_of_2035[scenario][outcome]))
    orders = np.log2(changes[:-1] / changes[1:])
    assert ((SECOND_ORDER[0] <= orders) & (orders <= SECOND_ORDER[1])).all()


@pytest.mark.parametrize("scenario", ["frozen", "plan"])
def test_a_run_taken_up_in_2027_is_the_straight_run(trial, scenario, switched_on):
    whole, first = (trial(scenario=scenario, last_year=year).hold(**switched_on) for year in (2030, 2027))
    state = first.run().state
    assert state.year == 2027
    levers = {name: LeverPath(path.base, path.amplitude, path.ramp[7:]) for name, path in whole.inputs.levers.items()}
    paths = {name: path[:, 7:] for name, path in whole.inputs.paths.items()}
    second = replace(whole, inputs=replace(whole.inputs, state=state, levers=levers, paths=paths)).run()
    expected = whole.run()
    for name, path in second.counties.items():
        np.testing.assert_array_equal(path[:, 1:], expected.counties[name][:, 8:], err_msg=name)
    for name, path in second.region.items():
        np.testing.assert_array_equal(path[:, 1:], expected.region[name][:, 8:], err_msg=name)
    np.testing.assert_array_equal(second.cohorts["residents"], expected.cohorts["residents"][:, 7:])
