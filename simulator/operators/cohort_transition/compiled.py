"""The fast form of one step in the life of people: eight ages at once, in two passes with a product of matrices between them.

The first pass goes through those who are there at the start of the step and writes down who leaves; the product brings them to
where they go; the second pass goes through those who arrive; the newborn come last. A slice of eight ages of all counties stays
close to the processor from one pass to the next. What it says is told plainly in `transition_plain.py`.
"""

import numpy as np

from simulator.language.dimensions import FEMALE
from simulator.operators.cohort_transition.births import bear_all
from simulator.operators.cohort_transition.columns import (
    COMING,
    DEPARTURE,
    FERTILITY,
    INFLOW,
    MORTALITY,
    RATES,
    RETURN,
    SCHEDULES,
    SUMS,
    WAYS,
)
from simulator.operators.cohort_transition.flows import give_events, give_moves, lose_movers
from simulator.operators.cohort_transition.od_weights import find_ways, keep_back, keep_there
from simulator.operators.cohort_transition.rates import count_standing, find_close, limit_returns, read_rates
from simulator.operators.cohort_transition.reference import transition
from simulator.operators.cohort_transition.step import cross
from simulator.operators.implementations import twin_of
from simulator.operators.matvec import find_largest
from simulator.operators.symmetric import is_mirrored
from simulator.simd.age_layout import SLICES
from simulator.simd.copy import aligned_empty, fill_all
from simulator.simd.jit import inner
from simulator.simd.vector_type import WIDTH


@inner
def lay_out(schedule, column, sex, sliced):
    """A schedule [age] of a sex by slices."""
    for age in range(len(schedule)):
        sliced[sex * SLICES + age // WIDTH, column, age % WIDTH] = schedule[age]


@twin_of(transition)
def _transition(
    residents,
    transients,
    mortality_schedule,
    fertility_schedule,
    departure_schedule,
    return_schedule,
    inflow_schedule,
    distance_weight,
    town_appeal,
    rural_population,
    movers,
    rural_death_factor,
    town_death_factor,
    rural_fertility,
    migrant_fertility,
    town_fertility,
    boys_share,
    rural_departure_rate,
    outside_share,
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
    inflow_arrivals,
    step,
    narrow,
    rural_births,
    urban_births,
    rural_deaths,
    urban_deaths,
    rural_departures,
    rural_outflow,
    town_arrivals,
    return_departures,
    return_arrivals,
    migrant_departures,
    migrant_arrivals,
    settled_departures,
    settled_arrivals,
    town_outflow,
    town_inflow,
    reclassifications,
    eligibility_gains,
    migrant_registrations,
    outsider_registrations,
    village_registrations,
    mover_losses,
):
    # Here people are [slice, county, group, lane], eight ages innermost, and change in place.
    n = residents.shape[1]
    tiles = -(-n // WIDTH)
    schedules = aligned_empty(2 * SLICES * SCHEDULES * WIDTH).reshape(2 * SLICES, SCHEDULES, WIDTH)
    fill_all(schedules, 0.0)
    lay_out(fertility_schedule, FERTILITY, FEMALE, schedules)
    for sex in range(2):
        lay_out(mortality_schedule[sex], MORTALITY, sex, schedules)
        lay_out(departure_schedule, DEPARTURE, sex, schedules)
        lay_out(return_schedule, RETURN, sex, schedules)
        lay_out(inflow_schedule, COMING, sex, schedules)

    there, back = (
        aligned_empty(tiles * n * WIDTH).reshape(tiles, n, WIDTH),
        aligned_empty(tiles * n * WIDTH).reshape(tiles, n, WIDTH),
    )
    ways, rates = np.empty((n, WAYS)), np.empty((n, RATES))
    keep_there(distance_weight, there)
    if is_mirrored(distance_weight):
        # One matrix for both stays closer to the processor.
        back = there
    else:
        keep_back(distance_weight, back)
    find_ways(distance_weight, there, back, town_appeal, rural_population, outside_share, ways)
    coming_in = 0.0
    for share_of_age in inflow_schedule:
        coming_in += share_of_age
    for i in range(n):
        ways[i, INFLOW] = 0.5 * step * inflow_arrivals[i]
        town_inflow[i] = inflow_arrivals[i] * coming_in
    read_rates(
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
    )
    standing, sums = aligned_empty(n * WIDTH).reshape(n, 1, WIDTH), aligned_empty(n * SUMS).reshape(n, SUMS // WIDTH, WIDTH)
    fill_all(standing, 0.0)
    fill_all(sums, 0.0)
    count_standing(residents, transients, standing)
    limit_returns(movers, standing, rates)
    find_close(
        max(find_largest(mortality_schedule[0]), find_largest(mortality_schedule[1])),
        find_largest(departure_schedule),
        find_largest(return_schedule),
        rates,
    )

    cross(residents, transients, schedules, rates, ways, there, back, sums, narrow)
    totals = sums.reshape(n, SUMS)
    bear_all(
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
    )
    give_moves(
        step,
        ways,
        there,
        back,
        totals,
        outside_share,
        rural_departures,
        rural_outflow,
        town_arrivals,
        return_departures,
        return_arrivals,
        migrant_departures,
        migrant_arrivals,
        settled_departures,
        settled_arrivals,
    )
    give_events(
        step,
        rates,
        totals,
        rural_deaths,
        urban_deaths,
        town_outflow,
        reclassifications,
        eligibility_gains,
        migrant_registrations,
        outsider_registrations,
        village_registrations,
    )
    lose_movers(step, rates, standing, totals, movers, town_arrivals, migrant_arrivals, mover_losses)
