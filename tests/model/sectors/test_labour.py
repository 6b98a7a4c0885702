"""Jobs, wages and productivity worked by hand."""

import numpy as np
import pytest

from simulator.sectors import labour


def match(posts, sharpness):
    """Unemployment where there are so many posts for each person."""
    return labour.unemployment_share(posts, labour.job_power(posts, sharpness), sharpness)


def test_at_sharpness_one_two_posts_a_person_leave_a_third_of_them_empty_of_takers():
    # Employed are J L / (J + L) of a labour force L.
    assert match(2.0, 1.0) == pytest.approx(1 / 3)
    assert match(0.5, 1.0) == pytest.approx(2 / 3)


def test_at_sharpness_two_posts_and_people_match_like_the_sides_of_a_right_angle():
    # Employed are J L / sqrt(J^2 + L^2): of 4 people at 3 posts 12 / 5.
    assert match(0.75, 2.0) == pytest.approx(1.0 - 2.4 / 4.0)
    assert match(4 / 3, 2.0) == pytest.approx(1.0 - 2.4 / 3.0)


@pytest.mark.parametrize("posts", [0.9, 0.999999, 1.000001, 1.5])
def test_both_forms_say_the_same(posts):
    assert match(posts, 13.0) == pytest.approx(1.0 - posts * (1.0 + posts**13) ** (-1 / 13), rel=1e-9)
    assert match(1e6, 13.0) == pytest.approx(1e-78 / 13.0)


def test_a_post_for_each_leaves_one_in_twenty_without_work():
    assert match(1.0, 13.0) == pytest.approx(1.0 - 2.0 ** (-1 / 13))
    assert match(1.0, 13.0) == pytest.approx(0.052, abs=5e-4)


def test_posts_are_those_of_2020_and_what_came_since():
    posts = labour.jobs(1000.0, np.log(1.2))
    assert posts == pytest.approx(1200.0)
    assert labour.labour_force(300.0, 100.0, 1100.0) == 1500.0
    assert labour.job_ratio(posts, 1500.0) == pytest.approx(0.8)
    assert labour.job_ratio(posts, 0.0) == 1.0
    assert labour.job_ratio(1e30, 1.0) == 1e9 and labour.job_ratio(0.0, 1.0) == 1e-9


def test_posts_follow_people_wages_programmes_and_markets():
    programme = labour.job_programme(0.05, 0.02)
    gap = labour.job_gap(0.8, 1.5, 2000.0, 1000.0, 0.6, 0.1, programme, 0.05, 400.0, 100.0, 0.3)
    assert gap == pytest.approx(1.2 * np.log(2.0) - 0.06 + np.log(1.07) + 0.05 * np.log(4.0) - 0.3)
    assert labour.job_adjust_rate(2.0) == 0.5


def test_where_nobody_is_left_fewest_posts_are_called_for():
    assert labour.job_gap(1.0, 1.0, 0.0, 1000.0, 0.6, 0.0, 0.0, 0.5, 0.0, 100.0, 0.0) == pytest.approx(1.5 * np.log(1e-12))


def test_scarce_work_holds_wages_back():
    assert labour.wage_pressure(0.175, 0.052, 0.152) == pytest.approx(-0.0175)
    assert labour.wage_pressure(0.175, 0.052, 0.052) == 0.0


def test_wages_grow_by_the_trend_less_prices_by_shocks_and_by_scarcity():
    before = labour.wage_trend_index(0.08, -10.0, 0.046, 0.0, 0.030, 0.0, 0.012, -10.0)
    assert before == pytest.approx(np.exp(-0.8 + 0.12))
    trend = labour.wage_trend_index(0.08, 0.0, 0.046, 8.0, 0.030, 2.0, 0.012, 10.0)
    assert trend == pytest.approx(np.exp(0.368 + 0.06 - 0.12))
    assert labour.national_wage_index(trend, -0.1) == pytest.approx(np.exp(0.208))
    assert labour.urban_wage(50_000.0, trend, -0.1, 0.02) == pytest.approx(50_000.0 * np.exp(0.228))


def test_newcomers_lower_the_mean_of_the_registered_by_what_they_lack():
    # 40 migrants at .8 x 1.05, 10 outsiders at 1.05 and 100 villagers, half of them registered, at .7, join 1000 others.
    joining = (40.0 * 0.84 + 10.0 * 1.05 + 50.0 * 0.7) / 100.0
    assert labour.newcomer_gap(0.8, 0.05, 40.0, 1.05, 10.0, 0.7, 0.5, 100.0, 0.95) == pytest.approx(joining - 0.95)
    assert labour.newcomer_rate(40.0, 10.0, 0.5, 100.0, 1000.0) == pytest.approx(0.1)


def test_where_nobody_joins_nobody_is_diluted():
    assert labour.newcomer_gap(0.8, 0.05, 0.0, 1.05, 0.0, 0.7, 0.5, 0.0, 0.95) == 0.0
    assert labour.newcomer_rate(0.0, 0.0, 0.5, 0.0, 0.0) == 0.0


def test_families_catch_up_in_twenty_five_years():
    assert labour.family_gap(0.9) == pytest.approx(0.1)
    assert labour.convergence_rate(25.0) == pytest.approx(0.04)


def test_workers_count_by_their_productivity():
    trained = labour.trained_productivity(0.8, 0.05)
    assert trained == pytest.approx(0.85)
    assert labour.employed_labour(0.05, trained, 100.0, 1.05, 20.0, 0.9, 500.0) == pytest.approx(0.95 * (85.0 + 21.0 + 450.0))
