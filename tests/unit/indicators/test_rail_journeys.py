"""Journeys by train: hand-made networks, and the shares of pairs within the plan's limits in Shandong."""

import numpy as np
import pandas as pd
import pytest

from simulator.indicators.rail_journeys import find_minutes, measure_rail_journeys, take_year
from simulator.language.errors import DataError
from simulator.region.region import load_region

CITIES = ["1", "2", "3"]


def make_links(*rows: tuple) -> pd.DataFrame:
    names = ["line", "from_city", "to_city", "from_station", "to_station", "fastest_minutes", "through_lines"]
    return pd.DataFrame(rows, columns=names)


def test_stop_on_one_line_takes_two_minutes():
    links = make_links(("A", "1", "2", "x", "y", 20, ""), ("A", "2", "3", "y", "z", 30, ""))
    minutes = find_minutes(links, CITIES)
    assert minutes == pytest.approx(np.array([[0, 20, 52], [20, 0, 30], [52, 30, 0]]))


def test_change_of_line_takes_fifteen_minutes_unless_trains_run_through():
    apart = make_links(("A", "1", "2", "x", "y", 20, ""), ("B", "2", "3", "y", "z", 30, ""))
    through = make_links(("A", "1", "2", "x", "y", 20, "B"), ("B", "2", "3", "y", "z", 30, ""))
    assert find_minutes(apart, CITIES)[0, 2] == pytest.approx(20 + 15 + 30)
    assert find_minutes(through, CITIES)[0, 2] == pytest.approx(20 + 2 + 30)


def test_two_stations_of_a_city_are_three_quarters_of_an_hour_apart_unless_linked():
    apart = make_links(("A", "1", "2", "x", "y", 20, ""), ("B", "2", "3", "w", "z", 30, ""))
    linked = make_links(*apart.itertuples(index=False, name=None), ("H", "2", "2", "y", "w", 10, "A;B"))
    assert find_minutes(apart, CITIES)[0, 2] == pytest.approx(20 + 45 + 30)
    assert find_minutes(linked, CITIES)[0, 2] == pytest.approx(20 + 2 + 10 + 2 + 30)


def test_city_without_a_train_is_out_of_reach():
    minutes = find_minutes(make_links(("A", "1", "2", "x", "y", 20, "")), CITIES)
    assert np.isinf(minutes[0, 2]) and minutes[2, 2] == 0.0


def test_shandong_within_the_limits_of_the_plan():
    journeys = measure_rail_journeys(load_region("shandong"), [2020, 2025, 2030])
    circle, region = journeys["circle_rail_share"] * 37, journeys["region_rail_share"] * 120
    assert circle.to_numpy().round(6).tolist() == [11, 16, 24]
    assert region.to_numpy().round(6).tolist() == [55, 69, 96]


def test_more_lines_never_lengthen_a_journey_and_cautious_speeds_never_shorten_one():
    region = load_region("shandong")
    design = measure_rail_journeys(region, range(2008, 2036))["rail_minutes"].to_numpy()
    cautious = measure_rail_journeys(region, range(2008, 2036), cautious=True)["rail_minutes"].to_numpy()
    assert (design[1:] <= design[:-1] + 1e-6).all() and (cautious >= design - 1e-6).all()
    assert (design == design.transpose(0, 2, 1)).all()


def test_no_planned_link_is_open_in_2020():
    links = load_region("shandong").table("rail_network")
    assert take_year(links, 2020, False)["opened"].notna().all() and take_year(links, 2035, False).shape == links.shape


def test_region_without_the_table_is_refused(tmp_path):
    from simulator.region.synthetic.region import write_region

    region = load_region(str(write_region(tmp_path / "made_up", counties=3)))
    with pytest.raises(DataError, match=r"has no rail_network\.csv"):
        measure_rail_journeys(region, [2020])
