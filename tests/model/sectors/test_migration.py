"""Leaving, arriving and returning worked by hand."""

import numpy as np
import pytest

from simulator.language.dimensions import (
    BACK_HOME,
    ELIGIBLE,
    FEMALE,
    MIGRANT,
    MIGRANT_MOVE,
    OUTSIDER,
    REGISTERED,
    RURAL,
    SETTLED_MOVE,
    TO_TOWN,
)
from simulator.sectors import migration

HALF = np.log(2.0)


def test_half_the_villagers_leave_one_in_ten_of_them_for_other_provinces(people, take_step):
    after, flows, _ = take_step(people("rural"), rural_departure_rate=HALF, outside_share=0.1)
    assert flows["rural_departures"][0] == pytest.approx(500.0)
    assert flows["rural_outflow"][0] == pytest.approx(50.0)
    np.testing.assert_allclose(flows["town_arrivals"], [225.0, 225.0])
    np.testing.assert_allclose(after[:, FEMALE, 1, MIGRANT], [225.0, 225.0])
    assert after[0, FEMALE, 1, RURAL] == pytest.approx(500.0)


def test_two_reasons_to_leave_share_the_leavers_by_their_rates(people, take_step):
    _, flows, _ = take_step(people("rural"), rural_departure_rate=0.3 * HALF, mortality_schedule=0.7 * HALF, rural_death_factor=1.0)
    assert flows["rural_departures"][0] == pytest.approx(150.0)
    assert flows["rural_deaths"][0] == pytest.approx(350.0)


def test_a_town_that_offers_more_takes_more_by_the_odds(people, take_step):
    _, flows, _ = take_step(people("rural"), rural_departure_rate=HALF, town_appeal=np.array([np.log(3.0), 0.0]))
    np.testing.assert_allclose(flows["town_arrivals"], [375.0, 125.0])


@pytest.mark.parametrize("status", ["migrant", "eligible"])
def test_those_who_return_go_where_villagers_are(people, take_step, status):
    after, flows, _ = take_step(
        people(status), movers=np.array([1000.0, 0.0]), return_rate=HALF, rural_population=np.array([100.0, 300.0])
    )
    np.testing.assert_allclose(flows["return_arrivals"], [125.0, 375.0])
    np.testing.assert_allclose(after[:, FEMALE, 1, RURAL], [125.0, 375.0])
    assert flows["return_departures"][0] == pytest.approx(500.0)


def test_where_no_village_is_left_those_who_would_return_stay(people, take_step):
    after, flows, _ = take_step(people("migrant"), movers=np.array([1000.0, 0.0]), return_rate=HALF)
    assert flows["return_departures"].sum() == 0.0
    assert after[0, FEMALE, 1, MIGRANT] == after.sum() == pytest.approx(1000.0)


@pytest.mark.parametrize(
    ("status", "rate", "becomes", "flow"),
    [
        ("migrant", "migrant_move_rate", MIGRANT, "migrant"),
        ("eligible", "migrant_move_rate", MIGRANT, "migrant"),
        ("outsider", "outsider_move_rate", OUTSIDER, "settled"),
        ("registered", "registered_move_rate", OUTSIDER, "settled"),
    ],
)
def test_townspeople_who_move_go_to_another_county_and_are_new_there(people, take_step, status, rate, becomes, flow):
    after, flows, _ = take_step(people(status), **{rate: HALF})
    assert flows[f"{flow}_departures"].tolist() == pytest.approx([500.0, 0.0])
    assert flows[f"{flow}_arrivals"].tolist() == pytest.approx([0.0, 500.0])
    assert after[1, FEMALE, 1, becomes] == pytest.approx(500.0)


@pytest.mark.parametrize(
    ("status", "rate", "becomes", "errand", "flow"),
    [
        ("migrant", "migrant_move_rate", MIGRANT, MIGRANT_MOVE, "migrant"),
        ("outsider", "outsider_move_rate", OUTSIDER, SETTLED_MOVE, "settled"),
    ],
)
def test_those_who_would_move_on_at_once_are_counted_where_they_came_and_leave_in_the_next_step(
    people, take_step, status, rate, becomes, errand, flow
):
    after, _, waiting = take_step(people(status), **{rate: HALF})
    about_to_leave = 500.0 - 500.0 * 0.5 / HALF
    assert waiting[1, FEMALE, 1, errand] == waiting.sum() == pytest.approx(about_to_leave)
    assert after[1, FEMALE, 1, becomes] == pytest.approx(500.0)
    after, flows, waiting = take_step(after, waiting=waiting)
    assert flows[f"{flow}_departures"].tolist() == pytest.approx([0.0, about_to_leave])
    assert flows[f"{flow}_arrivals"].tolist() == pytest.approx([about_to_leave, 0.0])
    assert after[:, FEMALE, 1, becomes].tolist() == pytest.approx([500.0 + about_to_leave, 500.0 - about_to_leave])
    assert waiting.sum() == 0.0


