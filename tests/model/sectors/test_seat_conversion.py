"""Idle seats that become other places, worked by hand."""

import pytest

from simulator.sectors import seat_conversion


def test_nothing_is_converted_while_conversion_is_switched_off():
    assert seat_conversion.seat_conversion_rate(0.0, 0.1) == 0.0
    assert seat_conversion.seat_conversion_rate(1.0, 0.1) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("idle", "worn", "childcare", "elderly", "convertible"),
    [
        (100.0, 0.0, 30.0, 90.0, 100.0),
        (100.0, 20.0, 30.0, 90.0, 80.0),
        (100.0, 20.0, 30.0, 10.0, 40.0),
        (10.0, 20.0, 30.0, 90.0, 0.0),
        (100.0, 0.0, 0.0, 0.0, 0.0),
    ],
)
def test_only_idle_seats_that_last_and_for_which_there_is_a_use_can_be_converted(idle, worn, childcare, elderly, convertible):
    assert seat_conversion.convertible_seats(idle, worn / 200.0, 200.0, 1.0, childcare, elderly) == pytest.approx(convertible)


def test_seats_wear_out_or_are_converted_whichever_comes_first():
    hazard = seat_conversion.seat_conversion_hazard(0.1, 60.0, 200.0)
    pace = seat_conversion.seat_leaving_rate(0.02, hazard)
    assert pace == pytest.approx(0.05)
    assert seat_conversion.worn_places_school(10.0, 0.02, pace) == pytest.approx(4.0)
    assert seat_conversion.converted_seats(10.0, hazard, pace) == pytest.approx(6.0)
    assert seat_conversion.worn_places_school(0.0, 0.0, 0.0) == 0.0


def test_converted_seats_go_to_where_more_is_missing():
    assert seat_conversion.seats_to_childcare(12.0, 30.0, 90.0) == pytest.approx(3.0)
    assert seat_conversion.seats_to_elderly(12.0, 30.0, 90.0) == pytest.approx(9.0)
    assert seat_conversion.seats_to_childcare(0.0, 0.0, 0.0) == seat_conversion.seats_to_elderly(0.0, 0.0, 0.0) == 0.0
