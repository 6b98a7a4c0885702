"""A toy of homes, with every word of the language that needs no cohorts: they are begun, finished, crowded and torn down."""

import toy_operators

from simulator.language.declarations import (
    delay,
    driver,
    lever,
    operator,
    operator_output,
    parameter,
    reference,
    stock,
    table,
    theme,
    total,
)
from simulator.language.functions import (
    clip,
    clip_below_zero,
    divide_or_zero,
    exp,
    log,
    logistic,
    maximum,
    minimum,
    smooth_minimum,
    sqrt,
    where,
)
from simulator.language.units import m2, one, person, year, yuan

T1 = theme("homes of toys")
building_life = parameter(50.0, year, "life of a home", source="toy", prior_low=30.0, prior_high=80.0, lower_bound=1.0)
building_time = parameter({"core": 0.5, "district": 1.0, "county_level_city": 2.5, "county": 4.0}, year,
                          "time from beginning a home to finishing it", source="toy", lower_bound=1e-6)
haste = parameter(1.1, one, "homes begun for one torn down or lacking", source="toy", prior_low=0.9, prior_high=1.3)
decay = parameter(0.7, one, "how fast nearness falls", source="toy", prior_low=0.5, prior_high=1.0)
floor_target = lever(30.0, m2 / person, "floor space each is to have", plan=40.0, low=20.0, high=60.0, ramp=(2021, 2022),
                     group="T1", source="toy", prior=(25.0, 35.0))
land_price = driver(yuan / m2, "price of land", source="toy")
tax = driver(one, "tax on land", source="toy", value=0.1, axes=())
season = driver(one, "building weather", source="toy", value=1.0, axes=(), path=True)
distance = driver(one, "distance between counties", source="toy", axes=("county", "destination"))
nobody = driver(person, "no one", source="toy", value=0.0)

floor_space = stock(m2, "floor space", initial="floor_space", inflows=["completions"], outflows=["demolition"])
tenants = stock(person, "people who live in homes", initial="tenants", inflows=["arrivals"])
completions = delay("starts", m2 / year, "floor space finished", time="building_time", order=3, initial="floor_under_way")
comfort = table("crowding", one, "comfort by crowding", points=[(0.5, 2.0), (1.0, 1.0), (1.5, 0.7)], source="toy")
nearness = operator(toy_operators.nearness, "Near homes count more.", gives={
    "influence": operator_output(one, "weight of a county for another", axes=("county", "destination"))})
surroundings = operator(toy_operators.surroundings, "Neighbours' crowding is felt.", gives={
    "crowding_nearby": operator_output(one, "crowding of the neighbours")})
all_tenants = total("tenants", person, "all people in homes")
mean_comfort = total("comfort", one, "comfort of the mean tenant", weight="tenants")
plain_comfort = total("comfort", one, "comfort of the mean county", weight="nobody")
comfort_2020 = reference("mean_comfort", one, "comfort of the mean tenant in 2020")
crowding_2020 = reference("crowding", one, "crowding of a county in 2020")
fair_price = reference("mean_burden", one, "price at which the burden is what it should be", equals="fair_burden",
                       between=(0.0, 10.0))


def after_tax(tax) -> one:
    """What is left of land after tax: a constant of the region."""
    return 1.0 - tax


def site_value(land_price, after_tax) -> yuan / m2:
    """What a site is worth: a constant of the county."""
    return land_price * after_tax


def crowding(tenants, floor_target, floor_space) -> one:
    """Floor space wanted over floor space there is."""
    return divide_or_zero(tenants * floor_target, floor_space)


def demolition(floor_space, building_life) -> m2 / year:
    """Floor space torn down."""
    return floor_space / building_life


def starts(demolition, floor_space, crowding, building_time, haste, season) -> m2 / year:
    """Floor space begun: what is torn down and what is lacking."""
    return haste * season * (demolition + clip_below_zero(crowding - 1.0) * floor_space / building_time)


def burden(site_value, fair_price, crowding_nearby) -> one:
    """Price over what is fair."""
    return fair_price * sqrt(site_value / site_value) * smooth_minimum(crowding_nearby, 4.0)


mean_burden = total("burden", one, "mean burden", weight="tenants")


def fair_burden(haste) -> one:
    """Burden that is thought fair."""
    return minimum(haste, 1.0) / 2.0


def attraction(comfort, comfort_2020, mean_comfort, crowding, crowding_2020, plain_comfort) -> one:
    """What draws people, over what drew them in 2020."""
    return (log(maximum(comfort, 0.1) / comfort_2020) - 0.1 * logistic(crowding - crowding_2020)
            + where(mean_comfort > 1.0, 0.01, 0.0) + exp(-plain_comfort) * mean_comfort)


def arrivals(tenants, attraction, haste, building_life) -> person / year:
    """People who move in."""
    return tenants * clip(attraction, -0.5, 0.5) * haste / building_life
