"""Urban construction land grows by a quota, and with those who register, until the red line is reached."""

from simulator.language.declarations import decay, driver, lever, parameter, stock
from simulator.language.functions import minimum
from simulator.language.units import m2, one, person, year, yuan

land_value_index = driver(one, "value of a villager's land rights over the mean of the region", source="the mean of the region: "
                          "county values are of a second stage", value=1.0)
land_norm = parameter({"core": 100.0, "district": 115.0, "county_level_city": 130.0, "county": 130.0}, m2 / person,
                      "urban construction land for a townsman in 2020, by class of county", source="assumed", lower_bound=1.0)
land_limit_ratio = parameter(1.3, one, "urban construction land inside the red line over that of 2020", source="assumed",
                             prior_low=1.15, prior_high=1.5, lower_bound=1.0)
land_quota_growth = parameter(0.012, 1 / year, "growth of urban construction land that the yearly quota allows", source="assumed",
                              prior_low=0.0, prior_high=0.03, lower_bound=0)
land_approach_time = parameter(5.0, year, "time in which the last land inside the red line would be used", source="assumed",
                               prior_low=3.0, prior_high=10.0, lower_bound=0.25)
land_price = parameter({"core": 4000.0, "district": 2500.0, "county_level_city": 1500.0, "county": 1200.0}, yuan / m2,
                       "price of land for building in 2020, by class of county", source="assumed", lower_bound=0)
public_land_share = parameter(0.4, one, "land revenue left once villagers are compensated", source="assumed", prior_low=0.2,
                              prior_high=0.6, lower_bound=0, upper_bound=1)

land_quota_link = lever(0.0, m2 / person, "land quota a county gets for each new registration", plan=80.0, low=0.0, high=150.0,
                        ramp=(2022, 2028), group="L11", theme="spatial", source="plan 5.2, 6.3", cost="land given without a price")


def starting_land(land_norm, urban_population) -> m2:
    """Urban construction land of 2020."""
    return land_norm * urban_population


def starting_reserve(land_limit_ratio, starting_land) -> m2:
    """Land inside the red line that was not yet built on in 2020."""
    return (land_limit_ratio - 1.0) * starting_land


urban_land = stock(m2, "urban construction land", initial="starting_land", inflows="land_conversion")
land_reserve = stock(m2, "land inside the red line that is not built on", initial="starting_reserve", outflows="land_conversion")


def land_approach_rate(land_approach_time) -> 1 / year:
    """Share of the land left inside the red line that can be used in a year."""
    return 1.0 / land_approach_time


usable_land = decay("land_reserve", m2 / year, "land that the red line lets be used", rate="land_approach_rate")


def land_sales(land_quota_growth, urban_land, usable_land) -> m2 / year:
    """Land sold for building under the yearly quota."""
    return minimum(land_quota_growth * urban_land, usable_land)


def land_conversion(land_quota_growth, urban_land, land_quota_link, registrations, usable_land) -> m2 / year:
    """Land that becomes urban construction land: the yearly quota, and what comes with those who register."""
    return minimum(land_quota_growth * urban_land + land_quota_link * registrations, usable_land)


def land_revenue(public_land_share, land_price, floor_price_index, land_sales) -> yuan / year:
    """Revenue of the county from land, net of compensation; linked land is given without a price."""
    return public_land_share * land_price * floor_price_index * land_sales