def test_those_who_leave_and_return_or_return_and_leave_in_a_step_wait_for_the_next(people, take_step):
    """All leave for the town of the second county, and come from the villages of the first."""
    ways = {"rural_population": np.array([100.0, 0.0]), "town_appeal": np.array([-400.0, 400.0]), "movers": np.array([0.0, 1000.0])}
    both = people("rural") + people("migrant", county=1)
    after, flows, waiting = take_step(both, rural_departure_rate=HALF, return_rate=HALF, **ways)
    again = 500.0 - 500.0 * 0.5 / HALF
    assert flows["rural_departures"].tolist() == pytest.approx([500.0, 0.0])
    assert flows["return_departures"].tolist() == pytest.approx([0.0, 500.0])
    assert waiting[0, FEMALE, 1, TO_TOWN] == waiting[1, FEMALE, 1, BACK_HOME] == 0.5 * waiting.sum() == pytest.approx(again)
    assert [after[0, FEMALE, 1, RURAL], after[1, FEMALE, 1, MIGRANT]] == pytest.approx([1000.0, 1000.0])
    after, flows, waiting = take_step(after, waiting=waiting, **ways)
    assert flows["rural_departures"].tolist() == flows["town_arrivals"].tolist()[::-1] == pytest.approx([again, 0.0])
    assert flows["return_departures"].tolist() == flows["return_arrivals"].tolist()[::-1] == pytest.approx([0.0, again])
    assert waiting.sum() == 0.0 and after.sum() == pytest.approx(2000.0)


@pytest.mark.parametrize(
    ("status", "rate"),
    [
        ("migrant", "town_outflow_rate"),
        ("eligible", "town_outflow_rate"),
        ("outsider", "town_outflow_rate"),
        ("registered", "registered_outflow_rate"),
    ],
)
def test_townspeople_who_leave_for_other_provinces_are_gone(people, take_step, status, rate):
    after, flows, _ = take_step(people(status), **{rate: HALF})
    assert flows["town_outflow"][0] == pytest.approx(500.0)
    assert after.sum() == pytest.approx(500.0)


def test_those_who_come_from_other_provinces_are_outsiders_half_of_them_women(people, take_step):
    after, flows, _ = take_step(
        0.0 * people("rural"), inflow_arrivals=np.array([80.0, 20.0]), inflow_schedule=np.full(4, 0.25), step=0.5
    )
    np.testing.assert_allclose(flows["town_inflow"], [80.0, 20.0])
    np.testing.assert_allclose(after[0, :, :, OUTSIDER], 5.0)
    assert after.sum() == pytest.approx(50.0)


def test_a_third_of_a_village_that_becomes_a_town_is_registered_at_once(people, take_step):
    after, flows, _ = take_step(people("rural"), reclassification_rate=HALF, reclassified_share=0.3)
    assert flows["reclassifications"][0] == pytest.approx(500.0)
    assert after[0, FEMALE, 1, [RURAL, ELIGIBLE, REGISTERED]].tolist() == pytest.approx([500.0, 350.0, 150.0])


def test_movers_are_lost_with_all_exits_but_returns(people, take_step):
    rates = {
        "mortality_schedule": 0.1 * HALF,
        "town_death_factor": 1.0,
        "registration_rate": 0.2 * HALF,
        "migrant_move_rate": 0.3 * HALF,
        "town_outflow_rate": 0.4 * HALF,
    }
    _, flows, _ = take_step(people("eligible"), movers=np.array([300.0, 0.0]), **rates)
    # All the 150 who come to the other county are movers: of them too some die or leave the region, and at 0.8 some move on.
    z = 0.8 * HALF
    present = (1.0 - (1.0 - np.exp(-z)) / z) / z
    assert flows["mover_losses"].tolist() == pytest.approx([150.0, 150.0 * present * 0.5 * HALF])


def test_no_more_people_return_than_are_movers_however_fast_they_do(people, take_step):
    villages = people("eligible")
    villages[1, FEMALE, 1, RURAL] = 1.0
    _, flows, _ = take_step(villages, movers=np.array([300.0, 0.0]), rural_population=np.array([0.0, 1.0]), return_rate=1e6)
    assert flows["return_departures"][0] == pytest.approx(300.0)
    assert flows["mover_losses"][0] == pytest.approx(0.0)


def test_a_newcomer_expects_the_wage_times_the_chance_of_a_job():
    assert migration.expected_income(50_000.0, 0.05, 0.8) == pytest.approx(38_000.0)


def test_appeal_adds_income_jobs_services_room_and_people():
    appeal = migration.town_appeal(0.1, 1.0, 38_000.0, 19_000.0, 2.5, 0.05, 0.4, 1.5, 0.25, 2.0, 0.5, 9.0)
    assert appeal == pytest.approx(0.1 + np.log(2.0) + 1.5 * np.log(0.95) + 0.4 * np.log(1.5) - 0.25 * np.log(2.0) + np.log(3.0))


