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
from simulator.simd.vector_type import add_eights, add_to, put_cells, spread, take_cells, take_of


@inner
def welcome(residents, transients, schedules, rates, ways, v, sent, arrived, carried, sums):
    """Go through a slice of residents in place, and fill that of transients; `arrived` [county, flow, lane] come from elsewhere."""
    died, away, coming = take_of(schedules, v, MORTALITY), take_of(schedules, v, DEPARTURE), take_of(schedules, v, COMING)
    fertility = take_of(schedules, v, FERTILITY)
    for i in range(residents.shape[1]):
        back, home = find_returns(rates, i, schedules, v)
        z_rural, z_migrant, z_eligible, z_outsider, z_registered = meet_hazards(rates, i, schedules, v, back, home)
        p_rural, p_migrant, p_eligible = take_of(carried, i, RURAL), take_of(carried, i, MIGRANT), take_of(carried, i, ELIGIBLE)
        p_outsider, p_registered = take_of(carried, i, OUTSIDER), take_of(carried, i, REGISTERED)
        came_home = take_of(carried, i, HOMECOMING)
        returned = take_of(arrived, i, HOMEWARD) + spread(ways[i, OWN_WAY_BACK]) * take_of(sent, i, HOMEWARD)
        rural = spread(ways[i, HOME]) * returned + came_home
        migrant = spread(ways[i, WELCOME]) * take_of(arrived, i, AS_MIGRANT) + take_of(carried, i, TO_OWN_TOWNS)
        outsider = spread(ways[i, WELCOME]) * take_of(arrived, i, AS_SETTLED) + spread(ways[i, INFLOW]) * coming

        lived_rural, lived_migrant, lived_outsider = rural * p_rural, migrant * p_migrant, outsider * p_outsider
        rezoned = spread(rates[i, REZONED]) * lived_rural
        grown = spread(1.0 - rates[i, KEPT]) * rezoned + spread(rates[i, MATURED]) * lived_migrant
        lived_eligible = grown * p_eligible
        joined = (
            spread(rates[i, KEPT]) * rezoned
            + spread(rates[i, ADMITTED]) * lived_eligible
            + spread(rates[i, NATURALIZED]) * lived_outsider
        )
        lived_registered = joined * p_registered
        lived = lived_migrant + lived_eligible
        to_town, go_back = spread(rates[i, LEAVING]) * (away * lived_rural), back * lived
        move, settle = spread(rates[i, MOVING]) * (away * lived), spread(rates[i, SETTLING]) * (away * lived_outsider)
        went_home = home * lived_registered
        # The third event of those who came, registered and would move on within the step is left out: they stay.
        resettle = spread(rates[i, RESETTLING]) * (away * lived_registered)
        put_cells(transients, v, i, TO_TOWN, to_town)
        put_cells(transients, v, i, BACK_HOME, go_back)
        put_cells(transients, v, i, MIGRANT_MOVE, move)
        put_cells(transients, v, i, SETTLED_MOVE, settle)
        now_migrant = take_cells(residents, v, i, MIGRANT) + (
            migrant * clip_below_zero(1.0 - z_migrant * p_migrant) + go_back + move
        )
        now_eligible = take_cells(residents, v, i, ELIGIBLE) + grown * clip_below_zero(1.0 - z_eligible * p_eligible)
        put_cells(
            residents,
            v,
            i,
            RURAL,
            take_cells(residents, v, i, RURAL) + (rural * clip_below_zero(1.0 - z_rural * p_rural) + to_town + went_home),
        )
        put_cells(residents, v, i, MIGRANT, now_migrant)
        put_cells(residents, v, i, ELIGIBLE, now_eligible)
        put_cells(
            residents,
            v,
            i,
            OUTSIDER,
            take_cells(residents, v, i, OUTSIDER) + (outsider * clip_below_zero(1.0 - z_outsider * p_outsider) + settle),
        )
        put_cells(
            residents,
            v,
            i,
            REGISTERED,
            take_cells(residents, v, i, REGISTERED) + (joined * clip_below_zero(1.0 - z_registered * p_registered) + resettle),
        )

        lived_rural = lived_rural + take_of(carried, i, LIVED + RURAL)
        lived_migrant = lived_migrant + take_of(carried, i, LIVED + MIGRANT)
        lived_eligible = lived_eligible + take_of(carried, i, LIVED + ELIGIBLE)
        lived_outsider = lived_outsider + take_of(carried, i, LIVED + OUTSIDER)
        lived_registered = lived_registered + take_of(carried, i, LIVED + REGISTERED)
        lived = lived_migrant + lived_eligible
        add_to(
            sums,
            i,
            1,
            add_eights(
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
        add_to(
            sums,
            i,
            2,
            add_eights(
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
