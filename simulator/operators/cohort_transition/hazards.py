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
from simulator.simd.vector_type import choose, spread, take_of


@inner
def find_returns(rates, i, schedules, v):
    """Hazards of those who return to the villages as movers, and of those who register there."""
    return_age = take_of(schedules, v, RETURN)
    back, highest = spread(rates[i, RETURNING]) * return_age, spread(rates[i, HIGHEST])
    return choose(highest < back, highest, back), spread(rates[i, HOMING]) * return_age


@inner
def meet_hazards(rates, i, schedules, v, back, home):
    """Hazards of the statuses in their order."""
    died, away = take_of(schedules, v, MORTALITY), take_of(schedules, v, DEPARTURE)
    in_towns = spread(rates[i, IN_TOWNS]) * died
    onward = in_towns + back + spread(rates[i, MOVING] + rates[i, OUTFLOW]) * away
    return (
        spread(rates[i, IN_VILLAGES]) * died + spread(rates[i, LEAVING]) * away + spread(rates[i, REZONED]),
        onward + spread(rates[i, MATURED]),
        onward + spread(rates[i, ADMITTED]),
        in_towns + spread(rates[i, NATURALIZED]) + spread(rates[i, SETTLING] + rates[i, OUTFLOW]) * away,
        in_towns + spread(rates[i, RESETTLING] + rates[i, REGISTERED_OUTFLOW]) * away + home,
    )
