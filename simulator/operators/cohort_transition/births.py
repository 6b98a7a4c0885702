"""Births of a step: children are born evenly in its course, take the status that their mother's gives them, and meet hazards."""

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
from simulator.operators.cohort_transition.columns import Condition, Hazard, Schedule, Sum
from simulator.operators.exposure_compiled import phi2_exact
from simulator.simd.age_layout import SLICES
from simulator.simd.jit import inner
from simulator.simd.vector_type import WIDTH, load, store


@inner
def add_births_of_county(residents, transients, schedules, rates, v, i, rural, eligible, outsider, registered, present, totals):
    """Add children of one sex, by status, to one county, in the first age of the slice `v`; `present` [8] is scratch memory."""
    mortality, departure, return_age = (
        schedules[v, Schedule.MORTALITY, 0],
        schedules[v, Schedule.DEPARTURE, 0],
        schedules[v, Schedule.RETURN, 0],
    )
    in_towns, outflow = rates[i, Hazard.TOWN_DEATH] * mortality, rates[i, Hazard.TOWN_OUTFLOW] * departure
    leaving, moving = rates[i, Hazard.DEPARTURE] * departure, rates[i, Hazard.MIGRANT_MOVE] * departure
    settling, resettling = rates[i, Hazard.OUTSIDER_MOVE] * departure, rates[i, Hazard.REGISTERED_MOVE] * departure
    return_hazard, village_hazard = (
        min(rates[i, Hazard.RETURN_MIGRATION] * return_age, rates[i, Condition.MAX_RETURN_HAZARD]),
        rates[i, Hazard.VILLAGE_RETURN] * return_age,
    )
    z_rural = rates[i, Hazard.RURAL_DEATH] * mortality + leaving + rates[i, Hazard.RECLASSIFICATION]
    z_eligible = in_towns + return_hazard + moving + outflow + rates[i, Hazard.REGISTRATION]
    z_outsider = in_towns + rates[i, Hazard.OUTSIDER_REGISTRATION] + settling + outflow
    z_registered = in_towns + resettling + rates[i, Hazard.REGISTERED_OUTFLOW] * departure + village_hazard
    present[RURAL], present[ELIGIBLE], present[OUTSIDER], present[REGISTERED] = z_rural, z_eligible, z_outsider, z_registered
    store(present, 0, phi2_exact(load(present, 0)))

    lived_rural, lived_outsider = rural * present[RURAL], outsider * present[OUTSIDER]
    reclassified = rates[i, Hazard.RECLASSIFICATION] * lived_rural
    to_eligible = eligible + (1.0 - rates[i, Condition.RECLASSIFIED_SHARE]) * reclassified
    lived_eligible = to_eligible * present[ELIGIBLE]
    to_registered = (
        registered
        + rates[i, Condition.RECLASSIFIED_SHARE] * reclassified
        + rates[i, Hazard.REGISTRATION] * lived_eligible
        + rates[i, Hazard.OUTSIDER_REGISTRATION] * lived_outsider
    )
    lived_registered = to_registered * present[REGISTERED]
    to_town, returns, moves = leaving * lived_rural, return_hazard * lived_eligible, moving * lived_eligible
    settled_moves, went_home = settling * lived_outsider + resettling * lived_registered, village_hazard * lived_registered
    stay_eligible = to_eligible * max(1.0 - z_eligible * present[ELIGIBLE], 0.0)
    residents[v, i, RURAL, 0] += rural * max(1.0 - z_rural * present[RURAL], 0.0) + to_town + went_home
    residents[v, i, MIGRANT, 0] += returns + moves
    residents[v, i, ELIGIBLE, 0] += stay_eligible
    residents[v, i, OUTSIDER, 0] += outsider * max(1.0 - z_outsider * present[OUTSIDER], 0.0) + settled_moves
    residents[v, i, REGISTERED, 0] += to_registered * max(1.0 - z_registered * present[REGISTERED], 0.0)
    transients[v, i, TO_TOWN, 0] += to_town
    transients[v, i, BACK_HOME, 0] += returns
    transients[v, i, MIGRANT_MOVE, 0] += moves
    transients[v, i, SETTLED_MOVE, 0] += settled_moves

    totals[Sum.DIED_RURAL] += mortality * lived_rural
    totals[Sum.DIED_MIGRANT] += mortality * lived_eligible
    totals[Sum.DIED_SETTLED] += mortality * (lived_outsider + lived_registered)
    totals[Sum.MOBILE_MIGRANT] += departure * lived_eligible
    totals[Sum.MOBILE_OUTSIDER] += departure * lived_outsider
    totals[Sum.MOBILE_REGISTERED] += departure * lived_registered
    totals[Sum.LIVED_RURAL] += lived_rural
    totals[Sum.LIVED_ELIGIBLE] += lived_eligible
    totals[Sum.LIVED_OUTSIDER] += lived_outsider
    totals[Sum.VILLAGE_RETURNS] += went_home
    totals[Sum.TOWN_MIGRANTS_AFTER] += returns + moves + stay_eligible


@inner
def add_births(
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
    """Add the children of all counties, and fill births [county] in persons a year.

    Children of rural-hukou townspeople are eligible to register; others take the status of their mother.
    """
    present = np.zeros(WIDTH)
    for i in range(len(rates)):
        rural = step * rural_fertility[i] * totals[i, Sum.RURAL_MOTHERS]
        eligible = step * migrant_fertility[i] * totals[i, Sum.MIGRANT_MOTHERS]
        outsider = step * town_fertility[i] * totals[i, Sum.OUTSIDER_MOTHERS]
        registered = step * town_fertility[i] * totals[i, Sum.REGISTERED_MOTHERS]
        rural_births[i], urban_births[i] = rural / step, (eligible + outsider + registered) / step
        for sex in range(2):
            part = 1.0 - boys_share[i] if sex == FEMALE else boys_share[i]
            add_births_of_county(
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
