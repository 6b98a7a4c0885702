"""Disposable incomes at constant prices: three groups of townspeople, and villagers with five kinds of income."""

from simulator.language.declarations import (
    decay,
    driver,
    lever,
    operator,
    operator_output,
    parameter,
    reference,
    stock,
    total,
    undefined_where_zero,
)
from simulator.language.functions import clip_below_zero, divide_or_zero, exp, maximum, minimum, where
from simulator.language.units import one, person, year, yuan
from simulator.operators import destination_choice as destinations

urban_income_2020 = driver(yuan / person / year, "disposable income of townspeople in 2020",
                           column="counties.urban_income_2020_est",
                           source="estimates of the region's table of counties, scaled to the province's 43,726 yuan")
rural_income_2020 = driver(yuan / person / year, "disposable income of villagers in 2020", column="counties.rural_income_2020_est",
                           source="estimates of the region's table of counties, scaled to the province's 18,753 yuan")

# Townspeople.
urban_transfer_part = parameter(0.25, one, "share of transfers and other income than wages in urban income of 2020",
                                source="assumed", prior_low=0.2, prior_high=0.3, lower_bound=0, upper_bound=0.9)
early_transfer_growth = parameter(0.040, 1 / year, "growth of urban transfers in 2020, nominal", source="assumed", prior_low=0.030,
                                  prior_high=0.050)
later_transfer_growth = parameter(0.030, 1 / year, "growth of urban transfers in 2035, nominal", source="assumed", prior_low=0.020,
                                  prior_high=0.040)
migrant_transfer_ratio = parameter(0.5, one, "transfers a non-registered townsman gets over those of the mean townsman",
                                   source="assumed", prior_low=0.3, prior_high=0.9, lower_bound=0, upper_bound=1)
remittance_share_2020 = parameter(0.049, one, "remittances from towns of the region in rural income of 2020", source="assumed",
                                  prior_low=0.025, prior_high=0.075, lower_bound=0, upper_bound=0.9)
remittance_persistence = parameter(0.5, one, "remittances of a newly registered worker over those of a migrant", source="assumed",
                                   prior_low=0.0, prior_high=1.0, lower_bound=0)
remitting_work_share = parameter(0.62, one, "workers among the newly registered", source="assumed", prior_low=0.5, prior_high=0.7,
                                 lower_bound=0, upper_bound=1)
remittance_time = parameter(10.0, year, "time in which the newly registered cease to remit", source="assumed", prior_low=5.0,
                            prior_high=20.0, lower_bound=0.1)


def remittance_end_rate(remittance_time) -> 1 / year:
    """Newly registered who cease to remit in a year."""
    return 1.0 / remittance_time


def starting_remitters(registration_demand, quota_share, remittance_time) -> person:
    """Newly registered who still remit in 2020, as if registrations had been steady."""
    return registration_demand * quota_share * remittance_time


recently_registered = stock(person, "newly registered townspeople who still remit", initial="starting_remitters",
                            inflows="migrant_registrations", outflows="remittances_ended")
remittances_ended = decay("recently_registered", person / year, "newly registered who cease to remit", rate="remittance_end_rate")


def remitting_migrants(trained_productivity, unemployment_share, migrant_labour) -> person:
    """Migrant workers who remit, counted by their productivity."""
    return trained_productivity * (1.0 - unemployment_share) * migrant_labour


def remitting_registered(trained_productivity, unemployment_share, remittance_persistence, remitting_work_share,
                         recently_registered, registered_population) -> person:
    """Newly registered workers who remit, counted by their productivity and by how much of it they still send."""
    return (trained_productivity * (1.0 - unemployment_share) * remittance_persistence * remitting_work_share
            * minimum(recently_registered, registered_population))


def remittance_base(urban_wage, remitting_migrants, remitting_registered) -> yuan / year:
    """Earnings of which a part is sent to villages."""
    return urban_wage * (remitting_migrants + remitting_registered)




def remittances(remittance_scale, remittance_base) -> yuan / year:
    """Money sent from towns to villages of the region."""
    return remittance_scale * remittance_base


def villagers_income_2020(rural_income_2020, rural_population) -> yuan / year:
    """Income of all villagers at the level of 2020."""
    return rural_income_2020 * rural_population


def expected_remittances(remittance_share_2020, villagers_income_2020) -> yuan / year:
    """Part of the villagers' income at the level of 2020 that comes as remittances."""
    return remittance_share_2020 * villagers_income_2020


