"""Land worked by hand."""

import pytest

from simulator.sectors import land


def test_a_town_starts_with_its_norm_and_three_tenths_more_inside_the_red_line():
    started = land.starting_land(130.0, 10_000.0)
    assert started == pytest.approx(1.3e6)
    assert land.starting_reserve(1.3, started) == pytest.approx(3.9e5)
    assert land.land_approach_rate(5.0) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("registrations", "usable", "sold", "converted"),
    [
        (0.0, 1e5, 12_000.0, 12_000.0),  # the quota of 1.2 %
        (100.0, 1e5, 12_000.0, 20_000.0),  # and 80 m2 for each who registers
        (100.0, 15_000.0, 12_000.0, 15_000.0),  # as far as the red line lets
        (100.0, 5_000.0, 5_000.0, 5_000.0),
        (100.0, 0.0, 0.0, 0.0),
    ],
)
def test_land_follows_the_quota_and_those_who_register_up_to_the_red_line(registrations, usable, sold, converted):
    assert land.land_sales(0.012, 1e6, usable) == pytest.approx(sold)
    assert land.land_conversion(0.012, 1e6, 80.0, registrations, usable) == pytest.approx(converted)


def test_revenue_is_what_is_left_of_the_price_of_land_that_is_sold():
    assert land.land_revenue(0.4, 1500.0, 1.1, 12_000.0) == pytest.approx(0.4 * 1650.0 * 12_000.0)
