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
from simulator.simd.vector_type import add_eights, add_to, put_cells, put_of, spread, take_cells, take_of


@inner
def be_somewhere(z_rural, z_migrant, z_eligible, z_outsider, z_registered, met):
    """Fill met [3, status, lane] with phi2, phi1 and exp(-z) of any hazards of the five statuses, one after the other."""
    for status, z in enumerate((z_rural, z_migrant, z_eligible, z_outsider, z_registered)):
        put_of(met, 0, status, z)
    for status in range(STATUSES):
        later, mean, end = be_far(take_of(met, 0, status))
        put_of(met, 0, status, later)
        put_of(met, 1, status, mean)
        put_of(met, 2, status, end)


@inner
def see_off(residents, transients, schedules, rates, ways, v, sent, carried, met, sums):
    """Go through a slice of residents in place; `sent` [county, flow, lane] leave, and `carried` is for those who arrive."""
    away = take_of(schedules, v, DEPARTURE)
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
            p_rural, m_rural, e_rural = take_of(met, 0, RURAL), take_of(met, 1, RURAL), take_of(met, 2, RURAL)
            p_migrant, m_migrant, e_migrant = take_of(met, 0, MIGRANT), take_of(met, 1, MIGRANT), take_of(met, 2, MIGRANT)
            p_eligible, m_eligible, e_eligible = take_of(met, 0, ELIGIBLE), take_of(met, 1, ELIGIBLE), take_of(met, 2, ELIGIBLE)
            p_outsider, m_outsider, e_outsider = take_of(met, 0, OUTSIDER), take_of(met, 1, OUTSIDER), take_of(met, 2, OUTSIDER)
            p_registered, m_registered, e_registered = (
                take_of(met, 0, REGISTERED),
                take_of(met, 1, REGISTERED),
                take_of(met, 2, REGISTERED),
            )

        # Transients leave at once; who would return but is no mover stays. Rounding alone could take residents below nothing.
        to_town, move = take_cells(transients, v, i, TO_TOWN), take_cells(transients, v, i, MIGRANT_MOVE)
        settle = take_cells(transients, v, i, SETTLED_MOVE)
        go_back = spread(rates[i, RETURNING_NOW]) * take_cells(transients, v, i, BACK_HOME)
        rural = clip_below_zero(take_cells(residents, v, i, RURAL) - to_town)
        migrant = clip_below_zero(take_cells(residents, v, i, MIGRANT) - (go_back + move))
        outsider = clip_below_zero(take_cells(residents, v, i, OUTSIDER) - settle)
        eligible, registered = take_cells(residents, v, i, ELIGIBLE), take_cells(residents, v, i, REGISTERED)

        lived_rural, lived_migrant, lived_outsider = rural * m_rural, migrant * m_migrant, outsider * m_outsider
        rezoned = spread(rates[i, REZONED]) * lived_rural
        grown = spread(1.0 - rates[i, KEPT]) * rezoned + spread(rates[i, MATURED]) * lived_migrant
        lived_eligible = eligible * m_eligible + grown * p_eligible
        joined = (
            spread(rates[i, KEPT]) * rezoned
            + spread(rates[i, ADMITTED]) * lived_eligible
            + spread(rates[i, NATURALIZED]) * lived_outsider
        )
        lived_registered = registered * m_registered + joined * p_registered
        put_cells(residents, v, i, RURAL, rural * e_rural)
        put_cells(residents, v, i, MIGRANT, migrant * e_migrant)
        put_cells(residents, v, i, ELIGIBLE, eligible * e_eligible + grown * m_eligible)
        put_cells(residents, v, i, OUTSIDER, outsider * e_outsider)
        put_cells(residents, v, i, REGISTERED, registered * e_registered + joined * m_registered)

        lived = lived_migrant + lived_eligible
        leavers = spread(rates[i, LEAVING]) * (away * lived_rural) + to_town
        movers = spread(rates[i, MOVING]) * (away * lived) + move
        settlers = (
            spread(rates[i, SETTLING]) * (away * lived_outsider) + spread(rates[i, RESETTLING]) * (away * lived_registered) + settle
        )
        returners = back * lived + go_back
        put_of(sent, i, AS_MIGRANT, spread(ways[i, SENDING]) * leavers + spread(ways[i, ONWARD]) * movers)
        put_of(sent, i, AS_SETTLED, spread(ways[i, ONWARD]) * settlers)
        put_of(sent, i, HOMEWARD, spread(ways[i, SENDING_BACK]) * returners)

        put_of(carried, i, RURAL, p_rural)
        put_of(carried, i, MIGRANT, p_migrant)
        put_of(carried, i, ELIGIBLE, p_eligible)
        put_of(carried, i, OUTSIDER, p_outsider)
        put_of(carried, i, REGISTERED, p_registered)
        put_of(carried, i, LIVED + RURAL, lived_rural)
        put_of(carried, i, LIVED + MIGRANT, lived_migrant)
        put_of(carried, i, LIVED + ELIGIBLE, lived_eligible)
        put_of(carried, i, LIVED + OUTSIDER, lived_outsider)
        put_of(carried, i, LIVED + REGISTERED, lived_registered)
        put_of(carried, i, TO_OWN_TOWNS, spread(ways[i, OWN_WAY]) * leavers)
        put_of(carried, i, HOMECOMING, home * lived_registered)
        nobody = spread(0.0)
        add_to(sums, i, 0, add_eights(leavers, returners, movers, settlers, nobody, nobody, nobody, nobody))
