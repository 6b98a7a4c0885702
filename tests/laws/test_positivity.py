"""C8: no stock falls below zero, however far the parameters are from what is likely."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.words import Lever, Parameter

DRAWS = 1000
WIDE = 5.0
UNITS_OF_TIME = ("1/year", "year", "person/year")


def widen(v: Parameter | Lever, times: float) -> st.SearchStrategy[float]:
    """Values so many times the range wide, on the scale of logs for rates and times; all of [0, 1] for shares, the hard
    range for levers."""
    if isinstance(v, Lever):
        return st.floats(v.low, v.high)
    if v.most <= 1.0 and v.least >= 0.0:
        return st.floats(v.least, v.most)
    if str(v.unit) in UNITS_OF_TIME:
        beyond = (v.high / v.low) ** ((times - 1.0) / 2.0)
        return st.floats(np.log(v.low / beyond), np.log(v.high * beyond)).map(lambda x: float(np.exp(x)))
    beyond = (v.high - v.low) * (times - 1.0) / 2.0
    return st.floats(max(v.low - beyond, v.least), min(v.high + beyond, v.most))


@pytest.fixture(scope="module")
def extremes(model):
    """All uncertain parameters, all levers and what runs are told, each so many times its range wide."""
    uncertain = [v for v in model.of_kind("parameter", "lever") if v.low is not None]
    assert {"departure_rate", "time_friction", "open_settlement"} <= {v.name for v in uncertain}
    told = {"total_fertility": st.floats(0.0, 8.0), "death_shock": st.floats(0.0, 50.0), "outflow_factor": st.floats(1e-3, 50.0)}
    return {times: st.fixed_dictionaries({v.name: widen(v, times) for v in uncertain} | told) for times in (WIDE,)}


@pytest.mark.parametrize(("times", "steps"), [(WIDE, 4), (WIDE, 1)])
@settings(max_examples=DRAWS, deadline=None)
@given(data=st.data(), mover_share=st.floats(0.0, 1.0))
def test_no_stock_falls_below_zero(trial, extremes, times, steps, data, mover_share):
    run = trial("tiny", last_year=2022, steps=steps)
    migrants = run.residents[..., 1:3].sum(axis=(2, 3, 4))
    run = run.start(movers=mover_share * migrants).hold(**data.draw(extremes[times])).run("population")
    people, movers = run.cohorts["residents"], run.state.stocks["movers"]
    assert people.min() >= 0.0
    assert movers.min() >= 0.0
    assert (movers <= people[:, -1, ..., 1:3].sum(axis=(2, 3, 4)) * (1.0 + 1e-9)).all()
    assert np.isfinite(run.counties["population"]).all()
