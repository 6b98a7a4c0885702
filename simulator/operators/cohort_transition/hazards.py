"""Hazards times step (z) of the five statuses, for eight ages of a county at once."""

from simulator.operators.cohort_transition.columns import Condition, Hazard, Schedule
from simulator.simd.jit import inner
from simulator.simd.vector_type import broadcast, load_vector, select


@inner
def return_hazards(rates, i, schedules, v):
    """z of returning to the villages as movers, and of registering in villages of the own county."""
    return_age = load_vector(schedules, v, Schedule.RETURN)
    return_hazard, highest = (
        broadcast(rates[i, Hazard.RETURN_MIGRATION]) * return_age,
        broadcast(rates[i, Condition.MAX_RETURN_HAZARD]),
    )
    return select(highest < return_hazard, highest, return_hazard), broadcast(rates[i, Hazard.VILLAGE_RETURN]) * return_age


@inner
def status_hazards(rates, i, schedules, v, return_hazard, village_hazard):
    """z of the statuses, in their order: the sums of their rows in transitions.py."""
    mortality, departure = load_vector(schedules, v, Schedule.MORTALITY), load_vector(schedules, v, Schedule.DEPARTURE)
    in_towns = broadcast(rates[i, Hazard.TOWN_DEATH]) * mortality
    onward = in_towns + return_hazard + broadcast(rates[i, Hazard.MIGRANT_MOVE] + rates[i, Hazard.TOWN_OUTFLOW]) * departure
    return (
        broadcast(rates[i, Hazard.RURAL_DEATH]) * mortality
        + broadcast(rates[i, Hazard.DEPARTURE]) * departure
        + broadcast(rates[i, Hazard.RECLASSIFICATION]),
        onward + broadcast(rates[i, Hazard.ELIGIBILITY]),
        onward + broadcast(rates[i, Hazard.REGISTRATION]),
        in_towns
        + broadcast(rates[i, Hazard.OUTSIDER_REGISTRATION])
        + broadcast(rates[i, Hazard.OUTSIDER_MOVE] + rates[i, Hazard.TOWN_OUTFLOW]) * departure,
        in_towns + broadcast(rates[i, Hazard.REGISTERED_MOVE] + rates[i, Hazard.REGISTERED_OUTFLOW]) * departure + village_hazard,
    )
