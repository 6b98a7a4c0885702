"""What every extreme must keep, whatever else it does."""

import numpy as np
import pytest


@pytest.fixture
def assert_sound():
    """Check that no value of a run but the first flows is missing or endless, and that no stock fell below zero."""

    def check(trial, run):
        for name, path in {**run.counties, **run.region}.items():
            seen = path[:, 1:] if name in trial.model.flows else path
            assert np.isfinite(seen).all(), name
        assert run.cohorts["residents"].min() >= 0.0
        assert run.state.stocks["movers"].min() >= 0.0

    return check


@pytest.fixture
def share():
    """The share of the region's residents who belong to a group, by year."""

    def of_region(run, group="urban_population"):
        return (run.counties[group].sum(axis=-1) / run.counties["population"].sum(axis=-1))[0]

    return of_region
