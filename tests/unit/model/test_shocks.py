"""A shock is a lever that nobody pulls: it has a path of its own, no member draws it, and only a scenario's shocks move it."""

import numpy as np
import pandas as pd
import pytest

from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.language.dimensions import COUNTY_CLASSES
from simulator.language.variables import Lever
from simulator.model.graph import describe
from simulator.sampling import draw_members, find_uncertainties
from simulator.scenario import Scenario, build_levers, count_moved

TOY = '''
people = stock(person, "people", initial="people", inflows="births")
fertility_rate = parameter(0.1, 1 / year, "births a head", source="toy", prior_low=0.05, prior_high=0.2)
T = theme("toys")
openness = lever(0.5, one, "openness", plan=1.0, low=0.0, high=1.0, ramp=(2021, 2022), group="T", source="toy", prior=(0.4, 0.6))
town_jobs = lever(0.0, one, "jobs in towns", plan=1.0, low=0.0, high=2.0, ramp=(2021, 2021), shape="linear", group="T",
                  source="toy", where={"county_class": ["county_level_city", "county"]})
crisis = shock(1.0, one, "births over those of calm times", low=0.0, high=2.0, ramp=(2022, 2023), source="toy")
strike = shock(0.0, one, "births that a strike prevents", low=0.0, high=1.0, ramp=(2022, 2022), shape="step", source="toy")
def births(people, fertility_rate, openness, town_jobs, crisis, strike) -> person / year:
    """Births."""
    return people * fertility_rate * (openness + town_jobs) * crisis * (1.0 - strike)
'''
COUNTIES = pd.DataFrame({"county_class": COUNTY_CLASSES}, index=["1", "2", "3", "4"])
MOMENTS = np.arange(5.0)[:, None]
TITLE = {"zh": "试", "en": "trial"}


@pytest.fixture(scope="module")
def model(make_model):
    return make_model(TOY)


def lay_paths(model, members: int | None = None, **said):
    """The paths of a scenario, in the four classes of counties, at the ends of 2020 to 2024."""
    baseline = draw_members(model, members, seed=1)[1]
    return build_levers(model, Scenario(name="trial", title=TITLE, **said), baseline, COUNTIES, MOMENTS, 2020)


def test_shock_is_a_lever_of_its_own_kind_without_a_plan_group_or_prior(model):
    crisis = model["crisis"]
    assert isinstance(crisis, Lever) and crisis.kind == "shock"
    assert (crisis.base, crisis.plan, crisis.low, crisis.high) == (1.0, 1.0, 0.0, 2.0)
    assert (crisis.ramp, crisis.shape) == ((2022, 2023), "linear")
    assert (crisis.group, crisis.cost, crisis.prior, crisis.where) == ("", "none", None, {})
    assert [v.name for v in model.of_kind("lever")] == ["openness", "town_jobs"]
    assert [v.name for v in model.of_kind("shock")] == ["crisis", "strike"]
    assert model.scope["crisis"] == "county" and "crisis" in plan_kernel(model).recorded


def test_no_member_draws_a_shock(model):
    assert set(find_uncertainties(model)) == {"fertility_rate", "openness"}
    _, baseline = draw_members(model, 50, seed=3)
    assert np.all(baseline["crisis"] == 1.0) and np.all(baseline["strike"] == 0.0) and np.ptp(baseline["openness"]) > 0.1


def test_calm_times_are_the_base_whatever_the_levers_do(model):
    paths = lay_paths(model, levers={"all": {"strength": 1.0}})
    assert np.all(paths["crisis"].base == 1.0) and np.all(paths["crisis"].amplitude == 0.0)
    assert np.all(paths["openness"].amplitude == 0.5)


def test_shock_reaches_its_value_in_every_county_in_its_usual_years(model):
    paths = lay_paths(model, members=3, shocks={"crisis": {"value": 0.4}, "strike": {"value": 1.0}})
    assert paths["crisis"].amplitude == pytest.approx(np.full((3, 4), -0.6), rel=1e-15)
    assert paths["crisis"].ramp[:, 0].tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]
    assert paths["strike"].ramp[:, 0].tolist() == [0.0, 0.0, 1.0, 1.0, 1.0]


def test_shock_may_have_years_and_a_shape_of_its_own(model):
    ramp = lay_paths(model, shocks={"strike": {"value": 1.0, "start": 2021, "end": 2024, "shape": "linear"}})["strike"].ramp
    assert ramp[:, 0].tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_shock_is_no_lever_that_a_scenario_moves(model):
    scenario = Scenario(name="trial", title=TITLE, shocks={"crisis": {"value": 0.4}})
    assert count_moved(model, scenario) == 0


@pytest.mark.parametrize("engine", [run_reference, run_kernel], ids=["plain", "kernel"])
def test_shock_acts_as_its_base_and_its_ramp_times_its_amplitude(cache, model, prepare, engine):
    inputs = prepare(
        model,
        counties=2,
        last_year=2022,
        people=100.0,
        openness=1.0,
        crisis_amplitude=[-0.5, 0.5],
        crisis_ramp=[[0.0, 0.0], [0.0, 0.5], [0.5, 1.0]],
    )
    found = engine(inputs, ["crisis", "births"]).counties
    assert found["crisis"][0].tolist() == [[1.0, 1.0], [0.75, 1.25], [0.5, 1.5]]
    # In the middle of a step half of what its start gives is born: 100 (1 + 0.1 / 2) x 0.1 in 2021.
    rates = np.array([0.075, 0.125])
    assert found["births"][0, 1:] == pytest.approx(np.array([[10.5, 10.5], 110.5 * (1.0 + 0.5 * rates) * rates]), rel=1e-14)


def test_lever_moves_only_where_it_can(model):
    paths = lay_paths(model, levers={"all": {"strength": 0.5}})
    assert paths["town_jobs"].amplitude.tolist() == [[0.0, 0.0, 0.5, 0.5]]
    assert paths["openness"].amplitude.tolist() == [[0.25] * 4]


def test_mask_of_a_scenario_narrows_where_a_lever_can_move(model):
    paths = lay_paths(model, levers={"town_jobs": {"plan": 2.0, "where": {"county_class": ["core", "county"]}}})
    assert paths["town_jobs"].amplitude.tolist() == [[0.0, 0.0, 0.0, 2.0]]


def test_shocks_and_masks_are_described(model):
    said = describe(model, "crisis")
    assert (said["kind"], said["base"], said["low"], said["high"], said["ramp"]) == ("shock", "1.0", "0.0", "2.0", "(2022, 2023)")
    assert said["read by"] == "births" and "group" not in said and "where" not in said
    assert describe(model, "town_jobs")["where"] == "{'county_class': ['county_level_city', 'county']}"


def test_class_of_a_mask_that_no_county_has_is_refused(hear):
    said = hear(TOY.replace('"county_level_city", "county"', '"county_level_city", "countys"'))
    assert "'town_jobs' moves only in 'countys', which is no class of county; did you mean 'county'?" in said


def test_lever_that_is_narrowed_by_what_no_model_knows_is_refused(hear):
    said = hear(TOY.replace('{"county_class": ["county_level_city"', '{"county_clas": ["county_level_city"'))
    assert "'town_jobs' moves only by 'county_clas'" in said and "write county_class" in said
