"""Hazards of the five statuses, for eight ages of a county at once."""

from simulator.operators.cohort_transition.columns import (
    ADMITTED,
    DEPARTURE,
    HIGHEST,
    HOMING,
    IN_TOWNS,
    IN_VILLAGES,
    LEAVING,
    MATURED,
    MORTALITY,
    MOVING,
    NATURALIZED,
    OUTFLOW,
    REGISTERED_OUTFLOW,
    RESETTLING,
    RETURN,
    RETURNING,
    REZONED,
    SETTLING,
)
from simulator.simd.jit import inner
from simulator.simd.vector_type import broadcast, load_vector, select


@inner
def find_returns(rates, i, schedules, v):
    """Hazards of those who return to the villages as movers, and of those who register there."""
    return_age = load_vector(schedules, v, RETURN)
    back, highest = broadcast(rates[i, RETURNING]) * return_age, broadcast(rates[i, HIGHEST])
    return select(highest < back, highest, back), broadcast(rates[i, HOMING]) * return_age


@inner
def meet_hazards(rates, i, schedules, v, back, home):
    """Hazards of the statuses in their order."""
    died, away = load_vector(schedules, v, MORTALITY), load_vector(schedules, v, DEPARTURE)
    in_towns = broadcast(rates[i, IN_TOWNS]) * died
    onward = in_towns + back + broadcast(rates[i, MOVING] + rates[i, OUTFLOW]) * away
    return (
        broadcast(rates[i, IN_VILLAGES]) * died + broadcast(rates[i, LEAVING]) * away + broadcast(rates[i, REZONED]),
        onward + broadcast(rates[i, MATURED]),
        onward + broadcast(rates[i, ADMITTED]),
        in_towns + broadcast(rates[i, NATURALIZED]) + broadcast(rates[i, SETTLING] + rates[i, OUTFLOW]) * away,
        in_towns + broadcast(rates[i, RESETTLING] + rates[i, REGISTERED_OUTFLOW]) * away + home,
    )
