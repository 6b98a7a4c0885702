"""Trends of the nation go in a straight line from their growth of 2020 to that of 2035 and then stay; before 2020 they have a
growth of their own; prices rise steadily."""

from simulator.language.declarations import driver, parameter
from simulator.language.functions import clip, clip_below_zero, exp
from simulator.language.units import one, year

years_elapsed = driver(year, "time since the reference date of 31 December 2020", source="calendar", axes=(), path=True,
                       value=0.0)
one_year = parameter(1.0, year, "the time in which yearly changes are told", source="definition", lower_bound=1e-6)
trend_period = parameter(15.0, year, "time in which trends go from their value of 2020 to that of 2035", source="assumed",
                         lower_bound=1)
price_growth = parameter(0.012, 1 / year, "growth of consumer prices, which nominal growth includes", source="assumed",
                         prior_low=0.005, prior_high=0.025)


def trend_share(years_elapsed, trend_period) -> one:
    """How far trends have gone from their value of 2020 to that of 2035."""
    return clip(years_elapsed / trend_period, 0.0, 1.0)


def past_time(years_elapsed) -> year:
    """Time that counts at the growth before 2020: below zero until then, and zero afterwards."""
    return years_elapsed - clip_below_zero(years_elapsed)


def later_time(years_elapsed, trend_period, trend_share) -> year:
    """Time that counts at the growth of 2035: the integral of the trend's share."""
    return clip_below_zero(years_elapsed) - trend_period * trend_share * (1.0 - 0.5 * trend_share)


def early_time(years_elapsed, later_time, past_time) -> year:
    """Time that counts at the growth of 2020."""
    return years_elapsed - later_time - past_time


def consumer_price_index(price_growth, years_elapsed) -> one:
    """Consumer prices over those of 2020, for comparison with bulletins in current prices."""
    return exp(price_growth * years_elapsed)
