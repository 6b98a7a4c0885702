"""A pipeline holds inflow times time (Little's law), and spreads an impulse as an Erlang distribution."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel

ORDERS = (1, 2, 6)
PIPELINES = '''
building_time = parameter(2.0, year, "mean time", source="toy")
season = driver(one, "homes begun over the usual", source="toy", value=1.0, axes=(), path=True)
homes = stock(m2, "homes", initial="homes", inflows=["usual"])
usual = driver(m2 / year, "homes begun usually", source="toy", value=120.0)
def starts(usual, season) -> m2 / year:
    """Homes begun."""
    return usual * season
''' + "".join(
    f'finished_{order} = delay("starts", m2 / year, "homes finished", time="building_time", order={order}, initial="none")\n'
    for order in ORDERS
)


@pytest.fixture(scope="module")
def pipelines(make_model):
    return make_model(PIPELINES)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("steps", [1, 4, 12])
@pytest.mark.parametrize("engine", [run_reference, run_kernel], ids=["plain", "kernel"])
def test_pipeline_holds_inflow_times_time(cache, pipelines, prepare, engine, steps, order):
    """To the last digits, for every step, also one that is far longer than a stage; and it lets out what enters."""
    times = np.array([0.01, 0.3, 1.0, 2.5, 3.0])
    inputs = prepare(pipelines, members=len(times), steps=steps, last_year=2120, building_time=times, homes=0.0)
    outputs = engine(inputs, [f"finished_{order}"])
    content = outputs.state.pipelines[f"finished_{order}"].sum(axis=(1, 2))
    assert content == pytest.approx(120.0 * times, rel=1e-12)
    assert outputs.counties[f"finished_{order}"][:, -1, 0] == pytest.approx(120.0, rel=1e-12)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("steps", [1, 4])
def test_pipeline_that_holds_inflow_times_time_stands_still(pipelines, prepare, steps, order):
    """The same in every stage, from the first step on, in either scheme."""
    name, time = f"finished_{order}", 2.0
    inputs = prepare(
        pipelines, steps=steps, last_year=2025, building_time=time, homes=0.0, **{f"{name}_stages": 120.0 * time / order}
    )
    for scheme in ("midpoint", "first_order"):
        outputs = run_reference(replace(inputs, scheme=scheme), [name])
        assert outputs.counties[name][0, 1:, 0] == pytest.approx(120.0, rel=1e-12)
        assert outputs.state.pipelines[name] == pytest.approx(120.0 * time / order, rel=1e-12)


@pytest.mark.parametrize("steps", [1, 4, 100])
def test_impulse_leaves_as_an_erlang_distribution(pipelines, prepare, steps):
    """Mean time exactly; variance time**2 / order and, for what enters each stage evenly within a step, a sixth of the square of
    the step more a stage: z = order x step / time, and a stage of them adds (coth(z / 2) - 1 / z) / z steps squared."""
    time, years = 2.0, 40
    season = np.zeros((years + 1, steps + 1))
    season[1, 0] = steps
    inputs = prepare(pipelines, steps=steps, last_year=2020 + years, building_time=time, season=season, homes=0.0)
    leaving = {f"finished_{order}": [] for order in ORDERS}

    def watch(v, known, year, member):
        if v.name in leaving and year > 2020:
            leaving[v.name].append(float(known[v.name][0]))

    run_reference(inputs, [], watch=watch)
    for order in ORDERS:
        left = np.delete(np.array(leaving[f"finished_{order}"]), np.s_[steps :: steps + 1]) / steps
        when = np.arange(len(left)) / steps
        assert left.sum() == pytest.approx(120.0, rel=1e-8)
        mean = (left * when).sum() / left.sum()
        assert mean == pytest.approx(time, rel=1e-6)
        variance = (left * (when - mean) ** 2).sum() / left.sum()
        z = order / steps / time
        assert variance == pytest.approx(order * (1.0 / np.tanh(z / 2.0) - 1.0 / z) / z / steps**2, rel=1e-5)
        assert abs(variance - time**2 / order) < order / steps**2 / 6.0 + 1e-5


@pytest.mark.parametrize("order", ORDERS)
def test_nothing_is_lost_on_the_way(pipelines, prepare, order):
    name = f"finished_{order}"
    inputs = prepare(
        pipelines,
        steps=4,
        last_year=2030,
        homes=0.0,
        season=np.random.default_rng(3).uniform(0, 2, (11, 5)),
        **{f"{name}_stages": 50.0},
    )
    outputs = run_reference(inputs, ["starts", name])
    begun = 0.25 * 120.0 * inputs.paths["season"][0, 1:, :-1].sum()
    held = outputs.state.pipelines[name].sum()
    assert 50.0 * order + begun - np.nansum(outputs.counties[name]) == pytest.approx(held, rel=1e-12)
