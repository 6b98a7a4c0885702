"""Rates of counties: their hazards in a step, and the limits of returning."""

import numpy as np

from simulator.language.dimensions import BACK_HOME, ELIGIBLE, MIGRANT, RURAL, TO_TOWN
from simulator.operators.cohort_transition.columns import (
    ADMITTED,
    CLOSE,
    HIGHEST,
    HOMING,
    IN_TOWNS,
    IN_VILLAGES,
    KEPT,
    LEAVING,
    MATURED,
    MOVING,
    NATURALIZED,
    ONWARD,
    OUTFLOW,
    REGISTERED_OUTFLOW,
    RESETTLING,
    RETURNING,
    RETURNING_NOW,
    REZONED,
    SENDING_BACK,
    SETTLING,
    TOWN_MIGRANTS,
    VILLAGERS,
    WAITING_BACK,
    WAITING_TO_TOWN,
)
from simulator.operators.exposure_compiled import FARTHER, NEAR
from simulator.operators.matvec import share
from simulator.simd.jit import inner
from simulator.simd.vector_type import add_to_vector, broadcast, horizontal_sums, load_ages


@inner
def count_standing(residents, transients, standing):
    """Those there before the step who matter for its hazards, by county [county, lane]."""
    nobody = broadcast(0.0)
    for v in range(residents.shape[0]):
        for i in range(residents.shape[1]):
            add_to_vector(
                standing,
                i,
                0,
                horizontal_sums(
                    load_ages(residents, v, i, RURAL),
                    load_ages(residents, v, i, MIGRANT) + load_ages(residents, v, i, ELIGIBLE),
                    load_ages(transients, v, i, TO_TOWN),
                    load_ages(transients, v, i, BACK_HOME),
                    nobody,
                    nobody,
                    nobody,
                    nobody,
                ),
            )


@inner
def read_rates(
    step,
    ways,
    rural_death_factor,
    town_death_factor,
    rural_departure_rate,
    reclassification_rate,
    reclassified_share,
    return_rate,
    eligibility_rate,
    registration_rate,
    outsider_register_rate,
    migrant_move_rate,
    outsider_move_rate,
    registered_move_rate,
    town_outflow_rate,
    registered_outflow_rate,
    village_return_rate,
    rates,
):
    """Fill the hazards of counties in a step; nobody moves where there is no way."""
    for i in range(len(rates)):
        reaches = step if ways[i, ONWARD] > 0.0 else 0.0
        rates[i, IN_VILLAGES], rates[i, IN_TOWNS] = step * rural_death_factor[i], step * town_death_factor[i]
        rates[i, LEAVING], rates[i, REZONED] = step * rural_departure_rate[i], step * reclassification_rate[i]
        rates[i, MATURED], rates[i, ADMITTED] = step * eligibility_rate[i], step * registration_rate[i]
        rates[i, NATURALIZED], rates[i, KEPT] = step * outsider_register_rate[i], reclassified_share[i]
        rates[i, RETURNING] = step * return_rate[i] if ways[i, SENDING_BACK] > 0.0 else 0.0
        rates[i, MOVING], rates[i, SETTLING] = reaches * migrant_move_rate[i], reaches * outsider_move_rate[i]
        rates[i, RESETTLING], rates[i, OUTFLOW] = reaches * registered_move_rate[i], step * town_outflow_rate[i]
        rates[i, REGISTERED_OUTFLOW], rates[i, HOMING] = step * registered_outflow_rate[i], step * village_return_rate[i]


@inner
def limit_returns(movers, standing, rates):
    """Fill what keeps more movers from returning than there are: the share of those waiting who do, others' largest hazard."""
    for i in range(len(rates)):
        waiting = standing[i, 0, WAITING_BACK]
        rates[i, RETURNING_NOW] = share(movers[i], waiting) if waiting > movers[i] else 1.0
        going = waiting * rates[i, RETURNING_NOW]
        staying = standing[i, 0, VILLAGERS] - standing[i, 0, WAITING_TO_TOWN]
        coming = (1.0 - rates[i, KEPT]) * staying * -np.expm1(-rates[i, REZONED])
        others = 1.0 - share(movers[i] - going, standing[i, 0, TOWN_MIGRANTS] - going + coming)
        rates[i, HIGHEST] = -np.log(others) if others > 0.0 else np.inf


@inner
def find_close(dying, departing, returning, rates):
    """Whether all hazards of a county are so small that a polynomial tells presence, at the largest values of the schedules."""
    for i in range(len(rates)):
        in_towns, back = rates[i, IN_TOWNS] * dying, rates[i, RETURNING] * returning
        rural = rates[i, IN_VILLAGES] * dying + rates[i, LEAVING] * departing + rates[i, REZONED]
        onward = in_towns + back + (rates[i, MOVING] + rates[i, OUTFLOW]) * departing
        settled = (
            in_towns
            + rates[i, NATURALIZED]
            + rates[i, HOMING] * returning
            + departing * (rates[i, SETTLING] + rates[i, OUTFLOW] + rates[i, RESETTLING] + rates[i, REGISTERED_OUTFLOW])
        )
        near = max(rural, onward + rates[i, ADMITTED], settled) <= NEAR
        rates[i, CLOSE] = 1.0 if near and onward + rates[i, MATURED] <= FARTHER else 0.0
