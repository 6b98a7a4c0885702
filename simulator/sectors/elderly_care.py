"""Beds in elderly care: ordinary ones and those with nursing, new or converted."""

from simulator.language import positive, ratio
from simulator.units import one, place, year
from simulator.words import decay, lever, parameter, stock

nursing_bed_share = lever(0.5, one, "share of nursing-type among new beds in elderly care", plan=0.9, low=0.0, high=1.0,
                          prior=(0.4, 0.6), ramp=(2021, 2025), group="L9", source="plan 4.3", cost="building bill")
nursing_conversion = lever(0.02, 1 / year, "ordinary beds in elderly care turned into nursing-type in a year", plan=0.02, low=0.0,
                           high=0.5, ramp=(2021, 2025), group="L9", source="plan 4.3", cost="0.4 of the cost of a bed (assumed)")
nursing_share_2020 = parameter(0.50, one, "share of nursing-type among beds in elderly care in 2020", source="assumed", low=0.4,
                               high=0.6, least=0, most=1)


def starting_nursing_beds(nursing_share_2020, starting_capacity_elderly) -> place:
    """Nursing-type beds of 2020."""
    return nursing_share_2020 * starting_capacity_elderly


nursing_beds = stock(place, "nursing-type beds in elderly care", initial="starting_nursing_beds",
                     inflows=["new_nursing_beds", "converted_beds"], outflows="worn_nursing_beds")
worn_nursing_beds = decay("nursing_beds", place / year, "nursing-type beds that wear out", rate="wear_rate_elderly")
converted_beds = decay("ordinary_beds", place / year, "ordinary beds turned into nursing-type", rate="nursing_conversion")


def ordinary_beds(capacity_elderly, nursing_beds) -> place:
    """Beds in elderly care without nursing."""
    return positive(capacity_elderly - nursing_beds)


def new_nursing_beds(nursing_bed_share, completions_elderly) -> place / year:
    """Nursing-type beds completed."""
    return nursing_bed_share * completions_elderly


def nursing_share(nursing_beds, capacity_elderly) -> one:
    """Share of nursing-type among beds in elderly care."""
    return ratio(nursing_beds, capacity_elderly)
