"""People are born, grow older and die; children take the registration that their mother's status gives."""

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
)
from simulator.language.functions import divide_or_zero
from simulator.language.units import one, person, year
from simulator.operators import ageing as cohorts
from simulator.operators.cohort_transition import compiled as people

residents = stock(person, "residents by sex, age and status", initial="residents", axes=("sex", "age", "status"),
                  moved_by="transition", aged_by="ageing")
transients = stock(person, "people who came within the last step and leave again first thing in the next, by errand",
                   axes=("sex", "age", "errand"), moved_by="transition", aged_by="transient_ageing")
ageing = operator(cohorts.ageing, "On 1 January every cohort is a year older; the last age group stays open.", reads=["residents"])
transient_ageing = operator(cohorts.ageing, "On 1 January transients are a year older, too.", reads=["transients"])

mortality_schedule = driver(1 / year, "death rate by sex and age in 2020, before the provincial level",
                            source="mortality.death_rate times province.mortality_factor", axes=("sex", "age"))
fertility_schedule = driver(1 / year, "births a year by age of the mother, for one child a life",
                            source="assumed: a bell curve, see below", axes=("age",))
deaths_2020 = driver(person / year, "deaths of 2020", source="province.deaths", column="province.deaths", axes=())
total_fertility = driver(one, "children a woman has over her life at the rates of the year", source="driver set", axes=(),
                         path=True)
death_shock = driver(one, "deaths of the year over those of the trend", source="driver set", axes=(), path=True,
                     value=1.0)

fertility_2025 = parameter(1.03, one, "children a woman has over her life in 2025, from which the years after the last "
                           "observed births go on", source="assumed", prior_low=0.80, prior_high=1.25, lower_bound=0)
fertility_2027 = parameter(1.00, one, "children a woman has over her life from 2027 on, where births were observed before",
                           source="assumed", prior_low=0.80, prior_high=1.25, lower_bound=0)
fertility_variant = parameter(0.0, one, "projection of fertility in driver set known_2020: -1 low, 0 medium, 1 high",
                              source="UN World Population Prospects 2019", prior_low=-1.0, prior_high=1.0, lower_bound=-1,
                              upper_bound=1)
rural_fertility_factor = parameter(1.12, one, "fertility in villages over the province's", source="assumed", prior_low=1.04,
                                   prior_high=1.20, lower_bound=0)
migrant_fertility_factor = parameter(1.05, one, "fertility of rural-hukou townspeople over the province's", source="assumed",
                                     prior_low=0.97, prior_high=1.13, lower_bound=0)
town_fertility_factor = parameter(0.92, one, "fertility of other townspeople over the province's", source="assumed", prior_low=0.84,
                                  prior_high=1.00, lower_bound=0)
sex_ratio_2020 = parameter(1.12, one, "boys born for a girl in 2020", prior_low=1.05, prior_high=1.13, lower_bound=0,
                           source="Shandong census bulletin 2020 (1.1195)")
sex_ratio_2035 = parameter(1.08, one, "boys born for a girl in 2035", source="assumed", prior_low=1.05, prior_high=1.13,
                           lower_bound=0)
mortality_improvement = parameter(0.010, one, "share by which death rates fall in a year", source="assumed", prior_low=0.005,
                                  prior_high=0.015, lower_bound=-1, upper_bound=1)
rural_mortality_factor = parameter(1.12, one, "death rates in villages over those in towns", source="assumed", prior_low=1.00,
                                   prior_high=1.25, lower_bound=0)
death_level_factor = parameter(1.0, one, "true death level over the one that reproduces the deaths of 2020", source="assumed",
                               prior_low=0.92, prior_high=1.12, lower_bound=0)

fertility_support = lever(0.0, one, "share by which families' support raises fertility", plan=0.08, low=-0.3, high=0.3,
                          ramp=(2022, 2032), group="L20", theme="fertility", source="plan 4.3", cost="5,000 yuan a child (assumed)")

fertility_shock = shock(1.0, one, "fertility over what is expected of it", low=0.5, high=1.5, ramp=(2026, 2032),
                        source="assumed")

rural_population = cohort_sum("residents", person, "people living in villages", statuses=["rural"])
migrant_population = cohort_sum("residents", person, "rural-hukou townspeople not yet eligible to register",
                                statuses=["migrant"])
eligible_population = cohort_sum("residents", person, "rural-hukou townspeople eligible to register", statuses=["eligible"])
outsider_population = cohort_sum("residents", person, "townspeople registered in another county or province",
                                 statuses=["outsider"])
registered_population = cohort_sum("residents", person, "townspeople with local urban hukou", statuses=["registered"])
children = cohort_sum("residents", person, "residents aged 0 to 14", ages=(0, 14))
elderly = cohort_sum("residents", person, "residents aged 65 and over", ages=(65, 101))
rural_elderly = cohort_sum("residents", person, "people aged 65 and over living in villages", ages=(65, 101), statuses=["rural"])
rural_expected_deaths = cohort_sum("residents", person / year, "deaths in villages at the schedule", statuses=["rural"],
                                   weight="mortality_schedule")
