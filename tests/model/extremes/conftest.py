"""What every extreme must keep, whatever else it does."""

import numpy as np
import pytest


@pytest.fixture
def assert_sound():
    """Check that no value of a run but the first flows is missing or endless, that no stock of people, places, floor space,
    land or money fell below zero, and that shares are shares."""

    def check(trial, run):
        model, paths = trial.model, {**run.counties, **run.region}
        assert len(paths) > 400
        for name, path in paths.items():
            seen = path[:, 1:] if name in model.flows else path
            assert np.isfinite(seen).all(), name
            if name.endswith("_share") or name == "urban_share":
                assert -1e-9 <= seen.min() <= seen.max() <= 1.0 + 1e-9, name
        amounts = [v.name for v in model.of_kind("stock") if v.axes == ("county",) and v.unit.powers]
        assert {"movers", "debt", "capacity_school", "floor_space", "urban_land"} <= set(amounts)
        for name in amounts:
            assert run.counties[name].min() >= 0.0, name
        for name, stages in run.state.pipelines.items():
            assert stages.min() >= 0.0, name
        assert min(run.cohorts["residents"].min(), run.state.cohorts["residents"].min()) >= 0.0
        unemployment = run.counties["unemployment_share"]
        assert ((unemployment > 0.0) & (unemployment < 1.0)).all()

    return check


@pytest.fixture
def share():
    """The share of the region's residents who belong to a group, by year."""

    def of_region(run, group="urban_population"):
        return (run.counties[group].sum(axis=-1) / run.counties["population"].sum(axis=-1))[0]

    return of_region
