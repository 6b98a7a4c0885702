"""Beds in elderly care: ordinary ones and those with nursing, new or converted."""

from simulator.language.declarations import decay, lever, parameter, stock
from simulator.language.functions import divide_or_zero
from simulator.language.units import one, place, year

nursing_bed_share = lever(0.5, one, "share of nursing-type among new beds in elderly care", plan=0.9, low=0.0, high=1.0,
                          prior=(0.4, 0.6), ramp=(2021, 2025), group="L9", theme="services", source="plan 4.3",
                          cost="building bill")
nursing_conversion = lever(0.02, 1 / year, "ordinary beds in elderly care turned into nursing-type in a year", plan=0.02, low=0.0,
                           high=0.5, ramp=(2021, 2025), group="L9", theme="services", source="plan 4.3",
                           cost="0.4 of the cost of a bed (assumed)")
nursing_share_2020 = parameter(0.50, one, "share of nursing-type among beds in elderly care in 2020", source="assumed",
                               prior_low=0.4, prior_high=0.6, lower_bound=0, upper_bound=1)


nursing_share = stock(one, "share of nursing-type among beds in elderly care", initial="nursing_share_2020",
                      inflows="nursing_share_growth")
nursing_share_growth = decay("nursing_gap", 1 / year, "growth of the share of nursing-type among beds", rate="bed_renewal_rate")


def bed_entry_rate(completions_elderly, seats_to_elderly, capacity_elderly) -> 1 / year:
    """Beds in elderly care that are new in a year, over all; those that wear out are of both types alike."""
    return divide_or_zero(completions_elderly + seats_to_elderly, capacity_elderly)


def bed_renewal_rate(nursing_conversion, bed_entry_rate) -> 1 / year:
    """Pace at which the share of nursing-type beds becomes that of the beds which are new or converted."""
    return nursing_conversion + bed_entry_rate


def new_nursing_beds(nursing_bed_share, completions_elderly) -> place / year:
    """Nursing-type beds completed; seats turned into beds are of the ordinary type."""
    return nursing_bed_share * completions_elderly


def nursing_gap(nursing_conversion, new_nursing_beds, capacity_elderly, bed_renewal_rate, nursing_share) -> one:
    """What the share of nursing-type among new and converted beds is above that of all."""
    return divide_or_zero(nursing_conversion + divide_or_zero(new_nursing_beds, capacity_elderly), bed_renewal_rate) - nursing_share


def nursing_beds(nursing_share, capacity_elderly) -> place:
    """Nursing-type beds in elderly care."""
    return nursing_share * capacity_elderly


def ordinary_beds(capacity_elderly, nursing_beds) -> place:
    """Beds in elderly care without nursing."""
    return capacity_elderly - nursing_beds


def converted_beds(nursing_conversion, ordinary_beds) -> place / year:
    """Ordinary beds turned into nursing-type."""
    return nursing_conversion * ordinary_beds
