"""What leaves at a rate leaves exactly, whatever the step; what is inside a pipeline can be read, and held steady."""

import numpy as np
import pytest

from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel
from simulator.kernel.write import write_kernel

ENGINES = pytest.mark.parametrize("engine", [run_reference, run_kernel], ids=["plain", "kernel"])
STEPS = pytest.mark.parametrize("steps", [1, 4, 12])
LEAVING = '''
wear_rate = parameter(0.7, 1 / year, "wear", source="toy")
homes = stock(m2, "homes", initial="homes", outflows="worn")
worn = decay("homes", m2 / year, "homes worn out", rate="wear_rate")
'''
CLOSING = '''
pace_rate = parameter(0.7, 1 / year, "pace", source="toy")
target = driver(m2, "homes wanted", source="toy", value=100.0)
homes = stock(m2, "homes", initial="homes", inflows="change")
change = decay("gap", m2 / year, "change towards what is wanted", rate="pace_rate")
def gap(target, homes) -> m2:
    """Homes lacking."""
    return target - homes
'''
MOVING = '''
season = driver(1 / year, "wear of the time", source="toy", axes=(), path=True, value=0.1)
age_rate = parameter({"core": 0.1, "district": 0.2, "county_level_city": 0.3, "county": 0.4}, 1 / year, "wear of age", source="toy")
homes = stock(m2, "homes", initial="homes", outflows=["worn", "aged"])
worn = decay("homes", m2 / year, "homes worn out", rate="season")
sheds = stock(m2, "sheds", initial="sheds", outflows="fallen")
fallen = decay("sheds", m2 / year, "sheds fallen", rate="falling_rate")
aged = decay("homes", m2 / year, "homes grown old", rate="age_rate")
def falling_rate(season, age_rate) -> 1 / year:
    """Wear of sheds."""
    return season + age_rate
'''


@ENGINES
@STEPS
def test_stock_decays_exactly_whatever_the_step(cache, make_model, prepare, engine, steps):
    rates = np.array([0.0, 1e-12, 0.02, 0.7, 40.0])
    inputs = prepare(make_model(LEAVING), members=len(rates), steps=steps, last_year=2023, homes=80.0, wear_rate=rates)
    found = engine(inputs, ["homes", "worn"]).counties
    left = 80.0 * np.exp(-rates[:, None] * np.arange(4))
    assert found["homes"][..., 0] == pytest.approx(left, rel=1e-12, abs=1e-12)
    gone = left[:, :-1] * -np.expm1(-rates)[:, None]
    assert found["worn"][:, 1:, 0] == pytest.approx(gone, rel=1e-12, abs=1e-15)


@ENGINES
@STEPS
def test_gap_closes_exactly_whatever_the_step(cache, make_model, prepare, engine, steps):
    inputs = prepare(make_model(CLOSING), counties=2, steps=steps, last_year=2024, homes=[20.0, 130.0])
    found = engine(inputs, ["homes"]).counties["homes"][0]
    expected = 100.0 + np.array([-80.0, 30.0]) * np.exp(-0.7 * np.arange(5))[:, None]
    assert found == pytest.approx(expected, rel=1e-12)


@ENGINES
def test_rate_that_changes_is_taken_as_it_is_in_the_step(cache, make_model, prepare, engine):
    season = np.random.default_rng(2).uniform(0, 1, (3, 4))
    inputs = prepare(make_model(MOVING), counties=4, steps=3, last_year=2022, homes=50.0, sheds=80.0, season=season)
    rates = season[1:, :3].sum(axis=1)[:, None] / 3 + np.array([0.1, 0.2, 0.3, 0.4])
    expected = 80.0 * np.exp(-np.cumsum(np.vstack([np.zeros(4), rates]), axis=0))
    assert engine(inputs, ["sheds"]).counties["sheds"][0] == pytest.approx(expected, rel=1e-12)


def test_two_decays_of_one_stock_are_taken_from_one_state(make_model, prepare, follow):
    inputs = prepare(make_model(MOVING), counties=4, homes=50.0, sheds=1.0, season=0.3)
    share = -np.expm1(-0.3) - np.expm1(-np.array([0.1, 0.2, 0.3, 0.4]))
    assert follow(inputs, "homes")[1] == pytest.approx(50.0 * (1.0 - share), rel=1e-12)


