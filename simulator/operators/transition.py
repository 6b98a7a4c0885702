"""The fast form of one step in the life of people: eight ages at once, in two passes with a product of matrices between them.

The first pass goes through those who are there at the start of the step and writes down who leaves; the product brings them to
where they go; the second pass goes through those who arrive; the newborn come last. A slice of eight ages of all counties stays
close to the processor from one pass to the next. What it says is told plainly in `transition_plain.py`.
"""

import numpy as np

from simulator.axes import BACK_HOME, ELIGIBLE, FEMALE, MIGRANT, RURAL, TO_TOWN
from simulator.lanes.slices import SLICES
from simulator.lanes.tiles import ROWS, multiply_tile
from simulator.lanes.values import WIDTH, add_eights, add_to, spread, take_cells
from simulator.operators.exposure_fast import FARTHER, NEAR
from simulator.operators.passes.arriving import welcome
from simulator.operators.passes.leaving import see_off
from simulator.operators.passes.newborn import bear
from simulator.operators.passes.places import (
    ADMITTED,
    BEHIND,
    CARRIED,
    CLOSE,
    COMING,
    DEPARTURE,
    DIED_MIGRANT,
    DIED_RURAL,
    DIED_SETTLED,
    FERTILITY,
    FLOWS,
    HIGHEST,
    HOME,
    HOMING,
    IN_TOWNS,
    IN_VILLAGES,
    INFLOW,
    KEPT,
    LEAVERS,
    LEAVING,
    LIVED_ELIGIBLE,
    LIVED_MIGRANT,
    LIVED_OUTSIDER,
    LIVED_RURAL,
    MATURED,
    MIGRANT_MOTHERS,
    MOBILE_MIGRANT,
    MOBILE_OUTSIDER,
    MOBILE_REGISTERED,
    MORTALITY,
    MOVERS,
    MOVING,
    NATURALIZED,
    ONWARD,
    OUTFLOW,
    OUTSIDER_MOTHERS,
    OWN_WAY,
    OWN_WAY_BACK,
    RATES,
    REGISTERED_MOTHERS,
    REGISTERED_OUTFLOW,
    RESETTLING,
    RETURN,
    RETURNERS,
    RETURNING,
    RETURNING_NOW,
    REZONED,
    RURAL_MOTHERS,
    SCHEDULES,
    SENDING,
    SENDING_BACK,
    SETTLERS,
    SETTLING,
    STATUSES,
    SUMS,
    TOWN_MIGRANTS,
    VILLAGERS,
    WAITING_BACK,
    WAITING_TO_TOWN,
    WAYS,
    WELCOME,
    WENT_HOME,
)
from simulator.operators.transition_plain import ROUNDING, transition
from simulator.operators.twins import compiled, twin_of
from simulator.operators.weighing import find_appeal, find_largest, weigh_rows


