"""A4: where as many return as leave, incomes of town and village keep the balance of Harris and Todaro (1970)."""

import numpy as np
import pytest

LEAVE, RETURN, NEST, TO_INCOME, RETURN_TO_INCOME = 0.05, 0.03, 0.6, 1.2, 0.7
STILL = (
    "early_wage_growth",
    "later_wage_growth",
    "early_farm_growth",
    "later_farm_growth",
    "early_support_growth",
    "property_growth",
    "price_growth",
    "early_transfer_growth",
    "later_transfer_growth",
    "offfarm_growth",
)


def find_balance(trial, steps, in_towns):
    """Income gap over that of 2020 once nothing moves, and what it should be, from the numbers of movers and villagers."""
    run = trial("single", last_year=2620, steps=steps).alone("departures", "returns")
    people = np.zeros_like(run.residents)
    everybody = run.residents.sum(axis=(2, 3, 4), keepdims=True)[..., 0] / 204
    people[..., 0], people[..., 1] = (1.0 - in_towns) * everybody, in_towns * everybody
    run = run.start(people, people[..., 1].sum(axis=(2, 3)))
    # No outside, no clip, moves and work at every age, and a choice by expected income alone.
    run = (
        run.hold(
            departure_schedule=1.0,
            return_schedule=1.0,
            urban_participation=0.6,
            rural_participation=0.6,
            exponent_limit=np.inf,
            departure_rate=LEAVE,
            return_base_rate=RETURN,
            nest_outer=NEST,
            income_elasticity=TO_INCOME,
            job_elasticity=TO_INCOME,
            return_elasticity=RETURN_TO_INCOME,
            return_access_elasticity=0.0,
            service_elasticity=0.0,
            price_elasticity=0.0,
            size_elasticity=0.0,
            **dict.fromkeys(STILL, 0.0),
        )
        .refer()
        .hold(outside_appeal_2020=-1000.0)
    )
    # Without an outside there is nothing for which what leaving offered would have to make up.
    offered = run.hold(inclusive_value_2020=0.0).run("inclusive_value").counties["inclusive_value"][0, 0, 0]
    found = run.hold(inclusive_value_2020=offered).run().counties
    last = {name: value[0, -1, 0] for name, value in found.items()}
    assert last["rural_departures"] == pytest.approx(last["return_departures"], rel=1e-9)
    assert np.abs(found["rural_population"][0, -1, 0] / found["rural_population"][0, -2, 0] - 1.0) < 1e-9
    assert last["mover_share"] == pytest.approx(1.0)
    gap = found["income_gap"][0, -1, 0] - found["income_gap"][0, 0, 0]
    odds = RETURN * last["rural_hukou_townspeople"] / (LEAVE * last["rural_population"])
    return gap, np.log(odds) / (NEST * TO_INCOME + RETURN_TO_INCOME)


@pytest.mark.parametrize("in_towns", [0.2, 0.8])
def test_a4_the_income_gap_balances_those_who_leave_and_those_who_return(trial, in_towns):
    misses = []
    for steps in (4, 8, 16):
        gap, expected = find_balance(trial, steps, in_towns)
        assert abs(gap) > 0.05, "a balance at the start would prove nothing"
        misses.append(abs(gap - expected))
    assert misses[0] < 1e-4
    np.testing.assert_allclose(np.log2(np.array(misses[:-1]) / np.array(misses[1:])), 2.0, atol=0.1)
