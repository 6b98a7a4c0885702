"""The reference state: what the model says of 31 December 2020 is what the tables say, whatever scenario or shock follows."""

import numpy as np
import pytest

import simulator
from simulator.kernel.schedule import plan_kernel
from simulator.run.reference_state import find_reference_state

CLOSE = 1e-9
SERVICES = ("school", "senior", "childcare", "hospital", "elderly", "rental")


@pytest.fixture(scope="module", params=[("small", None), ("small", 3), ("shandong", None)], ids=["made-up", "drawn", "real"])
def known(request, trial, know_start):
    """What is known at the end of 2020 of the default member, or of three drawn ones: a value, or one a county, by name."""
    region, members = request.param
    pages = know_start(trial(region, "plan", last_year=2021, members=members))
    assert len(pages) == (members or 1)
    return pages


def assert_same(found, expected, err_msg=""):
    np.testing.assert_allclose(found, np.broadcast_to(expected, np.shape(found)), rtol=CLOSE, err_msg=err_msg)


def test_townspeople_and_villagers_have_their_income_of_2020_in_every_county(known):
    for each in known:
        assert_same(each["urban_income"], each["urban_income_2020"])
        assert_same(each["rural_income"], each["rural_income_2020"])


def test_remittances_are_their_share_of_rural_income(known):
    for each in known:
        income = (each["rural_income_2020"] * each["rural_population"]).sum()
        assert_same(each["remittances"].sum(), each["remittance_share_2020"] * income)
        assert_same(each["remittances_received"].sum(), each["remittances"].sum())


def test_there_is_a_post_for_each_worker_and_friction_leaves_some_without(known):
    for each in known:
        assert_same(each["jobs"], each["labour_force"])
        assert_same(each["unemployment_share"], 1.0 - 2.0 ** (-1.0 / each["match_sharpness"]))


def test_revenue_is_that_of_the_table_and_transfers_are_the_pool(known):
    for each in known:
        assert_same(each["revenue"], each["fiscal_revenue_2020"])
        assert_same(each["transfers"].sum(), each["transfer_pool_2020"])
        assert_same(each["debt"], each["debt_ratio_2020"] * each["fiscal_revenue_2020"])


@pytest.mark.parametrize("service", SERVICES)
def test_capacity_over_load_is_that_of_2020_and_works_keep_it_up(known, service):
    for each in known:
        wanted = each[f"adequacy_2020_{service}"] + each["adequacy_shift"]
        assert_same(each[f"capacity_{service}"] / each[f"load_{service}"], wanted)
        work = each[f"wear_rate_{service}"] * each[f"build_time_{service}"] * each[f"capacity_{service}"]
        assert_same(each[f"work_in_progress_{service}"], work)


def test_floor_space_and_nursing_beds_are_those_of_2020(known):
    for each in known:
        assert_same(each["floor_per_head"], each["floor_norm_2020"])
        assert_same(each["nursing_share"], each["nursing_share_2020"])


def test_indices_of_2020_are_1(known):
    for each in known:
        for name in (
            "floor_price_index",
            "cost_index",
            "consumer_price_index",
            "national_wage_index",
            "rural_access",
            "outside_pull",
        ):
            assert_same(each[name], 1.0, name)


def test_what_leaving_offers_the_mean_villager_and_who_goes_to_other_provinces_are_those_of_2020(known):
    for each in known:
        assert_same(each["mean_inclusive_value"], each["inclusive_value_2020"])
        assert_same(each["mean_outside_share"], each["outside_share_2020"])


def test_capital_budgets_pay_for_replacement_and_growth_where_no_bound_forbids(known):
    for each in known:
        cost = sum(
            each[f"unit_cost_{service}"] * each[f"capacity_{service}"] * (each[f"wear_rate_{service}"] + each["capital_growth"])
            for service in SERVICES
        )
        share = each["capital_share"]
        free = (share > each["lowest_capital_share"] * (1.0 + CLOSE)) & (share < each["highest_capital_share"] * (1.0 - CLOSE))
        assert free.any()
        assert_same((share * each["basic_surplus"])[free], (each["capital_margin"] * cost)[free])


def test_reference_constants_hang_on_no_scenario_and_no_shock(trial):
    frozen, plan, stress = (trial(scenario=scenario, members=2).inputs for scenario in ("frozen", "plan", "fiscal_stress"))
    for inputs in (plan, stress):
        again, state = find_reference_state(inputs)
        assert set(again) == set(frozen.references)
        for name, value in again.items():
            np.testing.assert_array_equal(value, frozen.references[name], err_msg=name)
        for name, value in state.stocks.items():
            np.testing.assert_array_equal(value, frozen.state.stocks[name], err_msg=name)


def test_all_scenarios_start_from_one_2020(folders, model):
    scenarios = ["frozen", "plan", "fiscal_stress", "slow_growth", "outflow_shock", "low_fertility"]
    run = simulator.simulate(scenarios, folders["tiny"], "known_2020", members=2, last_year=2021)
    for name in plan_kernel(model).recorded:
        start = run[name].sel(year=2020)
        for scenario in scenarios[1:]:
            np.testing.assert_array_equal(start.sel(scenario=scenario), start.sel(scenario="frozen"), err_msg=name)
