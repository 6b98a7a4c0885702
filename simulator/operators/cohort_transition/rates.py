"""Hazards of counties in a step, and the limits of returning."""

import numpy as np

from simulator.language.dimensions import BACK_HOME, ELIGIBLE, MIGRANT, RURAL, TO_TOWN
from simulator.operators.cohort_transition.columns import Condition, Hazard, Initial, ODFactor
from simulator.operators.exposure_compiled import LONG_RANGE, SHORT_RANGE
from simulator.operators.matvec import divide_or_zero
from simulator.simd.jit import inner
from simulator.simd.vector_type import add_to_vector, broadcast, horizontal_sums, load_ages


@inner
def sum_initial(residents, transients, initial):
    """Fill initial [county, 1, 8] with the persons at the start of the step on whom its hazards depend."""
    zero = broadcast(0.0)
    for v in range(residents.shape[0]):
        for i in range(residents.shape[1]):
            add_to_vector(
                initial,
                i,
                0,
                horizontal_sums(
                    load_ages(residents, v, i, RURAL),
                    load_ages(residents, v, i, MIGRANT) + load_ages(residents, v, i, ELIGIBLE),
                    load_ages(transients, v, i, TO_TOWN),
                    load_ages(transients, v, i, BACK_HOME),
                    zero,
                    zero,
                    zero,
                    zero,
                ),
            )


@inner
def fill_hazards(
    step,
    od_factors,
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
    """Fill the hazard columns of rates [county, column] with rates times step; no moves where no other town can be reached."""
    for i in range(len(rates)):
        reaches = step if od_factors[i, ODFactor.MOVERS] > 0.0 else 0.0
        rates[i, Hazard.RURAL_DEATH], rates[i, Hazard.TOWN_DEATH] = step * rural_death_factor[i], step * town_death_factor[i]
        rates[i, Hazard.DEPARTURE], rates[i, Hazard.RECLASSIFICATION] = (
            step * rural_departure_rate[i],
            step * reclassification_rate[i],
        )
        rates[i, Hazard.ELIGIBILITY], rates[i, Hazard.REGISTRATION] = step * eligibility_rate[i], step * registration_rate[i]
        rates[i, Hazard.OUTSIDER_REGISTRATION], rates[i, Condition.RECLASSIFIED_SHARE] = (
            step * outsider_register_rate[i],
            reclassified_share[i],
        )
        rates[i, Hazard.RETURN_MIGRATION] = step * return_rate[i] if od_factors[i, ODFactor.RETURNERS] > 0.0 else 0.0
        rates[i, Hazard.MIGRANT_MOVE], rates[i, Hazard.OUTSIDER_MOVE] = (
            reaches * migrant_move_rate[i],
            reaches * outsider_move_rate[i],
        )
        rates[i, Hazard.REGISTERED_MOVE], rates[i, Hazard.TOWN_OUTFLOW] = (
            reaches * registered_move_rate[i],
            step * town_outflow_rate[i],
        )
        rates[i, Hazard.REGISTERED_OUTFLOW], rates[i, Hazard.VILLAGE_RETURN] = (
            step * registered_outflow_rate[i],
            step * village_return_rate[i],
        )


@inner
def limit_returns(movers, initial, rates):
    """Fill the share of pending returns that take place and the cap of the return hazard: no more movers return than there are."""
    for i in range(len(rates)):
        waiting = initial[i, 0, Initial.WAITING_BACK]
        rates[i, Condition.RETURNING_SHARE] = divide_or_zero(movers[i], waiting) if waiting > movers[i] else 1.0
        going = waiting * rates[i, Condition.RETURNING_SHARE]
        staying = initial[i, 0, Initial.VILLAGERS] - initial[i, 0, Initial.WAITING_TO_TOWN]
        coming = (1.0 - rates[i, Condition.RECLASSIFIED_SHARE]) * staying * -np.expm1(-rates[i, Hazard.RECLASSIFICATION])
        others = 1.0 - divide_or_zero(movers[i] - going, initial[i, 0, Initial.TOWN_MIGRANTS] - going + coming)
        rates[i, Condition.MAX_RETURN_HAZARD] = -np.log(others) if others > 0.0 else np.inf


@inner
def check_series_range(dying, departing, returning, rates):
    """Fill whether the series of the phi functions apply to all hazards of a county, at the largest schedule values."""
    for i in range(len(rates)):
        in_towns, back = rates[i, Hazard.TOWN_DEATH] * dying, rates[i, Hazard.RETURN_MIGRATION] * returning
        rural = rates[i, Hazard.RURAL_DEATH] * dying + rates[i, Hazard.DEPARTURE] * departing + rates[i, Hazard.RECLASSIFICATION]
        onward = in_towns + back + (rates[i, Hazard.MIGRANT_MOVE] + rates[i, Hazard.TOWN_OUTFLOW]) * departing
        settled = (
            in_towns
            + rates[i, Hazard.OUTSIDER_REGISTRATION]
            + rates[i, Hazard.VILLAGE_RETURN] * returning
            + departing
            * (
                rates[i, Hazard.OUTSIDER_MOVE]
                + rates[i, Hazard.TOWN_OUTFLOW]
                + rates[i, Hazard.REGISTERED_MOVE]
                + rates[i, Hazard.REGISTERED_OUTFLOW]
            )
        )
        near = max(rural, onward + rates[i, Hazard.REGISTRATION], settled) <= SHORT_RANGE
        rates[i, Condition.SERIES_SUFFICE] = 1.0 if near and onward + rates[i, Hazard.ELIGIBILITY] <= LONG_RANGE else 0.0
