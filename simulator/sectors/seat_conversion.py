"""Seats that stand idle as cohorts shrink can become places for the very young and the old (second stage, off by default)."""

from simulator.language.declarations import decay, parameter
from simulator.language.functions import clip_below_zero, divide_or_zero, minimum
from simulator.language.units import one, place, year

seat_conversion_switch = parameter(0.0, one, "1: idle seats are converted; 0: not yet validated", source="assumed", lower_bound=0,
                                   upper_bound=1)
seat_conversion_base = parameter(0.10, 1 / year, "convertible seats that are converted in a year", source="assumed", prior_low=0.03,
                                 prior_high=0.25, lower_bound=0, upper_bound=1)


def seat_conversion_rate(seat_conversion_switch, seat_conversion_base) -> 1 / year:
    """Convertible seats that are converted in a year, if conversion is switched on."""
    return seat_conversion_switch * seat_conversion_base


def convertible_seats(idle_capacity_school, wear_rate_school, capacity_school, one_year, unmet_need_childcare,
                      unmet_need_elderly) -> place:
    """Idle seats that do not wear out within the year and for which the very young or the old have a use."""
    return minimum(clip_below_zero(idle_capacity_school - wear_rate_school * capacity_school * one_year),
                   unmet_need_childcare + unmet_need_elderly)


def seat_conversion_hazard(seat_conversion_rate, convertible_seats, capacity_school) -> 1 / year:
    """Hazard of any seat to be converted."""
    return seat_conversion_rate * divide_or_zero(convertible_seats, capacity_school)


def seat_leaving_rate(wear_rate_school, seat_conversion_hazard) -> 1 / year:
    """Hazard of a seat to wear out or to be converted, whichever comes first."""
    return wear_rate_school + seat_conversion_hazard


seats_leaving = decay("capacity_school", place / year, "seats that wear out or are converted", rate="seat_leaving_rate")


def worn_places_school(seats_leaving, wear_rate_school, seat_leaving_rate) -> place / year:
    """Seats that wear out."""
    return seats_leaving * divide_or_zero(wear_rate_school, seat_leaving_rate)


def converted_seats(seats_leaving, seat_conversion_hazard, seat_leaving_rate) -> place / year:
    """Idle seats that become places for the very young or the old."""
    return seats_leaving * divide_or_zero(seat_conversion_hazard, seat_leaving_rate)


def seats_to_childcare(converted_seats, unmet_need_childcare, unmet_need_elderly) -> place / year:
    """Seats that become childcare places, by where more is missing."""
    return converted_seats * divide_or_zero(unmet_need_childcare, unmet_need_childcare + unmet_need_elderly)


def seats_to_elderly(converted_seats, unmet_need_childcare, unmet_need_elderly) -> place / year:
    """Seats that become beds in elderly care, by where more is missing."""
    return converted_seats * divide_or_zero(unmet_need_elderly, unmet_need_childcare + unmet_need_elderly)
