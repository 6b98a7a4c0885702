"""The first pass: those who are there at the start of a step, what is left of them at its end, and who leaves for where."""

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
    CLOSE,
    DEPARTURE,
    HOMECOMING,
    HOMEWARD,
    KEPT,
    LEAVING,
    LIVED,
    MATURED,
    MOVING,
    NATURALIZED,
    ONWARD,
    OWN_WAY,
    RESETTLING,
    RETURNING_NOW,
    REZONED,
    SENDING,
    SENDING_BACK,
    SETTLING,
    STATUSES,
    TO_OWN_TOWNS,
)
from simulator.operators.cohort_transition.hazards import find_returns, meet_hazards
from simulator.operators.exposure_compiled import be_far, be_farther, be_near
from simulator.simd.jit import inner
from simulator.simd.vector_math import clip_below_zero
from simulator.simd.vector_type import add_to_vector, broadcast, horizontal_sums, load_ages, load_vector, store_ages, store_vector


@inner
def be_somewhere(z_rural, z_migrant, z_eligible, z_outsider, z_registered, met):
    """Fill met [3, status, lane] with phi2, phi1 and exp(-z) of any hazards of the five statuses, one after the other."""
    for status, z in enumerate((z_rural, z_migrant, z_eligible, z_outsider, z_registered)):
        store_vector(met, 0, status, z)
    for status in range(STATUSES):
        later, mean, end = be_far(load_vector(met, 0, status))
        store_vector(met, 0, status, later)
        store_vector(met, 1, status, mean)
        store_vector(met, 2, status, end)


@inner
def see_off(residents, transients, schedules, rates, ways, v, sent, carried, met, sums):
    """Go through a slice of residents in place; `sent` [county, flow, lane] leave, and `carried` is for those who arrive."""
    away = load_vector(schedules, v, DEPARTURE)
    for i in range(residents.shape[1]):
        back, home = find_returns(rates, i, schedules, v)
        z_rural, z_migrant, z_eligible, z_outsider, z_registered = meet_hazards(rates, i, schedules, v, back, home)
        if rates[i, CLOSE] > 0.0:
            p_rural, m_rural, e_rural = be_near(z_rural)
            p_migrant, m_migrant, e_migrant = be_farther(z_migrant)
            p_eligible, m_eligible, e_eligible = be_near(z_eligible)
            p_outsider, m_outsider, e_outsider = be_near(z_outsider)
            p_registered, m_registered, e_registered = be_near(z_registered)
        else:
            be_somewhere(z_rural, z_migrant, z_eligible, z_outsider, z_registered, met)
            p_rural, m_rural, e_rural = load_vector(met, 0, RURAL), load_vector(met, 1, RURAL), load_vector(met, 2, RURAL)
            p_migrant, m_migrant, e_migrant = (
                load_vector(met, 0, MIGRANT),
                load_vector(met, 1, MIGRANT),
                load_vector(met, 2, MIGRANT),
            )
            p_eligible, m_eligible, e_eligible = (
                load_vector(met, 0, ELIGIBLE),
                load_vector(met, 1, ELIGIBLE),
                load_vector(met, 2, ELIGIBLE),
            )
            p_outsider, m_outsider, e_outsider = (
                load_vector(met, 0, OUTSIDER),
                load_vector(met, 1, OUTSIDER),
                load_vector(met, 2, OUTSIDER),
            )
            p_registered, m_registered, e_registered = (
                load_vector(met, 0, REGISTERED),
                load_vector(met, 1, REGISTERED),
                load_vector(met, 2, REGISTERED),
            )

        # Transients leave at once; who would return but is no mover stays. Rounding alone could take residents below nothing.
        to_town, move = load_ages(transients, v, i, TO_TOWN), load_ages(transients, v, i, MIGRANT_MOVE)
        settle = load_ages(transients, v, i, SETTLED_MOVE)
        go_back = broadcast(rates[i, RETURNING_NOW]) * load_ages(transients, v, i, BACK_HOME)
        rural = clip_below_zero(load_ages(residents, v, i, RURAL) - to_town)
        migrant = clip_below_zero(load_ages(residents, v, i, MIGRANT) - (go_back + move))
        outsider = clip_below_zero(load_ages(residents, v, i, OUTSIDER) - settle)
        eligible, registered = load_ages(residents, v, i, ELIGIBLE), load_ages(residents, v, i, REGISTERED)

        lived_rural, lived_migrant, lived_outsider = rural * m_rural, migrant * m_migrant, outsider * m_outsider
        rezoned = broadcast(rates[i, REZONED]) * lived_rural
        grown = broadcast(1.0 - rates[i, KEPT]) * rezoned + broadcast(rates[i, MATURED]) * lived_migrant
        lived_eligible = eligible * m_eligible + grown * p_eligible
        joined = (
            broadcast(rates[i, KEPT]) * rezoned
            + broadcast(rates[i, ADMITTED]) * lived_eligible
            + broadcast(rates[i, NATURALIZED]) * lived_outsider
        )
        lived_registered = registered * m_registered + joined * p_registered
        store_ages(residents, v, i, RURAL, rural * e_rural)
        store_ages(residents, v, i, MIGRANT, migrant * e_migrant)
        store_ages(residents, v, i, ELIGIBLE, eligible * e_eligible + grown * m_eligible)
        store_ages(residents, v, i, OUTSIDER, outsider * e_outsider)
        store_ages(residents, v, i, REGISTERED, registered * e_registered + joined * m_registered)

        lived = lived_migrant + lived_eligible
        leavers = broadcast(rates[i, LEAVING]) * (away * lived_rural) + to_town
        movers = broadcast(rates[i, MOVING]) * (away * lived) + move
        settlers = (
            broadcast(rates[i, SETTLING]) * (away * lived_outsider)
            + broadcast(rates[i, RESETTLING]) * (away * lived_registered)
            + settle
        )
        returners = back * lived + go_back
        store_vector(sent, i, AS_MIGRANT, broadcast(ways[i, SENDING]) * leavers + broadcast(ways[i, ONWARD]) * movers)
        store_vector(sent, i, AS_SETTLED, broadcast(ways[i, ONWARD]) * settlers)
        store_vector(sent, i, HOMEWARD, broadcast(ways[i, SENDING_BACK]) * returners)

        store_vector(carried, i, RURAL, p_rural)
        store_vector(carried, i, MIGRANT, p_migrant)
        store_vector(carried, i, ELIGIBLE, p_eligible)
        store_vector(carried, i, OUTSIDER, p_outsider)
        store_vector(carried, i, REGISTERED, p_registered)
        store_vector(carried, i, LIVED + RURAL, lived_rural)
        store_vector(carried, i, LIVED + MIGRANT, lived_migrant)
        store_vector(carried, i, LIVED + ELIGIBLE, lived_eligible)
        store_vector(carried, i, LIVED + OUTSIDER, lived_outsider)
        store_vector(carried, i, LIVED + REGISTERED, lived_registered)
        store_vector(carried, i, TO_OWN_TOWNS, broadcast(ways[i, OWN_WAY]) * leavers)
        store_vector(carried, i, HOMECOMING, home * lived_registered)
        nobody = broadcast(0.0)
        add_to_vector(sums, i, 0, horizontal_sums(leavers, returners, movers, settlers, nobody, nobody, nobody, nobody))
