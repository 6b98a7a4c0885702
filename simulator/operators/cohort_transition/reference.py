"""One step of births, deaths, moves and registrations: two events to a person within a step, and nobody lost or counted twice.

People meet competing hazards, each for as long as they are present (`exposure.py`). Status by status, in the order rural,
migrant, eligible, outsider, registered, those who change it come to the next evenly in the course of the step and meet its
hazards too. Those who leave for another county arrive evenly as well. Whoever arrives so and would leave once more within the
step is transient: still counted where they arrived, they leave first thing in the next step. With hazards of the middle of the
step the error falls with the square of the step; no cell falls below zero, for any step.
"""

import numpy as np

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
from simulator.operators.destination_choice import choose_towns, find_origins
from simulator.operators.exposure import stay

# Of a sum, what its last digits may be wrong by.
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
    step in persons a year.

    Schedules are [sex, age] or [age], weights [county, destination], all else one value a county.
    """

    def by_county(value):
        return value[:, None, None]

    def add_up(people):
        return people.sum(axis=(1, 2))

    to_towns = choose_towns(distance_weight, town_appeal, own=True)
    to_others = choose_towns(distance_weight, town_appeal, own=False)
    back = find_origins(to_towns, rural_population)
    reaches_others = by_county((to_others.sum(axis=1) > 0.0).astype(float))

    # Transients leave at once; who would return but is no mover stays.
    to_town, back_home, migrant_move, settled_move = np.moveaxis(transients, -1, 0)
    back_home = back_home * by_county(share_returning(movers, add_up(back_home)))
    people = residents.copy()
    people[..., RURAL] -= to_town
    people[..., MIGRANT] -= back_home + migrant_move
    people[..., OUTSIDER] -= settled_move
    # Rounding alone could take some below nothing.
    people = np.maximum(people, 0.0)

    in_villages = by_county(rural_death_factor) * mortality_schedule
    in_towns = by_county(town_death_factor) * mortality_schedule
    leaving = by_county(rural_departure_rate) * departure_schedule
    rezoned, matured = by_county(reclassification_rate), by_county(eligibility_rate)
    registered, naturalized = by_county(registration_rate), by_county(outsider_register_rate)
    highest = limit_returns(
        movers - add_up(back_home),
        add_up(residents[..., MIGRANT] + residents[..., ELIGIBLE] - back_home),
        (1.0 - reclassified_share) * add_up(people[..., RURAL]) * -np.expm1(-reclassification_rate * step),
        step,
    )
    going_back = np.minimum(by_county(return_rate * (back.sum(axis=0) > 0.0)) * return_schedule, by_county(highest))
    moving = by_county(migrant_move_rate) * departure_schedule * reaches_others
    settling = by_county(outsider_move_rate) * departure_schedule * reaches_others
    resettling = by_county(registered_move_rate) * departure_schedule * reaches_others
    outflow = by_county(town_outflow_rate) * departure_schedule
    registered_outflow = by_county(registered_outflow_rate) * departure_schedule
    homing = by_county(village_return_rate) * return_schedule
    kept = by_county(reclassified_share)

    def go_through(people, arrivals):
        """People at the end of the step and person-years lived in it, by status; both chains of events start here."""
        after, lived = np.empty_like(people), np.empty_like(people)

        def meet(status, hazard, coming):
            after[..., status], lived[..., status] = stay(people[..., status], arrivals[..., status] + coming, hazard, step)
            return lived[..., status]

        rural = meet(RURAL, in_villages + leaving + rezoned, 0.0)
        migrant = meet(MIGRANT, in_towns + matured + going_back + moving + outflow, 0.0)
        eligible = meet(
            ELIGIBLE, in_towns + registered + going_back + moving + outflow, (1.0 - kept) * rezoned * rural + matured * migrant
        )
        outsider = meet(OUTSIDER, in_towns + naturalized + settling + outflow, 0.0)
        meet(
            REGISTERED,
            in_towns + resettling + registered_outflow + homing,
            kept * rezoned * rural + registered * eligible + naturalized * outsider,
        )
        return after, lived

    after, lived = go_through(people, np.zeros_like(people))

    leavers = leaving * lived[..., RURAL] + to_town
    left_region = leavers * by_county(outside_share)
    in_migrancy = lived[..., MIGRANT] + lived[..., ELIGIBLE]
    returned = going_back * in_migrancy
    returning = returned + back_home
    migrants_moving = moving * in_migrancy + migrant_move
    settled_moving = settling * lived[..., OUTSIDER] + resettling * lived[..., REGISTERED] + settled_move
    homecoming = homing * lived[..., REGISTERED]
    town_arrivals = np.einsum("ij,isc->jsc", to_towns, leavers - left_region)
    migrant_arrivals = np.einsum("ij,isc->jsc", to_others, migrants_moving)
    settled_arrivals = np.einsum("ij,isc->jsc", to_others, settled_moving)
    return_arrivals = np.einsum("ij,jsc->isc", back, returning)
    inflow = 0.5 * step * by_county(inflow_arrivals) * inflow_schedule * np.ones_like(in_towns)

    arrivals = np.zeros_like(people)
    arrivals[..., RURAL] = return_arrivals + homecoming
    arrivals[..., MIGRANT] = town_arrivals + migrant_arrivals
    arrivals[..., OUTSIDER] = settled_arrivals + inflow
    arrived, lived_since = go_through(np.zeros_like(people), arrivals)

    mothers = np.einsum("c,ick->ik", fertility_schedule, (lived + lived_since)[:, FEMALE])
    born = np.stack([rural_fertility, migrant_fertility, migrant_fertility, town_fertility, town_fertility], axis=-1) * mothers
    children = np.zeros_like(people)
    # Children of rural-hukou townspeople are eligible to register; others take the status of their mother.
    for status, births in (
        (RURAL, born[:, RURAL]),
        (ELIGIBLE, born[:, MIGRANT] + born[:, ELIGIBLE]),
        (OUTSIDER, born[:, OUTSIDER]),
        (REGISTERED, born[:, REGISTERED]),
    ):
        children[:, :, 0, status] = births[:, None] * np.stack([1.0 - boys_share, boys_share], axis=-1)
    grown, lived_by_children = go_through(np.zeros_like(people), children)

    briefly = lived_since + lived_by_children
    waiting = np.stack(
        [
            leaving * briefly[..., RURAL],
            going_back * (briefly[..., MIGRANT] + briefly[..., ELIGIBLE]),
            moving * (briefly[..., MIGRANT] + briefly[..., ELIGIBLE]),
            settling * briefly[..., OUTSIDER] + resettling * lived_by_children[..., REGISTERED],
        ],
        axis=-1,
    )
    homing_since = homing * briefly[..., REGISTERED]
    after = after + arrived + grown
    after[..., RURAL] += waiting[..., TO_TOWN] + homing_since
    after[..., MIGRANT] += waiting[..., BACK_HOME] + waiting[..., MIGRANT_MOVE]
    after[..., OUTSIDER] += waiting[..., SETTLED_MOVE]
    # The third event of those who came, registered and would move on within the step is left out: they stay.
    after[..., REGISTERED] += resettling * lived_since[..., REGISTERED]
    total = lived + briefly

    # Of the rural-hukou townspeople who die, register, move on or leave the region, the movers are their share in the middle of
    # the step; no more than there are, and so many that no more are left than townspeople.
    in_migrancy = total[..., MIGRANT] + total[..., ELIGIBLE]
    exits = add_up((in_towns + outflow) * in_migrancy + registered * total[..., ELIGIBLE] + migrants_moving)
    gained = add_up(town_arrivals + migrant_arrivals - returning)
    before, behind = (add_up(each[..., MIGRANT] + each[..., ELIGIBLE]) for each in (residents, after))
    among_them = share(movers + 0.5 * gained, 0.5 * (before + behind + exits))
    # Rounding must not take the last of them below nothing.
    all_but_none = movers + gained - ROUNDING * (movers + add_up(town_arrivals + migrant_arrivals + returning))
    mover_losses = np.minimum(np.maximum(among_them * exits, movers + gained - behind), np.maximum(all_but_none, 0.0))

    def a_year(people):
        return add_up(people) / step

    townspeople = total[..., MIGRANT] + total[..., ELIGIBLE] + total[..., OUTSIDER]
    return {"residents": after, "transients": waiting}, {
        "rural_births": born[:, RURAL] / step,
        "urban_births": born[:, MIGRANT:].sum(axis=1) / step,
        "rural_deaths": a_year(in_villages * total[..., RURAL]),
        "urban_deaths": a_year(in_towns * (townspeople + total[..., REGISTERED])),
        "rural_departures": a_year(leavers),
        "rural_outflow": a_year(left_region),
        "town_arrivals": a_year(town_arrivals),
        "return_departures": a_year(returning),
        "return_arrivals": a_year(return_arrivals),
        "migrant_departures": a_year(migrants_moving),
        "migrant_arrivals": a_year(migrant_arrivals),
        "settled_departures": a_year(settled_moving),
        "settled_arrivals": a_year(settled_arrivals),
        "town_outflow": a_year(outflow * townspeople + registered_outflow * total[..., REGISTERED]),
        "town_inflow": a_year(inflow),
        "reclassifications": a_year(rezoned * total[..., RURAL]),
        "eligibility_gains": a_year(matured * total[..., MIGRANT]),
        "migrant_registrations": a_year(registered * total[..., ELIGIBLE]),
        "outsider_registrations": a_year(naturalized * total[..., OUTSIDER]),
        "village_registrations": a_year(homecoming + homing_since),
        "mover_losses": mover_losses / step,
    }


def share(part, whole):
    """Part over whole, and 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0.0)


def share_returning(movers, waiting):
    """Share of those waiting to return who do: all, unless there are fewer movers."""
    return np.where(waiting > movers, share(movers, waiting), 1.0)


def limit_returns(movers, migrants, coming, step):
    """The return hazard (1/year) at which all movers of a county would be back within a step; more cannot return.

    `migrants` are the rural-hukou townspeople, movers among them, `coming` those who join them in the step as villages become
    town. It binds only where the step is too long for the rates to mean anything.
    """
    others = 1.0 - share(movers, migrants + coming)
    return np.where(others > 0.0, -np.log(np.where(others > 0.0, others, 1.0)) / step, np.inf)
