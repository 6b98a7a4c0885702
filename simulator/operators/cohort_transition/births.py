"""Children of a step: they come evenly in its course, take the registration that their mother's status gives, and meet hazards."""

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
from simulator.operators.cohort_transition.columns import (
    ADMITTED,
    BEHIND,
    DEPARTURE,
    DIED_MIGRANT,
    DIED_RURAL,
    DIED_SETTLED,
    HIGHEST,
    HOMING,
    IN_TOWNS,
    IN_VILLAGES,
    KEPT,
    LEAVING,
    LIVED_ELIGIBLE,
    LIVED_OUTSIDER,
    LIVED_RURAL,
    MIGRANT_MOTHERS,
    MOBILE_MIGRANT,
    MOBILE_OUTSIDER,
    MOBILE_REGISTERED,
    MORTALITY,
    MOVING,
    NATURALIZED,
    OUTFLOW,
    OUTSIDER_MOTHERS,
    REGISTERED_MOTHERS,
    REGISTERED_OUTFLOW,
    RESETTLING,
    RETURN,
    RETURNING,
    REZONED,
    RURAL_MOTHERS,
    SETTLING,
    WENT_HOME,
)
from simulator.operators.exposure_compiled import far_presence
from simulator.simd.age_layout import SLICES
from simulator.simd.jit import inner
from simulator.simd.vector_type import WIDTH, load, store


@inner
def bear(residents, transients, schedules, rates, v, i, rural, eligible, outsider, registered, present, totals):
    """Add the children of a sex to a county, in the first age of the slice: so many of each status; `present` is room for lanes."""
    died, away, return_age = schedules[v, MORTALITY, 0], schedules[v, DEPARTURE, 0], schedules[v, RETURN, 0]
    in_towns, outflow = rates[i, IN_TOWNS] * died, rates[i, OUTFLOW] * away
    leaving, moving = rates[i, LEAVING] * away, rates[i, MOVING] * away
    settling, resettling = rates[i, SETTLING] * away, rates[i, RESETTLING] * away
    back, home = min(rates[i, RETURNING] * return_age, rates[i, HIGHEST]), rates[i, HOMING] * return_age
    z_rural = rates[i, IN_VILLAGES] * died + leaving + rates[i, REZONED]
    z_eligible = in_towns + back + moving + outflow + rates[i, ADMITTED]
    z_outsider = in_towns + rates[i, NATURALIZED] + settling + outflow
    z_registered = in_towns + resettling + rates[i, REGISTERED_OUTFLOW] * away + home
    present[RURAL], present[ELIGIBLE], present[OUTSIDER], present[REGISTERED] = z_rural, z_eligible, z_outsider, z_registered
    store(present, 0, far_presence(load(present, 0)))

    lived_rural, lived_outsider = rural * present[RURAL], outsider * present[OUTSIDER]
    rezoned = rates[i, REZONED] * lived_rural
    grown = eligible + (1.0 - rates[i, KEPT]) * rezoned
    lived_eligible = grown * present[ELIGIBLE]
    joined = registered + rates[i, KEPT] * rezoned + rates[i, ADMITTED] * lived_eligible + rates[i, NATURALIZED] * lived_outsider
    lived_registered = joined * present[REGISTERED]
    to_town, go_back, move = leaving * lived_rural, back * lived_eligible, moving * lived_eligible
    settle, went_home = settling * lived_outsider + resettling * lived_registered, home * lived_registered
    stay_eligible = grown * max(1.0 - z_eligible * present[ELIGIBLE], 0.0)
    residents[v, i, RURAL, 0] += rural * max(1.0 - z_rural * present[RURAL], 0.0) + to_town + went_home
    residents[v, i, MIGRANT, 0] += go_back + move
    residents[v, i, ELIGIBLE, 0] += stay_eligible
    residents[v, i, OUTSIDER, 0] += outsider * max(1.0 - z_outsider * present[OUTSIDER], 0.0) + settle
    residents[v, i, REGISTERED, 0] += joined * max(1.0 - z_registered * present[REGISTERED], 0.0)
    transients[v, i, TO_TOWN, 0] += to_town
    transients[v, i, BACK_HOME, 0] += go_back
    transients[v, i, MIGRANT_MOVE, 0] += move
    transients[v, i, SETTLED_MOVE, 0] += settle

    totals[DIED_RURAL] += died * lived_rural
    totals[DIED_MIGRANT] += died * lived_eligible
    totals[DIED_SETTLED] += died * (lived_outsider + lived_registered)
    totals[MOBILE_MIGRANT] += away * lived_eligible
    totals[MOBILE_OUTSIDER] += away * lived_outsider
    totals[MOBILE_REGISTERED] += away * lived_registered
    totals[LIVED_RURAL] += lived_rural
    totals[LIVED_ELIGIBLE] += lived_eligible
    totals[LIVED_OUTSIDER] += lived_outsider
    totals[WENT_HOME] += went_home
    totals[BEHIND] += go_back + move + stay_eligible


@inner
def bear_all(
    residents,
    transients,
    schedules,
    rates,
    step,
    totals,
    rural_fertility,
    migrant_fertility,
    town_fertility,
    boys_share,
    rural_births,
    urban_births,
):
    """Add the children of all counties, and fill their numbers, in persons a year; those of rural-hukou townspeople are eligible to
    register, others take the status of their mother."""
    present = np.zeros(WIDTH)
    for i in range(len(rates)):
        rural = step * rural_fertility[i] * totals[i, RURAL_MOTHERS]
        eligible = step * migrant_fertility[i] * totals[i, MIGRANT_MOTHERS]
        outsider = step * town_fertility[i] * totals[i, OUTSIDER_MOTHERS]
        registered = step * town_fertility[i] * totals[i, REGISTERED_MOTHERS]
        rural_births[i], urban_births[i] = rural / step, (eligible + outsider + registered) / step
        for sex in range(2):
            part = 1.0 - boys_share[i] if sex == FEMALE else boys_share[i]
            bear(
                residents,
                transients,
                schedules,
                rates,
                sex * SLICES,
                i,
                part * rural,
                part * eligible,
                part * outsider,
                part * registered,
                present,
                totals[i],
            )
