"""Schools and health care in villages worked by hand."""

import numpy as np
import pytest

from simulator.sectors import rural_services


def test_villagers_need_seats_and_beds_by_norm():
    assert rural_services.rural_need_village_school(0.95, 200.0) == pytest.approx(190.0)
    assert rural_services.rural_need_village_clinic(1.2, 50.0) == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("need", "idle", "completed"), [(100.0, 0.0, 2.0), (130.0, 0.0, 12.0), (97.0, 3.0, 1.0), (40.0, 60.0, 0.0)]
)
def test_places_are_renewed_as_far_as_they_are_needed(need, idle, completed):
    assert rural_services.rural_idle_places(100.0, need) == pytest.approx(idle)
    assert rural_services.rural_completions(0.02, need, 100.0, 3.0) == pytest.approx(completed)


def test_what_wears_out_and_what_is_closed_are_lost_together():
    assert rural_services.rural_loss_rate(0.02, 0.1, 25.0, 100.0) == pytest.approx(0.045)
    assert rural_services.rural_loss_rate(0.02, 0.1, 0.0, 0.0) == pytest.approx(0.02)


def test_access_falls_with_the_need_that_is_not_served_and_with_each_place_that_closes():
    half_served = 0.5 * (1.0 + 0.5**4) ** -0.25
    assert rural_services.rural_part(0.55, 50.0, 100.0, 50.0, 4.0, 1e-3, 0.15) == pytest.approx(0.55 * np.log(half_served))
    closed = rural_services.rural_part(0.45, 50.0, 0.0, 100.0, 4.0, 1e-3, 0.2)
    assert closed == pytest.approx(0.45 * (-0.25 * np.log(2.0) + 0.2 * np.log(0.5)))


def test_where_nobody_ever_needed_a_place_nothing_is_missing():
    nothing = rural_services.rural_part(0.55, 0.0, 0.0, 0.0, 4.0, 1e-3, 0.15)
    assert nothing == pytest.approx(-0.55 * 0.25 * np.log(2.0))
    assert rural_services.rural_access(1.0, nothing, nothing) == 1.0


def test_access_of_villagers_moves_only_once_it_is_switched_on():
    assert rural_services.rural_access(0.0, -3.0, -0.2) == 1.0
    assert rural_services.rural_access(1.0, -0.7, -0.2) == pytest.approx(np.exp(-0.5))
