"""One step of births, deaths, moves and registrations: at most two events per person in a step, and people are conserved.

People are exposed to competing hazards for as long as they are present (`exposure.py`), as the table in transitions.py says. In the
order of the statuses, those who change status enter the next one evenly in the course of the step and meet its hazards too. Those
who leave for another county arrive evenly as well. People who arrive so and would leave again within the step are transients: they
are counted where they arrived, and leave at the start of the next step. With hazards of the middle of the step the error is of
second order in the step; no cell falls below zero, for any step.
"""

import functools
import operator

import numpy as np

from simulator.language.dimensions import ELIGIBLE, ERRANDS, FEMALE, MIGRANT, OUTSIDER, REGISTERED, RURAL, STATUSES
from simulator.operators.cohort_transition.transitions import (
    CHILD_STATUS,
    DEATH,
    EXIT,
    OTHER_TOWNS,
    PENDING_STATUS,
    STATUS,
    TRANSITIONS,
)
from simulator.operators.destination_choice import choose_towns, find_origins
from simulator.operators.exposure import stay

# Relative rounding error of a sum.
ROUNDING = 4e-16


def transition(
    residents,
    transients,
    mortality_schedule,
    fertility_schedule,
    departure_schedule,
    return_schedule,
    inflow_schedule,
    distance_weight,
    town_appeal,
    rural_population,
    movers,
    rural_death_factor,
    town_death_factor,
    rural_fertility,
    migrant_fertility,
    town_fertility,
    boys_share,
    rural_departure_rate,
    outside_share,
    reclassification_rate,
    reclassified_share,
    return_rate,
    eligibility_rate,
    registration_rate,
    outsider_register_rate,
    migrant_move_rate,
    outsider_move_rate,
    registered_move_rate,
    town_outflow_rate,
    registered_outflow_rate,
    village_return_rate,
    inflow_arrivals,
    step,
):
    """Residents [county, sex, age, status] and transients [county, sex, age, errand] after a step (years), and the flows of the
    step in persons a year [county].

    Schedules are [sex, age] or [age], weights [county, destination], all else [county].
    """
    inputs = dict(locals())

    def by_county(value):
        return value[:, None, None]

    def total(people):
        return people.sum(axis=(1, 2))

    def exposed(exposure, transition):
        """Exposure of all people who meet a hazard."""
        return add(exposure[..., STATUSES.index(status)] for status in transition.sources)

    def events(exposure, **wanted):
        """Events of all transitions whose attributes are as wanted."""
        return add(
            hazards[each.name] * exposed(exposure, each)
            for each in TRANSITIONS
            if all(getattr(each, name) == value for name, value in wanted.items())
        )

    to_towns = choose_towns(distance_weight, town_appeal, own=True)
    to_others = choose_towns(distance_weight, town_appeal, own=False)
    origins = find_origins(to_towns, rural_population)
    reaches_others = by_county((to_others.sum(axis=1) > 0.0).astype(float))

    # Transients leave at once; pending returns of people who are no movers do not take place.
    pending = dict(zip(ERRANDS, np.moveaxis(transients, -1, 0), strict=True))
    pending["back_home"] = pending["back_home"] * by_county(returning_share(movers, total(pending["back_home"])))
    people = residents.copy()
    for status, waiting in by_status(pending).items():
        people[..., STATUSES.index(status)] -= waiting
    # Rounding alone could make some cells negative.
    people = np.maximum(people, 0.0)

    hazards = {each.name: hazard_of(each, inputs, reaches_others) for each in TRANSITIONS}
    cap = limit_returns(
        movers - total(pending["back_home"]),
        total(residents[..., MIGRANT] + residents[..., ELIGIBLE] - pending["back_home"]),
        (1.0 - reclassified_share) * total(people[..., RURAL]) * -np.expm1(-reclassification_rate * step),
        step,
    )
    returns = by_county(return_rate * (origins.sum(axis=0) > 0.0)) * return_schedule
    hazards["return_migration"] = np.minimum(returns, by_county(cap))

    def expose(people, arrivals):
        """People at the end of the step and exposure (person-years) in it, by status; both chains of events start here."""
        after, lived = np.empty_like(people), np.empty_like(people)
        for place, status in enumerate(STATUSES):
            hazard = add(hazards[each.name] for each in TRANSITIONS if status in each.sources)
            entries = add(
                share * hazards[each.name] * exposed(lived, each)
                for each in TRANSITIONS
                for entered, share in entered_statuses(each, inputs)
                if entered == status
            )
            after[..., place], lived[..., place] = stay(people[..., place], arrivals[..., place] + entries, hazard, step)
        return after, lived

    after, lived = expose(people, np.zeros_like(people))

    leaving = {name: events(lived, pending=name) + waiting for name, waiting in pending.items()}
    leavers, returning = leaving["to_town"], leaving["back_home"]
    migrants_moving, settled_moving = leaving["migrant_move"], leaving["settled_move"]
    left_region = leavers * by_county(outside_share)
    village_returns = events(lived, flow="village_registrations")
    town_arrivals = np.einsum("ij,isc->jsc", to_towns, leavers - left_region)
    migrant_arrivals = np.einsum("ij,isc->jsc", to_others, migrants_moving)
    settled_arrivals = np.einsum("ij,isc->jsc", to_others, settled_moving)
    return_arrivals = np.einsum("ij,jsc->isc", origins, returning)
    inflow = 0.5 * step * by_county(inflow_arrivals) * inflow_schedule * np.ones_like(mortality_schedule)

    arrivals = np.zeros_like(people)
    arrivals[..., RURAL] = return_arrivals + village_returns
    arrivals[..., MIGRANT] = town_arrivals + migrant_arrivals
    arrivals[..., OUTSIDER] = settled_arrivals + inflow
    arrived, lived_since = expose(np.zeros_like(people), arrivals)

    mothers = np.einsum("c,ick->ik", fertility_schedule, (lived + lived_since)[:, FEMALE])
    born = np.stack([rural_fertility, migrant_fertility, migrant_fertility, town_fertility, town_fertility], axis=-1) * mothers
    children = np.zeros_like(people)
    for place, status in enumerate(STATUSES):
        births = add(born[:, STATUSES.index(mother)] for mother, child in CHILD_STATUS.items() if child == status)
        children[:, :, 0, place] = np.expand_dims(births, -1) * np.stack([1.0 - boys_share, boys_share], axis=-1)
    grown, lived_by_children = expose(np.zeros_like(people), children)

    briefly = lived_since + lived_by_children
    second = briefly.copy()
    # The third event of those who arrived, registered and would move on within the step is left out: they stay.
    second[..., REGISTERED] = lived_by_children[..., REGISTERED]
    waiting = {name: events(second, pending=name) for name in ERRANDS}
    village_returns_since = events(briefly, flow="village_registrations")
    after = after + arrived + grown
    waiting_there = by_status(waiting)
    waiting_there["rural"] = waiting_there["rural"] + village_returns_since
    for status, there in waiting_there.items():
        after[..., STATUSES.index(status)] += there
    after[..., REGISTERED] += hazards["registered_move"] * lived_since[..., REGISTERED]
    exposure = lived + briefly

    # Movers are lost in proportion to the rural-hukou townspeople who die, register, move on or leave the region, at the share of
    # movers among them in the middle of the step; no more than there are, and so many that no more are left than townspeople.
    in_migrancy = exposure[..., MIGRANT] + exposure[..., ELIGIBLE]
    exits = total(
        (hazards["town_death"] + hazards["town_outflow"]) * in_migrancy
        + hazards["registration"] * exposure[..., ELIGIBLE]
        + migrants_moving
    )
    gained = total(town_arrivals + migrant_arrivals - returning)
    before, behind = (total(each[..., MIGRANT] + each[..., ELIGIBLE]) for each in (residents, after))
    mover_share = divide_or_zero(movers + 0.5 * gained, 0.5 * (before + behind + exits))
    # Rounding must not make the number of movers negative.
    most = movers + gained - ROUNDING * (movers + total(town_arrivals + migrant_arrivals + returning))
    mover_losses = np.minimum(np.maximum(mover_share * exits, movers + gained - behind), np.maximum(most, 0.0))

    def a_year(people):
        return total(people) / step

    counted = dict.fromkeys(each.flow for each in TRANSITIONS if each.kind in (DEATH, EXIT, STATUS))
    return {"residents": after, "transients": np.stack([waiting[name] for name in ERRANDS], axis=-1)}, {
        "rural_births": born[:, RURAL] / step,
        "urban_births": born[:, MIGRANT:].sum(axis=1) / step,
        "rural_departures": a_year(leavers),
        "rural_outflow": a_year(left_region),
        "town_arrivals": a_year(town_arrivals),
        "return_departures": a_year(returning),
        "return_arrivals": a_year(return_arrivals),
        "migrant_departures": a_year(migrants_moving),
        "migrant_arrivals": a_year(migrant_arrivals),
        "settled_departures": a_year(settled_moving),
        "settled_arrivals": a_year(settled_arrivals),
        "town_inflow": a_year(inflow),
        **{flow: a_year(events(exposure, flow=flow)) for flow in counted},
        "village_registrations": a_year(village_returns + village_returns_since),
        "mover_losses": mover_losses / step,
    }


