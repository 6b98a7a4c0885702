"""C5 and C6: money of counties closes in every step, each item of the books worked out here from what it is said to be."""

import numpy as np
import pytest

CLOSED = 1e-9
EXACT = 1e-12
SERVICES = ("school", "senior", "childcare", "hospital", "elderly", "rental")


def leaving(rate, length):
    """Share a year of what leaves at a rate, over a step."""
    return (1.0 - np.exp(-rate * length)) / length


def find_revenue(step):
    output = step["urban_wage"] * step["employed_labour"] / step["labour_share"] + step["operating_output"]
    return step["fiscal_revenue_2020"] * output / step["output_2020"]


def find_land_revenue(step):
    usable = leaving(1.0 / step["land_approach_time"], step.length) * step["land_reserve"]
    sold = np.minimum(step["land_quota_growth"] * step["urban_land"], usable)
    return step["public_land_share"] * step["land_price"] * step["floor_price_index"] * sold


def find_transfers(step):
    output = (step["urban_wage"] * step["employed_labour"] / step["labour_share"] + step["operating_output"]).sum()
    pool = step["transfer_pool_2020"] * output / step["total_output_2020"] * step["transfer_shock"].mean()
    people, revenue = step["population"], find_revenue(step)
    need = (revenue.sum() / people.sum() * people / revenue) ** step["need_exponent"]
    residents = step["transfer_resident_weight"]
    weight = need * (residents * people + (1.0 - residents) * (step["rural_population"] + step["registered_population"]))
    return pool * weight / weight.sum()


def find_rewards(step):
    claims = step["citizenization_reward"] * (step["migrant_registrations"] + step["outsider_registrations"])
    return claims * min(1.0, step["reward_pot"].mean() / claims.sum()) if claims.sum() > 0.0 else 0.0 * claims


def find_cost_index(step):
    wage = np.average(step["urban_wage"], weights=step["labour_force"])
    return (wage / step["mean_wage_2020"]) ** step["cost_elasticity"]


def find_recurrent(step):
    running = sum(step[f"recurrent_cost_{each}"] * step[f"capacity_{each}"] for each in SERVICES)
    return find_cost_index(step) * (running + step["basic_cost"] * step["population"])


def find_programmes(step):
    """What the levers cost a county, each programme by its own rule."""
    index = find_cost_index(step)
    converted = step["nursing_conversion"] * step["capacity_elderly"] * (1.0 - step["nursing_share"])
    seats = step["unit_cost_childcare"] * step["seats_to_childcare"] + step["unit_cost_elderly"] * step["seats_to_elderly"]
    untitled = np.maximum(step["land_rights_security"] - step["titled_share"], 0.0)
    added = step["county_town_jobs"] + step["core_city_jobs"]
    missing = np.maximum(step["jobs"] * added / (1.0 + added) - step["supported_jobs"], 0.0)
    beyond = np.maximum(step["town_reclassification"] - 1.0, 0.0) / step["town_reclassification"]
    room = np.maximum(1.0 - step["offfarm_share"] / step["highest_offfarm_share"], 0.0)
    return sum(
        (
            step["titling_cost"] * step["rural_population"] * leaving(step["titling_rate"], step.length) * untitled,
            step["conversion_cost_part"] * index * (step["unit_cost_elderly"] * converted + seats),
            step["job_cost"] * leaving(1.0 / step["job_adjust_time"], step.length) * missing,
            step["trainee_cost"] * step["skills_training"] / step["trainee_gain"] * step["migrant_labour"] / step["training_life"],
            step["forgone_revenue_time"] * step["rural_property_reform"] * find_land_revenue(step),
            step["farm_support_part"] * step["farm_income_growth"] * step["operating_output"],
            step["rural_transfer"] * (1.0 - np.exp(-step["transfer_lift"])) * step["rural_population"],
            step["town_building_cost"] * beyond * step["reclassifications"],
            step["child_support_cost"] * np.maximum(step["fertility_support"], 0.0) * (step["rural_births"] + step["urban_births"]),
            step["offfarm_job_cost"] * 2.0 * step["rural_offfarm_jobs"] * room * step["rural_labour"],
        )
    )


def find_building(step):
    """What is spent on places whose building starts."""
    return find_cost_index(step) * sum(step[f"unit_cost_{each}"] * step[f"starts_{each}"] for each in SERVICES)


def find_debt_service(step):
    return (leaving(step["repayment_rate"], step.length) + step["interest_rate"]) * step["debt"]


def find_surplus(step):
    """What is left before building."""
    return (
        find_revenue(step)
        + find_land_revenue(step)
        + find_transfers(step)
        + find_rewards(step)
        - find_recurrent(step)
        - find_debt_service(step)
        - find_programmes(step)
    )


def assert_same(step, found, expected, size=None):
    """Two amounts agree in every county, to the size of its budget."""
    size = step["revenue"] + step["transfers"] if size is None else size
    assert (np.abs(found - expected) / size).max() < CLOSED


@pytest.mark.parametrize(
    ("item", "find"),
    [
        ("revenue", find_revenue),
        ("land_revenue", find_land_revenue),
        ("transfers", find_transfers),
        ("rewards", find_rewards),
        ("recurrent_spending", find_recurrent),
        ("programme_cost", find_programmes),
        ("capital_spending", find_building),
        ("surplus", find_surplus),
    ],
)
def test_every_item_of_the_books_is_what_it_is_said_to_be(steps, item, find):
    for step in steps:
        assert_same(step, step[item], find(step))


