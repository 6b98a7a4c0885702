"""Townspeople by registration: three counties by hand."""

import numpy as np
import pandas as pd
import pytest

from simulator.inputs.initial.town_statuses import CONSTANTS, count_town_statuses, share_district_moves, spread_rural_part

SHARES = {
    "rural_share_same_province": 0.1,
    "rural_share_other_province": 0.2,
    "mover_share_other_county": 0.7,
    "local_rural_hukou_share": 0.05,
}


def make_three(make_region, district_moves=60.0, **changes):
    """Two districts of city A and a county of city B; all half rural, so each takes the mean rural part."""
    counties = pd.DataFrame({
        "code": ["a1", "a2", "b1"], "city": ["A", "A", "B"], "county_class": ["core", "district", "county"],
        "population_2020": 2000, "urban_population_2020": 1000,
        "registered_elsewhere_same_county_2020": [100, 100, 100],
        "registered_elsewhere_other_county_2020": [200, 100, 50],
        "registered_elsewhere_other_province_2020": [50, 0, 10],
    }).assign(**changes)  # fmt: skip
    return make_region({**SHARES, "district_moves": district_moves}, counties=counties)


def test_three_counties_by_hand(make_region):
    found = count_town_statuses(make_three(make_region), 2020)
    # other counties: nine tenths urban, less 60 moves between districts shared 2 to 1
    other_county = np.array([180 - 40, 90 - 20, 45.0])
    movers = 0.7 * other_county + [0, 0, 90]  # within a county only outside districts
    outsiders = 0.3 * other_county + [40, 0, 8]
    assert found.movers == pytest.approx(movers)
    assert found.outsiders == pytest.approx(outsiders)
    assert found.local_rural == pytest.approx(0.05 * (1000 - movers - outsiders))
    assert found.registered == pytest.approx(0.95 * (1000 - movers - outsiders))
    assert not found.crowded.any()


def test_a_countys_rural_part_goes_with_its_rural_share_and_keeps_the_mean():
    people, rural_share = np.array([100.0, 300.0]), np.array([0.2, 0.6])
    part = spread_rural_part(0.1, people, rural_share)
    assert part[1] / part[0] == pytest.approx(3)
    assert people @ part == pytest.approx(40)
    assert spread_rural_part(0.1, people, np.zeros(2)).tolist() == [0.0, 0.0]
    assert spread_rural_part(0.9, people, np.array([0.01, 1.0])).max() == 1


def test_a_lone_district_has_no_moves_between_districts(make_region):
    region = make_three(make_region, county_class=["core", "county", "district"])
    assert share_district_moves(region, 2020).tolist() == [0.0, 0.0, 0.0]


def test_moves_between_districts_never_exceed_those_from_other_counties(make_region):
    region = make_three(make_region, district_moves=1e6)
    assert share_district_moves(region, 2020).tolist() == [1.0, 1.0, 0.0]
    assert (count_town_statuses(region, 2020).movers >= 0).all()


def test_counts_beyond_the_townspeople_are_scaled_alike(make_region):
    crowd = [50, 0, 9000]
    found = count_town_statuses(make_three(make_region, registered_elsewhere_other_province_2020=crowd), 2020)
    assert found.crowded.tolist() == [False, False, True]
    room = 1000 * CONSTANTS["most_from_elsewhere"].value
    assert found.movers[2] + found.outsiders[2] == pytest.approx(room)
    assert found.movers[2] / found.outsiders[2] == pytest.approx((0.7 * 45 + 90) / (0.3 * 45 + 0.8 * 9000), rel=0.01)
    assert found.registered[2] == pytest.approx(0.95 * (1000 - room))