@compiled
def make_room(size):
    """Room for so many numbers [place] that begins a line of memory, so that no eight of them lie on two."""
    raw = np.empty(size + WIDTH)
    start = -(raw.ctypes.data // 8) % WIDTH
    return raw[start:start + size]


@compiled
def lay_out(schedule, column, sliced):
    """A schedule [sex, age] by slices."""
    for sex in range(2):
        for age in range(schedule.shape[1]):
            sliced[sex * SLICES + age // WIDTH, column, age % WIDTH] = schedule[sex, age]


@compiled
def count_standing(residents, transients, standing):
    """Those there before the step who matter for its hazards, by county [county, lane]."""
    nobody = spread(0.0)
    for v in range(residents.shape[0]):
        for i in range(residents.shape[1]):
            add_to(standing, i, 0, add_eights(
                take_cells(residents, v, i, RURAL), take_cells(residents, v, i, MIGRANT) + take_cells(residents, v, i, ELIGIBLE),
                take_cells(transients, v, i, TO_TOWN), take_cells(transients, v, i, BACK_HOME), nobody, nobody, nobody, nobody))


@compiled
def keep_apart(distance_weight, there, back):
    """The weights of other counties, with nothing on the way home: as they are and mirrored, filled up to eights of columns."""
    n, wide = there.shape
    for i in range(n):
        there[i, :n] = distance_weight[i]
        there[i, n:] = 0.0
        back[i, n:] = 0.0
    for first in range(0, n, WIDTH):
        for i in range(n):
            for j in range(first, min(first + WIDTH, n)):
                back[j, i] = distance_weight[i, j]
    for i in range(n):
        there[i, i] = back[i, i] = 0.0


@compiled
def share(part, whole):
    """Part over whole, and 0 where there is no whole."""
    return part / whole if whole > 0.0 else 0.0


@twin_of(transition)
def _transition(residents, transients, mortality_schedule, fertility_schedule, departure_schedule, return_schedule,
                inflow_schedule, distance_weight, town_appeal, rural_population, movers, rural_death_factor, town_death_factor,
                rural_fertility, migrant_fertility, town_fertility, boys_share, rural_departure_rate, outside_share,
                reclassification_rate, reclassified_share, return_rate, eligibility_rate, registration_rate,
                outsider_register_rate, migrant_move_rate, outsider_move_rate, registered_move_rate, town_outflow_rate,
                registered_outflow_rate, village_return_rate, inflow_arrivals, step, narrow,
                rural_births, urban_births, rural_deaths, urban_deaths, rural_departures, rural_outflow, town_arrivals,
                return_departures, return_arrivals, migrant_departures, migrant_arrivals, settled_departures,
                settled_arrivals, town_outflow, town_inflow, reclassifications, eligibility_gains, migrant_registrations,
                outsider_registrations, village_registrations, mover_losses):
    # Here people are [slice, county, group, lane], eight ages innermost, and change in place.
    n, ages = residents.shape[1], len(departure_schedule)
    wide = -(-n // WIDTH) * WIDTH
    schedules = make_room(2 * SLICES * SCHEDULES * WIDTH).reshape(2 * SLICES, SCHEDULES, WIDTH)
    schedules[:] = 0.0
    both = np.empty((2, ages))
    lay_out(mortality_schedule, MORTALITY, schedules)
    for schedule, column in ((departure_schedule, DEPARTURE), (return_schedule, RETURN), (inflow_schedule, COMING)):
        both[:] = schedule
        lay_out(both, column, schedules)
    both[:] = 0.0
    both[FEMALE] = fertility_schedule
    lay_out(both, FERTILITY, schedules)

    # The choice of towns: by rows of weights without the own county, which is counted apart.
    there, back = make_room(n * wide).reshape(n, wide), make_room(n * wide).reshape(n, wide)
    keep_apart(distance_weight, there, back)
    appeal, senders = np.zeros(wide), np.zeros(wide)
    offered, senders_of = np.empty(n), np.empty(n)
    find_appeal(town_appeal, appeal)
    weigh_rows(there, appeal, offered)
    for i in range(n):
        senders[i] = share(rural_population[i], offered[i] + distance_weight[i, i] * appeal[i])
    weigh_rows(back, senders, senders_of)
    ways = np.empty((n, WAYS))
    for i in range(n):
        inside = 1.0 - outside_share[i]
        ways[i, SENDING] = share(inside, offered[i] + distance_weight[i, i] * appeal[i])
        ways[i, ONWARD] = share(1.0, offered[i])
        ways[i, SENDING_BACK] = share(1.0, senders_of[i] + distance_weight[i, i] * senders[i])
        ways[i, WELCOME] = appeal[i]
        ways[i, OWN_WAY] = appeal[i] * distance_weight[i, i] * ways[i, SENDING]
        ways[i, HOME] = senders[i]
        ways[i, OWN_WAY_BACK] = distance_weight[i, i]
        ways[i, INFLOW] = 0.5 * step * inflow_arrivals[i]

    # Hazards, and the limits of returning.
    rates = np.empty((n, RATES))
    standing = make_room(n * WIDTH).reshape(n, 1, WIDTH)
    standing[:] = 0.0
    count_standing(residents, transients, standing)
    waiting_back = np.empty(n)
    departing, returning = find_largest(departure_schedule), find_largest(return_schedule)
    dying = max(find_largest(mortality_schedule[0]), find_largest(mortality_schedule[1]))
    coming_in = 0.0
    for share_of_age in inflow_schedule:
        coming_in += share_of_age
    for i in range(n):
        reaches = 1.0 if offered[i] > 0.0 else 0.0
        placed = 1.0 if ways[i, SENDING_BACK] > 0.0 else 0.0
        rates[i, IN_VILLAGES], rates[i, IN_TOWNS] = step * rural_death_factor[i], step * town_death_factor[i]
        rates[i, LEAVING], rates[i, REZONED] = step * rural_departure_rate[i], step * reclassification_rate[i]
        rates[i, MATURED], rates[i, ADMITTED] = step * eligibility_rate[i], step * registration_rate[i]
        rates[i, NATURALIZED], rates[i, RETURNING] = step * outsider_register_rate[i], step * return_rate[i] * placed
        rates[i, MOVING], rates[i, SETTLING] = step * migrant_move_rate[i] * reaches, step * outsider_move_rate[i] * reaches
        rates[i, RESETTLING], rates[i, OUTFLOW] = step * registered_move_rate[i] * reaches, step * town_outflow_rate[i]
        rates[i, REGISTERED_OUTFLOW], rates[i, HOMING] = step * registered_outflow_rate[i], step * village_return_rate[i]
        rates[i, KEPT] = reclassified_share[i]
        waiting_back[i] = standing[i, 0, WAITING_BACK]
        rates[i, RETURNING_NOW] = share(movers[i], waiting_back[i]) if waiting_back[i] > movers[i] else 1.0
        waiting_back[i] *= rates[i, RETURNING_NOW]
    for i in range(n):
        staying = standing[i, 0, VILLAGERS] - standing[i, 0, WAITING_TO_TOWN]
        coming = (1.0 - reclassified_share[i]) * staying * -np.expm1(-rates[i, REZONED])
        others = 1.0 - share(movers[i] - waiting_back[i], standing[i, 0, TOWN_MIGRANTS] - waiting_back[i] + coming)
        rates[i, HIGHEST] = -np.log(others) if others > 0.0 else np.inf
        moving = rates[i, MOVING] + rates[i, OUTFLOW]
        onward = rates[i, IN_TOWNS] * dying + rates[i, RETURNING] * returning + moving * departing
        settled = rates[i, IN_TOWNS] * dying + departing * (
            rates[i, SETTLING] + rates[i, OUTFLOW] + rates[i, RESETTLING] + rates[i, REGISTERED_OUTFLOW])
        largest = max(rates[i, IN_VILLAGES] * dying + rates[i, LEAVING] * departing + rates[i, REZONED], onward + rates[i, ADMITTED],
                      settled + rates[i, NATURALIZED] + rates[i, HOMING] * returning)
        rates[i, CLOSE] = 1.0 if largest <= NEAR and onward + rates[i, MATURED] <= FARTHER else 0.0

    sent, arrived = make_room(n * FLOWS * WIDTH).reshape(n, FLOWS, WIDTH), make_room(wide * FLOWS * WIDTH).reshape(wide, FLOWS, WIDTH)
    short_there, short_back = there[:narrow * n].astype(np.float32), back[:narrow * n].astype(np.float32)
    short_sent, short_arrived = np.empty((n, FLOWS, WIDTH), np.float32), np.empty((wide, FLOWS, WIDTH), np.float32)
    carried, met = make_room(n * CARRIED * WIDTH).reshape(n, CARRIED, WIDTH), np.empty((3, STATUSES, WIDTH))
    sums = make_room(n * SUMS).reshape(n, SUMS // WIDTH, WIDTH)
    sums[:] = 0.0
    for v in range(residents.shape[0]):
        see_off(residents, transients, schedules, rates, ways, v, sent, carried, met, sums)
        if narrow:
            short_sent[:] = sent
            for row in range(0, wide, ROWS):
                multiply_tile(short_there, short_back, short_sent, short_arrived, row, n)
            arrived[:] = short_arrived
        else:
            for row in range(0, wide, ROWS):
                multiply_tile(there, back, sent, arrived, row, n)
        welcome(residents, transients, schedules, rates, ways, v, sent, arrived, carried, sums)

    totals, present = sums.reshape(n, SUMS), np.zeros(WIDTH)
    for i in range(n):
        rural = step * rural_fertility[i] * totals[i, RURAL_MOTHERS]
        eligible = step * migrant_fertility[i] * totals[i, MIGRANT_MOTHERS]
        outsider = step * town_fertility[i] * totals[i, OUTSIDER_MOTHERS]
        registered = step * town_fertility[i] * totals[i, REGISTERED_MOTHERS]
        rural_births[i], urban_births[i] = rural / step, (eligible + outsider + registered) / step
        for sex in range(2):
            part = 1.0 - boys_share[i] if sex == FEMALE else boys_share[i]
            bear(residents, transients, schedules, rates, sex * SLICES, i, part * rural, part * eligible, part * outsider,
                 part * registered, present, totals[i])

    on_the_way = np.zeros((4, wide))
    for i in range(n):
        leavers, returned, moving, settling = totals[i, LEAVERS], totals[i, RETURNERS], totals[i, MOVERS], totals[i, SETTLERS]
        rural_departures[i], rural_outflow[i] = leavers / step, outside_share[i] * leavers / step
        return_departures[i], migrant_departures[i], settled_departures[i] = returned / step, moving / step, settling / step
        on_the_way[0, i], on_the_way[1, i] = ways[i, SENDING] * rural_departures[i], ways[i, ONWARD] * migrant_departures[i]
        on_the_way[2, i] = ways[i, ONWARD] * settled_departures[i]
        on_the_way[3, i] = ways[i, SENDING_BACK] * return_departures[i]
    weigh_rows(back, on_the_way[0], town_arrivals)
    weigh_rows(back, on_the_way[1], migrant_arrivals)
    weigh_rows(back, on_the_way[2], settled_arrivals)
    weigh_rows(there, on_the_way[3], return_arrivals)
    for i in range(n):
        town_arrivals[i] = ways[i, WELCOME] * town_arrivals[i] + ways[i, OWN_WAY] * rural_departures[i]
        migrant_arrivals[i] *= ways[i, WELCOME]
        settled_arrivals[i] *= ways[i, WELCOME]
        return_arrivals[i] = ways[i, HOME] * (return_arrivals[i] + ways[i, OWN_WAY_BACK] * on_the_way[3, i])
        died_migrant, mobile = rates[i, IN_TOWNS] * totals[i, DIED_MIGRANT], totals[i, MOBILE_MIGRANT]
        admitted = rates[i, ADMITTED] * totals[i, LIVED_ELIGIBLE]
        rural_deaths[i] = rates[i, IN_VILLAGES] * totals[i, DIED_RURAL] / step
        urban_deaths[i] = (died_migrant + rates[i, IN_TOWNS] * totals[i, DIED_SETTLED]) / step
        town_outflow[i] = (rates[i, OUTFLOW] * (mobile + totals[i, MOBILE_OUTSIDER])
                           + rates[i, REGISTERED_OUTFLOW] * totals[i, MOBILE_REGISTERED]) / step
        town_inflow[i] = inflow_arrivals[i] * coming_in
        reclassifications[i] = rates[i, REZONED] * totals[i, LIVED_RURAL] / step
        eligibility_gains[i] = rates[i, MATURED] * totals[i, LIVED_MIGRANT] / step
        migrant_registrations[i] = admitted / step
        outsider_registrations[i] = rates[i, NATURALIZED] * totals[i, LIVED_OUTSIDER] / step
        village_registrations[i] = totals[i, WENT_HOME] / step
        # Movers are lost in their share in the middle of the step: no more than there are, and so many that no more are left
        # than townspeople.
        before, behind = standing[i, 0, TOWN_MIGRANTS], totals[i, BEHIND]
        exits = died_migrant + rates[i, OUTFLOW] * mobile + admitted + step * migrant_departures[i]
        gained = step * (town_arrivals[i] + migrant_arrivals[i] - return_departures[i])
        among_them = share(movers[i] + 0.5 * gained, 0.5 * (before + behind + exits))
        all_but_none = movers[i] + gained - ROUNDING * (
            movers[i] + step * (town_arrivals[i] + migrant_arrivals[i] + return_departures[i]))
        mover_losses[i] = min(max(among_them * exits, movers[i] + gained - behind), max(all_but_none, 0.0)) / step
