"""Where the passes of a step keep what they know of a county: places in its rows."""

# Schedules by age.
MORTALITY, DEPARTURE, RETURN, COMING, FERTILITY, SCHEDULES = range(6)
# Hazards of a county in a step; the largest hazard of returning; whether all are so small that one polynomial serves; the share of
# the reclassified who keep their status; and the share of those waiting to return who do.
(
    IN_VILLAGES,
    IN_TOWNS,
    LEAVING,
    REZONED,
    MATURED,
    ADMITTED,
    NATURALIZED,
    RETURNING,
    HIGHEST,
    MOVING,
    SETTLING,
    RESETTLING,
    OUTFLOW,
    REGISTERED_OUTFLOW,
    HOMING,
    KEPT,
    CLOSE,
    RETURNING_NOW,
    RATES,
) = range(19)
# Weights of a county on the way: of its leavers for towns, on to other towns and back, and of its arrivals of each kind.
SENDING, ONWARD, SENDING_BACK, WELCOME, OWN_WAY, HOME, OWN_WAY_BACK, INFLOW, WAYS = range(9)
# Who is sent: to towns as migrants, to towns as settled, back to villages.
AS_MIGRANT, AS_SETTLED, HOMEWARD, FLOWS = range(4)
# What the second pass has of the first, after the presence of each status in the step: how long those there at its start lived in
# it, by status; who came to the towns of the own county, and to its villages to register there.
STATUSES = 5
LIVED, TO_OWN_TOWNS, HOMECOMING, CARRIED = STATUSES, 2 * STATUSES, 2 * STATUSES + 1, 2 * STATUSES + 2
# What is added up over ages: of the first pass who leaves for where; of both passes who died, who was there to leave, how long
# people lived in a status, mothers, and the rural-hukou townspeople at the end.
LEAVERS, RETURNERS, MOVERS, SETTLERS = range(4)
(
    DIED_RURAL,
    DIED_MIGRANT,
    DIED_SETTLED,
    MOBILE_MIGRANT,
    MOBILE_OUTSIDER,
    MOBILE_REGISTERED,
    LIVED_RURAL,
    LIVED_MIGRANT,
    LIVED_ELIGIBLE,
    LIVED_OUTSIDER,
    WENT_HOME,
    RURAL_MOTHERS,
    MIGRANT_MOTHERS,
    OUTSIDER_MOTHERS,
    REGISTERED_MOTHERS,
    BEHIND,
    SUMS,
) = range(8, 25)
# What is added up before the step: villagers, rural-hukou townspeople, and those who wait to leave the villages and to return.
VILLAGERS, TOWN_MIGRANTS, WAITING_TO_TOWN, WAITING_BACK = range(4)
