"""The linear fit against what it is by hand, and a city left out that nobody looks at."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from simulator.calibration.shrinkage import Linear, Shrinkage, leave_cities_out, make_precision, solve_linear
from simulator.language.dimensions import COUNTY_CLASSES

COUNTIES = 12


@dataclass
class Toy:
    """Twelve counties in three cities, of which appeal moves towns and push moves villages."""

    counties: int = COUNTIES
    unknowns: int = 2 * COUNTIES

    def __post_init__(self):
        table = pd.DataFrame({"city": np.repeat(["a", "b", "c"], 4)})
        self.period = SimpleNamespace(region_inputs=SimpleNamespace(counties=table))
        luck = np.random.default_rng(5)
        values = np.r_[luck.normal(0.1, 0.1, COUNTIES), luck.normal(-0.1, 0.1, COUNTIES)]
        self.observed = SimpleNamespace(values=values, errors=np.full(2 * COUNTIES, 0.01))

    @property
    def linear(self) -> Linear:
        slopes = np.diag(np.r_[np.full(COUNTIES, 0.2), np.full(COUNTIES, -0.1)])
        return Linear(np.zeros(self.unknowns), np.zeros(self.unknowns), slopes)


@pytest.fixture
def covariates():
    luck = np.random.default_rng(6)
    classes = np.eye(len(COUNTY_CLASSES))[np.arange(COUNTIES) % len(COUNTY_CLASSES)]
    return pd.DataFrame(np.column_stack([luck.normal(size=(COUNTIES, 2)), classes]), columns=["size", "farming", *COUNTY_CLASSES])


def test_a_weak_prior_meets_what_was_observed_and_a_strong_one_stays_at_zero():
    toy = Toy()
    free, _ = solve_linear(toy, toy.linear, 1e-8 * np.eye(toy.unknowns))
    np.testing.assert_allclose(toy.linear.predict(free), toy.observed.values, atol=1e-6)
    left_out, _ = solve_linear(toy, toy.linear, 1e12 * np.eye(toy.unknowns))
    np.testing.assert_allclose(left_out, 0.0, atol=1e-6)


def test_one_county_is_drawn_to_zero_as_far_as_its_errors_say():
    toy = Toy()
    point, find_variance = solve_linear(toy, toy.linear, 4.0 * np.eye(toy.unknowns))
    slope, seen, weight = 0.2, toy.observed.values[0], 1.0 / 0.01**2
    assert point[0] == pytest.approx(weight * slope * seen / (weight * slope**2 + 4.0))
    assert find_variance(np.eye(toy.unknowns)[:1])[0] == pytest.approx(1.0 / (weight * slope**2 + 4.0))


def test_a_county_with_a_wide_error_is_shrunk_more():
    toy = Toy()
    toy.observed.errors[0] = 0.1
    toy.observed.values[0] = toy.observed.values[1]
    point, _ = solve_linear(toy, toy.linear, 4.0 * np.eye(toy.unknowns))
    assert abs(point[0]) < abs(point[1])


def test_a_city_left_out_is_not_looked_at(covariates):
    toy, other = Toy(), Toy()
    out = np.tile(np.repeat([False, True, False], 4), 2)
    other.observed.values = np.where(out, 5.0, toy.observed.values)
    precision = make_precision(toy, covariates, Shrinkage((0.1, 0.1), (0.7, 0.25)))
    before, after = (leave_cities_out(each, each.linear, precision) for each in (toy, other))
    for name in ("towns", "everyone", "towns_spread", "everyone_spread"):
        np.testing.assert_array_equal(getattr(before, name)[4:8], getattr(after, name)[4:8], name)
        assert (getattr(before, name)[:4] != getattr(after, name)[:4]).any() or "spread" in name


def test_what_is_left_out_is_less_sure(covariates):
    toy = Toy()
    precision = make_precision(toy, covariates, Shrinkage((0.1, 0.1), (0.7, 0.25)))
    left_out, (_, find_variance) = leave_cities_out(toy, toy.linear, precision), solve_linear(toy, toy.linear, precision)
    within = np.sqrt(find_variance(toy.linear.slopes[:COUNTIES]) + 0.01**2)
    assert (left_out.towns_spread > 2.0 * within).all()