total_remittances = total("remittances", yuan / year, "money sent from towns to villages of the region")
remittances_2020 = total("expected_remittances", yuan / year, "remittances that the villagers of the region had in 2020")
remittance_scale = reference("total_remittances", one, "part of a migrant's earnings that is sent home", equals="remittances_2020",
                             between=(0.0, 0.5))


def paying_wage(urban_transfer_part, urban_income_2020, urban_population, employed_labour, remittance_scale, remitting_migrants,
                remitting_registered) -> yuan / person / year:
    """Wage that pays townspeople their income of 2020 once remittances are sent; where nobody works, that income less transfers."""
    return where(employed_labour > 0.0,
                 divide_or_zero((1.0 - urban_transfer_part) * urban_income_2020 * urban_population,
                                employed_labour - remittance_scale * (remitting_migrants + remitting_registered)),
                 (1.0 - urban_transfer_part) * urban_income_2020)


wage_2020 = reference("paying_wage", yuan / person / year, "wage of a registered worker of full productivity in 2020")


def urban_transfer(urban_transfer_part, urban_income_2020, past_wage_growth, past_time, early_transfer_growth, early_time,
                   later_transfer_growth, later_time, price_growth, years_elapsed) -> yuan / person / year:
    """Transfers and other income than wages of the mean townsman."""
    return urban_transfer_part * urban_income_2020 * exp(
        past_wage_growth * past_time + early_transfer_growth * early_time + later_transfer_growth * later_time
        - price_growth * years_elapsed)


def urban_income(urban_wage, employed_labour, remittances, urban_population, urban_transfer) -> yuan / person / year:
    """Disposable income of the mean townsman, remittances taken off."""
    return divide_or_zero(urban_wage * employed_labour - remittances, urban_population) + urban_transfer


def migrant_income(urban_wage, trained_productivity, unemployment_share, migrant_labour, remittance_scale, remitting_migrants,
                   rural_hukou_townspeople, migrant_transfer_ratio, urban_transfer) -> yuan / person / year:
    """Disposable income of the mean townsman with rural hukou."""
    return (divide_or_zero(urban_wage * (trained_productivity * (1.0 - unemployment_share) * migrant_labour
                                         - remittance_scale * remitting_migrants), rural_hukou_townspeople)
            + migrant_transfer_ratio * urban_transfer)


def outsider_income(urban_wage, outsider_productivity, unemployment_share, outsider_labour, outsider_population,
                    migrant_transfer_ratio, urban_transfer) -> yuan / person / year:
    """Disposable income of the mean townsman registered elsewhere."""
    return (divide_or_zero(urban_wage * outsider_productivity * (1.0 - unemployment_share) * outsider_labour, outsider_population)
            + migrant_transfer_ratio * urban_transfer)


def registered_income(urban_wage, registered_productivity, unemployment_share, registered_labour, remittance_scale,
                      remitting_registered, urban_transfer, urban_population, migrant_transfer_ratio, registered_population
                      ) -> yuan / person / year:
    """Disposable income of the mean registered townsman; the three groups of townspeople add up to all."""
    return divide_or_zero(urban_wage * (registered_productivity * (1.0 - unemployment_share) * registered_labour
                                        - remittance_scale * remitting_registered)
                          + urban_transfer * (urban_population
                                              - migrant_transfer_ratio * (urban_population - registered_population)),
                          registered_population)


# Villagers.
wage_part = parameter(0.40, one, "weight of wages in rural income of 2020", source="assumed", prior_low=0.34, prior_high=0.46,
                      lower_bound=0)
operating_part = parameter(0.415, one, "weight of farm and other operating income in rural income of 2020", source="assumed",
                           prior_low=0.36, prior_high=0.47, lower_bound=0)
property_part = parameter(0.026, one, "weight of property income in rural income of 2020", source="assumed", prior_low=0.02,
                          prior_high=0.035, lower_bound=0)
transfer_part = parameter(0.11, one, "weight of public transfers in rural income of 2020", source="assumed", prior_low=0.08,
                          prior_high=0.14, lower_bound=0)
early_farm_growth = parameter(0.060, 1 / year, "growth of operating income in 2020, nominal, at a steady rural labour force",
                              prior_low=0.040, prior_high=0.090, source="assumed")
past_farm_growth = parameter(0.100, 1 / year, "growth of operating income and of rural transfers before 2020, nominal",
                             prior_low=0.060, prior_high=0.150, source="first fit to 2010-2020")
later_farm_growth = parameter(0.018, 1 / year, "growth of operating income in 2035, nominal, at a steady rural labour force",
                              prior_low=0.010, prior_high=0.045, source="assumed")
