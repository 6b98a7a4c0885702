"""Compiled cohort transition: eight ages at a time, in two passes with an OD product between them.

The first pass steps those present at the start of the step and writes down departures; the product brings them to their
destinations; the second pass steps those who arrive; births come last. A slice of eight ages of all counties stays in the cache
from pass to pass. The reference is `reference.py`, the table of hazards `transitions.py`.
"""

import numpy as np

from simulator.language.dimensions import FEMALE
from simulator.operators.cohort_transition.births import add_births
from simulator.operators.cohort_transition.columns import OD_FACTORS, RATES, SCHEDULES, SUMS, ODFactor, Schedule
from simulator.operators.cohort_transition.flows import fill_event_flows, fill_move_flows, fill_mover_losses
from simulator.operators.cohort_transition.od_weights import fill_od_factors, tile_od_weights, tile_od_weights_T
from simulator.operators.cohort_transition.rates import check_series_range, fill_hazards, limit_returns, sum_initial
from simulator.operators.cohort_transition.reference import transition
from simulator.operators.cohort_transition.step import step_cohorts
from simulator.operators.implementations import compiled_version_of
from simulator.operators.matvec import largest
from simulator.operators.symmetric import is_symmetric
from simulator.simd.age_layout import SLICES
from simulator.simd.copy import aligned_empty, fill_all
from simulator.simd.jit import inner
from simulator.simd.vector_type import WIDTH


@inner
def fill_schedule(schedule, column, sex, sliced):
    """Fill a column of schedules [slice, column, 8] with a schedule [age] of one sex."""
    for age in range(len(schedule)):
        sliced[sex * SLICES + age // WIDTH, column, age % WIDTH] = schedule[age]


@compiled_version_of(transition)
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
    single_precision,
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
    # Cohorts are [slice, county, group, 8], eight ages innermost, and change in place.
    n = residents.shape[1]
    tiles = -(-n // WIDTH)
    schedules = aligned_empty(2 * SLICES * SCHEDULES * WIDTH).reshape(2 * SLICES, SCHEDULES, WIDTH)
    fill_all(schedules, 0.0)
    fill_schedule(fertility_schedule, Schedule.FERTILITY, FEMALE, schedules)
    for sex in range(2):
        fill_schedule(mortality_schedule[sex], Schedule.MORTALITY, sex, schedules)
        fill_schedule(departure_schedule, Schedule.DEPARTURE, sex, schedules)
        fill_schedule(return_schedule, Schedule.RETURN, sex, schedules)
        fill_schedule(inflow_schedule, Schedule.INFLOW, sex, schedules)

    od_weights, od_weights_T = (
        aligned_empty(tiles * n * WIDTH).reshape(tiles, n, WIDTH),
        aligned_empty(tiles * n * WIDTH).reshape(tiles, n, WIDTH),
    )
    od_factors, rates = np.empty((n, OD_FACTORS)), np.empty((n, RATES))
    tile_od_weights(distance_weight, od_weights)
    if is_symmetric(distance_weight):
        # One matrix in the cache instead of two.
        od_weights_T = od_weights
    else:
        tile_od_weights_T(distance_weight, od_weights_T)
    fill_od_factors(distance_weight, od_weights, od_weights_T, town_appeal, rural_population, outside_share, od_factors)
    coming_in = 0.0
    for share_of_age in inflow_schedule:
        coming_in += share_of_age
    for i in range(n):
        od_factors[i, ODFactor.INFLOW] = 0.5 * step * inflow_arrivals[i]
        town_inflow[i] = inflow_arrivals[i] * coming_in
    fill_hazards(
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
    )
    initial, sums = aligned_empty(n * WIDTH).reshape(n, 1, WIDTH), aligned_empty(n * SUMS).reshape(n, SUMS // WIDTH, WIDTH)
    fill_all(initial, 0.0)
    fill_all(sums, 0.0)
    sum_initial(residents, transients, initial)
    limit_returns(movers, initial, rates)
    check_series_range(
        max(largest(mortality_schedule[0]), largest(mortality_schedule[1])),
        largest(departure_schedule),
        largest(return_schedule),
        rates,
    )

    step_cohorts(residents, transients, schedules, rates, od_factors, od_weights, od_weights_T, sums, single_precision)
    totals = sums.reshape(n, SUMS)
    add_births(
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
    fill_move_flows(
        step,
        od_factors,
        od_weights,
        od_weights_T,
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
    fill_event_flows(
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
    fill_mover_losses(step, rates, initial, totals, movers, town_arrivals, migrant_arrivals, mover_losses)
