"""Second pass of a step: exposure of those who arrive within it, people at its end, and totals over ages of both passes."""

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
from simulator.operators.cohort_transition.columns import Carried, Condition, Flow, Hazard, ODFactor, Schedule
from simulator.operators.cohort_transition.hazards import return_hazards, status_hazards
from simulator.simd.jit import inner
from simulator.simd.vector_math import clip_below_zero
from simulator.simd.vector_type import add_to_vector, broadcast, horizontal_sums, load_ages, load_vector, store_ages


@inner
def process_arrivals(residents, transients, schedules, rates, od_factors, v, sent, arrived, carried, sums):
    """Update one slice of residents [slice, county, status, 8] in place and fill that of transients [slice, county, errand, 8].

    `arrived` [county, flow, 8] are people from other counties, before scaling by the factors of their destination.
    """
    mortality, departure, inflow = (
        load_vector(schedules, v, Schedule.MORTALITY),
        load_vector(schedules, v, Schedule.DEPARTURE),
        load_vector(schedules, v, Schedule.INFLOW),
    )
    fertility = load_vector(schedules, v, Schedule.FERTILITY)
    for i in range(residents.shape[1]):
        return_hazard, village_hazard = return_hazards(rates, i, schedules, v)
        z_rural, z_migrant, z_eligible, z_outsider, z_registered = status_hazards(
            rates, i, schedules, v, return_hazard, village_hazard
        )
        phi2_rural, phi2_migrant, phi2_eligible = (
            load_vector(carried, i, RURAL),
            load_vector(carried, i, MIGRANT),
            load_vector(carried, i, ELIGIBLE),
        )
        phi2_outsider, phi2_registered = load_vector(carried, i, OUTSIDER), load_vector(carried, i, REGISTERED)
        came_home = load_vector(carried, i, Carried.VILLAGE_RETURNS)
        returned = load_vector(arrived, i, Flow.RETURNERS) + broadcast(od_factors[i, ODFactor.OWN_VILLAGES]) * load_vector(
            sent, i, Flow.RETURNERS
        )
        rural = broadcast(od_factors[i, ODFactor.VILLAGE_ARRIVALS]) * returned + came_home
        migrant = broadcast(od_factors[i, ODFactor.TOWN_ARRIVALS]) * load_vector(arrived, i, Flow.MIGRANTS) + load_vector(
            carried, i, Carried.OWN_TOWN_LEAVERS
        )
        outsider = (
            broadcast(od_factors[i, ODFactor.TOWN_ARRIVALS]) * load_vector(arrived, i, Flow.SETTLED)
            + broadcast(od_factors[i, ODFactor.INFLOW]) * inflow
        )

        lived_rural, lived_migrant, lived_outsider = rural * phi2_rural, migrant * phi2_migrant, outsider * phi2_outsider
        reclassified = broadcast(rates[i, Hazard.RECLASSIFICATION]) * lived_rural
        to_eligible = (
            broadcast(1.0 - rates[i, Condition.RECLASSIFIED_SHARE]) * reclassified
            + broadcast(rates[i, Hazard.ELIGIBILITY]) * lived_migrant
        )
        lived_eligible = to_eligible * phi2_eligible
        to_registered = (
            broadcast(rates[i, Condition.RECLASSIFIED_SHARE]) * reclassified
            + broadcast(rates[i, Hazard.REGISTRATION]) * lived_eligible
            + broadcast(rates[i, Hazard.OUTSIDER_REGISTRATION]) * lived_outsider
        )
        lived_registered = to_registered * phi2_registered
        lived = lived_migrant + lived_eligible
        to_town, returns = broadcast(rates[i, Hazard.DEPARTURE]) * (departure * lived_rural), return_hazard * lived
        moves, settled_moves = (
            broadcast(rates[i, Hazard.MIGRANT_MOVE]) * (departure * lived),
            broadcast(rates[i, Hazard.OUTSIDER_MOVE]) * (departure * lived_outsider),
        )
        went_home = village_hazard * lived_registered
        # The third event of those who came, registered and would move on within the step is left out: they stay.
        registered_moves = broadcast(rates[i, Hazard.REGISTERED_MOVE]) * (departure * lived_registered)
        store_ages(transients, v, i, TO_TOWN, to_town)
        store_ages(transients, v, i, BACK_HOME, returns)
        store_ages(transients, v, i, MIGRANT_MOVE, moves)
        store_ages(transients, v, i, SETTLED_MOVE, settled_moves)
        now_migrant = load_ages(residents, v, i, MIGRANT) + (
            migrant * clip_below_zero(1.0 - z_migrant * phi2_migrant) + returns + moves
        )
        now_eligible = load_ages(residents, v, i, ELIGIBLE) + to_eligible * clip_below_zero(1.0 - z_eligible * phi2_eligible)
        store_ages(
            residents,
            v,
            i,
            RURAL,
            load_ages(residents, v, i, RURAL) + (rural * clip_below_zero(1.0 - z_rural * phi2_rural) + to_town + went_home),
        )
        store_ages(residents, v, i, MIGRANT, now_migrant)
        store_ages(residents, v, i, ELIGIBLE, now_eligible)
        store_ages(
            residents,
            v,
            i,
            OUTSIDER,
            load_ages(residents, v, i, OUTSIDER) + (outsider * clip_below_zero(1.0 - z_outsider * phi2_outsider) + settled_moves),
        )
        store_ages(
            residents,
            v,
            i,
            REGISTERED,
            load_ages(residents, v, i, REGISTERED)
            + (to_registered * clip_below_zero(1.0 - z_registered * phi2_registered) + registered_moves),
        )

        lived_rural = lived_rural + load_vector(carried, i, Carried.EXPOSURE + RURAL)
        lived_migrant = lived_migrant + load_vector(carried, i, Carried.EXPOSURE + MIGRANT)
        lived_eligible = lived_eligible + load_vector(carried, i, Carried.EXPOSURE + ELIGIBLE)
        lived_outsider = lived_outsider + load_vector(carried, i, Carried.EXPOSURE + OUTSIDER)
        lived_registered = lived_registered + load_vector(carried, i, Carried.EXPOSURE + REGISTERED)
        lived = lived_migrant + lived_eligible
        add_to_vector(
            sums,
            i,
            1,
            horizontal_sums(
                mortality * lived_rural,
                mortality * lived,
                mortality * (lived_outsider + lived_registered),
                departure * lived,
                departure * lived_outsider,
                departure * lived_registered,
                lived_rural,
                lived_migrant,
            ),
        )
        add_to_vector(
            sums,
            i,
            2,
            horizontal_sums(
                lived_eligible,
                lived_outsider,
                came_home + went_home,
                fertility * lived_rural,
                fertility * lived,
                fertility * lived_outsider,
                fertility * lived_registered,
                now_migrant + now_eligible,
            ),
        )
