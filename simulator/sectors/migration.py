"""People leave villages for the towns that offer most for the way, return, move on, or come from other provinces."""

from simulator.language.declarations import (
    cohort_sum,
    driver,
    lever,
    operator,
    operator_output,
    parameter,
    reference,
    shock,
    stock,
    total,
    undefined_where_zero,
)
from simulator.language.functions import clip, divide_or_zero, exp, log, maximum
from simulator.language.units import one, person, year, yuan
from simulator.operators import destination_choice as destinations

departure_schedule = driver(one, "moves by age over their mean", source="Rogers & Castro 1981 (RR-81-30)", axes=("age",))
return_schedule = driver(one, "returns by age over their mean", source="assumed: returns rise after 45", axes=("age",))
inflow_schedule = driver(one, "share of each age among people from other provinces", source="Rogers & Castro 1981",
                         axes=("age",))
destination_appeal = driver(one, "appeal of a town that nothing else explains", source="0 until calibrated", value=0.0)
origin_push = driver(one, "readiness to leave that nothing else explains", source="0 until calibrated", value=0.0)
reclassification_factor = driver(one, "propensity of villages to become town, over the region's",
                                 source="1: not identified by the censuses", value=1.0)
each_county = driver(one, "one for every county", source="counting", value=1.0)
outflow_factor = driver(one, "pull of other provinces over that of 2020", source="driver set", axes=(), path=True, value=1.0)

departure_rate = parameter(0.027, 1 / year, "villagers who leave in a year, mean over ages, at the mean of the region in 2020",
                           source="first fit to 2010-2020", prior_low=0.015, prior_high=0.040, lower_bound=0)
departure_trend = parameter(0.0, 1 / year, "yearly growth of the readiness to leave in the decade to 2020, about its middle",
                            prior_low=-0.035, prior_high=0.035, source="assumed: sources to 2020 disagree in sign")
middle_of_decade = parameter(5.0, year, "time from the middle of the decade before 2020 to its end", source="definition",
                             lower_bound=0)
income_elasticity = parameter(1.0, one, "how strongly expected income draws", prior_low=0.5, prior_high=1.8, lower_bound=0,
                              source="Tombe & Zhu 2015 (about 1.5 in the long run; a hazard is lower)")
job_elasticity = parameter(2.5, one, "how strongly the chance of a job draws", source="assumed", prior_low=1.0, prior_high=5.0,
                           lower_bound=0)
service_elasticity = parameter(0.40, one, "how strongly schools and hospitals draw", prior_low=0.1, prior_high=0.8, lower_bound=0,
                               source="Xia & Lu 2015 (sign); size assumed")
price_elasticity = parameter(0.25, one, "how strongly the price of floor space deters", source="assumed", prior_low=0.0,
                             prior_high=0.6, lower_bound=0)
size_elasticity = parameter(1.0, one, "how strongly the size of a town draws", prior_low=0.6, prior_high=1.3, lower_bound=0,
                            source="first fit to county change 2010-2020")
nest_outer = parameter(0.6, one, "response of leaving to what towns offer", prior_low=0.3, prior_high=1.0, lower_bound=1e-9,
                       upper_bound=1.0, source="Liu, Zhuo & Wang 2020 (nested logit, .51 to .62)")
exponent_limit = parameter(2.0, one, "bound of the exponent of a behavioural factor", source="assumed", lower_bound=0)
outside_share_2020 = parameter(0.10, one, "share of leaving villagers who go to other provinces in 2020", source="assumed",
                               prior_low=0.05, prior_high=0.18, lower_bound=1e-6, upper_bound=1 - 1e-6)
return_base_rate = parameter(0.030, 1 / year, "movers who return in a year, mean over ages 20 to 69", source="assumed",
                             prior_low=0.015, prior_high=0.050, lower_bound=0)
return_elasticity = parameter(0.7, one, "how strongly a good income in town keeps people from returning", source="assumed",
                              prior_low=0.3, prior_high=1.2, lower_bound=0)
return_access_elasticity = parameter(0.5, one, "how strongly access to services keeps people from returning", prior_low=0.25,
                                     prior_high=0.75, source="assumed", lower_bound=0)
migrant_move_rate = parameter(0.012, 1 / year, "rural-hukou townspeople who move to another town in a year", prior_low=0.006,
                              prior_high=0.024, distribution="log_uniform", source="assumed", lower_bound=0)
outsider_move_rate = parameter(0.015, 1 / year, "people registered elsewhere who move to another town in a year", prior_low=0.0075,
                               prior_high=0.030, distribution="log_uniform", source="assumed", lower_bound=0)
registered_move_rate = parameter(0.0055, 1 / year, "registered townspeople who move to another town in a year", prior_low=0.00275,
                                 prior_high=0.011, distribution="log_uniform", source="assumed", lower_bound=0)
outflow_base_rate = parameter(0.0028, 1 / year, "townspeople who leave for other provinces in a year", prior_low=0.0021,
                              prior_high=0.0036, source="first fit to 2010-2020", lower_bound=0)
