"""Nursing beds worked by hand."""

import pytest

from simulator.sectors import elderly_care


def test_half_of_the_beds_of_2020_are_for_nursing():
    nursing = elderly_care.starting_nursing_beds(0.5, 800.0)
    assert nursing == pytest.approx(400.0)
    assert elderly_care.ordinary_beds(800.0, nursing) == pytest.approx(400.0)
    assert elderly_care.nursing_share(nursing, 800.0) == pytest.approx(0.5)


def test_new_beds_are_for_nursing_by_the_share_of_the_lever():
    assert elderly_care.new_nursing_beds(0.9, 50.0) == pytest.approx(45.0)


def test_where_there_are_no_beds_none_is_for_nursing():
    assert elderly_care.nursing_share(0.0, 0.0) == 0.0
    assert elderly_care.ordinary_beds(100.0, 100.0 + 1e-9) == 0.0
