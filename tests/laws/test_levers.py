"""Each lever moves its primary outcome one way, the more the stronger it is pulled."""

import numpy as np
import pytest

import simulator
from simulator.inputs import find_moments
from simulator.operators.destinations import choose_towns, nearness
from simulator.scenario import LeverSetting, Scenario, ramp

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
LEVERS = {
    "open_settlement": ("registered_share", +1),
    "eligibility_time": ("registered_share", +1),
    "land_rights_security": ("registered_share", +1),
    "permit_entitlement": ("registered_share", -1),
    "transport_programme": ("moves_between_counties", +1),
    "town_reclassification": ("urban_share", +1),
    "fertility_support": ("births", +1),
}


@pytest.fixture(scope="module")
def ladder(folders):
    """The region under each lever alone at five strengths, all else frozen."""
    steps = {(lever, strength): Scenario(name=f"{lever} {strength}", title={"zh": lever, "en": lever},
                                         levers={lever: LeverSetting(strength=strength)})
             for lever in LEVERS for strength in STRENGTHS}
    results = simulator.simulate(list(steps.values()), folders["small"], "known_2020")
    return {key: results.sel(scenario=scenario.name, member=0, year=2035) for key, scenario in steps.items()}


def test_every_lever_of_the_model_is_tried(model):
    assert {v.name for v in model.of_kind("lever")} == set(LEVERS)


@pytest.mark.parametrize("lever", LEVERS)
def test_outcome_of_2035_rises_or_falls_with_the_strength_of_the_lever(ladder, model, grounds, lever):
    outcome, sign = LEVERS[lever]
    values = np.array([read_outcome(ladder[lever, strength], outcome, model, grounds("small").arrays) for strength in STRENGTHS])
    assert (sign * np.diff(values) >= -1e-12 * values[0]).all()
    assert sign * (values[-1] - values[0]) > 1e-6 * values[0]


def test_levers_are_read_in_the_middle_of_each_step_and_at_the_end_of_each_year(trial):
    moments = find_moments(2020, 2022, 2, 2020)
    np.testing.assert_allclose(moments, [[-0.75, -0.25, 0.0], [0.25, 0.75, 1.0], [1.25, 1.75, 2.0]])
    lever = trial(scenario="plan", last_year=2022, steps=2).inputs.levers["open_settlement"]
    np.testing.assert_allclose(lever.ramp, ramp(2020.0 + moments, 2021, 2026, "smooth"))
    x = 1.25 / 6.0
    assert lever.ramp[2, 0] == pytest.approx(3.0 * x**2 - 2.0 * x**3)


def read_outcome(end, name, model, arrays):
    """One number of the end of a run."""
    if name == "births":
        return float(end["births"].sum())
    if name == "moves_between_counties":
        return count_moves(end, model, arrays)
    share = {"registered_share": "registered_population", "urban_share": "urban_population"}[name]
    return float(end[share].sum() / end["population"].sum())


def count_moves(end, model, arrays):
    """Moves to a town of another county in the last year: villagers by the choice at its end, and townspeople."""
    friction, bias = (np.full(end.sizes["county"], model[name].value) for name in ("time_friction", "home_bias"))
    weight = nearness(arrays["travel_time_2020"], arrays["travel_time_saving"], end["transport_programme"].to_numpy(),
                      friction, bias)["distance_weight"]
    shares = choose_towns(weight, end["town_appeal"].to_numpy(), own=True)
    leaving = (end["rural_departures"] - end["rural_outflow"]).to_numpy()
    away = (leaving * (1.0 - np.diag(shares))).sum()
    return float(away + end["migrant_departures"].sum() + end["settled_departures"].sum())
