"""Towns use water; waterworks grow until they meet the need."""

from simulator.language.declarations import decay, lever, parameter, stock, theme
from simulator.language.functions import clip_below_zero
from simulator.language.units import one, person, unit, year

m3 = unit("m3", "m³", zh="立方米")
waterworks = theme("water supply", zh="供水")
water_norm = parameter(
    1.0, m3 / person, "daily capacity a townsman needs", source="assumed", prior_low=0.8, prior_high=1.2, lower_bound=0
)
pipe_life = parameter(40.0, year, "life of a waterworks", source="assumed", prior_low=30.0, prior_high=60.0, lower_bound=1.0)
water_build_rate = parameter(
    0.2,
    1 / year,
    "share of what is missing that is built in a year",
    source="assumed",
    prior_low=0.1,
    prior_high=0.3,
    lower_bound=0,
    upper_bound=1,
)
water_programme = lever(
    1.0,
    one,
    "pace of building waterworks over that of 2020",
    plan=2.0,
    low=0.5,
    high=3.0,
    ramp=(2022, 2026),
    theme="waterworks",
    source="assumed",
)


def starting_water(water_norm, urban_population) -> m3:
    """Daily capacity at the end of 2020."""
    return 0.9 * water_norm * urban_population


def water_need(water_norm, urban_population) -> m3:
    """Daily capacity that townspeople need."""
    return water_norm * urban_population


def water_building(water_need, water_supply, water_build_rate, water_programme) -> m3 / year:
    """Daily capacity built in a year."""
    return water_build_rate * water_programme * clip_below_zero(water_need - water_supply)


def pipe_loss_rate(pipe_life) -> 1 / year:
    """Share of daily capacity that are given up in a year."""
    return 1.0 / pipe_life


water_supply = stock(m3, "daily capacity of waterworks", initial="starting_water", inflows="water_building", outflows="pipe_losses")
pipe_losses = decay("water_supply", m3 / year, "daily capacity given up at the end of their life", rate="pipe_loss_rate")