def test_choice_of_two_equal_alternatives_is_worth_ln_two_more_than_one():
    assert migration.choice_value(4.0, 4.0) == pytest.approx(4.0 + np.log(2.0))
    assert migration.outside_share(4.0, 4.0 + np.log(2.0)) == pytest.approx(0.5)
    assert migration.choice_value(900.0, -900.0) == pytest.approx(900.0)


def test_other_provinces_draw_by_their_wages_and_the_factor_of_the_year():
    assert migration.outside_appeal(1.0, 2.0, 1.5, 3.0) == pytest.approx(1.0 + 2.0 * np.log(1.5) + np.log(3.0))


def test_leaving_answers_to_what_it_offers_within_bounds():
    assert migration.inclusive_value(5.0, 1.0, 20_000.0, 40_000.0, 0.4, 1.0) == pytest.approx(5.0 + np.log(2.0))
    assert migration.inclusive_value(5.0, 1.0, 40_000.0, 40_000.0, 0.5, 0.81) == pytest.approx(5.0 - np.log(0.9))
    assert migration.readiness_trend(0.02, -10.0, 5.0) == pytest.approx(np.exp(-0.1))
    assert migration.readiness_trend(0.02, 0.0, 5.0) == pytest.approx(np.exp(0.1))
    assert migration.rural_departure_rate(0.03, 1.0, 0.6, 2.0, 1.0, 0.1, 2.0) == pytest.approx(0.03 * np.exp(0.7))
    assert migration.rural_departure_rate(0.03, 1.0, 0.6, 90.0, 1.0, 0.1, 2.0) == pytest.approx(0.03 * np.exp(2.0))
    assert migration.rural_departure_rate(0.03, 1.0, 0.6, -90.0, 1.0, 0.1, 2.0) == pytest.approx(0.03 * np.exp(-2.0))


def test_returning_answers_to_the_income_gap_and_to_access():
    gap = migration.income_gap(40_000.0, 20_000.0)
    assert gap == pytest.approx(np.log(2.0))
    rate = migration.return_rate(0.03, 0.7, gap, 0.0, 0.5, 0.8, 0.2, 5.0, 0.6)
    assert rate == pytest.approx(0.03 * 0.6 * 2.0**-0.7 / 2.0)
    assert migration.return_rate(0.03, 1.0, 9.0, 1.0, 0.5, 0.8, 0.8, 2.0, 0.6) == pytest.approx(0.03 * 0.6 * np.exp(-2.0))
    assert migration.return_rate(0.03, 1.0, 1.0, 1.0, 0.5, 1e-9, 0.8, 2.0, 0.6) == pytest.approx(0.03 * 0.6 * np.exp(2.0))


def test_inflow_is_shared_by_size_and_appeal():
    assert migration.inflow_weight(1000.0, np.log(2.0)) == pytest.approx(2000.0)
    assert migration.inflow_arrivals(200_000.0, 1.5, 2000.0, 8000.0) == pytest.approx(75_000.0)
    assert migration.relative_town_size(300.0, 200.0) == pytest.approx(1.5)


def test_rates_that_are_products():
    assert migration.town_outflow_rate(0.0028, 2.0) == pytest.approx(0.0056)
    assert migration.registered_outflow_rate(0.0056, 0.6) == pytest.approx(0.00336)
    assert migration.reclassification_rate(0.0062, 2.0, 1.15) == pytest.approx(0.01426)
    assert migration.leaving_villagers(500.0, 0.02) == pytest.approx(10.0)


def test_net_migration_counts_every_arrival_and_departure_once():
    assert migration.net_migration(100.0, 20.0, 8.0, 6.0, 5.0, 90.0, 30.0, 4.0, 3.0, 2.0) == pytest.approx(10.0)
    assert migration.interprovincial_outflow(9.0, 2.0) == pytest.approx(11.0)


def test_the_pull_of_other_provinces_may_stay_at_its_highest():
    assert migration.outside_pull(1.2, 3.2, 0.0) == pytest.approx(1.2)
    assert migration.outside_pull(1.2, 3.2, 0.5) == pytest.approx(2.2)


def test_half_the_registered_move_to_villages_and_are_villagers(people, take_step):
    assert migration.village_return_rate(0.001, 1.0) == 0.001
    assert migration.village_return_rate(0.001, 0.0) == 0.0
    after, flows, _ = take_step(people("registered"), village_return_rate=HALF)
    assert flows["village_registrations"].tolist() == pytest.approx([500.0, 0.0])
    assert after[0, FEMALE, 1, [RURAL, REGISTERED]].tolist() == pytest.approx([500.0, 500.0])


def test_only_movers_return():
    assert migration.mover_share(300.0, 400.0) == pytest.approx(0.75)
    assert migration.mover_share(0.0, 0.0) == 0.0
