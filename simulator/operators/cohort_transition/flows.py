"""Flows of a step [county], in persons a year."""

import numpy as np

from simulator.operators.cohort_transition.columns import Hazard, Initial, ODFactor, Sum
from simulator.operators.cohort_transition.od_weights import tiled_matvec
from simulator.operators.cohort_transition.reference import ROUNDING
from simulator.operators.matvec import divide_or_zero
from simulator.simd.jit import inner
from simulator.simd.vector_type import WIDTH


@inner
def fill_move_flows(
    step,
    od_factors,
    od_weights,
    od_weights_T,
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
    """Fill the flows of those who leave for another county and of those who arrive."""
    n, padded = od_weights.shape[1], WIDTH * len(od_weights)
    leaving, arriving = np.empty((4, n)), np.empty((4, padded))
    for i in range(n):
        rural_departures[i], return_departures[i] = totals[i, Sum.LEAVERS] / step, totals[i, Sum.RETURNERS] / step
        migrant_departures[i], settled_departures[i] = totals[i, Sum.MOVERS] / step, totals[i, Sum.SETTLERS] / step
        rural_outflow[i] = outside_share[i] * rural_departures[i]
        leaving[0, i], leaving[1, i] = (
            od_factors[i, ODFactor.LEAVERS] * rural_departures[i],
            od_factors[i, ODFactor.MOVERS] * migrant_departures[i],
        )
        leaving[2, i] = od_factors[i, ODFactor.MOVERS] * settled_departures[i]
        leaving[3, i] = od_factors[i, ODFactor.RETURNERS] * return_departures[i]
    for flow in range(3):
        tiled_matvec(od_weights, leaving[flow], arriving[flow])
    tiled_matvec(od_weights_T, leaving[3], arriving[3])
    for i in range(n):
        town_arrivals[i] = (
            od_factors[i, ODFactor.TOWN_ARRIVALS] * arriving[0, i] + od_factors[i, ODFactor.OWN_TOWNS] * rural_departures[i]
        )
        migrant_arrivals[i], settled_arrivals[i] = (
            od_factors[i, ODFactor.TOWN_ARRIVALS] * arriving[1, i],
            od_factors[i, ODFactor.TOWN_ARRIVALS] * arriving[2, i],
        )
        return_arrivals[i] = od_factors[i, ODFactor.VILLAGE_ARRIVALS] * (
            arriving[3, i] + od_factors[i, ODFactor.OWN_VILLAGES] * leaving[3, i]
        )


@inner
def fill_event_flows(
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
    """Fill the flows of those who die, leave the region or change their status."""
    for i in range(len(rates)):
        died = totals[i, Sum.DIED_MIGRANT] + totals[i, Sum.DIED_SETTLED]
        mobile = totals[i, Sum.MOBILE_MIGRANT] + totals[i, Sum.MOBILE_OUTSIDER]
        rural_deaths[i], urban_deaths[i] = (
            rates[i, Hazard.RURAL_DEATH] * totals[i, Sum.DIED_RURAL] / step,
            rates[i, Hazard.TOWN_DEATH] * died / step,
        )
        town_outflow[i] = (
            rates[i, Hazard.TOWN_OUTFLOW] * mobile + rates[i, Hazard.REGISTERED_OUTFLOW] * totals[i, Sum.MOBILE_REGISTERED]
        ) / step
        reclassifications[i] = rates[i, Hazard.RECLASSIFICATION] * totals[i, Sum.LIVED_RURAL] / step
        eligibility_gains[i] = rates[i, Hazard.ELIGIBILITY] * totals[i, Sum.LIVED_MIGRANT] / step
        migrant_registrations[i] = rates[i, Hazard.REGISTRATION] * totals[i, Sum.LIVED_ELIGIBLE] / step
        outsider_registrations[i] = rates[i, Hazard.OUTSIDER_REGISTRATION] * totals[i, Sum.LIVED_OUTSIDER] / step
        village_registrations[i] = totals[i, Sum.VILLAGE_RETURNS] / step


@inner
def fill_mover_losses(step, rates, initial, totals, movers, town_arrivals, migrant_arrivals, mover_losses):
    """Fill the losses of movers, whose share among townspeople who exit is that of the middle of the step.

    Rural-hukou townspeople exit as they die, register, move on or leave the region. No more movers are lost than there are, and so
    many that no more are left than townspeople.
    """
    for i in range(len(rates)):
        gone = (
            rates[i, Hazard.TOWN_DEATH] * totals[i, Sum.DIED_MIGRANT]
            + rates[i, Hazard.TOWN_OUTFLOW] * totals[i, Sum.MOBILE_MIGRANT]
        )
        exits = gone + rates[i, Hazard.REGISTRATION] * totals[i, Sum.LIVED_ELIGIBLE] + totals[i, Sum.MOVERS]
        came, returned = step * (town_arrivals[i] + migrant_arrivals[i]), totals[i, Sum.RETURNERS]
        left = movers[i] + (came - returned)
        mover_share = divide_or_zero(
            movers[i] + 0.5 * (came - returned),
            0.5 * (initial[i, 0, Initial.TOWN_MIGRANTS] + totals[i, Sum.TOWN_MIGRANTS_AFTER] + exits),
        )
        # Rounding must not make the number of movers negative.
        most = left - ROUNDING * (movers[i] + came + returned)
        mover_losses[i] = min(max(mover_share * exits, left - totals[i, Sum.TOWN_MIGRANTS_AFTER]), max(most, 0.0)) / step
