"""First pass of a step: people present at its start, how many of them remain at its end, and who leaves for which flow."""

from simulator.language.dimensions import (
    BACK_HOME,
    ELIGIBLE,
    MIGRANT,
    MIGRANT_MOVE,
    OUTSIDER,
    REGISTERED,
    RURAL,
    SETTLED_MOVE,
    TO_TOWN,
)
from simulator.operators.cohort_transition.columns import STATUSES, Carried, Condition, Flow, Hazard, ODFactor, Schedule
from simulator.operators.cohort_transition.hazards import return_hazards, status_hazards
from simulator.operators.exposure_compiled import phi_exact, phi_series_long, phi_series_short
from simulator.simd.jit import inner
from simulator.simd.vector_math import clip_below_zero
from simulator.simd.vector_type import add_to_vector, broadcast, horizontal_sums, load_ages, load_vector, store_ages, store_vector


@inner
def phi_all(z_rural, z_migrant, z_eligible, z_outsider, z_registered, phi):
    """Fill phi [3, status, 8] with phi2, phi1 and exp(-z) of any hazards z of the five statuses."""
    for status, z in enumerate((z_rural, z_migrant, z_eligible, z_outsider, z_registered)):
        store_vector(phi, 0, status, z)
    for status in range(STATUSES):
        later, mean, end = phi_exact(load_vector(phi, 0, status))
        store_vector(phi, 0, status, later)
        store_vector(phi, 1, status, mean)
        store_vector(phi, 2, status, end)


