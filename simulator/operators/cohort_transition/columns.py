"""Column indices of the county tables of a step."""

from enum import IntEnum

from simulator.language.dimensions import STATUSES as STATUS_NAMES
from simulator.operators.cohort_transition.transitions import TRANSITIONS

STATUSES = len(STATUS_NAMES)
# Table `rates` [county, column]: hazard rate times step, one column for each transition of the table.
Hazard = IntEnum("Hazard", [transition.name.upper() for transition in TRANSITIONS], start=0, module=__name__)


class Condition(IntEnum):
    """Further columns of `rates`: cap of the return hazard, share of reclassified villagers who register, 1 if the short series of
    the phi functions apply to all hazards, and share of pending returns that take place."""

    MAX_RETURN_HAZARD = len(Hazard)
    RECLASSIFIED_SHARE = len(Hazard) + 1
    SERIES_SUFFICE = len(Hazard) + 2
    RETURNING_SHARE = len(Hazard) + 3


class Schedule(IntEnum):
    """Table `schedules` [slice, column, 8]: rates by age."""

    MORTALITY = 0
    DEPARTURE = 1
    RETURN = 2
    INFLOW = 3
    FERTILITY = 4


class ODFactor(IntEnum):
    """Table `od_factors` [county, column]: scaling of rows and columns of the OD weights.

    Of origins: leavers for towns, movers between towns, returners. Of destinations: arrivals in towns and in villages. Weights of
    the own towns and villages. Persons who enter from other provinces in half a step.
    """

    LEAVERS = 0
    MOVERS = 1
    RETURNERS = 2
    TOWN_ARRIVALS = 3
    OWN_TOWNS = 4
    VILLAGE_ARRIVALS = 5
    OWN_VILLAGES = 6
    INFLOW = 7


class Flow(IntEnum):
    """Tables `sent` and `arrived` [county, column, 8]: to towns as migrants, to towns as settled, back to villages."""

    MIGRANTS = 0
    SETTLED = 1
    RETURNERS = 2


class Carried(IntEnum):
    """Table `carried` [county, column, 8], from the first pass to the second.

    phi2 of each status (columns 0 to 4), exposure (person-years over the step) of each status, leavers for towns of the own county,
    and those who register in its villages.
    """

    EXPOSURE = STATUSES
    OWN_TOWN_LEAVERS = 2 * STATUSES
    VILLAGE_RETURNS = 2 * STATUSES + 1


class Sum(IntEnum):
    """Table `sums` [county, column]: totals over sex and age, in three vectors of eight.

    The first vector is of the first pass, four columns of it unused. DIED and MOBILE are exposures times the mortality and the
    departure schedule, LIVED are exposures, MOTHERS exposures times the fertility schedule.
    """

    LEAVERS = 0
    RETURNERS = 1
    MOVERS = 2
    SETTLERS = 3
    DIED_RURAL = 8
    DIED_MIGRANT = 9
    DIED_SETTLED = 10
    MOBILE_MIGRANT = 11
    MOBILE_OUTSIDER = 12
    MOBILE_REGISTERED = 13
    LIVED_RURAL = 14
    LIVED_MIGRANT = 15
    LIVED_ELIGIBLE = 16
    LIVED_OUTSIDER = 17
    VILLAGE_RETURNS = 18
    RURAL_MOTHERS = 19
    MIGRANT_MOTHERS = 20
    OUTSIDER_MOTHERS = 21
    REGISTERED_MOTHERS = 22
    TOWN_MIGRANTS_AFTER = 23


class Initial(IntEnum):
    """Table `initial` [county, 1, column]: persons at the start of the step, pending departures and returns among them."""

    VILLAGERS = 0
    TOWN_MIGRANTS = 1
    WAITING_TO_TOWN = 2
    WAITING_BACK = 3


RATES, SCHEDULES, OD_FACTORS, FLOWS = len(Hazard) + len(Condition), len(Schedule), len(ODFactor), len(Flow)
CARRIED, SUMS = 2 * STATUSES + 2, 24
