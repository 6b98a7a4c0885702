"""What the calibration that ships says holds in runs."""

import numpy as np
import pytest

import simulator
from simulator.inputs.parameter_status import DRIVEN_BELOW


def test_towns_of_2020_follow_from_2010(shandong):
    run = simulator.simulate("frozen", shandong, "known_2020", first_year=2010, last_year=2020, record=["urban_population"])
    said = run["urban_population"].sel(scenario="frozen", year=2020)[0].to_numpy()
    counted = shandong.table("counties")["urban_population_2020"].to_numpy()
    assert np.median(np.abs(said / counted - 1.0)) < 0.03
    assert said.sum() == pytest.approx(counted.sum(), rel=0.01)


def test_counties_left_out_are_foreseen_better_than_by_their_class(shipped):
    for kind in ("town", "population"):
        seen = shipped.left_out[f"{kind}_change"]
        errors = {name: np.abs(shipped.left_out[f"{kind}_change_{name}"] - seen).mean() for name in ("left_out", "class_mean")}
        assert errors["left_out"] < errors["class_mean"]


def test_members_lie_in_their_prior_ranges(model, shipped):
    for name, values in shipped.members.items():
        v = model[name]
        low, high = v.prior if v.kind == "lever" else (v.prior_low, v.prior_high)
        assert low <= values.min() and values.max() <= high, name
    assert shipped.size == 1000


def test_contraction_says_which_parameters_are_prior_driven(shipped):
    contraction = shipped.about["contraction"]
    assert set(contraction) == set(shipped.members)
    assert contraction["departure_rate"] > DRIVEN_BELOW
    # What acts after 2020 alone cannot be known from the decade before.
    for name in ("fertility_2027", "support_taper", "sex_ratio_2035"):
        assert contraction[name] < DRIVEN_BELOW, name
