"""Runs in which need stands still and money is no object, so that only the building of capacity moves."""

import numpy as np
import pytest


@pytest.fixture
def builders(trial):
    """One county of one age in each status for ever, in which all that planners wish is built."""

    def settle(last_year, steps=4):
        run = trial("single", last_year=last_year, steps=steps).stationary().hold(capital_shock=1e6, debt_limit=1e9)
        # Those born in the year and those about to die at 101 come and go within it.
        ages = np.arange(102)
        return run.hold(
            hospital_need=np.where(ages % 101, 0.005, 0.0), elderly_need=np.where((ages >= 60) & (ages < 101), 0.05, 0.0)
        )

    return settle
