"""Nursing beds worked by hand."""

import pytest

from simulator.sectors import elderly_care


def test_half_of_the_beds_of_2020_are_for_nursing():
    nursing = elderly_care.nursing_beds(0.5, 800.0)
    assert nursing == pytest.approx(400.0)
    assert elderly_care.ordinary_beds(800.0, nursing) == pytest.approx(400.0)


def test_new_beds_are_for_nursing_by_the_share_of_the_lever():
    assert elderly_care.new_nursing_beds(0.9, 50.0) == pytest.approx(45.0)


def test_where_there_are_no_beds_none_is_renewed():
    assert elderly_care.bed_entry_rate(5.0, 2.0, 0.0) == 0.0
    assert elderly_care.nursing_gap(0.0, 5.0, 0.0, 0.0, 0.5) == pytest.approx(-0.5)


def test_share_follows_that_of_new_and_converted_beds():
    pace = elderly_care.bed_renewal_rate(0.02, elderly_care.bed_entry_rate(60.0, 20.0, 1000.0))
    assert pace == pytest.approx(0.10)
    assert elderly_care.nursing_gap(0.02, 54.0, 1000.0, pace, 0.5) == pytest.approx(0.24)
