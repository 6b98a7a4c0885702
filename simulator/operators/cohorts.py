"""Cohorts: one step of births, deaths, moves and registrations (competing risks), and a year's ageing.

Out of each cell, of stock x and hazards h_1 .. h_q of sum h, exactly x (1 - exp(-h step)) people leave, in the
proportion of the hazards: nobody is lost, nobody is counted twice and no cell falls below zero, for any step
(Preston, Heuveline & Guillot 2001, ch. 4).
"""

import numpy as np

from simulator.axes import (
    ELIGIBLE,
    FEMALE,
    MALE,
    MIGRANT,
    OPEN_AGE,
    OUTSIDER,
    REGISTERED,
    RURAL,
)
from simulator.operators.destinations import (
    choose_towns,
    fill_choice,
    fill_origins,
    find_origins,
)
from simulator.operators.twins import compiled, twin_of


def leave(people, hazards, step):
    """People left behind and people gone by each hazard, for arrays [county, sex, age] and hazards 1/year."""
    hazard = sum(hazards)
    gone = people * -np.expm1(-hazard * step)
    share = np.divide(gone, hazard, out=np.zeros_like(gone), where=hazard > 0.0)
    return people - gone, [share * each for each in hazards]


def limit_returns(movers, migrants, step):
    """The return hazard (1/year) at which all movers of a county would be back within a step; more cannot return.

    It binds only where the step is too long for the rates to mean anything.
    """
    others = 1.0 - np.divide(movers, migrants, out=np.zeros_like(movers), where=migrants > 0.0)
    return np.where(others > 0.0, -np.log(np.where(others > 0.0, others, 1.0)) / step, np.inf)


def lose_movers(movers, migrants, returned, exits):
    """Movers among the rural-hukou townspeople who leave their status other than for a village: their share of those
    left once movers have returned."""
    left = migrants - returned
    return (movers - returned) * np.divide(exits, left, out=np.zeros_like(left), where=left > 0.0)


