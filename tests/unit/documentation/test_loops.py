"""The signs of influences are those of the equations, and the loops of the specification are found with the signs it states."""

import numpy as np
import pytest

from simulator.documentation import loops as reading
from simulator.documentation.cohort_flows import list_moves
from simulator.documentation.influence import LESS, MIXED, MORE, Influences, find_influences, work
from simulator.documentation.loops import (
    Chain,
    find_chains,
    find_shortest_loops,
    find_way,
    is_simple,
    list_further_loops,
)
from simulator.documentation.slopes import find_slopes
from simulator.kernel.integration import MOMENT
from simulator.kernel.reference import arguments, evaluate
from simulator.language.dimensions import MIGRANT, RURAL, STATUSES
from simulator.language.errors import ModelError

STATED = {
    **dict.fromkeys(("R1", "R2", "R3", "R4", "R5"), "reinforcing"),
    **dict.fromkeys((f"B{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11)), "balancing"),
    "B9": "mixed",
}
KNOWN = [
    ("job_ratio", "unemployment_share", LESS),
    ("unemployment_share", "expected_income", LESS),
    ("unemployment_share", "town_appeal", LESS),
    ("floor_price_index", "town_appeal", LESS),
    ("rural_population", "operating_income", LESS),
    ("rural_labour", "operating_output", MORE),
    ("rural_income", "inclusive_value", LESS),
    ("permit_entitlement", "benefit_gap", LESS),
    ("load_school", "adequacy_school", LESS),
    ("capacity_school", "wished_starts_school", LESS),
    ("own_capital", "funded_share", MORE),
    ("own_capital", "borrowing", LESS),
    ("labour_force", "job_gap", MORE),
    ("wage_gain", "job_gap", LESS),
    ("regional_appeal", "choice_value", MORE),
    ("rural_departure_rate", "town_arrivals", MORE),
    ("residents.rural", "rural_departures", MORE),
    ("rural_departures", "residents.rural", LESS),
    ("town_appeal", "town_arrivals", MORE),
    ("town_appeal", "return_arrivals", LESS),
    ("eligibility_rate", "eligibility_gains", MORE),
    ("debt", "repayment", MORE),
    ("repayment", "debt", LESS),
    ("build_time_school", "completions_school", LESS),
    ("starts_school", "completions_school", MORE),
    ("rural_population", "mean_rural_income", MIXED),
    ("urban_population", "market_access", MORE),
    ("transport_programme", "distance_weight", MORE),
    ("rural_entry_years", "rural_schooling", MORE),
]


@pytest.mark.parametrize(("source", "target", "sign"), KNOWN, ids=[f"{source}-{target}" for source, target, _ in KNOWN])
def test_signs_of_known_influences(influences, source, target, sign):
    assert influences.sign(source, target) == sign


def test_what_does_not_influence_is_left_out(influences):
    assert "urban_births.registered" not in influences.signs["residents.eligible"]
    assert "rural_deaths" not in influences.signs["rural_departure_rate"], "competing flows do not feel each other in a moment"
    assert "rural_access" not in influences.signs.get("total_rural_part", {}), "the second stage is switched off"
    assert "seat_conversion_hazard" not in influences.signs.get("convertible_seats", {})


def test_slopes_agree_with_finite_differences(model, state):
    """Every equation in every variable: the difference quotient lies among the slopes of its branches."""
    tried = 0
    for v in (v for v in model.of_kind("equation") if v.name not in model.reference_only):
        values = [np.asarray(state[need], float) for need in v.needs]
        for place, (need, slopes) in enumerate(zip(v.needs, find_slopes(v, state).values(), strict=True)):
            nudge = 1e-6 * (np.abs(values[place]) + 1e-3)
            with np.errstate(all="ignore"):
                more, less = ([*values[:place], values[place] + side * nudge, *values[place + 1 :]] for side in (1, -1))
                quotient = (v.function(*more) - v.function(*less)) / (2.0 * nudge)
                scale = np.abs(v.function(*values)) / (np.abs(values[place]) + 1e-3)
            shape = np.broadcast_shapes(np.shape(quotient), *(np.shape(each) for each in slopes))
            branches = np.stack([np.broadcast_to(each, shape) for each in slopes])
            # Where a county has none of what the equation reads, it may jump, and has no slope.
            usable = np.isfinite(branches).all(axis=0) & np.isfinite(quotient) & (values[place] != 0.0)
            lowest, highest = np.where(usable, branches.min(axis=0), 0.0), np.where(usable, branches.max(axis=0), 0.0)
            slack = 1e-4 * (np.maximum(np.abs(lowest), np.abs(highest)) + scale) + 1e-9
            inside = (quotient >= lowest - slack) & (quotient <= highest + slack)
            assert np.all(inside | ~usable), f"{v.name} in {need}"
            tried += usable.any()
    assert tried > 700


@pytest.mark.parametrize("name", STATED)
def test_every_loop_of_the_specification_is_found_with_its_sign(document, name):
    [loop] = [loop for loop in document.listed if loop.name == name]
    assert loop.sign == STATED[name] and loop.rings
    if loop.sign == "mixed":
        assert {ring.sign for ring in loop.rings} == {MORE} and {ring.sign for ring in loop.counter} == {LESS}
    else:
        assert {ring.word for ring in loop.rings} == {loop.sign}
        assert {ring.sign for ring in loop.counter} <= {-loop.rings[0].sign}


def test_no_loop_of_the_specification_is_left_out(document):
    assert [loop.name for loop in document.listed] == list(STATED) or {loop.name for loop in document.listed} == set(STATED)


def test_ways_that_begin_at_a_decision_have_the_stated_sign(document):
    ways = {loop.name: {way.sign for way in loop.ways} for loop in document.listed if loop.ways}
    assert ways == {"B4": {LESS}, "B9": {MORE}, "B11": {MORE}}, "a permit keeps people from registering; births call for seats"


def test_those_who_stay_gain_when_villagers_leave(model, state):
    """The ring of B2 wins over its counter-ring: fewer villagers of every age have more operating income a head."""
    fewer = dict(state) | {"residents": state["residents"] * np.where(np.arange(len(STATUSES)) == RURAL, 0.99, 1.0)}
    before = dict(state)
    for known in (before, fewer):
        for name in ("rural_population", "rural_labour", "operating_output", "operating_income"):
            evaluate(model, name, known, {}, MOMENT)
    villages = before["rural_population"] > 0.0
    assert villages.any() and np.all(fewer["operating_income"][villages] > before["operating_income"][villages])


def test_registration_adds_to_the_load(model, state):
    """The ring of B4 wins over the way by which registration takes from the other need: the load rises by what permits withhold."""
    for need in (v.name for v in model.of_kind("equation") if v.family == "load"):
        slopes = find_slopes(model[need], state)
        registered, other = (
            next(float(np.mean(each[0])) for name, each in slopes.items() if name.startswith(start))
            for start in ("registered_need", "other_need")
        )
        assert registered == 1.0 and 0.0 < other < 1.0


def test_moves_of_people_are_those_of_the_operator(model, state):
    """The table of transitions against the books of the operator: what all moves do to each status is what happens to it."""
    operator = next(model[name] for name in model.step_operators)
    before, step = state["residents"], 1e-3
    after, flows = operator.reference(*arguments(model, operator, {**state, "transients": 0.0 * state["transients"]}), step)
    change = (after["residents"] - before).sum(axis=(1, 2)) / step
    moves = list_moves("residents")
    assert {move.flow for move in moves} | {"rural_outflow", "mover_losses"} == set(operator.gives)
    villages = sum(
        flows[move.flow] * (("rural" in move.gaining) - ("rural" in move.losing)) for move in moves if move.name == move.flow
    )
    assert np.allclose(change[:, RURAL], villages, rtol=1e-6, atol=1e-3 * np.abs(villages).max())
    towns = sum(
        flow * sign
        for flow, sign in (
            (flows["urban_births"], 1),
            (flows["urban_deaths"], -1),
            (flows["town_arrivals"], 1),
            (flows["return_departures"], -1),
            (flows["migrant_arrivals"], 1),
            (flows["migrant_departures"], -1),
            (flows["settled_arrivals"], 1),
            (flows["settled_departures"], -1),
            (flows["town_inflow"], 1),
            (flows["town_outflow"], -1),
            (flows["reclassifications"], 1),
            (flows["village_registrations"], -1),
        )
    )
    assert np.allclose(change[:, MIGRANT:].sum(axis=1), towns, rtol=1e-6, atol=1e-3 * np.abs(towns).max())


@pytest.mark.parametrize("status", STATUSES)
def test_people_of_a_status_move_only_where_they_are_said_to(model, state, status):
    """With people of one status alone, only statuses change that the moves made of them name."""
    operator = next(model[name] for name in model.step_operators)
    alone = state["residents"] * [float(each == status) for each in STATUSES]
    still = {
        **state,
        "residents": alone,
        "transients": 0.0 * state["transients"],
        "inflow_arrivals": 0.0 * state["inflow_arrivals"],
    }
    # In so short a step a second event is a millionth of the first.
    after, _ = operator.reference(*arguments(model, operator, still), 1e-6)
    change = (after["residents"] - alone).sum(axis=(0, 1, 2))
    mine = [move for move in list_moves("residents") if status in move.made_of]
    flowing = work(model, operator, still)
    assert {STATUSES[place] for place in np.flatnonzero(np.abs(change) > 1e-5 * np.abs(change).max())} == {
        each for move in mine if flowing[move.name].any() for each in (*move.gaining, *move.losing)
    }


def test_further_loops_are_rings_of_the_graph(document, model):
    assert len(document.further) > 100
    for chain, _, _ in document.further:
        assert is_simple(chain) and chain.ring and len(chain.signs) == len(chain.names)
    assert [len(chain.names) for chain, _, _ in document.further] == sorted(len(chain.names) for chain, _, _ in document.further)
    late = {chain.names for chain, _, second in document.further if second}
    assert 0 < len(late) < len(document.further)
    assert all(names in late for names in (chain.names for chain, _, _ in document.further) if "converted_seats" in names)


def test_shortest_loops_show_every_link_that_feeds_back(influences):
    shown = {
        link
        for chain in find_shortest_loops(influences)
        for link in zip(chain.names, (*chain.names[1:], chain.names[0]), strict=True)
    }
    for source, targets in influences.signs.items():
        for target in targets:
            feeds_back = source == target or find_way(influences, target, source, set()) is not None
            assert ((source, target) in shown) == feeds_back, f"{source} to {target}"


def test_listed_loops_are_not_told_twice(document, model, influences):
    further = set(list_further_loops(model, influences, document.listed))
    told = {reading.turn(chain) for loop in document.listed for chain, _ in document.told_once(loop.rings)}
    assert further & told == set()


RING = Influences({"a": {"b": MORE, "c": LESS}, "b": {"a": LESS}, "c": {"d": MORE}, "d": {"a": LESS, "c": MIXED}})


def test_loops_of_a_small_graph():
    found = {chain.names: chain.word for chain in find_shortest_loops(RING)}
    assert found == {("a", "b"): "balancing", ("c", "d"): "mixed", ("a", "c", "d"): "reinforcing"}
    assert find_way(RING, "a", "d", set()) == ["c", "d"] and find_way(RING, "a", "d", {"c"}) is None
    assert find_way(RING, "d", "c", set(), clear=True) == ["a", "c"], "a way of clear signs goes round a mixed one"
    assert Chain(("a", "b"), (MORE, LESS)).sign == LESS and Chain(("a",), (LESS,), ring=False).word == "balancing"


def test_a_loop_through_a_name_that_does_not_exist_is_refused(model, influences):
    with pytest.raises(ModelError, match="loop R9 passes 'jobz', which no sector declares; did you mean 'jobs'"):
        find_chains(model, influences, "R9", ["jobz", "town_appeal"], ring=True)


def test_a_loop_that_the_model_does_not_have_is_refused(model, influences):
    with pytest.raises(ModelError, match="loop R9 cannot be found"):
        find_chains(model, influences, "R9", ["income_ratio", "town_appeal"], ring=True)


def find_rings(model, influences, ring):
    try:
        return find_chains(model, influences, "B1", ring, ring=True)
    except ModelError:
        return []


def test_a_cut_equation_loses_its_influence(model, trial):
    """Where unemployment deters nobody and wages say nothing, the loop of Harris and Todaro is not found."""
    from simulator.documentation.states import take_states

    numb = trial("small", "plan", 2022).hold(income_elasticity=0.0, job_elasticity=0.0)
    influences = find_influences(model, [take_states(numb.inputs)[2022]])
    assert {"town_appeal"} & {*influences.signs["expected_income"], *influences.signs["unemployment_share"]} == set()
    assert influences.sign("floor_price_index", "town_appeal") == LESS
    ring = ["town_arrivals", "labour_force", "job_ratio", "unemployment_share", "expected_income", "town_appeal"]
    assert all(
        chain.names[chain.names.index("expected_income") + 1] != "town_appeal" for chain in find_rings(model, influences, ring)
    )
