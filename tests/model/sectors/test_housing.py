"""Floor space worked by hand."""

import pytest

from simulator.sectors import housing


def test_a_town_starts_with_what_its_people_have_and_what_replaces_it():
    floor = housing.starting_floor(40.0, 10_000.0)
    assert floor == pytest.approx(400_000.0)
    assert housing.starting_floor_work(0.012, floor, 2.0) == pytest.approx(9600.0)
    assert housing.floor_per_head(floor, 10_000.0) == pytest.approx(40.0)
    assert housing.rental_floor_built(40.0, 50.0) == pytest.approx(2000.0)


@pytest.mark.parametrize(("people", "crowding", "price"), [(10_000.0, 1.0, 1.0), (14_400.0, 1.44, 1.728), (4_900.0, 0.49, 0.343)])
def test_the_price_follows_crowding_to_the_power_of_one_and_a_half(people, crowding, price):
    found = housing.crowding(40.0, people, 400_000.0)
    assert found == pytest.approx(crowding)
    assert housing.floor_price_index(found, 1.5) == pytest.approx(price)


def test_floor_space_that_nobody_needs_still_has_a_price():
    assert housing.floor_price_index(0.0, 0.5) == pytest.approx(1e-6)


def test_the_price_of_what_nobody_has_built_is_that_of_2020():
    assert housing.floor_price_index(housing.crowding(40.0, 100.0, 0.0), 1.5) == 1.0


def test_builders_aim_at_the_target_in_proportion_to_what_a_county_had():
    assert housing.wished_floor(43.0, 38.8, 40.0, 10_000.0, 1.0, 0.2) == pytest.approx(43.0 / 38.8 * 400_000.0)
    assert housing.wished_floor(38.8, 38.8, 40.0, 10_000.0, 32.0, 0.2) == pytest.approx(800_000.0)


def test_land_bounds_what_can_be_built():
    # A tenth more than in 2020 on a fifth more land, less what stands and what is being built.
    assert housing.buildable_floor(0.1, 1000.0, 60.0, 50.0, 1200.0, 50.0) == pytest.approx(1320.0 - 1250.0)
    assert housing.buildable_floor(0.1, 1000.0, 50.0, 50.0, 1100.0, 50.0) == 0.0


@pytest.mark.parametrize(
    ("wished", "in_progress", "buildable", "started"),
    [
        (1000.0, 24.0, 1e9, 12.0),  # all in balance: only what is torn down is replaced
        (1100.0, 24.0, 1e9, 62.0),  # a gap of 100 closes in two years
        (1100.0, 44.0, 1e9, 57.0),  # half of what is already being built is counted
        (1100.0, 24.0, 60.0, 42.0),  # land for 60 in two years
        (1100.0, 24.0, 0.0, 12.0),
        (500.0, 24.0, 1e9, 0.0),
    ],
)
def test_building_replaces_and_closes_the_gap_as_far_as_there_is_land(wished, in_progress, buildable, started):
    assert housing.floor_starts(12.0, wished, 1000.0, 0.5, 2.0, in_progress, 2.0, buildable) == pytest.approx(started)
