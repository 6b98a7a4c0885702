"""The age schedules: worked by hand where they can be, and held to what they must be."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.inputs.drivers import schedules
from simulator.inputs.drivers.schedules import build_schedules, convert_to_cohorts, draw_departure_curve, interpolate_rates
from simulator.language.dimensions import FEMALE, MALE
from simulator.language.errors import DataError

GROUPS = pd.DataFrame({
    "age_from": [0, 1, 4, 9], "age_to": [0, 3, 8, np.nan], "death_rate": [0.05, 0.01, 0.04, 0.16],
})  # fmt: skip


def test_a_cohort_takes_the_mean_of_its_two_ages():
    assert convert_to_cohorts(np.array([2.0, 4.0, 8.0])).tolist() == [2.0, 3.0, 6.0]


@given(st.lists(st.floats(1e-6, 1.0), min_size=2, max_size=102))
def test_a_cohort_rate_lies_between_the_rates_of_its_ages(rates):
    rates = np.array(rates)
    cohort = convert_to_cohorts(rates)
    assert cohort[0] == rates[0]
    assert (cohort[1:] >= np.minimum(rates[1:], rates[:-1])).all()
    assert (cohort[1:] <= np.maximum(rates[1:], rates[:-1])).all()


def test_death_rates_run_straight_in_logs_between_the_middles_of_groups():
    rate = interpolate_rates(GROUPS)
    assert rate[0] == 0.05
    assert rate[1] == pytest.approx(0.01)  # below the middle of ages 1 to 3: flat
    assert rate[2] == pytest.approx(0.01)
    assert rate[4] == pytest.approx(0.02)  # half way from 2 to 6: the geometric mean of .01 and .04
    assert rate[6] == pytest.approx(0.04)
    assert rate[9:] == pytest.approx(np.full(93, 0.16))


def test_mortality_is_the_table_times_the_factor(shandong):
    found = build_schedules(shandong)["mortality_schedule"]
    table = shandong.table("mortality")
    infants = table[(table.sex == "male") & (table.age_from == 0)].death_rate.item()
    girls = table[(table.sex == "female") & (table.age_from == 5)].death_rate.item()
    near_seven = table[(table.sex == "female") & (table.age_from == 10)].death_rate.item()
    at_six = girls * (table[(table.sex == "female") & (table.age_from == 1)].death_rate.item() / girls) ** (1 / 4.5)
    at_eight = girls * (near_seven / girls) ** (1 / 5)
    assert found[MALE, 0] == pytest.approx(0.8347 * infants)
    assert found[FEMALE, 7] == pytest.approx(0.8347 * (at_six + girls) / 2)
    assert found[FEMALE, 8] == pytest.approx(0.8347 * (girls + at_eight) / 2)


def test_mortality_gives_the_life_expectancy_of_the_source(shandong):
    factor = shandong.constant("mortality_factor")
    table = shandong.table("mortality")
    for sex, years in (("female", 82.8), ("male", 77.25)):
        rate = factor * interpolate_rates(table[table.sex == sex].sort_values("age_from"))
        alive = np.exp(-np.concatenate([[0.0], rate.cumsum()]))
        lived = (alive[:-1] - alive[1:]) / rate
        lived[-1] = alive[-2] / rate[-1]
        assert lived.sum() == pytest.approx(years, abs=0.1)


def test_schedules_have_their_shapes_and_scales(region):
    found = build_schedules(region)
    assert {name: each.shape for name, each in found.items()} == {
        "mortality_schedule": (2, 102),
        "fertility_schedule": (102,),
        "departure_schedule": (102,),
        "return_schedule": (102,),
        "inflow_schedule": (102,),
    }
    assert all((each >= 0).all() and np.isfinite(each).all() for each in found.values())
    assert found["fertility_schedule"].sum() == pytest.approx(1, abs=1e-14)
    assert found["inflow_schedule"].sum() == pytest.approx(1, abs=1e-14)
    assert np.ptp(found["inflow_schedule"] / found["departure_schedule"]) < 1e-15
    assert (np.diff(found["mortality_schedule"][:, 40:]) > 0).all()


def test_scales_refer_to_completed_ages():
    ages = np.arange(102.0)
    assert draw_departure_curve(ages)[:80].mean() == pytest.approx(1)
    assert schedules.draw_return_curve(ages)[20:70].mean() == pytest.approx(1)


def test_departure_follows_rogers_and_castro():
    curve = draw_departure_curve(np.arange(102.0))
    at_20 = 0.02 * np.exp(-2.0) + 0.06 * np.exp(-1.0) + 0.004
    at_40 = 0.02 * np.exp(-4.0) + 0.06 * np.exp(-1.8 - np.exp(-9.0)) + 0.004
    assert curve[20] / curve[40] == pytest.approx(at_20 / at_40)
    assert 20 <= curve.argmax() <= 28


def test_return_rises_after_45_and_falls_in_high_age(shandong):
    curve = build_schedules(shandong)["return_schedule"]
    assert curve[65] > 2 * curve[35]
    assert curve[95] < curve[70]
    assert schedules.draw_return_curve(np.arange(102.0))[50] / curve[0] == pytest.approx(1.3 / 0.5, rel=1e-3)


def test_births_fall_on_cohorts_15_to_50_around_29(shandong):
    births = build_schedules(shandong)["fertility_schedule"]
    assert np.flatnonzero(births).tolist() == list(range(15, 51))
    assert births.argmax() == 29
    assert births[24] == births[34]
    assert births[29] / births[24] == pytest.approx(np.exp((5 / 5.2) ** 2 / 2))


def test_every_constant_lies_in_its_range_and_says_where_it_comes_from():
    for name, constant in schedules.CONSTANTS.items():
        assert constant.low <= constant.value <= constant.high, name
        assert constant.unit and constant.source, name


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[table.age_from > 0], "must start with infants"),
        (lambda table: table[table.sex == "female"], "mortality, male"),
        (lambda table: table.assign(death_rate=table.death_rate.where(table.age_from != 40, 0.0)), "female, age 40"),
    ],
)
def test_a_table_that_is_no_curve_is_refused(shandong, spoil, message):
    spoiled = replace(shandong, tables={**shandong.tables, "mortality": spoil(shandong.table("mortality"))})
    with pytest.raises(DataError, match=message):
        build_schedules(spoiled)