def add(terms):
    """The sum of arrays, from left to right; 0 of none."""
    return functools.reduce(operator.add, terms, 0.0)


def hazard_of(transition, inputs, reaches_others):
    """The hazard (1/year) of a transition [county, sex or 1, age or 1]; 0 for moves to other towns where none can be reached."""
    hazard = inputs[transition.rate][:, None, None]
    if transition.schedule:
        hazard = hazard * inputs[transition.schedule]
    return hazard * reaches_others if transition.kind == OTHER_TOWNS else hazard


def entered_statuses(transition, inputs):
    """The statuses that people enter in place, each with the share [county, 1, 1] of them who do."""
    if transition.kind != STATUS:
        return ()
    if not transition.share:
        return ((transition.target, 1.0),)
    share = inputs[transition.share][:, None, None]
    return (transition.target, share), (transition.otherwise, 1.0 - share)


def by_status(pending):
    """Transients by the status in which they are counted while they wait to leave."""
    return {
        status: add(people for name, people in pending.items() if PENDING_STATUS[name] == status)
        for status in dict.fromkeys(PENDING_STATUS.values())
    }


def divide_or_zero(part, whole):
    """part / whole, and 0 where the whole is not positive."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0.0)


def returning_share(movers, waiting):
    """Share of pending returns that take place: all, unless there are fewer movers."""
    return np.where(waiting > movers, divide_or_zero(movers, waiting), 1.0)


def limit_returns(movers, migrants, coming, step):
    """The return hazard (1/year) at which all movers of a county would be back within a step: an upper limit.

    `migrants` are the rural-hukou townspeople, movers among them, `coming` those who join them in the step as villages become
    town. The limit binds only where the step is too long for the rates to mean anything.
    """
    others = 1.0 - divide_or_zero(movers, migrants + coming)
    return np.where(others > 0.0, -np.log(np.where(others > 0.0, others, 1.0)) / step, np.inf)
