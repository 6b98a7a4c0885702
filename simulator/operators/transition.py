"""The fast form of one step in the life of people: eight ages at once, in two passes with a product of matrices between them.

The first pass goes through those who are there at the start of the step and writes down who leaves; the product brings them to
where they go; the second pass goes through those who arrive, and once more through the newborn. A slice of eight ages of all
counties stays close to the processor from one pass to the next. What it says is told plainly in `transition_plain.py`.
"""

import numpy as np

from simulator.axes import (
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
from simulator.lanes.slices import SLICES
from simulator.lanes.tiles import ROWS, multiply_tile
from simulator.lanes.values import (
    WIDTH,
    add_lanes,
    add_to,
    put_cells,
    put_of,
    spread,
    take_cells,
    take_of,
)
from simulator.lanes.words import maximum, minimum
from simulator.operators.exposure_fast import NEAR, be_far, be_near, far_presence
from simulator.operators.transition_plain import ROUNDING, transition
from simulator.operators.twins import compiled, twin_of
from simulator.operators.weighing import find_appeal, find_largest, weigh_rows

# Schedules by age.
MORTALITY, DEPARTURE, RETURN, COMING, FERTILITY, SCHEDULES = range(6)
# Hazards of a county in a step, by their place in its row; whether they are so small that one polynomial serves; and the share
# of those waiting to return who do.
(IN_VILLAGES, IN_TOWNS, LEAVING, REZONED, MATURED, ADMITTED, NATURALIZED, RETURNING, HIGHEST, MOVING, SETTLING, RESETTLING, OUTFLOW,
 REGISTERED_OUTFLOW, HOMING, KEPT, CLOSE, RETURNING_NOW, RATES) = range(19)
# Weights of a county on the way: of its leavers for towns, on to other towns and back, and of its arrivals of each kind.
SENDING, ONWARD, SENDING_BACK, WELCOME, OWN_WAY, HOME, OWN_WAY_BACK, INFLOW, WAYS = range(9)
# Who is sent: to towns as migrants, to towns as settled, back to villages; besides, who leaves the villages for any town of the
# region, and who registers in the villages of the own county.
AS_MIGRANT, AS_SETTLED, HOMEWARD, VILLAGE_LEAVERS, HOMECOMING, SENT = range(6)
FLOWS = 3
# What is added up over ages: of those there at the start, of those who come, and of mothers.
(DIED_RURAL, DIED_MIGRANT, DIED_SETTLED, LEFT, MOBILE_MIGRANT, MOBILE_OUTSIDER, MOBILE_REGISTERED, LIVED_RURAL, LIVED_MIGRANT,
 LIVED_ELIGIBLE, LIVED_OUTSIDER, WENT_BACK, WENT_HOME) = range(13)
(THEN_DIED_RURAL, THEN_DIED_MIGRANT, THEN_DIED_SETTLED, THEN_MOBILE_MIGRANT, THEN_MOBILE_OUTSIDER, THEN_MOBILE_REGISTERED,
 THEN_RURAL, THEN_MIGRANT, THEN_ELIGIBLE, THEN_OUTSIDER, THEN_HOME) = range(13, 24)
RURAL_MOTHERS, MIGRANT_MOTHERS, OUTSIDER_MOTHERS, REGISTERED_MOTHERS, SUMS = range(24, 29)
STATUSES = 5


@compiled
def meet_hazards(rates, i, died, away, back, home):
    """Hazards of the five statuses in a step, for eight ages of a county."""
    in_towns = spread(rates[i, IN_TOWNS]) * died
    onward = in_towns + back + spread(rates[i, MOVING] + rates[i, OUTFLOW]) * away
    return (spread(rates[i, IN_VILLAGES]) * died + spread(rates[i, LEAVING]) * away + spread(rates[i, REZONED]),
            onward + spread(rates[i, MATURED]), onward + spread(rates[i, ADMITTED]),
            in_towns + spread(rates[i, NATURALIZED]) + spread(rates[i, SETTLING] + rates[i, OUTFLOW]) * away,
            in_towns + spread(rates[i, RESETTLING] + rates[i, REGISTERED_OUTFLOW]) * away + home)


@compiled
def see_off(residents, transients, schedules, rates, ways, v, sent, presence, sums):
    """First pass through a slice: those there at the start, in place; who is sent; how long arrivals will be present."""
    died, away = take_of(schedules, v, MORTALITY), take_of(schedules, v, DEPARTURE)
    return_age, fertility = take_of(schedules, v, RETURN), take_of(schedules, v, FERTILITY)
    for i in range(residents.shape[1]):
        back = minimum(spread(rates[i, RETURNING]) * return_age, spread(rates[i, HIGHEST]))
        home = spread(rates[i, HOMING]) * return_age
        z_rural, z_migrant, z_eligible, z_outsider, z_registered = meet_hazards(rates, i, died, away, back, home)
        if rates[i, CLOSE] > 0.0:
            p_rural, m_rural, e_rural = be_near(z_rural)
            p_migrant, m_migrant, e_migrant = be_near(z_migrant)
            p_eligible, m_eligible, e_eligible = be_near(z_eligible)
            p_outsider, m_outsider, e_outsider = be_near(z_outsider)
            p_registered, m_registered, e_registered = be_near(z_registered)
        else:
            p_rural, m_rural, e_rural = be_far(z_rural)
            p_migrant, m_migrant, e_migrant = be_far(z_migrant)
            p_eligible, m_eligible, e_eligible = be_far(z_eligible)
            p_outsider, m_outsider, e_outsider = be_far(z_outsider)
            p_registered, m_registered, e_registered = be_far(z_registered)
        put_of(presence, i, RURAL, p_rural)
        put_of(presence, i, MIGRANT, p_migrant)
        put_of(presence, i, ELIGIBLE, p_eligible)
        put_of(presence, i, OUTSIDER, p_outsider)
        put_of(presence, i, REGISTERED, p_registered)

        # Transients leave at once; who would return but is no mover stays.
        to_town, move = take_cells(transients, v, i, TO_TOWN), take_cells(transients, v, i, MIGRANT_MOVE)
        waiting_back, settle = take_cells(transients, v, i, BACK_HOME), take_cells(transients, v, i, SETTLED_MOVE)
        go_back = spread(rates[i, RETURNING_NOW]) * waiting_back
        # Rounding alone could take these below nothing.
        rural = maximum(take_cells(residents, v, i, RURAL) - to_town, 0.0)
        migrant = maximum(take_cells(residents, v, i, MIGRANT) - (go_back + move), 0.0)
        eligible, registered = take_cells(residents, v, i, ELIGIBLE), take_cells(residents, v, i, REGISTERED)
        outsider = maximum(take_cells(residents, v, i, OUTSIDER) - settle, 0.0)

        lived_rural, lived_migrant, lived_outsider = rural * m_rural, migrant * m_migrant, outsider * m_outsider
        rezoned = spread(rates[i, REZONED]) * lived_rural
        grown = spread(1.0 - rates[i, KEPT]) * rezoned + spread(rates[i, MATURED]) * lived_migrant
        lived_eligible = eligible * m_eligible + grown * p_eligible
        joined = (spread(rates[i, KEPT]) * rezoned + spread(rates[i, ADMITTED]) * lived_eligible
                  + spread(rates[i, NATURALIZED]) * lived_outsider)
        lived_registered = registered * m_registered + joined * p_registered
        put_cells(residents, v, i, RURAL, rural * e_rural)
        put_cells(residents, v, i, MIGRANT, migrant * e_migrant)
        put_cells(residents, v, i, ELIGIBLE, eligible * e_eligible + grown * m_eligible)
        put_cells(residents, v, i, OUTSIDER, outsider * e_outsider)
        put_cells(residents, v, i, REGISTERED, registered * e_registered + joined * m_registered)

        lived = lived_migrant + lived_eligible
        left, mobile, went_back, went_home = away * lived_rural, away * lived, back * lived, home * lived_registered
        mobile_outsider, mobile_registered = away * lived_outsider, away * lived_registered
        leavers = spread(rates[i, LEAVING]) * left + to_town
        put_of(sent, i, AS_MIGRANT, spread(ways[i, SENDING]) * leavers
               + spread(ways[i, ONWARD]) * (spread(rates[i, MOVING]) * mobile + move))
        put_of(sent, i, AS_SETTLED, spread(ways[i, ONWARD]) * (spread(rates[i, SETTLING]) * mobile_outsider
                                                              + spread(rates[i, RESETTLING]) * mobile_registered + settle))
        put_of(sent, i, HOMEWARD, spread(ways[i, SENDING_BACK]) * (went_back + go_back))
        put_of(sent, i, VILLAGE_LEAVERS, leavers)
        put_of(sent, i, HOMECOMING, went_home)

        add_to(sums, i, DIED_RURAL, died * lived_rural)
        add_to(sums, i, DIED_MIGRANT, died * lived)
        add_to(sums, i, DIED_SETTLED, died * (lived_outsider + lived_registered))
        add_to(sums, i, LEFT, left)
        add_to(sums, i, MOBILE_MIGRANT, mobile)
        add_to(sums, i, MOBILE_OUTSIDER, mobile_outsider)
        add_to(sums, i, MOBILE_REGISTERED, mobile_registered)
        add_to(sums, i, LIVED_RURAL, lived_rural)
        add_to(sums, i, LIVED_MIGRANT, lived_migrant)
        add_to(sums, i, LIVED_ELIGIBLE, lived_eligible)
        add_to(sums, i, LIVED_OUTSIDER, lived_outsider)
        add_to(sums, i, WENT_BACK, went_back)
        add_to(sums, i, WENT_HOME, went_home)
        if v < SLICES:
            add_mothers(sums, i, fertility, lived_rural, lived, lived_outsider, lived_registered)


@compiled
def add_mothers(sums, i, fertility, rural, migrant, outsider, registered):
    """Add the births of the women of a slice, at one child a life."""
    add_to(sums, i, RURAL_MOTHERS, fertility * rural)
    add_to(sums, i, MIGRANT_MOTHERS, fertility * migrant)
    add_to(sums, i, OUTSIDER_MOTHERS, fertility * outsider)
    add_to(sums, i, REGISTERED_MOTHERS, fertility * registered)


@compiled
def welcome(residents, transients, schedules, rates, ways, v, newborn, sent, arrived, presence, sums):
    """Second pass through a slice: those who arrive in the course of the step, or are born in it, added to those there."""
    died, away = take_of(schedules, v, MORTALITY), take_of(schedules, v, DEPARTURE)
    return_age, fertility = take_of(schedules, v, RETURN), take_of(schedules, v, FERTILITY)
    coming = take_of(schedules, v, COMING)
    for i in range(residents.shape[1]):
        back = minimum(spread(rates[i, RETURNING]) * return_age, spread(rates[i, HIGHEST]))
        home = spread(rates[i, HOMING]) * return_age
        z_rural, z_migrant, z_eligible, z_outsider, z_registered = meet_hazards(rates, i, died, away, back, home)
        if newborn:
            rural, migrant, outsider = take_of(sent, i, RURAL), take_of(sent, i, MIGRANT), take_of(sent, i, OUTSIDER)
            eligible, registered = take_of(sent, i, ELIGIBLE), take_of(sent, i, REGISTERED)
        else:
            rural = (spread(ways[i, HOME]) * (take_of(arrived, i, HOMEWARD) + spread(ways[i, OWN_WAY_BACK]) * take_of(sent, i, HOMEWARD))
                     + take_of(sent, i, HOMECOMING))
            migrant = (spread(ways[i, WELCOME]) * take_of(arrived, i, AS_MIGRANT)
                       + spread(ways[i, OWN_WAY]) * take_of(sent, i, VILLAGE_LEAVERS))
            outsider = spread(ways[i, WELCOME]) * take_of(arrived, i, AS_SETTLED) + spread(ways[i, INFLOW]) * coming
            eligible, registered = spread(0.0), spread(0.0)
        if newborn:
            p_rural, p_migrant, p_eligible = far_presence(z_rural), far_presence(z_migrant), far_presence(z_eligible)
            p_outsider, p_registered = far_presence(z_outsider), far_presence(z_registered)
        else:
            p_rural, p_migrant, p_eligible = take_of(presence, i, RURAL), take_of(presence, i, MIGRANT), take_of(presence, i, ELIGIBLE)
            p_outsider, p_registered = take_of(presence, i, OUTSIDER), take_of(presence, i, REGISTERED)

        lived_rural, lived_migrant, lived_outsider = rural * p_rural, migrant * p_migrant, outsider * p_outsider
        rezoned = spread(rates[i, REZONED]) * lived_rural
        grown = spread(1.0 - rates[i, KEPT]) * rezoned + spread(rates[i, MATURED]) * lived_migrant + eligible
        lived_eligible = grown * p_eligible
        joined = (spread(rates[i, KEPT]) * rezoned + spread(rates[i, ADMITTED]) * lived_eligible
                  + spread(rates[i, NATURALIZED]) * lived_outsider + registered)
        lived_registered = joined * p_registered
        lived = lived_migrant + lived_eligible
        mobile, mobile_outsider, mobile_registered = away * lived, away * lived_outsider, away * lived_registered
        to_town, go_back, went_home = spread(rates[i, LEAVING]) * (away * lived_rural), back * lived, home * lived_registered
        move, settle, resettle = (spread(rates[i, MOVING]) * mobile, spread(rates[i, SETTLING]) * mobile_outsider,
                                  spread(rates[i, RESETTLING]) * mobile_registered)
        stay = joined * maximum(1.0 - z_registered * p_registered, 0.0)
        if newborn:
            settle = settle + resettle
            put_cells(transients, v, i, TO_TOWN, take_cells(transients, v, i, TO_TOWN) + to_town)
            put_cells(transients, v, i, BACK_HOME, take_cells(transients, v, i, BACK_HOME) + go_back)
            put_cells(transients, v, i, MIGRANT_MOVE, take_cells(transients, v, i, MIGRANT_MOVE) + move)
            put_cells(transients, v, i, SETTLED_MOVE, take_cells(transients, v, i, SETTLED_MOVE) + settle)
        else:
            # The third event of those who came, registered and would move on within the step is left out: they stay.
            stay = stay + resettle
            put_cells(transients, v, i, TO_TOWN, to_town)
            put_cells(transients, v, i, BACK_HOME, go_back)
            put_cells(transients, v, i, MIGRANT_MOVE, move)
            put_cells(transients, v, i, SETTLED_MOVE, settle)
        put_cells(residents, v, i, RURAL, take_cells(residents, v, i, RURAL)
                  + (rural * maximum(1.0 - z_rural * p_rural, 0.0) + to_town + went_home))
        put_cells(residents, v, i, MIGRANT, take_cells(residents, v, i, MIGRANT)
                  + (migrant * maximum(1.0 - z_migrant * p_migrant, 0.0) + go_back + move))
        put_cells(residents, v, i, ELIGIBLE, take_cells(residents, v, i, ELIGIBLE) + grown * maximum(1.0 - z_eligible * p_eligible, 0.0))
        put_cells(residents, v, i, OUTSIDER, take_cells(residents, v, i, OUTSIDER) + (outsider * maximum(1.0 - z_outsider * p_outsider, 0.0) + settle))
        put_cells(residents, v, i, REGISTERED, take_cells(residents, v, i, REGISTERED) + stay)

        add_to(sums, i, THEN_DIED_RURAL, died * lived_rural)
        add_to(sums, i, THEN_DIED_MIGRANT, died * lived)
        add_to(sums, i, THEN_DIED_SETTLED, died * (lived_outsider + lived_registered))
        add_to(sums, i, THEN_MOBILE_MIGRANT, mobile)
        add_to(sums, i, THEN_MOBILE_OUTSIDER, mobile_outsider)
        add_to(sums, i, THEN_MOBILE_REGISTERED, mobile_registered)
        add_to(sums, i, THEN_RURAL, lived_rural)
        add_to(sums, i, THEN_MIGRANT, lived_migrant)
        add_to(sums, i, THEN_ELIGIBLE, lived_eligible)
        add_to(sums, i, THEN_OUTSIDER, lived_outsider)
        add_to(sums, i, THEN_HOME, went_home)
        if v < SLICES and not newborn:
            add_mothers(sums, i, fertility, lived_rural, lived, lived_outsider, lived_registered)


@compiled
def lay_out(schedule, column, sliced):
    """A schedule [age], or [sex, age] laid out one sex after the other, by slices."""
    for sex in range(2):
        for age in range(schedule.shape[1]):
            sliced[sex * SLICES + age // WIDTH, column, age % WIDTH] = schedule[sex, age]


@compiled
def add_slices(people, group, found):
    """Add the people of a group [slice, county, group, lane] to what is found in each county."""
    for i in range(people.shape[1]):
        whole = spread(0.0)
        for v in range(people.shape[0]):
            whole = whole + take_cells(people, v, i, group)
        found[i] += add_lanes(whole)


@compiled
def keep_apart(distance_weight, there, back):
    """The weights of other counties, with nothing on the way home: as they are and mirrored, filled up to eights of columns."""
    n = len(distance_weight)
    for i in range(n):
        for j in range(n):
            there[i, j] = distance_weight[i, j]
            back[j, i] = distance_weight[i, j]
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
    schedules = np.zeros((2 * SLICES, SCHEDULES, WIDTH))
    both = np.empty((2, ages))
    lay_out(mortality_schedule, MORTALITY, schedules)
    for schedule, column in ((departure_schedule, DEPARTURE), (return_schedule, RETURN), (inflow_schedule, COMING)):
        both[:] = schedule
        lay_out(both, column, schedules)
    both[:] = 0.0
    both[FEMALE] = fertility_schedule
    lay_out(both, FERTILITY, schedules)

    # The choice of towns: by rows of weights without the own county, which is counted apart.
    there, back = np.zeros((n, wide)), np.zeros((n, wide))
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
    before, villagers = np.zeros(n), np.zeros(n)
    waiting_to_town, waiting_back, waiting_move, waiting_settled = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    add_slices(residents, RURAL, villagers)
    add_slices(residents, MIGRANT, before)
    add_slices(residents, ELIGIBLE, before)
    add_slices(transients, TO_TOWN, waiting_to_town)
    add_slices(transients, BACK_HOME, waiting_back)
    add_slices(transients, MIGRANT_MOVE, waiting_move)
    add_slices(transients, SETTLED_MOVE, waiting_settled)
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
        rates[i, RETURNING_NOW] = share(movers[i], waiting_back[i]) if waiting_back[i] > movers[i] else 1.0
        waiting_back[i] *= rates[i, RETURNING_NOW]
    for i in range(n):
        coming = (1.0 - reclassified_share[i]) * (villagers[i] - waiting_to_town[i]) * -np.expm1(-rates[i, REZONED])
        others = 1.0 - share(movers[i] - waiting_back[i], before[i] - waiting_back[i] + coming)
        rates[i, HIGHEST] = -np.log(others) if others > 0.0 else np.inf
        moving = rates[i, MOVING] + rates[i, OUTFLOW]
        onward = rates[i, IN_TOWNS] * dying + rates[i, RETURNING] * returning + moving * departing
        settled = rates[i, IN_TOWNS] * dying + departing * (
            rates[i, SETTLING] + rates[i, OUTFLOW] + rates[i, RESETTLING] + rates[i, REGISTERED_OUTFLOW])
        largest = max(rates[i, IN_VILLAGES] * dying + rates[i, LEAVING] * departing + rates[i, REZONED],
                      onward + max(rates[i, MATURED], rates[i, ADMITTED]),
                      settled + rates[i, NATURALIZED] + rates[i, HOMING] * returning)
        rates[i, CLOSE] = 1.0 if largest <= NEAR else 0.0

    sent, arrived = np.zeros((n, SENT, WIDTH)), np.zeros((wide, FLOWS, WIDTH))
    short_there, short_back = there[:narrow * n].astype(np.float32), back[:narrow * n].astype(np.float32)
    short_sent, short_arrived = np.zeros((n, FLOWS, WIDTH), np.float32), np.zeros((wide, FLOWS, WIDTH), np.float32)
    presence, sums = np.empty((n, STATUSES, WIDTH)), np.zeros((n, SUMS, WIDTH))
    for v in range(residents.shape[0]):
        see_off(residents, transients, schedules, rates, ways, v, sent, presence, sums)
        if narrow:
            short_sent[:] = sent[:, :FLOWS]
            for row in range(0, wide, ROWS):
                multiply_tile(short_there, short_back, short_sent, short_arrived, row, n)
            arrived[:] = short_arrived
        else:
            for row in range(0, wide, ROWS):
                multiply_tile(there, back, sent, arrived, row, n)
        welcome(residents, transients, schedules, rates, ways, v, False, sent, arrived, presence, sums)

    # Children take the registration that their mother's status gives, and meet hazards from their birth on.
    births = np.zeros((n, STATUSES))
    for i in range(n):
        births[i, RURAL] = step * rural_fertility[i] * add_lanes(take_of(sums, i, RURAL_MOTHERS))
        births[i, ELIGIBLE] = step * migrant_fertility[i] * add_lanes(take_of(sums, i, MIGRANT_MOTHERS))
        births[i, OUTSIDER] = step * town_fertility[i] * add_lanes(take_of(sums, i, OUTSIDER_MOTHERS))
        births[i, REGISTERED] = step * town_fertility[i] * add_lanes(take_of(sums, i, REGISTERED_MOTHERS))
        rural_births[i] = births[i, RURAL] / step
        urban_births[i] = (births[i, ELIGIBLE] + births[i, OUTSIDER] + births[i, REGISTERED]) / step
    sent[:] = 0.0
    for sex in range(2):
        for i in range(n):
            for status in range(STATUSES):
                sent[i, status, 0] = births[i, status] * (1.0 - boys_share[i] if sex == FEMALE else boys_share[i])
        welcome(residents, transients, schedules, rates, ways, sex * SLICES, True, sent, arrived, presence, sums)

    totals, behind = np.empty((n, SUMS)), np.zeros(n)
    add_slices(residents, MIGRANT, behind)
    add_slices(residents, ELIGIBLE, behind)
    for i in range(n):
        for each in range(SUMS):
            totals[i, each] = add_lanes(take_of(sums, i, each))
    on_the_way = np.zeros((4, wide))
    for i in range(n):
        leavers = rates[i, LEAVING] * totals[i, LEFT] + waiting_to_town[i]
        returned = totals[i, WENT_BACK] + waiting_back[i]
        moving = rates[i, MOVING] * totals[i, MOBILE_MIGRANT] + waiting_move[i]
        settling = (rates[i, SETTLING] * totals[i, MOBILE_OUTSIDER] + rates[i, RESETTLING] * totals[i, MOBILE_REGISTERED]
                    + waiting_settled[i])
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
        died_migrant = rates[i, IN_TOWNS] * (totals[i, DIED_MIGRANT] + totals[i, THEN_DIED_MIGRANT])
        mobile = totals[i, MOBILE_MIGRANT] + totals[i, THEN_MOBILE_MIGRANT]
        admitted = rates[i, ADMITTED] * (totals[i, LIVED_ELIGIBLE] + totals[i, THEN_ELIGIBLE])
        rural_deaths[i] = rates[i, IN_VILLAGES] * (totals[i, DIED_RURAL] + totals[i, THEN_DIED_RURAL]) / step
        urban_deaths[i] = (died_migrant + rates[i, IN_TOWNS] * (totals[i, DIED_SETTLED] + totals[i, THEN_DIED_SETTLED])) / step
        town_outflow[i] = (rates[i, OUTFLOW] * (mobile + totals[i, MOBILE_OUTSIDER] + totals[i, THEN_MOBILE_OUTSIDER])
                           + rates[i, REGISTERED_OUTFLOW] * (totals[i, MOBILE_REGISTERED] + totals[i, THEN_MOBILE_REGISTERED])) / step
        town_inflow[i] = inflow_arrivals[i] * coming_in
        reclassifications[i] = rates[i, REZONED] * (totals[i, LIVED_RURAL] + totals[i, THEN_RURAL]) / step
        eligibility_gains[i] = rates[i, MATURED] * (totals[i, LIVED_MIGRANT] + totals[i, THEN_MIGRANT]) / step
        migrant_registrations[i] = admitted / step
        outsider_registrations[i] = rates[i, NATURALIZED] * (totals[i, LIVED_OUTSIDER] + totals[i, THEN_OUTSIDER]) / step
        village_registrations[i] = (totals[i, WENT_HOME] + totals[i, THEN_HOME]) / step
        # Movers are lost in their share in the middle of the step: no more than there are, and so many that no more are left
        # than townspeople.
        exits = died_migrant + rates[i, OUTFLOW] * mobile + admitted + step * migrant_departures[i]
        gained = step * (town_arrivals[i] + migrant_arrivals[i] - return_departures[i])
        among_them = share(movers[i] + 0.5 * gained, 0.5 * (before[i] + behind[i] + exits))
        all_but_none = movers[i] + gained - ROUNDING * (
            movers[i] + step * (town_arrivals[i] + migrant_arrivals[i] + return_departures[i]))
        mover_losses[i] = min(max(among_them * exits, movers[i] + gained - behind[i]), max(all_but_none, 0.0)) / step