def test_funds_and_borrowing_equal_all_uses_in_every_county_and_step(steps):
    for step in steps:
        funds = find_revenue(step) + find_land_revenue(step) + find_transfers(step) + find_rewards(step) + step["borrowing"]
        uses = find_recurrent(step) + find_programmes(step) + find_building(step) + find_debt_service(step) + step["other_spending"]
        assert_same(step, funds, uses)


def test_transfers_of_all_counties_are_the_pool(steps):
    for step in steps:
        assert (step["transfers"] > 0.0).all()
        assert abs(step["transfers"].sum() / step["transfer_pool"] - 1.0) < EXACT


def test_debt_changes_by_borrowing_and_repayment(steps):
    for step in steps:
        repaid = leaving(step["repayment_rate"], step.length) * step["debt"]
        assert_same(step, step.change("debt"), step.length * (step["borrowing"] - repaid))


def test_counties_borrow_only_what_they_lack_and_below_their_limit(steps):
    for step in steps:
        assert (step["borrowing"] >= 0.0).all()
        wanting = np.maximum(step["building_bill"] - step["own_capital"], 0.0)
        assert (step["borrowing"] <= wanting * (1.0 + EXACT)).all()
        room = step["debt_limit"] * step["debt_limit_factor"] * find_revenue(step) - step["debt"]
        assert (step["borrowing"] <= np.maximum(room, 0.0) / step["borrowing_time"] * (1.0 + EXACT)).all()


def test_building_is_paid_from_own_money_and_loans_and_no_more_is_built_than_planned(steps):
    for step in steps:
        spent = find_building(step)
        assert (spent <= (step["own_capital"] + step["borrowing"]) * (1.0 + EXACT)).all()
        assert (spent <= step["building_bill"] * (1.0 + EXACT)).all()
        assert ((step["funded_share"] >= 0.0) & (step["funded_share"] <= 1.0)).all()


def test_what_is_not_put_into_building_is_left_for_other_spending(steps):
    for step in steps:
        surplus, built_from = find_surplus(step), step["capital_share"] * step["capital_shock"]
        least = (1.0 - built_from) * surplus
        assert (np.where(surplus >= 0.0, step["other_spending"] - least, 0.0) >= -CLOSED * step["revenue"]).all()
        assert_same(
            step,
            step["other_spending"],
            np.where(surplus >= 0.0, least, surplus) + step["own_capital"] + step["borrowing"] - find_building(step),
        )


def test_rewards_never_pass_the_pot(steps):
    for step in steps:
        assert step["rewards"].sum() <= step["reward_pot"].mean() * (1.0 + EXACT)
        assert (step["rewards"] <= step["reward_claim"]).all()


def test_a_small_pot_is_shared_in_proportion_to_the_claims(strained):
    run = strained.run("rewards", "reward_claim", cohorts=False).counties
    paid, due = run["rewards"][:, 1:], run["reward_claim"][:, 1:]
    np.testing.assert_allclose(paid.sum(axis=-1), 5e8, rtol=CLOSED)
    assert (due.sum(axis=-1) > 5e8).all()


def test_remittances_sent_are_remittances_received(steps):
    for step in steps:
        assert step["remittances"].sum() > 0.0
        assert abs(step["remittances_received"].sum() / step["remittances"].sum() - 1.0) < EXACT
        received = step["remittance_income"] * step["rural_population"]
        assert_same(step, received, step["remittances_received"], step["remittances_received"].max())


def test_the_three_groups_of_townspeople_earn_together_what_all_townspeople_earn(steps):
    for step in steps:
        groups = (
            ("migrant_income", "rural_hukou_townspeople"),
            ("outsider_income", "outsider_population"),
            ("registered_income", "registered_population"),
        )
        earned = sum(step[income] * step[people] for income, people in groups)
        whole = step["urban_income"] * step["urban_population"]
        assert_same(step, earned, whole, whole)


def test_the_five_parts_of_rural_income_are_the_whole(steps):
    for step in steps:
        parts = ("rural_wage_income", "operating_income", "rural_property_income", "rural_transfer", "remittance_income")
        lived_in = step["rural_population"] > 0.0
        whole = sum(step[part] for part in parts)[lived_in]
        np.testing.assert_allclose(step["rural_income"][lived_in], whole, rtol=EXACT)


def test_land_that_towns_take_is_land_that_the_reserve_gives(steps):
    for step in steps:
        assert (np.abs(step.change("urban_land") + step.change("land_reserve")) / step["urban_land"]).max() < EXACT
        assert (step.change("urban_land") >= 0.0).all()


def test_the_strained_run_moves_every_book(strained):
    run = strained.run(cohorts=False).counties
    for item in (
        "rewards",
        "titling_spending",
        "conversion_spending",
        "seat_conversion_spending",
        "job_spending",
        "training_spending",
        "forgone_land_revenue",
        "farm_spending",
        "added_transfers",
        "town_building_spending",
        "child_spending",
        "offfarm_spending",
    ):
        assert (run[item][:, -1].sum(axis=-1) > 0.0).all(), item
    assert run["borrowing"][:, -1].sum() > 0.0
    assert (run["funded_share"][:, -1] < 1.0).any()
