"""X24 of the model specification: everything that can be moved at either end of its hard range, all together."""

import numpy as np
import pytest

from simulator.language.errors import ScenarioError
from simulator.scenario import check_scenario

SWITCHES = ("two_way_switch", "rural_services_switch", "seat_conversion_switch")


@pytest.mark.parametrize("scenario", ["frozen", "plan"])
@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("switch", [0.0, 1.0], ids=["as_shipped", "second_stage"])
def test_x24_all_levers_at_either_end_of_their_hard_range(trial, model, scenario, end, switch, assert_sound):
    moved = {v.name: getattr(v, end) for v in model.of_kind("lever")}
    extreme = trial(scenario=scenario, last_year=2035).hold(**moved, **dict.fromkeys(SWITCHES, switch))
    run = extreme.run()
    assert_sound(extreme, run)
    assert (run.counties["urban_share"] <= 1.0).all()
    assert (run.counties["nursing_share"] <= 1.0).all()


@pytest.mark.parametrize("end", ["low", "high"])
def test_x24_all_shocks_and_all_levers_at_either_end_of_their_hard_range(trial, model, end, assert_sound):
    moved = {v.name: getattr(v, end) for v in model.of_kind("lever", "shock")}
    extreme = trial(last_year=2035).hold(**moved)
    assert_sound(extreme, extreme.run())


@pytest.mark.parametrize("seed", range(4))
def test_x24_levers_and_shocks_at_ends_drawn_by_lot(trial, model, seed, assert_sound):
    lots = np.random.default_rng(seed)
    moved = {v.name: lots.choice([v.low, v.high]) for v in model.of_kind("lever", "shock")}
    extreme = trial("tiny", last_year=2035).hold(**moved)
    assert_sound(extreme, extreme.run())


@pytest.mark.parametrize("programme", [1.21, 5.0, -0.1])
def test_x24_a_transport_programme_beyond_its_range_is_refused(model, programme):
    told = {"title": {"zh": "过头", "en": "Too far"}, "levers": {"transport_programme": {"plan": programme}}}
    with pytest.raises(ScenarioError, match=r"transport_programme.*out of range"):
        check_scenario(told, "too_far", "too_far.yaml", model)
