"""The second pass: those who arrive in the course of a step, added to those who are there, and what is counted of both."""

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
from simulator.operators.cohort_transition.columns import (
    ADMITTED,
    AS_MIGRANT,
    AS_SETTLED,
    COMING,
    DEPARTURE,
    FERTILITY,
    HOME,
    HOMECOMING,
    HOMEWARD,
    INFLOW,
    KEPT,
    LEAVING,
    LIVED,
    MATURED,
    MORTALITY,
    MOVING,
    NATURALIZED,
    OWN_WAY_BACK,
    RESETTLING,
    REZONED,
    SETTLING,
    TO_OWN_TOWNS,
    WELCOME,
)
from simulator.operators.cohort_transition.hazards import find_returns, meet_hazards
from simulator.simd.jit import inner
from simulator.simd.vector_math import clip_below_zero
from simulator.simd.vector_type import add_to_vector, broadcast, horizontal_sums, load_ages, load_vector, store_ages


@inner
def welcome(residents, transients, schedules, rates, ways, v, sent, arrived, carried, sums):
    """Go through a slice of residents in place, and fill that of transients; `arrived` [county, flow, lane] come from elsewhere."""
    died, away, coming = (
        load_vector(schedules, v, MORTALITY),
        load_vector(schedules, v, DEPARTURE),
        load_vector(schedules, v, COMING),
    )
    fertility = load_vector(schedules, v, FERTILITY)
    for i in range(residents.shape[1]):
        back, home = find_returns(rates, i, schedules, v)
        z_rural, z_migrant, z_eligible, z_outsider, z_registered = meet_hazards(rates, i, schedules, v, back, home)
        p_rural, p_migrant, p_eligible = (
            load_vector(carried, i, RURAL),
            load_vector(carried, i, MIGRANT),
            load_vector(carried, i, ELIGIBLE),
        )
        p_outsider, p_registered = load_vector(carried, i, OUTSIDER), load_vector(carried, i, REGISTERED)
        came_home = load_vector(carried, i, HOMECOMING)
        returned = load_vector(arrived, i, HOMEWARD) + broadcast(ways[i, OWN_WAY_BACK]) * load_vector(sent, i, HOMEWARD)
        rural = broadcast(ways[i, HOME]) * returned + came_home
        migrant = broadcast(ways[i, WELCOME]) * load_vector(arrived, i, AS_MIGRANT) + load_vector(carried, i, TO_OWN_TOWNS)
        outsider = broadcast(ways[i, WELCOME]) * load_vector(arrived, i, AS_SETTLED) + broadcast(ways[i, INFLOW]) * coming

        lived_rural, lived_migrant, lived_outsider = rural * p_rural, migrant * p_migrant, outsider * p_outsider
        rezoned = broadcast(rates[i, REZONED]) * lived_rural
        grown = broadcast(1.0 - rates[i, KEPT]) * rezoned + broadcast(rates[i, MATURED]) * lived_migrant
        lived_eligible = grown * p_eligible
        joined = (
            broadcast(rates[i, KEPT]) * rezoned
            + broadcast(rates[i, ADMITTED]) * lived_eligible
            + broadcast(rates[i, NATURALIZED]) * lived_outsider
        )
        lived_registered = joined * p_registered
        lived = lived_migrant + lived_eligible
        to_town, go_back = broadcast(rates[i, LEAVING]) * (away * lived_rural), back * lived
        move, settle = broadcast(rates[i, MOVING]) * (away * lived), broadcast(rates[i, SETTLING]) * (away * lived_outsider)
        went_home = home * lived_registered
        # The third event of those who came, registered and would move on within the step is left out: they stay.
        resettle = broadcast(rates[i, RESETTLING]) * (away * lived_registered)
        store_ages(transients, v, i, TO_TOWN, to_town)
        store_ages(transients, v, i, BACK_HOME, go_back)
        store_ages(transients, v, i, MIGRANT_MOVE, move)
        store_ages(transients, v, i, SETTLED_MOVE, settle)
        now_migrant = load_ages(residents, v, i, MIGRANT) + (
            migrant * clip_below_zero(1.0 - z_migrant * p_migrant) + go_back + move
        )
        now_eligible = load_ages(residents, v, i, ELIGIBLE) + grown * clip_below_zero(1.0 - z_eligible * p_eligible)
        store_ages(
            residents,
            v,
            i,
            RURAL,
            load_ages(residents, v, i, RURAL) + (rural * clip_below_zero(1.0 - z_rural * p_rural) + to_town + went_home),
        )
        store_ages(residents, v, i, MIGRANT, now_migrant)
        store_ages(residents, v, i, ELIGIBLE, now_eligible)
        store_ages(
            residents,
            v,
            i,
            OUTSIDER,
            load_ages(residents, v, i, OUTSIDER) + (outsider * clip_below_zero(1.0 - z_outsider * p_outsider) + settle),
        )
        store_ages(
            residents,
            v,
            i,
            REGISTERED,
            load_ages(residents, v, i, REGISTERED) + (joined * clip_below_zero(1.0 - z_registered * p_registered) + resettle),
        )

        lived_rural = lived_rural + load_vector(carried, i, LIVED + RURAL)
        lived_migrant = lived_migrant + load_vector(carried, i, LIVED + MIGRANT)
        lived_eligible = lived_eligible + load_vector(carried, i, LIVED + ELIGIBLE)
        lived_outsider = lived_outsider + load_vector(carried, i, LIVED + OUTSIDER)
        lived_registered = lived_registered + load_vector(carried, i, LIVED + REGISTERED)
        lived = lived_migrant + lived_eligible
        add_to_vector(
            sums,
            i,
            1,
            horizontal_sums(
                died * lived_rural,
                died * lived,
                died * (lived_outsider + lived_registered),
                away * lived,
                away * lived_outsider,
                away * lived_registered,
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
