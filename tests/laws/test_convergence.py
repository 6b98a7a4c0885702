"""Shorter steps come nearer to the same future, and a run that is cut and taken up again is the same run."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.inputs import LeverPath

FIRST_ORDER = (0.9, 1.2)


@pytest.mark.parametrize("group", ["urban_population", "registered_population"])
@pytest.mark.parametrize("scenario", ["frozen", "plan"])
def test_halving_the_step_halves_the_error(trial, share_of, scenario, group):
    shares = [share_of(trial(scenario=scenario, last_year=2035, steps=steps).run(), group) for steps in (4, 8, 16, 32)]
    changes = np.abs(np.diff(shares))
    orders = np.log2(changes[:-1] / changes[1:])
    assert ((FIRST_ORDER[0] <= orders) & (orders <= FIRST_ORDER[1])).all()


@pytest.fixture
def share_of():
    """The share of the region's residents in a group at the end of a run."""

    def last(run, group):
        return run.counties[group][0, -1].sum() / run.counties["population"][0, -1].sum()

    return last


@pytest.mark.parametrize("scenario", ["frozen", "plan"])
def test_a_run_taken_up_in_2027_is_the_straight_run(trial, scenario):
    whole, first = trial(scenario=scenario, last_year=2030), trial(scenario=scenario, last_year=2027)
    state = first.run().state
    assert state.year == 2027
    levers = {name: LeverPath(path.base, path.reach, path.ramp[7:]) for name, path in whole.inputs.levers.items()}
    paths = {name: path[:, 7:] for name, path in whole.inputs.paths.items()}
    second = replace(whole, inputs=replace(whole.inputs, state=state, levers=levers, paths=paths)).run()
    expected = whole.run()
    for name, path in second.counties.items():
        np.testing.assert_array_equal(path[:, 1:], expected.counties[name][:, 8:], err_msg=name)
    np.testing.assert_array_equal(second.cohorts["residents"], expected.cohorts["residents"][:, 7:])
