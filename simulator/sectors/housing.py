"""Floor space in towns is built, ages and is torn down; crowding sets its price, and land bounds what can be built."""

from simulator.language.declarations import decay, delay, driver, in_transit, lever, parameter, reference, stock
from simulator.language.functions import clip_below_zero, divide_or_zero, maximum, minimum, where
from simulator.language.units import m2, one, person, place, year

floor_norm_2020 = driver(m2 / person, "floor space of a resident in 2020", column="counties.floor_area_m2_per_person_2020",
                         source="census 2020: dwellings of family households, all residents of the county")
floor_mean_2020 = parameter(38.8, m2 / person, "floor space of a townsman in 2020, at which the target is told", prior_low=34.0,
                            prior_high=40.0, source="assumed", lower_bound=1.0)
floor_wear_rate = parameter(0.012, 1 / year, "floor space torn down in a year", source="assumed", prior_low=0.008, prior_high=0.020,
                            lower_bound=0)
floor_build_time = parameter(2.0, year, "time to build a house", source="assumed", prior_low=1.0, prior_high=3.0, lower_bound=1e-3)
floor_adjust_time = parameter(2.0, year, "time in which builders mean to close a gap", source="assumed", prior_low=1.0,
                              prior_high=4.0, lower_bound=1e-3)
floor_supply_line = parameter(0.5, one, "how far builders count what is being built", source="assumed", prior_low=0.2,
                              prior_high=0.9, lower_bound=0, upper_bound=1)
crowding_elasticity = parameter(1.5, one, "how strongly crowding drives the price of floor space", source="assumed", prior_low=0.5,
                                prior_high=3.0, lower_bound=0)
price_response = parameter(0.2, one, "how strongly the price of floor space drives building", source="assumed", prior_low=0.0,
                           prior_high=0.4, lower_bound=0)
floor_headroom = parameter(0.10, one, "floor space for which there was land in 2020, over that there was, less 1", source="assumed",
                           prior_low=0.0, prior_high=0.25, lower_bound=0)
rental_floor = parameter(40.0, m2 / place, "floor space of an affordable rental home", source="assumed", prior_low=30.0,
                         prior_high=60.0, lower_bound=0)

floor_target = lever(38.8, m2 / person, "floor space a townsman is to have", plan=43.0, low=30.0, high=50.0, ramp=(2021, 2023),
                     group="L24", theme="services", source="plan 4.3", cost="private building; land")


def starting_floor(floor_norm_2020, urban_population) -> m2:
    """Floor space in towns in 2020."""
    return floor_norm_2020 * urban_population


def starting_floor_work(floor_wear_rate, starting_floor, floor_build_time) -> m2:
    """Floor space being built in 2020, just enough to replace what is torn down."""
    return floor_wear_rate * starting_floor * floor_build_time


floor_space = stock(m2, "floor space in towns", initial="starting_floor", inflows=["floor_completions", "rental_floor_built"],
                    outflows="floor_demolition")
floor_demolition = decay("floor_space", m2 / year, "floor space torn down", rate="floor_wear_rate")
floor_completions = delay("floor_starts", m2 / year, "floor space completed by builders", time="floor_build_time", order=1,
                          initial="starting_floor_work")
floor_in_progress = in_transit("floor_completions", m2, "floor space being built")


def rental_floor_built(rental_floor, completions_rental) -> m2 / year:
    """Floor space of affordable homes completed."""
    return rental_floor * completions_rental


def floor_per_head(floor_space, urban_population) -> m2 / person:
    """Floor space of a townsman."""
    return divide_or_zero(floor_space, urban_population)


def crowding(floor_norm_2020, urban_population, floor_space) -> one:
    """Townspeople for the floor space there is, over 2020; 1 where there is none."""
    return where(floor_space > 0.0, divide_or_zero(floor_norm_2020 * urban_population, floor_space), 1.0)


def floor_price_index(crowding, crowding_elasticity) -> one:
    """Price of floor space over that of 2020."""
    return maximum(crowding, 1e-12) ** crowding_elasticity


def wished_floor(floor_target, floor_mean_2020, floor_norm_2020, urban_population, floor_price_index, price_response) -> m2:
    """Floor space that builders aim at: the target in proportion to what the county had, more where it is dear."""
    return floor_target / floor_mean_2020 * floor_norm_2020 * urban_population * floor_price_index ** price_response


floor_space_2020 = reference("floor_space", m2, "floor space in towns in 2020")
urban_land_2020 = reference("urban_land", m2, "urban construction land of 2020")


def buildable_floor(floor_headroom, floor_space_2020, urban_land, urban_land_2020, floor_space, floor_in_progress) -> m2:
    """Floor space for which there is still land, at as much floor space on a piece of land as in 2020."""
    return clip_below_zero((1.0 + floor_headroom) * floor_space_2020 * divide_or_zero(urban_land, urban_land_2020) - floor_space
                           - floor_in_progress)


def floor_starts(floor_demolition, wished_floor, floor_space, floor_supply_line, floor_build_time, floor_in_progress,
                 floor_adjust_time, buildable_floor) -> m2 / year:
    """Floor space whose building starts: to replace and to close the gap, as far as there is land."""
    return minimum(clip_below_zero(floor_demolition
                                   + (wished_floor - floor_space
                                      + floor_supply_line * (floor_demolition * floor_build_time - floor_in_progress))
                                   / floor_adjust_time),
                   floor_demolition + buildable_floor / floor_adjust_time)