early_support_growth = parameter(0.070, 1 / year, "growth of rural transfers a head in 2020, nominal", source="assumed",
                                 prior_low=0.050, prior_high=0.090)
support_taper = parameter(0.6, one, "growth of rural transfers in 2035 over that of 2020", source="assumed", prior_low=0.4,
                          prior_high=0.8, lower_bound=0)
property_growth = parameter(0.060, 1 / year, "growth of rural property income a head, nominal", source="assumed", prior_low=0.030,
                            prior_high=0.100)
labour_scarcity = parameter(0.35, one, "how operating income follows the rural labour force; below 1, those who stay gain",
                            source="assumed", prior_low=0.15, prior_high=0.60, lower_bound=0, upper_bound=1)
offfarm_share_2020 = parameter(0.45, one, "share of the rural labour force with a wage in 2020", source="assumed", prior_low=0.35,
                               prior_high=0.55, lower_bound=0, upper_bound=1)
highest_offfarm_share = parameter(0.70, one, "highest share of the rural labour force with a wage", source="assumed",
                                  prior_low=0.60, prior_high=0.85, lower_bound=0.56, upper_bound=1)
offfarm_growth = parameter(0.012, 1 / year, "growth of the share with a wage, while half way to the highest", source="assumed",
                           prior_low=0.004, prior_high=0.020, lower_bound=0)

rural_property_reform = lever(0.0, 1 / year, "added growth of rural property income", plan=0.04, low=0.0, high=0.15,
                              ramp=(2022, 2030), group="L16", theme="income", source="plan 5.3, 4.5",
                              cost="forgone land revenue (assumed share)")
farm_income_growth = lever(0.0, 1 / year, "added growth of farm and processing income", plan=0.006, low=0.0, high=0.03,
                           ramp=(2021, 2027), group="L17", theme="income", source="plan 4.5, 5.4",
                           cost="half of the added operating income of the year (assumed)")
rural_transfer_growth = lever(0.0, 1 / year, "added growth of rural pensions and transfers", plan=0.012, low=0.0, high=0.05,
                              ramp=(2021, 2027), group="L18", theme="income", source="plan 4.3, 4.5", cost="the added transfers")
rural_offfarm_jobs = lever(0.0, 1 / year, "added growth of the share of villagers with a wage", plan=0.003, low=0.0, high=0.02,
                           ramp=(2021, 2027), group="L25", theme="income", source="plan 4.5", cost="100,000 yuan a post (assumed)")

rural_population_2020 = reference("rural_population", person, "people living in villages in 2020")
rural_labour_2020 = reference("rural_labour", person, "villagers in the labour force in 2020")

share_back = operator(destinations.share_back, "Remittances go to the villages from which today's movers come.", gives={
    "remittances_received": operator_output(yuan / year, "money that the villages of a county get from towns of the region")})


def remittance_income(remittances_received, rural_population) -> yuan / person / year:
    """Remittances a villager gets from towns of the region."""
    return divide_or_zero(remittances_received, rural_population)


remittance_income_2020 = reference("remittance_income", yuan / person / year, "remittances a villager had in 2020")


def home_income_2020(rural_income_2020, remittance_income_2020) -> yuan / person / year:
    """Income of a villager in 2020 other than remittances."""
    return clip_below_zero(rural_income_2020 - remittance_income_2020)


def home_parts(wage_part, operating_part, property_part, transfer_part) -> one:
    """Weights of the four parts of rural income other than remittances together."""
    return wage_part + operating_part + property_part + transfer_part


offfarm_share = stock(one, "share of the rural labour force with a wage", initial="starting_offfarm_share",
                      inflows="offfarm_gain")
farm_lift = stock(one, "gain of operating income by policy since 2020, in logs", inflows="farm_income_growth")
property_lift = stock(one, "gain of property income by policy since 2020, in logs", inflows="rural_property_reform")
transfer_lift = stock(one, "gain of rural transfers by policy since 2020, in logs", inflows="rural_transfer_growth")


def offfarm_gap(highest_offfarm_share, offfarm_share) -> one:
    """Share of the rural labour force that could still have a wage."""
    return highest_offfarm_share - offfarm_share


def offfarm_rate(offfarm_growth, rural_offfarm_jobs, highest_offfarm_share) -> 1 / year:
    """Part of that share which gets a wage in a year."""
    return 2.0 * (offfarm_growth + rural_offfarm_jobs) / highest_offfarm_share


