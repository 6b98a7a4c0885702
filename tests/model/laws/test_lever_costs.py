"""What the levers of section 6.2 cost, and that a lever which moves only in some counties costs and moves nothing elsewhere."""

import functools

import numpy as np
import pytest

# Programmes that cost nothing while practice is that of 2020.
PROGRAMMES = {
    "land_rights_security": "titling_spending",
    "citizenization_reward": "rewards",
    "county_town_jobs": "job_spending",
    "core_city_jobs": "job_spending",
    "skills_training": "training_spending",
    "rural_property_reform": "forgone_land_revenue",
    "farm_income_growth": "farm_spending",
    "rural_transfer_growth": "added_transfers",
    "town_reclassification": "town_building_spending",
    "fertility_support": "child_spending",
    "rural_offfarm_jobs": "offfarm_spending",
}
# Levers that raise a bill there is anyhow.
BILLS = {
    "resident_based_sizing": ("capital_spending", "recurrent_spending"),
    "school_seat_standard": ("capital_spending", "recurrent_spending"),
    "childcare_standard": ("capital_spending", "recurrent_spending"),
    "rental_standard": ("capital_spending", "recurrent_spending"),
    "nursing_conversion": ("conversion_spending",),
    "debt_limit": ("interest",),
}
SPATIAL = {"county_town_jobs": {"county_level_city", "county"}, "core_city_jobs": {"core"}}
SHORT_OF_MONEY = {"capital_shock": 0.0}


@pytest.fixture(scope="module")
def spend(pull):
    """What counties spend on an item from 2021 to 2035 [county] with one lever at a strength, all else frozen."""

    @functools.cache
    def run(lever, strength, short=False):
        return pull(lever, strength).hold(**(SHORT_OF_MONEY if short else {})).run(cohorts=False).counties

    return lambda lever, strength, item, short=False: run(lever, strength, short)[item][0, 1:].sum(axis=0)


@pytest.mark.parametrize(("lever", "item"), PROGRAMMES.items())
def test_a_programme_costs_nothing_at_first_and_more_the_stronger_it_is(spend, lever, item):
    costs = [spend(lever, strength, item) for strength in (0.0, 0.5, 1.0)]
    assert (costs[0] == 0.0).all()
    assert costs[0].sum() < costs[1].sum() < costs[2].sum()
    assert (costs[2] >= 0.0).all()


@pytest.mark.parametrize(("lever", "items"), BILLS.items())
def test_a_standard_raises_the_bill_that_pays_for_it(spend, lever, items):
    for item in items:
        costs = [spend(lever, strength, item, lever == "debt_limit").sum() for strength in (0.0, 0.5, 1.0)]
        assert costs[0] < costs[1] < costs[2]


def test_all_programmes_of_the_plan_together_are_the_programme_cost(trial):
    run = trial(scenario="plan", last_year=2030).run(cohorts=False).counties
    parts = set(PROGRAMMES.values()) - {"rewards"} | {"conversion_spending"}
    np.testing.assert_allclose(sum(run[part] for part in parts)[:, 1:], run["programme_cost"][:, 1:], rtol=1e-12)


@pytest.mark.parametrize("lever", SPATIAL)
def test_a_lever_of_some_counties_moves_and_costs_nothing_elsewhere(pull, model, region_inputs_of, lever):
    run = pull(lever)
    moved = run.inputs.levers[lever].amplitude[0] != 0.0
    assert set(region_inputs_of("small").classes[moved]) == SPATIAL[lever] == set(model[lever].where["county_class"])
    assert not set(region_inputs_of("small").classes[~moved]) & SPATIAL[lever]
    paths = run.run(cohorts=False).counties
    for name in (lever, "job_programme", "supported_jobs", "job_spending"):
        assert (paths[name][0, 1:, ~moved] == 0.0).all()
        assert (paths[name][0, 5, moved] > 0.0).all()