def test_exponential_of_a_steady_rate_is_worked_out_once_a_member(make_model):
    once, always = write_kernel(make_model(LEAVING)), write_kernel(make_model(MOVING))
    assert "worn = leaving_at_wear_rate * homes" in once and once.count("leaving_share(wear_rate, step)") == 1
    assert once.index("leaving_at_wear_rate = one.leaving_share(wear_rate, step)") < once.index("for y in range(n_year)")
    for line in ("worn = leaving_share(season, step) * homes", "aged = leaving_share(age_rate, step) * homes",
                 "fallen = leaving_share(falling_rate, step) * sheds"):
        assert line in always


WORKING = '''
build_time = parameter(2.0, year, "time to build", source="toy")
wear_rate = parameter(0.05, 1 / year, "wear", source="toy")
season = driver(one, "homes begun over those wished", source="toy", axes=(), path=True, value=1.0)
homes = stock(m2, "homes", initial="homes", inflows="finished", outflows="worn")
worn = decay("homes", m2 / year, "homes worn out", rate="wear_rate")
finished = delay("begun", m2 / year, "homes finished", time="build_time", order=3, initial="starting_work")
under_way = content("finished", m2, "homes being built")
def starting_work(worn, build_time) -> m2:
    """Homes being built in 2020, to replace what wears out."""
    return worn * build_time
def begun(worn, build_time, under_way, season) -> m2 / year:
    """Homes begun: to replace, and to fill the pipeline."""
    return season * worn + (worn * build_time - under_way) / build_time
'''


@ENGINES
@STEPS
def test_content_is_all_that_is_inside_the_pipeline(cache, make_model, prepare, engine, steps):
    season = np.random.default_rng(4).uniform(0.5, 2.0, (6, steps + 1))
    model = make_model(WORKING)
    for last_year in (2020, 2022, 2025):
        inputs = prepare(model, counties=2, steps=steps, last_year=last_year, homes=[100.0, 300.0],
                         season=season[:last_year - 2019])
        outputs = engine(inputs, ["under_way"])
        held = outputs.state.pipelines["finished"].sum(axis=1)
        assert outputs.counties["under_way"][:, -1] == pytest.approx(held, rel=1e-14)


@ENGINES
@STEPS
def test_pipeline_begun_in_balance_stays_in_balance(cache, make_model, prepare, engine, steps):
    """Work in progress is starts x time (Little's law), so that homes neither grow nor shrink, to the last digits."""
    inputs = prepare(make_model(WORKING), steps=steps, last_year=2030, homes=100.0, build_time=3.0)
    worn = 100.0 * -np.expm1(-0.05 / steps) * steps
    assert inputs.state.pipelines["finished"].sum() == pytest.approx(3.0 * worn, rel=1e-14)
    found = engine(inputs, ["homes", "under_way", "finished"]).counties
    assert found["homes"] == pytest.approx(np.full((1, 11, 1), 100.0), rel=1e-12)
    assert found["under_way"] == pytest.approx(np.full((1, 11, 1), 3.0 * worn), rel=1e-12)
    assert found["finished"][:, 1:] == pytest.approx(np.full((1, 10, 1), worn), rel=1e-12)


@STEPS
def test_content_changes_by_what_enters_less_what_leaves(make_model, prepare, follow, steps):
    season = np.random.default_rng(4).uniform(0.5, 2.0, (6, steps + 1))
    inputs = prepare(make_model(WORKING), steps=steps, last_year=2025, homes=100.0, season=season)
    outputs = run_reference(inputs, ["under_way", "begun", "finished"], watch=None).counties
    begun = []

    def watch(v, known, year, member):
        if v.name == "begun" and year > 2020:
            begun.append(float(known["begun"][0]))

    run_reference(inputs, [], watch=watch)
    entered = np.reshape(begun, (5, steps + 1))[:, :steps].sum(axis=1) / steps
    change = np.diff(outputs["under_way"][0, :, 0])
    assert change == pytest.approx(entered - outputs["finished"][0, 1:, 0], rel=1e-10)