def starting_offfarm_share(highest_offfarm_share, offfarm_share_2020, offfarm_rate, past_time) -> one:
    """Share of the rural labour force with a wage at the start: that of 2020, or the one from which it grew to that."""
    return clip_below_zero(highest_offfarm_share - (highest_offfarm_share - offfarm_share_2020) * exp(-offfarm_rate * past_time))


offfarm_gain = decay("offfarm_gap", 1 / year, "growth of the share of the rural labour force with a wage", rate="offfarm_rate")


def offfarm_earnings(offfarm_share, rural_labour, rural_population, urban_wage) -> yuan / person / year:
    """Wages of villagers a head, at the wage of the county's towns."""
    return offfarm_share * divide_or_zero(rural_labour, rural_population) * urban_wage


offfarm_earnings_2020 = reference("offfarm_earnings", yuan / person / year,
                                  "wages of villagers a head in 2020, at the wage of towns")


def rural_wage_income(wage_part, home_parts, home_income_2020, offfarm_earnings, offfarm_earnings_2020) -> yuan / person / year:
    """Wages a villager earns."""
    return divide_or_zero(wage_part, home_parts) * home_income_2020 * divide_or_zero(offfarm_earnings, offfarm_earnings_2020)


def farm_trend_index(past_farm_growth, past_time, early_farm_growth, early_time, later_farm_growth, later_time, price_growth,
                     years_elapsed) -> one:
    """Operating income at a steady rural labour force over that of 2020, in constant prices."""
    return exp(past_farm_growth * past_time + early_farm_growth * early_time + later_farm_growth * later_time
               - price_growth * years_elapsed)


def operating_output(operating_part, home_parts, home_income_2020, rural_population_2020, farm_trend_index, farm_lift, rural_labour,
                     rural_labour_2020, labour_scarcity) -> yuan / year:
    """Farm and other operating income of a county; fewer hands lower it less than in proportion (Lewis 1954)."""
    return (divide_or_zero(operating_part, home_parts) * home_income_2020 * rural_population_2020 * farm_trend_index
            * exp(farm_lift) * maximum(divide_or_zero(rural_labour, rural_labour_2020), 1e-12) ** labour_scarcity)


def operating_income(operating_output, rural_population) -> yuan / person / year:
    """Farm and other operating income of a villager."""
    return divide_or_zero(operating_output, rural_population)


def rural_property_income(property_part, home_parts, home_income_2020, property_growth, price_growth, years_elapsed, property_lift
                          ) -> yuan / person / year:
    """Rent and shares in collective assets of a villager."""
    return (divide_or_zero(property_part, home_parts) * home_income_2020
            * exp((property_growth - price_growth) * years_elapsed + property_lift))


def basic_transfer(transfer_part, home_parts, home_income_2020, past_farm_growth, past_time, early_support_growth, early_time,
                   support_taper, later_time, price_growth, years_elapsed) -> yuan / person / year:
    """Pensions and public transfers of a villager without added policy."""
    return divide_or_zero(transfer_part, home_parts) * home_income_2020 * exp(
        past_farm_growth * past_time + early_support_growth * (early_time + support_taper * later_time)
        - price_growth * years_elapsed)


def rural_transfer(basic_transfer, transfer_lift) -> yuan / person / year:
    """Pensions and public transfers of a villager."""
    return basic_transfer * exp(transfer_lift)


def rural_income(rural_population, rural_wage_income, operating_income, rural_property_income, rural_transfer, remittance_income,
                 rural_income_2020) -> yuan / person / year:
    """Disposable income of a villager: wages, farm, property, transfers and remittances; that of 2020 where there is nobody."""
    return where(rural_population > 0.0, rural_wage_income + operating_income + rural_property_income + rural_transfer
                 + remittance_income, rural_income_2020)


# The region.
mean_urban_income = total("urban_income", yuan / person / year, "disposable income of the mean townsman", weight="urban_population")


def income_ratio(mean_urban_income, mean_rural_income) -> one:
    """Disposable income of townspeople over that of villagers."""
    return divide_or_zero(mean_urban_income, mean_rural_income)


without_villagers = undefined_where_zero("rural_population", "rural_income", "rural_wage_income", "operating_income",
                                         "rural_property_income", "rural_transfer", "basic_transfer", "remittance_income",
                                         "offfarm_earnings", "offfarm_share")
without_registered = undefined_where_zero("registered_population", "registered_income")
without_migrants = undefined_where_zero("rural_hukou_townspeople", "migrant_income")
without_outsiders = undefined_where_zero("outsider_population", "outsider_income")