def transition(residents, mortality_schedule, fertility_schedule, departure_schedule, return_schedule, inflow_schedule,
               distance_weight, town_appeal, rural_population, movers, rural_death_factor, town_death_factor, rural_fertility,
               migrant_fertility, town_fertility, boys_share, rural_departure_rate, outside_share, reclassification_rate,
               reclassified_share, return_rate, eligibility_rate, registration_rate, outsider_register_rate,
               migrant_move_rate, outsider_move_rate, registered_move_rate, town_outflow_rate, registered_outflow_rate,
               village_return_rate, inflow_arrivals, step):
    """Residents [county, sex, age, status] after a step (years) and the flows of the step in persons a year.

    Schedules are [sex, age] or [age], weights [county, destination], all else one value a county.
    """
    def by_county(rate):
        return rate[:, None, None]

    ages = (None, None, slice(None))
    departures, returns = departure_schedule[ages], return_schedule[ages]
    in_villages = by_county(rural_death_factor) * mortality_schedule
    in_towns = by_county(town_death_factor) * mortality_schedule
    whole = np.ones_like(in_towns)
    rural, migrant, eligible, outsider, registered = np.moveaxis(residents, -1, 0)
    highest_return = limit_returns(movers, (migrant + eligible).sum(axis=(1, 2)), step)
    going_back = np.minimum(by_county(return_rate) * returns, by_county(highest_return)) * whole
    to_others = choose_towns(distance_weight, town_appeal, own=False)
    reaches_others = by_county((to_others.sum(axis=1) > 0.0).astype(float))

    rural, (rural_died, left, reclassified) = leave(
        rural, [in_villages, by_county(rural_departure_rate) * departures, by_county(reclassification_rate) * whole], step)
    migrant, (migrant_died, matured, migrant_returned, migrant_moved, migrant_out) = leave(
        migrant, [in_towns, by_county(eligibility_rate) * whole, going_back,
                  by_county(migrant_move_rate) * departures * reaches_others, by_county(town_outflow_rate) * departures], step)
    eligible, (eligible_died, eligible_registered, eligible_returned, eligible_moved, eligible_out) = leave(
        eligible, [in_towns, by_county(registration_rate) * whole, going_back,
                   by_county(migrant_move_rate) * departures * reaches_others, by_county(town_outflow_rate) * departures], step)
    outsider, (outsider_died, outsider_registered, outsider_moved, outsider_out) = leave(
        outsider, [in_towns, by_county(outsider_register_rate) * whole,
                   by_county(outsider_move_rate) * departures * reaches_others,
                   by_county(town_outflow_rate) * departures], step)
    registered, (registered_died, registered_moved, registered_out, registered_in_village) = leave(
        registered, [in_towns, by_county(registered_move_rate) * departures * reaches_others,
                     by_county(registered_outflow_rate) * departures, by_county(village_return_rate) * returns * whole], step)

    to_towns = choose_towns(distance_weight, town_appeal, own=True)
    back = find_origins(to_towns, rural_population)
    left_region = left * by_county(outside_share)
    village_leavers, returning = left - left_region, migrant_returned + eligible_returned
    migrants_on_the_move, settled_on_the_move = migrant_moved + eligible_moved, outsider_moved + registered_moved
    town_arrivals = np.einsum("ij,isc->jsc", to_towns, village_leavers)
    migrant_arrivals = np.einsum("ij,isc->jsc", to_others, migrants_on_the_move)
    settled_arrivals = np.einsum("ij,isc->jsc", to_others, settled_on_the_move)
    # Where no county of origin has villagers left, those who would return stay.
    unplaced = returning * by_county((back.sum(axis=0) == 0.0).astype(float))
    returning = returning - unplaced
    return_arrivals = np.einsum("ij,jsc->isc", back, returning)
    exits = (migrant_died + eligible_died + eligible_registered + migrants_on_the_move + migrant_out + eligible_out)
    mover_losses = lose_movers(movers, (residents[..., MIGRANT] + residents[..., ELIGIBLE]).sum(axis=(1, 2)),
                               returning.sum(axis=(1, 2)), exits.sum(axis=(1, 2)))
    inflow = 0.5 * step * by_county(inflow_arrivals) * inflow_schedule[ages] * whole

    after = np.stack([
        rural + return_arrivals + registered_in_village,
        migrant + town_arrivals + migrant_arrivals,
        eligible + matured + (1.0 - by_county(reclassified_share)) * reclassified + unplaced,
        outsider + settled_arrivals + inflow,
        registered + by_county(reclassified_share) * reclassified + eligible_registered + outsider_registered,
    ], axis=-1)

    fertility = np.stack([rural_fertility, migrant_fertility, migrant_fertility, town_fertility, town_fertility], axis=-1)
    mothers = 0.5 * np.einsum("c,ick->ik", fertility_schedule, residents[:, FEMALE] + after[:, FEMALE])
    born = step * fertility * mothers
    born_to = np.stack([born[:, RURAL], 0.0 * born[:, RURAL], born[:, MIGRANT] + born[:, ELIGIBLE], born[:, OUTSIDER],
                        born[:, REGISTERED]], axis=-1)
    after[:, FEMALE, 0] += born_to * (1.0 - boys_share)[:, None]
    after[:, MALE, 0] += born_to * boys_share[:, None]

    def a_year(people):
        return people.sum(axis=(1, 2)) / step

    return after, {
        "rural_births": born[:, RURAL] / step,
        "urban_births": born[:, MIGRANT:].sum(axis=1) / step,
        "rural_deaths": a_year(rural_died),
        "urban_deaths": a_year(migrant_died + eligible_died + outsider_died + registered_died),
        "rural_departures": a_year(left),
        "rural_outflow": a_year(left_region),
        "town_arrivals": a_year(town_arrivals),
        "return_departures": a_year(returning),
        "return_arrivals": a_year(return_arrivals),
        "migrant_departures": a_year(migrants_on_the_move),
        "migrant_arrivals": a_year(migrant_arrivals),
        "settled_departures": a_year(settled_on_the_move),
        "settled_arrivals": a_year(settled_arrivals),
        "town_outflow": a_year(migrant_out + eligible_out + outsider_out + registered_out),
        "town_inflow": a_year(inflow),
        "reclassifications": a_year(reclassified),
        "eligibility_gains": a_year(matured),
        "migrant_registrations": a_year(eligible_registered),
        "outsider_registrations": a_year(outsider_registered),
        "village_registrations": a_year(registered_in_village),
        "mover_losses": mover_losses / step,
    }


@compiled
def risk(hazard, step):
    """Share of a cell that leaves in a step; never above 1, so that no cell falls below zero."""
    return -np.expm1(-hazard * step)


@compiled
def per_hazard(gone, hazard):
    """People gone for one unit of hazard."""
    return gone / hazard if hazard > 0.0 else 0.0


