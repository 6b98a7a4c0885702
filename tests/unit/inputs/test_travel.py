"""Travel times and savings: four counties on the equator by hand, then what must hold anywhere."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulator.inputs.drivers.travel import CONSTANTS, Travel, build_travel, choose_seats, measure_distances
from simulator.language.errors import DataError
from simulator.region.region import Region

ROAD = {"detour": 1.3, "road_access_km": 30.0, "road_access_speed": 45.0, "road_speed": 100.0, "rail_access_time": 1.0}
DEGREE = 6371.0088 * np.pi / 180
NEAR = 1.3 * 0.2 * DEGREE / 45
FAR = 30 / 45 + (1.3 * 2 * DEGREE - 30) / 100
TRAIN = 0.5


def draw_equator(make_region, circles=("one", "two"), minutes=(30,), **changes) -> Region:
    """City A with a seat and, .2 degrees on, a county; city B with a seat 2 degrees from the other; all on the equator."""
    counties = pd.DataFrame({
        "code": ["a1", "a2", "b1"], "city": ["A", "A", "B"], "county_class": ["district", "county", "district"],
        "longitude": [0.0, 0.2, 2.0], "latitude": 0.0, "area": [100.0, 400.0, 100.0],
        "urban_population_2020": [500, 900, 500],
    }).assign(**changes)  # fmt: skip
    cities = pd.DataFrame({"code": ["A", "B"], "circle": list(circles)})
    rail = pd.DataFrame({"from_city": "B", "to_city": "A", "fastest_minutes": minutes}, index=range(len(minutes)))
    return make_region(ROAD, counties=counties, cities=cities, rail=rail)


def cut(travel: Travel) -> np.ndarray:
    return travel.time * (1 - travel.saving)


def test_distance_is_the_great_circle():
    distance = measure_distances(np.array([0.0, 90.0, 0.0]), np.array([0.0, 0.0, 60.0]))
    assert distance[0, 1] == pytest.approx(6371.0088 * np.pi / 2)
    assert distance[0, 2] == pytest.approx(60 * DEGREE)
    assert (np.diag(distance) == 0).all()


def test_a_journey_is_the_faster_of_road_and_rail(make_region):
    travel = build_travel(draw_equator(make_region))
    assert travel.time[0, 1] == pytest.approx(NEAR)
    assert travel.time[0, 2] == pytest.approx(1 + TRAIN)
    assert travel.time[1, 2] == pytest.approx(NEAR + 1 + TRAIN)
    assert travel.time[1, 1] == pytest.approx(1.3 * 2 / 3 * np.sqrt(400 / np.pi) / 45)


def test_without_trains_all_go_by_road(make_region):
    travel = build_travel(draw_equator(make_region, minutes=()))
    assert travel.time[0, 2] == pytest.approx(FAR)
    assert travel.time[1, 2] == pytest.approx(30 / 45 + (1.3 * 1.8 * DEGREE - 30) / 100)


def test_the_fastest_train_of_either_direction_counts(make_region):
    region = draw_equator(make_region, minutes=(90, 30, 60))
    back = region.table("rail").assign(from_city="A", to_city="B", fastest_minutes=[80, 50, 70])
    both = replace(region, tables={**region.tables, "rail": pd.concat([region.table("rail"), back])})
    assert build_travel(both).time[0, 2] == pytest.approx(1 + TRAIN)


def test_a_journey_within_the_limit_saves_nothing(make_region):
    travel = build_travel(draw_equator(make_region))
    assert (travel.saving == 0).all()
    assert travel.out_of_reach == ()


def test_seats_of_one_circle_come_within_an_hour_and_a_county_keeps_its_own_way(make_region):
    travel = build_travel(draw_equator(make_region, circles=("one", "one")))
    assert travel.saving[0, 2] == pytest.approx(1 / 3)
    assert cut(travel)[0, 2] == pytest.approx(1)
    assert cut(travel)[1, 2] == pytest.approx(NEAR + 1)
    assert travel.saving[0, 1] == 0


def test_seats_beyond_half_the_time_are_named(make_region):
    travel = build_travel(draw_equator(make_region, circles=("one", "one"), minutes=()))
    assert travel.out_of_reach == (("A", "B"),)
    assert travel.saving[0, 2] == pytest.approx(0.5)
    assert cut(travel)[1, 2] == pytest.approx(NEAR + FAR / 2)


def test_a_neighbour_across_a_city_border_saves_nothing(make_region):
    travel = build_travel(draw_equator(make_region, circles=("one", "one"), minutes=(), longitude=[0.0, 1.8, 2.0], latitude=0.0))
    assert travel.saving[0, 2] == pytest.approx(0.5)
    assert travel.saving[1, 2] == 0


def test_a_seat_is_the_district_with_the_most_townspeople(shandong):
    counties = shandong.table("counties")
    districts = counties[counties.county_class.isin(["core", "district"])]
    seats = choose_seats(counties)
    assert seats == {city: group.urban_population_2020.idxmax() for city, group in districts.groupby("city")}


def test_a_city_without_districts_takes_its_county_with_the_most_townspeople(make_region):
    region = draw_equator(make_region, county_class=["county", "county", "county_level_city"])
    assert build_travel(region).seats == {"A": "a2", "B": "b1"}


def test_one_county_has_only_its_own_way(make_region):
    region = draw_equator(make_region)
    alone = replace(region, tables={
        **region.tables, "counties": region.tables["counties"].iloc[:1], "rail": region.tables["rail"].iloc[:0],
    })  # fmt: skip
    travel = build_travel(alone)
    assert travel.time.shape == travel.saving.shape == (1, 1)
    assert travel.time[0, 0] == pytest.approx(1.3 * 2 / 3 * np.sqrt(100 / np.pi) / 45)
    assert travel.saving[0, 0] == 0


def test_times_and_savings_are_sound_anywhere(region):
    travel = build_travel(region)
    counties = region.table("counties")
    city = counties["city"].to_numpy()
    assert np.array_equal(travel.time, travel.time.T)
    assert np.array_equal(travel.saving, travel.saving.T)
    assert (travel.time > 0).all() and np.isfinite(travel.time).all()
    assert (travel.saving >= 0).all() and (travel.saving <= CONSTANTS["largest_saving"].value + 1e-12).all()
    assert (travel.saving[city[:, None] == city] == 0).all()
    assert list(travel.seats) == sorted(set(city))


def test_the_full_programme_keeps_the_plan_except_where_it_says_so(region):
    travel = build_travel(region)
    counties, circle = region.table("counties"), region.table("cities").set_index("code")["circle"]
    after = cut(travel)
    place = {city: counties.index.get_loc(seat) for city, seat in travel.seats.items()}
    for one in place:
        for other in place:
            if one < other:
                limit = 1.0 if circle[one] == circle[other] else 2.0
                hours, share = after[place[one], place[other]], travel.saving[place[one], place[other]]
                if (one, other) in travel.out_of_reach:
                    assert hours > limit and share == pytest.approx(0.5)
                else:
                    assert hours <= limit + 1e-12


def test_a_train_never_slows_a_journey(shandong):
    on_foot = replace(shandong, tables={**shandong.tables, "rail": shandong.tables["rail"].iloc[:0]})
    faster, slower = build_travel(shandong).time, build_travel(on_foot).time
    assert (faster <= slower).all()
    assert (faster < slower).any()


def test_places_that_coincide_are_refused(make_region):
    with pytest.raises(DataError, match="a1 and a2 stand at one point"):
        build_travel(draw_equator(make_region, longitude=[0.0, 0.0, 2.0]))


def test_a_train_to_an_unknown_city_is_refused(make_region):
    region = draw_equator(make_region)
    lost = replace(region, tables={**region.tables, "rail": region.tables["rail"].assign(to_city="C")})
    with pytest.raises(DataError, match="city C"):
        build_travel(lost)
