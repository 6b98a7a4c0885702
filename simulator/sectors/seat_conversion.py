"""Seats that stand idle as cohorts shrink can become places for the very young and the old (second stage, off by default)."""

from simulator.language import minimum, positive, ratio
from simulator.units import one, place, year
from simulator.words import decay, parameter

seat_conversion_switch = parameter(0.0, one, "1: idle seats are converted; 0: not yet validated", source="assumed", least=0, most=1)
seat_conversion_base = parameter(0.10, 1 / year, "convertible seats that are converted in a year", source="assumed", low=0.03,
                                 high=0.25, least=0)


def seat_conversion_rate(seat_conversion_switch, seat_conversion_base) -> 1 / year:
    """Convertible seats that are converted in a year, if conversion is switched on."""
    return seat_conversion_switch * seat_conversion_base


def convertible_seats(idle_capacity_school, worn_places_school, one_year, unmet_need_childcare, unmet_need_elderly) -> place:
    """Idle seats that do not wear out within the year and for which the very young or the old have a use."""
    return minimum(positive(idle_capacity_school - worn_places_school * one_year), unmet_need_childcare + unmet_need_elderly)


converted_seats = decay("convertible_seats", place / year, "idle seats that become places for the very young or the old",
                        rate="seat_conversion_rate")


def seats_to_childcare(converted_seats, unmet_need_childcare, unmet_need_elderly) -> place / year:
    """Seats that become childcare places, by where more is missing."""
    return converted_seats * ratio(unmet_need_childcare, unmet_need_childcare + unmet_need_elderly)


def seats_to_elderly(converted_seats, unmet_need_childcare, unmet_need_elderly) -> place / year:
    """Seats that become beds in elderly care, by where more is missing."""
    return converted_seats * ratio(unmet_need_elderly, unmet_need_childcare + unmet_need_elderly)
