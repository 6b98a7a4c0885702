"""Public services worked by hand."""

import numpy as np
import pytest

from simulator.language.functions import smooth_minimum
from simulator.sectors import services


@pytest.mark.parametrize("whose", ["registered", "other"])
@pytest.mark.parametrize(
    ("service", "norm", "people", "need"),
    [
        ("school", 1.0, 300.0, 300.0),
        ("senior", 0.93, 100.0, 93.0),
        ("childcare", 0.15, 60.0, 9.0),
        ("hospital", 1.2, 50.0, 60.0),
        ("elderly", 0.7, 50.0, 35.0),
    ],
)
def test_need_is_norm_times_people(whose, service, norm, people, need):
    assert getattr(services, f"{whose}_need_{service}")(norm, people) == pytest.approx(need)


def test_the_newly_arrived_need_most_affordable_homes():
    assert services.registered_need_rental(0.06, 1000.0) == pytest.approx(60.0)
    assert services.other_need_rental(0.55, 200.0, 0.45, 1000.0) == pytest.approx(560.0)


def test_a_permit_opens_a_part_of_what_the_registered_have():
    load = services.load(300.0, 0.6, 200.0)
    assert load == pytest.approx(420.0)
    assert services.adequacy(378.0, load) == pytest.approx(0.9)
    assert services.unmet_need(load, 378.0) == pytest.approx(42.0)
    assert services.idle_capacity(378.0, load) == services.unmet_need(load, 450.0) == 0.0
    assert services.idle_capacity(450.0, load) == pytest.approx(30.0)


def test_where_nobody_has_a_right_service_is_adequate():
    assert services.adequacy(0.0, 0.0) == services.adequacy(50.0, 0.0) == 1.0


@pytest.mark.parametrize(
    ("adequacy", "sharpness", "served"), [(1.0, 4.0, 2.0**-0.25), (0.5, 1.0, 1 / 3), (3.0, 1.0, 0.75), (1e9, 4.0, 1.0)]
)
def test_service_never_exceeds_need_nor_capacity(adequacy, sharpness, served):
    assert smooth_minimum(min(adequacy, 1e6), sharpness) == pytest.approx(served)
    assert services.served_share(adequacy, sharpness, 1e-3) == pytest.approx(served)
    assert served < min(adequacy, 1.0) or adequacy > 1e6


def test_service_is_never_told_as_less_than_one_in_a_thousand():
    assert services.served_share(0.0, 4.0, 1e-3) == 1e-3


def test_access_is_the_weighted_mean_of_services_in_logs():
    parts = services.weighted_access(0.3, 1.2, 0.81) + services.weighted_access(0.9, 1.2, 0.5)
    registered = services.registered_access(parts)
    assert registered == pytest.approx(0.81**0.25 * 0.5**0.75)
    assert services.migrant_access(registered, 0.25, 0.5) == pytest.approx(0.5 * registered)
    assert services.migrant_access(registered, 1.0, 0.6) == registered
    assert 0.0 < services.migrant_access(registered, 0.0, 0.6) < 1e-7


def test_capacity_and_work_of_2020_come_from_need_and_wear():
    capacity = services.starting_capacity(0.96, -0.06, 1000.0)
    assert capacity == pytest.approx(900.0)
    assert services.starting_work(0.02, capacity, 2.0) == pytest.approx(36.0)


def test_planners_aim_at_need_the_more_of_it_the_more_residents_they_count():
    assert services.planned_capacity(0.02, 1.15, 300.0, 0.5, 200.0) == pytest.approx(1.02 * 1.15 * 400.0)
    assert services.planned_capacity_childcare(1.6, 0.001, 50_000.0) == pytest.approx(80.0)
    assert services.planned_capacity_rental(0.45, 60.0, 540.0) == pytest.approx(270.0)


def test_standards_are_those_of_their_levers():
    assert services.service_standard_school(1.15) == services.service_standard_senior(1.15) == 1.15
    assert services.service_standard_hospital(1.0) == services.service_standard_elderly(1.0) == 1.0


@pytest.mark.parametrize(
    ("planned", "supply_line", "in_progress", "wished"),
    [
        (1000.0, 0.7, 40.0, 20.0),  # all in balance: only what wears out is replaced
        (1090.0, 0.7, 40.0, 50.0),  # a gap of 90 closes in three years
        (1090.0, 1.0, 70.0, 40.0),  # all that is being built beyond replacement is counted
        (1090.0, 0.0, 70.0, 50.0),
        (900.0, 0.7, 40.0, 0.0),
    ],
)
def test_planners_replace_close_the_gap_and_fill_the_pipeline(planned, supply_line, in_progress, wished):
    assert services.wished_starts(20.0, planned, 1000.0, supply_line, 2.0, in_progress, 3.0) == pytest.approx(wished)


def test_building_starts_as_far_as_there_is_money():
    assert services.starts(0.4, 50.0) == pytest.approx(20.0)


def test_childcare_is_told_for_a_thousand_residents():
    assert services.childcare_density(75.0, 50_000.0, 0.001) == pytest.approx(1.5)
    assert services.childcare_density(0.0, 0.0, 0.001) == 0.0


def test_weights_are_made_to_add_up_to_one():
    weights = np.array([0.4, 0.16, 0.08, 0.3, 0.14, 0.27])
    parts = [services.weighted_access(weight, weights.sum(), 0.5) for weight in weights]
    assert services.registered_access(sum(parts)) == pytest.approx(0.5)