@inner
def process_departures(residents, transients, schedules, rates, od_factors, v, sent, carried, phi, sums):
    """Update one slice of residents [slice, county, status, 8] in place.

    Fills `sent` [county, flow, 8] with departures and `carried` [county, column, 8] with what the second pass needs; `phi`
    [3, status, 8] is scratch memory.
    """
    departure = load_vector(schedules, v, Schedule.DEPARTURE)
    for i in range(residents.shape[1]):
        return_hazard, village_hazard = return_hazards(rates, i, schedules, v)
        z_rural, z_migrant, z_eligible, z_outsider, z_registered = status_hazards(
            rates, i, schedules, v, return_hazard, village_hazard
        )
        if rates[i, Condition.SERIES_SUFFICE] > 0.0:
            phi2_rural, phi1_rural, exp_rural = phi_series_short(z_rural)
            phi2_migrant, phi1_migrant, exp_migrant = phi_series_long(z_migrant)
            phi2_eligible, phi1_eligible, exp_eligible = phi_series_short(z_eligible)
            phi2_outsider, phi1_outsider, exp_outsider = phi_series_short(z_outsider)
            phi2_registered, phi1_registered, exp_registered = phi_series_short(z_registered)
        else:
            phi_all(z_rural, z_migrant, z_eligible, z_outsider, z_registered, phi)
            phi2_rural, phi1_rural, exp_rural = load_vector(phi, 0, RURAL), load_vector(phi, 1, RURAL), load_vector(phi, 2, RURAL)
            phi2_migrant, phi1_migrant, exp_migrant = (
                load_vector(phi, 0, MIGRANT),
                load_vector(phi, 1, MIGRANT),
                load_vector(phi, 2, MIGRANT),
            )
            phi2_eligible, phi1_eligible, exp_eligible = (
                load_vector(phi, 0, ELIGIBLE),
                load_vector(phi, 1, ELIGIBLE),
                load_vector(phi, 2, ELIGIBLE),
            )
            phi2_outsider, phi1_outsider, exp_outsider = (
                load_vector(phi, 0, OUTSIDER),
                load_vector(phi, 1, OUTSIDER),
                load_vector(phi, 2, OUTSIDER),
            )
            phi2_registered, phi1_registered, exp_registered = (
                load_vector(phi, 0, REGISTERED),
                load_vector(phi, 1, REGISTERED),
                load_vector(phi, 2, REGISTERED),
            )

        # Transients leave at once; pending returns of non-movers do not take place. Rounding alone could make residents negative.
        to_town, moves = load_ages(transients, v, i, TO_TOWN), load_ages(transients, v, i, MIGRANT_MOVE)
        settled_moves = load_ages(transients, v, i, SETTLED_MOVE)
        returns = broadcast(rates[i, Condition.RETURNING_SHARE]) * load_ages(transients, v, i, BACK_HOME)
        rural = clip_below_zero(load_ages(residents, v, i, RURAL) - to_town)
        migrant = clip_below_zero(load_ages(residents, v, i, MIGRANT) - (returns + moves))
        outsider = clip_below_zero(load_ages(residents, v, i, OUTSIDER) - settled_moves)
        eligible, registered = load_ages(residents, v, i, ELIGIBLE), load_ages(residents, v, i, REGISTERED)

        lived_rural, lived_migrant, lived_outsider = rural * phi1_rural, migrant * phi1_migrant, outsider * phi1_outsider
        reclassified = broadcast(rates[i, Hazard.RECLASSIFICATION]) * lived_rural
        to_eligible = (
            broadcast(1.0 - rates[i, Condition.RECLASSIFIED_SHARE]) * reclassified
            + broadcast(rates[i, Hazard.ELIGIBILITY]) * lived_migrant
        )
        lived_eligible = eligible * phi1_eligible + to_eligible * phi2_eligible
        to_registered = (
            broadcast(rates[i, Condition.RECLASSIFIED_SHARE]) * reclassified
            + broadcast(rates[i, Hazard.REGISTRATION]) * lived_eligible
            + broadcast(rates[i, Hazard.OUTSIDER_REGISTRATION]) * lived_outsider
        )
        lived_registered = registered * phi1_registered + to_registered * phi2_registered
        store_ages(residents, v, i, RURAL, rural * exp_rural)
        store_ages(residents, v, i, MIGRANT, migrant * exp_migrant)
        store_ages(residents, v, i, ELIGIBLE, eligible * exp_eligible + to_eligible * phi1_eligible)
        store_ages(residents, v, i, OUTSIDER, outsider * exp_outsider)
        store_ages(residents, v, i, REGISTERED, registered * exp_registered + to_registered * phi1_registered)

        lived = lived_migrant + lived_eligible
        leavers = broadcast(rates[i, Hazard.DEPARTURE]) * (departure * lived_rural) + to_town
        movers = broadcast(rates[i, Hazard.MIGRANT_MOVE]) * (departure * lived) + moves
        settlers = (
            broadcast(rates[i, Hazard.OUTSIDER_MOVE]) * (departure * lived_outsider)
            + broadcast(rates[i, Hazard.REGISTERED_MOVE]) * (departure * lived_registered)
            + settled_moves
        )
        returners = return_hazard * lived + returns
        store_vector(
            sent,
            i,
            Flow.MIGRANTS,
            broadcast(od_factors[i, ODFactor.LEAVERS]) * leavers + broadcast(od_factors[i, ODFactor.MOVERS]) * movers,
        )
        store_vector(sent, i, Flow.SETTLED, broadcast(od_factors[i, ODFactor.MOVERS]) * settlers)
        store_vector(sent, i, Flow.RETURNERS, broadcast(od_factors[i, ODFactor.RETURNERS]) * returners)

        store_vector(carried, i, RURAL, phi2_rural)
        store_vector(carried, i, MIGRANT, phi2_migrant)
        store_vector(carried, i, ELIGIBLE, phi2_eligible)
        store_vector(carried, i, OUTSIDER, phi2_outsider)
        store_vector(carried, i, REGISTERED, phi2_registered)
        store_vector(carried, i, Carried.EXPOSURE + RURAL, lived_rural)
        store_vector(carried, i, Carried.EXPOSURE + MIGRANT, lived_migrant)
        store_vector(carried, i, Carried.EXPOSURE + ELIGIBLE, lived_eligible)
        store_vector(carried, i, Carried.EXPOSURE + OUTSIDER, lived_outsider)
        store_vector(carried, i, Carried.EXPOSURE + REGISTERED, lived_registered)
        store_vector(carried, i, Carried.OWN_TOWN_LEAVERS, broadcast(od_factors[i, ODFactor.OWN_TOWNS]) * leavers)
        store_vector(carried, i, Carried.VILLAGE_RETURNS, village_hazard * lived_registered)
        zero = broadcast(0.0)
        add_to_vector(sums, i, 0, horizontal_sums(leavers, returners, movers, settlers, zero, zero, zero, zero))
