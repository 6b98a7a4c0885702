"""What leaves at a rate leaves exactly, whatever the step; what is inside a pipeline can be read, and held steady."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.kernel.generate import write_kernel
from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel

ENGINES = pytest.mark.parametrize("engine", [run_reference, run_kernel], ids=["plain", "kernel"])
STEPS = pytest.mark.parametrize("steps", [1, 4, 12])
LEAVING = """
wear_rate = parameter(0.7, 1 / year, "wear", source="toy")
homes = stock(m2, "homes", initial="homes", outflows="worn")
worn = decay("homes", m2 / year, "homes worn out", rate="wear_rate")
"""
CLOSING = '''
pace_rate = parameter(0.7, 1 / year, "pace", source="toy")
wanted = driver(m2, "homes wanted", source="toy", value=100.0)
homes = stock(m2, "homes", initial="homes", inflows="change")
change = decay("gap", m2 / year, "change towards what is wanted", rate="pace_rate")
def gap(wanted, homes) -> m2:
    """Homes lacking."""
    return wanted - homes
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
@pytest.mark.parametrize("scheme", ["midpoint", "first_order"])
@pytest.mark.parametrize("steps", [1, 4, 12, 48])
def test_stock_decays_exactly_whatever_the_step(cache, make_model, prepare, engine, scheme, steps):
    rates = np.array([0.0, 1e-12, 0.02, 0.7, 40.0])
    inputs = prepare(make_model(LEAVING), members=len(rates), steps=steps, last_year=2023, homes=80.0, wear_rate=rates)
    found = engine(replace(inputs, scheme=scheme), ["homes", "worn"]).counties
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
    """Both see the homes of the middle, which half a step of both leaves, and what they took in that half; without looking ahead,
    those of the start."""
    inputs = prepare(make_model(MOVING), counties=4, homes=50.0, sheds=1.0, season=0.3)
    worn, aged = 0.3, np.array([0.1, 0.2, 0.3, 0.4])
    middle = 50.0 * (np.exp(-worn / 2) + np.exp(-aged / 2) - 1.0)

    def lose(z):
        lost = 2.0 * (1.0 + np.expm1(-z) / z)
        return 50.0 * (1.0 - np.exp(-z) - lost * np.exp(-z / 2)) + lost * middle

    left = 50.0 - lose(worn) - lose(aged)
    assert follow(inputs, "homes")[1] == pytest.approx(left, rel=1e-12)
    left = 50.0 * (np.exp(-worn) + np.exp(-aged) - 1.0)
    assert follow(replace(inputs, scheme="first_order"), "homes")[1] == pytest.approx(left, rel=1e-12)


def test_two_decays_of_one_stock_add_up_with_an_error_of_second_order(make_model, prepare, follow):
    model, rates, misses = make_model(MOVING), 0.3 + np.array([0.1, 0.2, 0.3, 0.4]), []
    for steps in (4, 8, 16, 32):
        inputs = prepare(model, counties=4, steps=steps, homes=50.0, sheds=1.0, season=0.3)
        misses.append(np.abs(follow(inputs, "homes")[1] - 50.0 * np.exp(-rates)).max())
    np.testing.assert_allclose(np.log2(np.array(misses[:-1]) / np.array(misses[1:])), 2.0, atol=0.1)


def test_exponential_of_a_steady_rate_is_worked_out_once_for_all_counties(make_model):
    """Before the loop over counties; a rate that changes, or is of a county, is worked out within it."""
    once, always = write_kernel(make_model(LEAVING)), write_kernel(make_model(MOVING))
    assert once.count("decay_coefficients(wear_rate, length, middle)") == 1
    shares = ", ".join(f"{part}_at_wear_rate" for part in ("start", "now", "half", "closing"))
    after = once[once.index(f"{shares} = scalar.decay_coefficients(wear_rate, length, middle)") :]
    assert after.index("for i in range(0, n_county, WIDTH)") < after.index("+ now_at_wear_rate * homes")
    for line in (
        "worn = decay_outflow(as_vector(season), as_vector(homes), ",
        "aged = decay_outflow(as_vector(age_rate), as_vector(homes), ",
        "fallen = decay_outflow(as_vector(falling_rate), as_vector(sheds), ",
    ):
        assert line in always


WORKING = '''
build_time = parameter(2.0, year, "time to build", source="toy")
wear_rate = parameter(0.05, 1 / year, "wear", source="toy")
season = driver(one, "homes begun over those wished", source="toy", axes=(), path=True, value=1.0)
homes = stock(m2, "homes", initial="homes", inflows="finished", outflows="worn")
worn = decay("homes", m2 / year, "homes worn out", rate="wear_rate")
finished = delay("begun", m2 / year, "homes finished", time="build_time", order=3, initial="starting_work")
under_way = in_transit("finished", m2, "homes being built")
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
        inputs = prepare(
            model, counties=2, steps=steps, last_year=last_year, homes=[100.0, 300.0], season=season[: last_year - 2019]
        )
        outputs = engine(inputs, ["under_way"])
        held = outputs.state.pipelines["finished"].sum(axis=1)
        assert outputs.counties["under_way"][:, -1] == pytest.approx(held, rel=1e-14)


@ENGINES
def test_pipeline_begun_in_balance_stays_in_balance(cache, make_model, prepare, engine):
    """Work in progress is starts x time (Little's law), so that homes neither grow nor shrink, but for an error of second order:
    half a step ahead fewer homes stand to wear out, while what was begun for all of them is still on its way."""
    model, misses = make_model(WORKING), []
    for steps in (1, 2, 4, 8):
        inputs = prepare(model, steps=steps, last_year=2030, homes=100.0, build_time=3.0)
        assert inputs.state.pipelines["finished"].sum() == pytest.approx(15.0, rel=1e-14)
        found = engine(inputs, ["homes", "under_way", "finished"]).counties
        misses.append(
            [
                np.abs(found["homes"] / 100.0 - 1.0).max(),
                np.abs(found["under_way"] / 15.0 - 1.0).max(),
                np.abs(found["finished"][:, 1:] / 5.0 - 1.0).max(),
            ]
        )
    assert np.max(misses[0]) < 5e-3
    np.testing.assert_allclose(np.log2(np.array(misses[:-1]) / np.array(misses[1:])), 2.0, atol=0.2)


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
