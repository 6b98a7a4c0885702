"""Nobody appears, disappears or is counted twice, in any county and in any step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.language.dimensions import ELIGIBLE, OUTSIDER, REGISTERED, RURAL, STATUSES
from simulator.operators.destination_choice import choose_towns, find_origins
from simulator.operators.exposure import stay

CLOSED = 1e-9
EXACT = 1e-12
TOWN_TO_TOWN = ("migrant", "settled")


def misses(found, wanted, size):
    """The largest difference relative to the people it is about."""
    return np.abs(found - wanted).max() / np.max(size)


def test_population_changes_by_births_deaths_and_migration_in_every_step(steps):
    for step in steps:
        expected = step.flow("births", "net_migration") - step.flow("deaths")
        miss = np.abs(step.change("population") - expected) / step.before["population"]
        assert miss.max() < CLOSED
        assert misses(step.change("population").sum(), expected.sum(), step.before["population"].sum()) < CLOSED


def test_villages_change_by_their_own_flows_in_every_step(steps):
    for step in steps:
        gains = step.flow("rural_births", "return_arrivals", "village_registrations")
        losses = step.flow("rural_deaths", "rural_departures", "reclassifications")
        assert misses(step.change("rural_population"), gains - losses, step.before["population"]) < CLOSED


def test_towns_change_by_their_own_flows_in_every_step(steps):
    for step in steps:
        gains = step.flow(
            "urban_births", "town_arrivals", "migrant_arrivals", "settled_arrivals", "town_inflow", "reclassifications"
        )
        losses = step.flow(
            "urban_deaths", "return_departures", "migrant_departures", "settled_departures", "town_outflow", "village_registrations"
        )
        assert misses(step.change("urban_population"), gains - losses, step.before["population"]) < CLOSED


def test_movers_change_by_arrivals_returns_and_losses_in_every_step(steps):
    for step in steps:
        expected = step.flow("town_arrivals", "migrant_arrivals") - step.flow("return_departures", "mover_losses")
        assert misses(step.change("movers"), expected, step.before["population"]) < CLOSED


def test_population_of_the_region_changes_only_across_its_border(steps):
    for step in steps:
        across = step.flow("births", "town_inflow") - step.flow("deaths", "interprovincial_outflow")
        assert misses(step.change("population").sum(), across.sum(), step.before["population"].sum()) < CLOSED


@pytest.mark.parametrize(
    ("arrivals", "departures"),
    [
        (("town_arrivals", "rural_outflow"), ("rural_departures",)),
        (("return_arrivals",), ("return_departures",)),
        (("migrant_arrivals",), ("migrant_departures",)),
        (("settled_arrivals",), ("settled_departures",)),
    ],
)
def test_all_who_depart_arrive_somewhere_in_every_step(steps, arrivals, departures):
    for step in steps:
        there, here = step.flow(*arrivals).sum(), step.flow(*departures).sum()
        assert here > 0.0
        assert abs(there / here - 1.0) < EXACT


def test_statuses_and_ages_add_up_to_the_totals(steps):
    for step in steps:
        people, known = step.before["residents"], step.before
        for number, status in enumerate(STATUSES):
            counted = known[f"{status}_population"]
            np.testing.assert_allclose(people[..., number].sum(axis=(1, 2)), counted, rtol=EXACT)
        np.testing.assert_allclose(people.sum(axis=(1, 2, 3)), known["population"], rtol=EXACT)
        np.testing.assert_allclose(people[..., 1:].sum(axis=(1, 2, 3)), known["urban_population"], rtol=EXACT)
        np.testing.assert_allclose(people[:, :, 65:].sum(axis=(1, 2, 3)), known["elderly"], rtol=EXACT)


def test_january_makes_everyone_a_year_older_and_loses_nobody(trial):
    run = trial(last_year=2023).alone("registration").run(cohorts=True)
    for before, after in zip(run.cohorts["residents"][0], run.cohorts["residents"][0][1:]):
        before, after = before.sum(axis=-1), after.sum(axis=-1)
        np.testing.assert_allclose(after[:, :, 1:-1], before[:, :, :-2], rtol=EXACT)
        np.testing.assert_allclose(after[:, :, -1], before[:, :, -2:].sum(axis=-1), rtol=EXACT)
        assert (after[:, :, 0] == 0.0).all()


@pytest.mark.parametrize("steps_a_year", [1, 4])
def test_kernel_conserves_people(trial, steps_a_year):
    run = trial(scenario="plan", last_year=2026, steps=steps_a_year, members=3).run().counties
    change = np.diff(run["population"], axis=1)
    expected = (run["births"] - run["deaths"] + run["net_migration"])[:, 1:]
    assert (np.abs(change - expected) / run["population"][:, 1:]).max() < CLOSED


def test_a_step_without_births_and_deaths_keeps_each_cohort_of_a_closed_region(trial):
    closed = trial(last_year=2021, steps=1).without("births", "deaths", "inflow", "outflow")
    before, after = closed.run().cohorts["residents"][0]
    before, after = before.sum(axis=(0, 3)), after.sum(axis=(0, 3))
    np.testing.assert_allclose(after[:, 1:-1], before[:, :-2], rtol=EXACT)
    np.testing.assert_allclose(after[:, -1], before[:, -2:].sum(axis=1), rtol=EXACT)


def test_registrations_leave_the_eligible_and_outsiders_and_enter_the_registered(trial):
    run = trial(last_year=2021, steps=1).alone("registration", "resettling").hold(two_way_switch=1.0, return_registration=0.01)
    run = run.run()
    people = run.cohorts["residents"][0].sum(axis=(2, 3))
    change = dict(zip(STATUSES, np.moveaxis(people[1] - people[0], -1, 0)))
    migrants, outsiders, villages = (run.counties[f"{who}_registrations"][0, 1] for who in ("migrant", "outsider", "village"))
    assert min(migrants.min(), outsiders.min(), villages.min()) > 0.0
    size = people.sum(axis=-1).max()
    assert misses(change[STATUSES[ELIGIBLE]], -migrants, size) < EXACT
    assert misses(change[STATUSES[OUTSIDER]], -outsiders, size) < EXACT
    assert misses(change[STATUSES[REGISTERED]], migrants + outsiders - villages, size) < EXACT
    assert misses(change[STATUSES[RURAL]], villages, size) < EXACT
    assert misses(run.counties["registrations"][0, 1], migrants + outsiders, size) < EXACT


def test_movers_are_never_more_than_the_townspeople_they_belong_to(steps):
    for step in steps:
        assert (step.after["movers"] >= 0.0).all()
        assert (step.after["movers"] <= step.after["rural_hukou_townspeople"] * (1.0 + EXACT)).all()


def test_destinations_and_other_provinces_together_take_every_leaver(steps):
    for step in steps:
        known = step.before
        towns = choose_towns(known["distance_weight"], known["town_appeal"], own=True)
        outside = known["outside_share"][:, None]
        np.testing.assert_allclose(((1.0 - outside) * towns).sum(axis=1) + outside[:, 0], 1.0, rtol=EXACT)
        np.testing.assert_allclose(np.exp(known["regional_appeal"] - known["choice_value"]) + outside[:, 0], 1.0, rtol=EXACT)


appeals = arrays(float, 4, elements=st.floats(-30.0, 30.0))
nearness = arrays(float, (4, 4), elements=st.floats(1e-6, 1e6))


@given(nearness, appeals, st.booleans())
def test_shares_of_destinations_sum_to_one(weight, appeal, own):
    shares = choose_towns(weight, appeal, own)
    assert (shares >= 0.0).all()
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=EXACT)
    assert own or (np.diag(shares) == 0.0).all()


@given(nearness, appeals, arrays(float, 4, elements=st.floats(0.0, 1e7)))
def test_shares_of_origins_sum_to_one_or_to_none(weight, appeal, villagers):
    shares = find_origins(choose_towns(weight, appeal, own=True), villagers)
    known = np.abs(shares.sum(axis=0) - 1.0) < EXACT
    assert (known | (shares.sum(axis=0) == 0.0)).all()
    assert known.all() or (villagers < 1e-200).any()


people = st.just(0.0) | st.floats(1e-30, 1e9)
# Rates below 1e-30 a year are nothing: between them and nothing lie only numbers that have lost their digits.
rates = st.just(0.0) | st.floats(1e-30, 1e4)


@given(people, people, st.lists(rates, min_size=1, max_size=5), st.floats(1e-3, 1.0))
def test_competing_risks_keep_and_send_everyone(there, coming, hazards, step):
    behind, lived = stay(np.array([there]), np.array([coming]), np.array([sum(hazards)]), step)
    assert behind[0] >= 0.0 and 0.0 <= lived[0] <= step * (there + 0.5 * coming) * (1.0 + EXACT)
    assert abs(behind[0] + sum(hazard * lived[0] for hazard in hazards) - there - coming) <= EXACT * (there + coming)
