"""C8: no stock falls below zero and no share leaves 0 to 1, however far the parameters are from what is likely."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language.variables import Lever, Parameter, Stock
from simulator.model.graph import LEVERS

# Draws of each number of steps, so many of them in one run; a part of the values lie at the very ends of their ranges.
DRAWS, MEMBERS = 1000, 20
WIDE = 5.0
ROUNDING = 1e-9
TOLD = {"total_fertility": (0.0, 8.0), "death_shock": (0.0, 50.0), "outflow_factor": (1e-3, 50.0), "outflow_peak": (1e-3, 50.0)}
# What a county starts with is multiplied by 0 to this, each stock by its own draw.
FULL = 5.0


def widen(v: Parameter | Lever, times: float) -> Callable[[np.ndarray], np.ndarray]:
    """Where a share from 0 to 1 lies in a range so many times as wide, on the scale of logs for rates and times; in all of
    [0, 1] for shares and switches; in the hard range for levers and shocks."""
    if isinstance(v, Lever):
        return lambda place: v.low + place * (v.high - v.low)
    if v.upper_bound <= 1.0 and v.lower_bound >= 0.0:
        return lambda place: v.lower_bound + place * (v.upper_bound - v.lower_bound)
    middle, half = 0.5 * (v.prior_low + v.prior_high), 0.5 * times * (v.prior_high - v.prior_low)
    if "year" in dict(v.unit.powers) and v.prior_low > 0.0:
        middle, half = 0.5 * np.log(v.prior_low * v.prior_high), 0.5 * times * np.log(v.prior_high / v.prior_low)
        return lambda place: np.clip(np.exp(middle + half * (2.0 * place - 1.0)), v.lower_bound, v.upper_bound)
    return lambda place: np.clip(middle + half * (2.0 * place - 1.0), v.lower_bound, v.upper_bound)


def shape(run, name: str, value: np.ndarray) -> np.ndarray:
    """A value of each member [member, 1] as a run holds it: with or without counties, or as a path in time."""
    parts = (run.inputs.parameters, run.inputs.paths)
    like = next((part[name] for part in parts if name in part), value)
    return value.reshape(-1, *[1] * (like.ndim - 1))


def is_amount(v: Stock) -> bool:
    """Whether a stock counts people, places, money or land; the others are shares and gains in logs."""
    return v.axes == ("county",) and v.unit.powers != ()


@pytest.fixture(scope="module")
def extremes(model) -> dict[str, Callable]:
    """All uncertain parameters, switches, levers and shocks, and what runs are told, each so many times its range wide."""
    uncertain = [v for v in model.of_kind("parameter") if v.prior_low is not None or v.name.endswith("_switch")]
    found = {v.name: widen(v, WIDE) for v in [*uncertain, *model.of_kind(*LEVERS)]}
    assert {"departure_rate", "two_way_switch", "wear_rate_school", "open_settlement", "reward_pot"} <= set(found)
    return found | {name: lambda place, ends=ends: ends[0] + place * (ends[1] - ends[0]) for name, ends in TOLD.items()}


def gather_stocks(run, model) -> dict[str, np.ndarray]:
    """Every stock of a run, at the end of each year and at its end; gains in logs, which may be losses, left out."""
    state = run.state
    logs = {v.name for v in model.of_kind("stock") if v.description.endswith("in logs")}
    found = {**state.stocks, **state.pipelines, **state.profiles, **run.cohorts, "residents at the end": state.cohorts["residents"]}
    paths = {f"{name} by year": run.counties[name] for name in state.stocks if name not in logs}
    return {name: value for name, value in (found | paths).items() if name not in logs}


def check_bounds(run, model) -> None:
    """All that has a bound keeps it, and everything is a number."""
    for name, stock in gather_stocks(run, model).items():
        assert stock.min() >= 0.0, name
    counties = run.counties
    people = run.state.cohorts["residents"]
    assert (run.state.stocks["movers"] <= people[..., 1:3].sum(axis=(2, 3, 4)) * (1.0 + ROUNDING)).all()
    assert (counties["nursing_beds"] <= counties["capacity_elderly"] * (1.0 + ROUNDING)).all()
    assert ((counties["unemployment_share"] > 0.0) & (counties["unemployment_share"] < 1.0)).all()
    for name, path in {**counties, **run.region}.items():
        path = path[:, 1:] if name in model.flows else path
        assert np.isfinite(path).all(), name
        if name.endswith("_share") or name == "urban_share":
            assert -ROUNDING <= path.min() <= path.max() <= 1.0 + ROUNDING, name


@pytest.mark.parametrize("steps", [1, 4])
def test_nothing_passes_its_bounds_under_extreme_draws(trial, model, extremes, steps):
    start = trial("tiny", last_year=2022, steps=steps, members=MEMBERS)
    before = start.inputs.state.stocks
    amounts = [v.name for v in model.of_kind("stock") if is_amount(v) and v.name != "movers"]

    @settings(max_examples=DRAWS // MEMBERS, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1), cornered=st.floats(0.0, 1.0))
    def check(seed, cornered):
        draw = np.random.default_rng(seed)
        names = [*extremes, *amounts, "movers"]
        places = draw.random((len(names), MEMBERS, 1))
        places = dict(zip(names, np.where(draw.random(places.shape) < cornered, np.round(places), places)))
        times = {name: FULL * places[name] for name in amounts}
        run = start.start(movers=places["movers"] * start.residents[..., 1:3].sum(axis=(2, 3, 4)))
        run = run.stock(**{name: before[name] * times[name] for name in amounts})
        check_bounds(run.hold(**{name: shape(run, name, put(places[name])) for name, put in extremes.items()}).run(), model)

    check()


def test_nothing_passes_its_bounds_in_an_ensemble_of_whole_runs(trial, model, switched_on):
    run = trial("tiny", "plan", last_year=2035, members=50).hold(**switched_on)
    check_bounds(run.run(), model)