registered_outflow_ratio = parameter(0.6, one, "outflow of registered townspeople over that of others", source="assumed",
                                     prior_low=0.4, prior_high=0.8, lower_bound=0)
later_outflow_factor = parameter(1.0, one, "pull of other provinces over that of 2020, in years nobody has observed", prior_low=0.5,
                                 prior_high=2.0, distribution="log_uniform", source="assumed", lower_bound=1e-9)
interprovincial_inflow = parameter(200000.0, person / year, "people who come from other provinces in a year", prior_low=100000,
                                   prior_high=350000, source="assumed", lower_bound=0)
reclassified_share = parameter(0.35, one, "share of reclassified villagers who get urban hukou at once", source="assumed",
                               prior_low=0.2, prior_high=0.6, lower_bound=0, upper_bound=1)
reclassification_base = parameter(0.0062, 1 / year, "villagers reclassified in a year", prior_low=0.003, prior_high=0.016,
                                  lower_bound=0, source="Wang & Huang 2014 and first fit; not identified by 2010-2020")

inflow_shock = shock(1.0, one, "people from other provinces over what is expected", low=0.0, high=5.0, ramp=(2021, 2025),
                     source="assumed")
outflow_shock = shock(0.0, one, "how far the pull of other provinces stays at its highest of the observed years", low=0.0, high=1.0,
                      ramp=(2026, 2026), shape="step", source="assumed")
outflow_peak = driver(one, "highest pull of other provinces in the observed years, over that of 2020", source="driver set",
                      axes=(), path=True, value=1.0)

return_registration = lever(0.0, 1 / year, "registered townspeople who move to a village and register there in a year", plan=0.001,
                            low=0.0, high=0.01, ramp=(2021, 2030), group="L21", theme="hukou", source="plan 5.2, 5.3")
two_way_switch = parameter(0.0, one, "1: registered townspeople may register in villages; 0: not yet validated", source="assumed",
                           lower_bound=0, upper_bound=1)
town_reclassification = lever(1.0, one, "reclassification over that of 2020", plan=1.15, low=0.0, high=3.0, ramp=(2021, 2027),
                              group="L19", theme="spatial", source="plan 4.2, 4.6", cost="15,000 yuan a head (assumed)")

movers = stock(person, "rural-hukou townspeople who came from a village and may return", initial="movers",
               inflows=["town_arrivals", "migrant_arrivals"], outflows=["return_departures", "mover_losses"])
rural_mobility = cohort_sum("residents", person, "villagers weighted by how readily their age moves", statuses=["rural"],
                            weight="departure_schedule")
mean_town_size = total("urban_population", person, "townspeople of the mean county", weight="each_county")
mean_rural_income = total("rural_income", yuan / person / year, "income of the mean villager", weight="rural_population")


def expected_income(urban_wage, unemployment_share, migrant_productivity) -> yuan / person / year:
    """What a newcomer may expect to earn in a town (Harris & Todaro 1970)."""
    return (1.0 - unemployment_share) * urban_wage * migrant_productivity


mean_expected_income = total("expected_income", yuan / person / year, "expected income of the mean county",
                             weight="each_county")
income_scale = reference("mean_expected_income", yuan / person / year, "expected income of the mean county in 2020")


def relative_town_size(urban_population, mean_town_size) -> one:
    """Townspeople over those of the mean county, so that growth common to all draws nobody."""
    return divide_or_zero(urban_population, mean_town_size)


def town_appeal(destination_appeal, income_elasticity, expected_income, income_scale, job_elasticity, unemployment_share,
                service_elasticity, migrant_access, price_elasticity, floor_price_index, size_elasticity,
                relative_town_size) -> one:
    """What a town offers a newcomer: income, jobs, services, room and people."""
    return (destination_appeal + income_elasticity * log(expected_income / income_scale)
            + (job_elasticity - income_elasticity) * log(1.0 - unemployment_share)
            + service_elasticity * log(migrant_access) - price_elasticity * log(floor_price_index)
            + size_elasticity * log(maximum(relative_town_size, 1e-12)))


pull = operator(destinations.pull, "Villagers weigh every town of the region against the way to it.", gives={
    "regional_appeal": operator_output(one, "what all towns of the region together offer the villagers of a county, in logs")})
outside_appeal_2020 = reference("mean_outside_share", one, "what other provinces offered in 2020, in logs",
                                equals="outside_share_2020", between=(-60.0, 60.0))


mean_outflow_shock = total("outflow_shock", one, "how far the pull stays at its highest, in the mean county",
                           weight="each_county")


def outside_pull(outflow_factor, outflow_peak, mean_outflow_shock) -> one:
    """Pull of other provinces over that of 2020."""
    return outflow_factor + mean_outflow_shock * (outflow_peak - outflow_factor)


def outside_appeal(outside_appeal_2020, income_elasticity, national_wage_index, outside_pull) -> one:
    """What other provinces offer, in logs."""
    return outside_appeal_2020 + income_elasticity * log(national_wage_index) + log(outside_pull)