town_expected_deaths = cohort_sum("residents", person / year, "deaths in towns at the schedule",
                                  statuses=["migrant", "eligible", "outsider", "registered"], weight="mortality_schedule")

transition = operator(people.transition, "People are born, die, move and register within a step.", gives={
    "rural_births": operator_output(person / year, "children born in villages"),
    "urban_births": operator_output(person / year, "children born in towns"),
    "rural_deaths": operator_output(person / year, "deaths in villages"),
    "urban_deaths": operator_output(person / year, "deaths in towns"),
    "rural_departures": operator_output(person / year, "people who leave the villages of a county, for any town"),
    "rural_outflow": operator_output(person / year, "people who leave the villages of a county for other provinces"),
    "town_arrivals": operator_output(person / year, "people who come to the towns of a county from villages of the region"),
    "return_departures": operator_output(person / year, "people who leave the towns of a county to return to villages"),
    "return_arrivals": operator_output(person / year, "people who return to the villages of a county"),
    "migrant_departures": operator_output(person / year, "rural-hukou townspeople who leave for a town of another county"),
    "migrant_arrivals": operator_output(person / year, "rural-hukou townspeople who come from a town of another county"),
    "settled_departures": operator_output(person / year, "other townspeople who leave for a town of another county"),
    "settled_arrivals": operator_output(person / year, "other townspeople who come from a town of another county"),
    "town_outflow": operator_output(person / year, "people who leave the towns of a county for other provinces"),
    "town_inflow": operator_output(person / year, "people who come to the towns of a county from other provinces"),
    "reclassifications": operator_output(person / year, "villagers whose home becomes part of a town"),
    "eligibility_gains": operator_output(person / year, "rural-hukou townspeople who become eligible to register"),
    "migrant_registrations": operator_output(person / year, "rural-hukou townspeople who register in their town"),
    "outsider_registrations": operator_output(person / year, "people registered elsewhere who register in their town"),
    "village_registrations": operator_output(person / year, "registered townspeople who move to a village and register there"),
    "mover_losses": operator_output(person / year, "movers who die, register or leave their town other than for a village"),
})


def population(rural_population, urban_population) -> person:
    """All residents."""
    return rural_population + urban_population


def urban_population(migrant_population, eligible_population, outsider_population, registered_population) -> person:
    """Residents of towns and cities, whatever their registration."""
    return migrant_population + eligible_population + outsider_population + registered_population


def rural_hukou_townspeople(migrant_population, eligible_population) -> person:
    """Townspeople registered as rural, eligible to change it or not."""
    return migrant_population + eligible_population


def dependency_ratio(children, elderly, population) -> one:
    """Children and people aged 65 and over for one person aged 15 to 64."""
    return divide_or_zero(children + elderly, population - children - elderly)


def expected_deaths(rural_expected_deaths, town_expected_deaths, rural_mortality_factor) -> person / year:
    """Deaths at the schedule, those in villages at their higher rates."""
    return rural_mortality_factor * rural_expected_deaths + town_expected_deaths


deaths_at_schedule = total("expected_deaths", person / year, "deaths of the region at the schedule")
deaths_at_schedule_2020 = reference("deaths_at_schedule", person / year, "deaths of the region at the schedule in 2020")


def town_death_factor(deaths_2020, deaths_at_schedule_2020, death_level_factor, mortality_improvement, years_elapsed,
                      one_year, death_shock) -> one:
    """Death rates in towns over the schedule: the level of 2020, the trend since and the shock of the year."""
    return (death_level_factor * deaths_2020 / deaths_at_schedule_2020
            * (1.0 - mortality_improvement) ** (years_elapsed / one_year) * death_shock)


def rural_death_factor(town_death_factor, rural_mortality_factor) -> one:
    """Death rates in villages over the schedule."""
    return town_death_factor * rural_mortality_factor


def supported_fertility(total_fertility, fertility_support, fertility_shock) -> one:
    """Children a woman has over her life once families are supported."""
    return total_fertility * (1.0 + fertility_support) * fertility_shock


def rural_fertility(supported_fertility, rural_fertility_factor) -> one:
    """Children a woman has over her life in villages."""
    return supported_fertility * rural_fertility_factor


def migrant_fertility(supported_fertility, migrant_fertility_factor) -> one:
    """Children a woman with rural hukou has over her life in towns."""
    return supported_fertility * migrant_fertility_factor


def town_fertility(supported_fertility, town_fertility_factor) -> one:
    """Children any other woman has over her life in towns."""
    return supported_fertility * town_fertility_factor


def sex_ratio_at_birth(sex_ratio_2020, sex_ratio_2035, trend_share) -> one:
    """Boys born for a girl, in a straight line from 2020 to 2035."""
    return sex_ratio_2020 + (sex_ratio_2035 - sex_ratio_2020) * trend_share


def boys_share(sex_ratio_at_birth) -> one:
    """Share of boys among the newborn."""
    return sex_ratio_at_birth / (1.0 + sex_ratio_at_birth)


def births(rural_births, urban_births) -> person / year:
    """Children born."""
    return rural_births + urban_births


def deaths(rural_deaths, urban_deaths) -> person / year:
    """Deaths."""
    return rural_deaths + urban_deaths
