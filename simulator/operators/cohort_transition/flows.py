"""What a step gives: flows of people by county."""

import numpy as np

from simulator.operators.cohort_transition.columns import (
    ADMITTED,
    BEHIND,
    DIED_MIGRANT,
    DIED_RURAL,
    DIED_SETTLED,
    HOME,
    IN_TOWNS,
    IN_VILLAGES,
    LEAVERS,
    LIVED_ELIGIBLE,
    LIVED_MIGRANT,
    LIVED_OUTSIDER,
    LIVED_RURAL,
    MATURED,
    MOBILE_MIGRANT,
    MOBILE_OUTSIDER,
    MOBILE_REGISTERED,
    MOVERS,
    NATURALIZED,
    ONWARD,
    OUTFLOW,
    OWN_WAY,
    OWN_WAY_BACK,
    REGISTERED_OUTFLOW,
    RETURNERS,
    REZONED,
    SENDING,
    SENDING_BACK,
    SETTLERS,
    TOWN_MIGRANTS,
    WELCOME,
    WENT_HOME,
)
from simulator.operators.cohort_transition.od_weights import weigh_tiles
from simulator.operators.cohort_transition.reference import ROUNDING
from simulator.operators.matvec import share
from simulator.simd.jit import inner
from simulator.simd.vector_type import WIDTH


@inner
def give_moves(
    step,
    ways,
    there,
    back,
    totals,
    outside_share,
    rural_departures,
    rural_outflow,
    town_arrivals,
    return_departures,
    return_arrivals,
    migrant_departures,
    migrant_arrivals,
    settled_departures,
    settled_arrivals,
):
    """Fill the flows of those who leave for another county and of those who arrive, in persons a year."""
    n, wide = there.shape[1], WIDTH * len(there)
    on_the_way, come = np.empty((4, n)), np.empty((4, wide))
    for i in range(n):
        rural_departures[i], return_departures[i] = totals[i, LEAVERS] / step, totals[i, RETURNERS] / step
        migrant_departures[i], settled_departures[i] = totals[i, MOVERS] / step, totals[i, SETTLERS] / step
        rural_outflow[i] = outside_share[i] * rural_departures[i]
        on_the_way[0, i], on_the_way[1, i] = ways[i, SENDING] * rural_departures[i], ways[i, ONWARD] * migrant_departures[i]
        on_the_way[2, i] = ways[i, ONWARD] * settled_departures[i]
        on_the_way[3, i] = ways[i, SENDING_BACK] * return_departures[i]
    for flow in range(3):
        weigh_tiles(there, on_the_way[flow], come[flow])
    weigh_tiles(back, on_the_way[3], come[3])
    for i in range(n):
        town_arrivals[i] = ways[i, WELCOME] * come[0, i] + ways[i, OWN_WAY] * rural_departures[i]
        migrant_arrivals[i], settled_arrivals[i] = ways[i, WELCOME] * come[1, i], ways[i, WELCOME] * come[2, i]
        return_arrivals[i] = ways[i, HOME] * (come[3, i] + ways[i, OWN_WAY_BACK] * on_the_way[3, i])


@inner
def give_events(
    step,
    rates,
    totals,
    rural_deaths,
    urban_deaths,
    town_outflow,
    reclassifications,
    eligibility_gains,
    migrant_registrations,
    outsider_registrations,
    village_registrations,
):
    """Fill the flows of those who die, leave the region or change their status, in persons a year."""
    for i in range(len(rates)):
        died = totals[i, DIED_MIGRANT] + totals[i, DIED_SETTLED]
        mobile = totals[i, MOBILE_MIGRANT] + totals[i, MOBILE_OUTSIDER]
        rural_deaths[i], urban_deaths[i] = rates[i, IN_VILLAGES] * totals[i, DIED_RURAL] / step, rates[i, IN_TOWNS] * died / step
        town_outflow[i] = (rates[i, OUTFLOW] * mobile + rates[i, REGISTERED_OUTFLOW] * totals[i, MOBILE_REGISTERED]) / step
        reclassifications[i] = rates[i, REZONED] * totals[i, LIVED_RURAL] / step
        eligibility_gains[i] = rates[i, MATURED] * totals[i, LIVED_MIGRANT] / step
        migrant_registrations[i] = rates[i, ADMITTED] * totals[i, LIVED_ELIGIBLE] / step
        outsider_registrations[i] = rates[i, NATURALIZED] * totals[i, LIVED_OUTSIDER] / step
        village_registrations[i] = totals[i, WENT_HOME] / step


@inner
def lose_movers(step, rates, standing, totals, movers, town_arrivals, migrant_arrivals, mover_losses):
    """Fill the movers that counties lose, in persons a year: their share, in the middle of the step, of the rural-hukou townspeople
    who die, register, move on or leave the region; no more than there are, and so many that no more are left than townspeople."""
    for i in range(len(rates)):
        gone = rates[i, IN_TOWNS] * totals[i, DIED_MIGRANT] + rates[i, OUTFLOW] * totals[i, MOBILE_MIGRANT]
        exits = gone + rates[i, ADMITTED] * totals[i, LIVED_ELIGIBLE] + totals[i, MOVERS]
        came, returned = step * (town_arrivals[i] + migrant_arrivals[i]), totals[i, RETURNERS]
        left = movers[i] + (came - returned)
        among_them = share(movers[i] + 0.5 * (came - returned), 0.5 * (standing[i, 0, TOWN_MIGRANTS] + totals[i, BEHIND] + exits))
        # Rounding must not take the last of them below nothing.
        all_but_none = left - ROUNDING * (movers[i] + came + returned)
        mover_losses[i] = min(max(among_them * exits, left - totals[i, BEHIND]), max(all_but_none, 0.0)) / step