def choice_value(regional_appeal, outside_appeal) -> one:
    """What all destinations together offer the villagers of a county (log-sum)."""
    return (maximum(regional_appeal, outside_appeal)
            + log(exp(regional_appeal - maximum(regional_appeal, outside_appeal))
                  + exp(outside_appeal - maximum(regional_appeal, outside_appeal))))


def outside_share(outside_appeal, choice_value) -> one:
    """Share of leaving villagers who choose another province."""
    return exp(outside_appeal - choice_value)


def inclusive_value(choice_value, income_elasticity, rural_income, income_scale, service_elasticity, rural_access) -> one:
    """What leaving offers over staying."""
    return (choice_value - income_elasticity * log(rural_income / income_scale) - service_elasticity * log(rural_access))


mean_inclusive_value = total("inclusive_value", one, "what leaving offers the mean villager", weight="rural_population")
inclusive_value_2020 = reference("mean_inclusive_value", one, "what leaving offered the mean villager in 2020")


def readiness_trend(departure_trend, past_time, middle_of_decade) -> one:
    """Readiness to leave over that of the middle of the decade before 2020; held after it."""
    return exp(departure_trend * (past_time + middle_of_decade))


def rural_departure_rate(departure_rate, readiness_trend, nest_outer, inclusive_value, inclusive_value_2020, origin_push,
                         exponent_limit) -> 1 / year:
    """Villagers who leave in a year, mean over ages."""
    return departure_rate * readiness_trend * exp(clip(nest_outer * (inclusive_value - inclusive_value_2020) + origin_push,
                                        -exponent_limit, exponent_limit))


def leaving_villagers(rural_mobility, rural_departure_rate) -> person / year:
    """Villagers about to leave, the weight of their county among all leavers."""
    return rural_mobility * rural_departure_rate


mean_outside_share = total("outside_share", one, "share of all leaving villagers who choose another province",
                           weight="leaving_villagers")


def income_gap(expected_income, mean_rural_income) -> one:
    """What a migrant earns in town over what a villager has, in logs."""
    return log(expected_income / mean_rural_income)


mean_income_gap = total("income_gap", one, "income gap of the mean mover", weight="movers")
income_gap_2020 = reference("mean_income_gap", one, "income gap of the mean mover in 2020")
migrant_access_2020 = reference("migrant_access", one, "access of the non-registered to services in 2020")


def mover_share(movers, rural_hukou_townspeople) -> one:
    """Share of rural-hukou townspeople who came from a village and may return; where hardly anyone is left, rounding is none."""
    return clip(divide_or_zero(movers, rural_hukou_townspeople), 0.0, 1.0)


def return_rate(return_base_rate, return_elasticity, income_gap, income_gap_2020, return_access_elasticity, migrant_access,
                migrant_access_2020, exponent_limit, mover_share) -> 1 / year:
    """Rural-hukou townspeople who return to a village in a year, mean over ages 20 to 69."""
    return return_base_rate * mover_share * exp(clip(
        -return_elasticity * (income_gap - income_gap_2020)
        - return_access_elasticity * log(migrant_access / migrant_access_2020), -exponent_limit, exponent_limit))


def town_outflow_rate(outflow_base_rate, outside_pull) -> 1 / year:
    """Non-registered townspeople who leave for other provinces in a year."""
    return outflow_base_rate * outside_pull


def village_return_rate(return_registration, two_way_switch) -> 1 / year:
    """Registered townspeople who move to a village in a year, mean over ages 20 to 69."""
    return return_registration * two_way_switch


def registered_outflow_rate(town_outflow_rate, registered_outflow_ratio) -> 1 / year:
    """Registered townspeople who leave for other provinces in a year."""
    return town_outflow_rate * registered_outflow_ratio


def reclassification_rate(reclassification_base, reclassification_factor, town_reclassification) -> 1 / year:
    """Villagers whose home becomes part of a town in a year."""
    return reclassification_base * reclassification_factor * town_reclassification


def inflow_weight(urban_population, town_appeal) -> person:
    """Weight of a town among all that receive people from other provinces."""
    return urban_population * exp(town_appeal)


inflow_weight_total = total("inflow_weight", person, "weight of all towns that receive people from other provinces")


def inflow_arrivals(interprovincial_inflow, inflow_shock, inflow_weight, inflow_weight_total) -> person / year:
    """People from other provinces bound for a town."""
    return interprovincial_inflow * inflow_shock * divide_or_zero(inflow_weight, inflow_weight_total)


def net_migration(town_arrivals, return_arrivals, migrant_arrivals, settled_arrivals, town_inflow, rural_departures,
                  return_departures, migrant_departures, settled_departures, town_outflow) -> person / year:
    """People who come to a county less those who leave it; moves inside it cancel."""
    return (town_arrivals + return_arrivals + migrant_arrivals + settled_arrivals + town_inflow
            - rural_departures - return_departures - migrant_departures - settled_departures - town_outflow)


def interprovincial_outflow(rural_outflow, town_outflow) -> person / year:
    """People who leave for other provinces."""
    return rural_outflow + town_outflow


without_villagers = undefined_where_zero("rural_population", "inclusive_value", "outside_share", "choice_value", "regional_appeal",
                                         "rural_departure_rate")