@twin_of(transition)
def _transition(residents, mortality_schedule, fertility_schedule, departure_schedule, return_schedule, inflow_schedule,
                distance_weight, town_appeal, rural_population, movers, rural_death_factor, town_death_factor, rural_fertility,
                migrant_fertility, town_fertility, boys_share, rural_departure_rate, outside_share, reclassification_rate,
                reclassified_share, return_rate, eligibility_rate, registration_rate, outsider_register_rate,
                migrant_move_rate, outsider_move_rate, registered_move_rate, town_outflow_rate, registered_outflow_rate,
                village_return_rate, inflow_arrivals, step,
                rural_births, urban_births, rural_deaths, urban_deaths, rural_departures, rural_outflow, town_arrivals,
                return_departures, return_arrivals, migrant_departures, migrant_arrivals, settled_departures,
                settled_arrivals, town_outflow, town_inflow, reclassifications, eligibility_gains, migrant_registrations,
                outsider_registrations, village_registrations, mover_losses):
    # Here residents are [status, county, sex x age], ages innermost, and change in place.
    n = residents.shape[1]
    cells = residents.shape[2]
    ages = cells // 2
    to_towns, to_others, back = np.empty((n, n)), np.empty((n, n)), np.empty((n, n))
    fill_choice(distance_weight, town_appeal, True, to_towns)
    fill_choice(distance_weight, town_appeal, False, to_others)
    fill_origins(to_towns, rural_population, back)
    village_leavers, returning = np.empty((n, cells)), np.empty((n, cells))
    migrants_moving, settled_moving = np.empty((n, cells)), np.empty((n, cells))
    mothers = np.zeros((5, n))

    for i in range(n):
        for k in range(5):
            for c in range(ages):
                mothers[k, i] += 0.5 * fertility_schedule[c] * residents[k, i, c]
        reaches_others = 1.0 if n > 1 and to_others[:, i].sum() > 0.0 else 0.0
        goes_back = 1.0 if back[:, i].sum() > 0.0 else 0.0
        town_arrivals[i] = return_arrivals[i] = migrant_arrivals[i] = settled_arrivals[i] = town_inflow[i] = 0.0
        died_rural = died_urban = left = left_region = returned = moved = settled = out = 0.0
        reclassified = matured = registered_migrants = registered_outsiders = in_villages_again = exits = 0.0
        migrants = residents[MIGRANT, i].sum() + residents[ELIGIBLE, i].sum()
        others = 1.0 - movers[i] / migrants if migrants > 0.0 else 1.0
        highest_return = -np.log(others) / step if others > 0.0 else np.inf
        for s in range(2):
            for c in range(ages):
                cell = s * ages + c
                in_villages = rural_death_factor[i] * mortality_schedule[s, c]
                in_towns = town_death_factor[i] * mortality_schedule[s, c]
                outflow = town_outflow_rate[i] * departure_schedule[c]
                moving = migrant_move_rate[i] * departure_schedule[c] * reaches_others
                going_back = min(return_rate[i] * return_schedule[c], highest_return)

                leaving = rural_departure_rate[i] * departure_schedule[c]
                hazard = in_villages + leaving + reclassification_rate[i]
                gone = residents[RURAL, i, cell] * risk(hazard, step)
                residents[RURAL, i, cell] -= gone
                share = per_hazard(gone, hazard)
                died_rural += share * in_villages
                left += share * leaving
                left_region += share * leaving * outside_share[i]
                village_leavers[i, cell] = share * leaving - share * leaving * outside_share[i]
                rezoned = share * reclassification_rate[i]
                reclassified += rezoned

                hazard = in_towns + eligibility_rate[i] + going_back + moving + outflow
                gone = residents[MIGRANT, i, cell] * risk(hazard, step)
                residents[MIGRANT, i, cell] -= gone
                share = per_hazard(gone, hazard)
                grown = share * eligibility_rate[i]
                matured += grown
                died_migrant = share * in_towns
                back_again = share * going_back
                onward = share * moving
                away = share * outflow

                hazard = in_towns + registration_rate[i] + going_back + moving + outflow
                gone = residents[ELIGIBLE, i, cell] * risk(hazard, step)
                residents[ELIGIBLE, i, cell] -= gone
                share = per_hazard(gone, hazard)
                died_migrant += share * in_towns
                back_again += share * going_back
                onward += share * moving
                away += share * outflow
                registering = share * registration_rate[i]
                residents[ELIGIBLE, i, cell] += (grown + (1.0 - reclassified_share[i]) * rezoned
                                                 + (1.0 - goes_back) * back_again)
                returning[i, cell] = goes_back * back_again
                migrants_moving[i, cell] = onward
                registered_migrants += registering
                returned += returning[i, cell]
                moved += onward
                exits += died_migrant + registering + onward + away

                moving = outsider_move_rate[i] * departure_schedule[c] * reaches_others
                hazard = in_towns + outsider_register_rate[i] + moving + outflow
                gone = residents[OUTSIDER, i, cell] * risk(hazard, step)
                residents[OUTSIDER, i, cell] -= gone
                share = per_hazard(gone, hazard)
                registering_outsiders = share * outsider_register_rate[i]
                registered_outsiders += registering_outsiders
                died_settled = share * in_towns
                settling = share * moving
                away += share * outflow

                outflow = registered_outflow_rate[i] * departure_schedule[c]
                moving = registered_move_rate[i] * departure_schedule[c] * reaches_others
                resettling = village_return_rate[i] * return_schedule[c]
                hazard = in_towns + moving + outflow + resettling
                gone = residents[REGISTERED, i, cell] * risk(hazard, step)
                residents[REGISTERED, i, cell] -= gone
                residents[REGISTERED, i, cell] += reclassified_share[i] * rezoned + registering + registering_outsiders
                share = per_hazard(gone, hazard)
                died_settled += share * in_towns
                settling += share * moving
                away += share * outflow
                residents[RURAL, i, cell] += share * resettling
                in_villages_again += share * resettling
                settled_moving[i, cell] = settling
                settled += settling
                died_urban += died_migrant + died_settled
                out += away
        rural_deaths[i], urban_deaths[i] = died_rural / step, died_urban / step
        rural_departures[i], rural_outflow[i] = left / step, left_region / step
        return_departures[i], migrant_departures[i], settled_departures[i] = returned / step, moved / step, settled / step
        town_outflow[i], reclassifications[i], eligibility_gains[i] = out / step, reclassified / step, matured / step
        migrant_registrations[i], outsider_registrations[i] = registered_migrants / step, registered_outsiders / step
        village_registrations[i] = in_villages_again / step
        left_in_town = migrants - returned
        mover_losses[i] = (movers[i] - returned) * exits / left_in_town / step if left_in_town > 0.0 else 0.0

    from_villages, to_villages = np.dot(to_towns, village_leavers), np.dot(back, returning)
    from_towns, settling_here = np.dot(to_others, migrants_moving), np.dot(to_others, settled_moving)
    for i in range(n):
        for cell in range(cells):
            inflow = 0.5 * step * inflow_arrivals[i] * inflow_schedule[cell % ages]
            residents[RURAL, i, cell] += to_villages[i, cell]
            residents[MIGRANT, i, cell] += from_villages[i, cell] + from_towns[i, cell]
            residents[OUTSIDER, i, cell] += settling_here[i, cell] + inflow
            town_arrivals[i] += from_villages[i, cell] / step
            return_arrivals[i] += to_villages[i, cell] / step
            migrant_arrivals[i] += from_towns[i, cell] / step
            settled_arrivals[i] += settling_here[i, cell] / step
            town_inflow[i] += inflow / step
        for k in range(5):
            for c in range(ages):
                mothers[k, i] += 0.5 * fertility_schedule[c] * residents[k, i, c]
        born_rural = step * rural_fertility[i] * mothers[RURAL, i]
        born_migrant = step * migrant_fertility[i] * (mothers[MIGRANT, i] + mothers[ELIGIBLE, i])
        born_outsider = step * town_fertility[i] * mothers[OUTSIDER, i]
        born_registered = step * town_fertility[i] * mothers[REGISTERED, i]
        for s in range(2):
            share = boys_share[i] if s == MALE else 1.0 - boys_share[i]
            residents[RURAL, i, s * ages] += share * born_rural
            residents[ELIGIBLE, i, s * ages] += share * born_migrant
            residents[OUTSIDER, i, s * ages] += share * born_outsider
            residents[REGISTERED, i, s * ages] += share * born_registered
        rural_births[i] = born_rural / step
        urban_births[i] = (born_migrant + born_outsider + born_registered) / step


def ageing(residents):
    """Residents [county, sex, age, status] on 1 January: a year older, the open age group kept, no newborn yet."""
    older = np.zeros_like(residents)
    older[:, :, 1:] = residents[:, :, :-1]
    older[:, :, OPEN_AGE] += residents[:, :, OPEN_AGE]
    return older


@twin_of(ageing)
def _ageing(residents):
    ages = residents.shape[2] // 2
    for k in range(residents.shape[0]):
        for i in range(residents.shape[1]):
            for s in range(2):
                first, last = s * ages, s * ages + ages - 1
                residents[k, i, last] += residents[k, i, last - 1]
                for cell in range(last - 1, first, -1):
                    residents[k, i, cell] = residents[k, i, cell - 1]
                residents[k, i, first] = 0.0
