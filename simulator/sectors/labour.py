"""Jobs and wages in towns: people look for work, posts follow people, and wages follow the national trend and scarcity."""

from simulator.language.declarations import cohort_sum, decay, driver, lever, parameter, reference, shock, stock, total
from simulator.language.functions import clip, divide_or_zero, exp, expm1, log, log1p, maximum, where
from simulator.language.units import one, person, year, yuan

urban_participation = driver(one, "share of townspeople of a sex and age who work or look for work", axes=("sex", "age"),
                             source="assumed profile by age and sex")
rural_participation = driver(one, "share of villagers of a sex and age who work or look for work", axes=("sex", "age"),
                             source="assumed profile by age and sex")
migrant_labour = cohort_sum("residents", person, "rural-hukou townspeople in the labour force", statuses=["migrant", "eligible"],
                            weight="urban_participation")
outsider_labour = cohort_sum("residents", person, "townspeople registered elsewhere in the labour force", statuses=["outsider"],
                             weight="urban_participation")
registered_labour = cohort_sum("residents", person, "registered townspeople in the labour force", statuses=["registered"],
                               weight="urban_participation")
rural_labour = cohort_sum("residents", person, "villagers in the labour force", statuses=["rural"], weight="rural_participation")

match_sharpness = parameter(13.0, one, "how smoothly people and posts find each other; 13 leaves 5.2 % without work where there "
                            "is a post for each", prior_low=10.0, prior_high=18.0, lower_bound=1.0,
                            source="derived: 1 - 2 ** (-1 / 13) is .052; range assumed")
natural_unemployment = parameter(0.052, one, "unemployment at which wages follow their trend", source="assumed", prior_low=0.048,
                                 prior_high=0.056, lower_bound=0, upper_bound=1)
job_elasticity_of_people = parameter(0.85, one, "posts that follow a growing labour force", source="assumed", prior_low=0.6,
                                     prior_high=1.0, lower_bound=0)
job_adjust_time = parameter(2.0, year, "time in which posts follow what calls for them", source="assumed", prior_low=1.0,
                            prior_high=4.0, lower_bound=1e-3)
job_elasticity_of_wage = parameter(0.6, one, "posts lost to a wage above its trend", source="assumed", prior_low=0.3,
                                   prior_high=1.0, lower_bound=0)
job_elasticity_of_market = parameter(0.05, one, "posts that follow market access", source="agglomeration literature; size assumed",
                                     prior_low=0.02, prior_high=0.08, lower_bound=0)
wage_response = parameter(0.175, 1 / year, "wage growth lost to unemployment above its natural level", source="assumed",
                          prior_low=0.07, prior_high=0.30, lower_bound=0)
early_wage_growth = parameter(0.046, 1 / year, "national growth of wages in 2020, nominal", source="assumed", prior_low=0.038,
                              prior_high=0.056)
past_wage_growth = parameter(0.082, 1 / year, "growth of wages and urban transfers before 2020, nominal", prior_low=0.060,
                             prior_high=0.105, source="first fit to 2010-2020")
later_wage_growth = parameter(0.030, 1 / year, "national growth of wages in 2035, nominal", source="assumed", prior_low=0.022,
                              prior_high=0.040)
migrant_productivity = parameter(0.80, one, "earnings of a newcomer over those of a registered worker", prior_low=0.7,
                                 prior_high=0.9, lower_bound=1e-6, source="assumed")
outsider_productivity = parameter(1.05, one, "earnings of a worker from elsewhere over those of a registered worker",
                                  prior_low=0.95, prior_high=1.15, lower_bound=1e-6, source="assumed")
villager_productivity = parameter(0.70, one, "earnings of a reclassified villager over those of a registered worker", prior_low=0.6,
                                  prior_high=0.8, lower_bound=1e-6, source="assumed")
registration_premium = parameter(0.05, one, "share by which earnings rise with registration", source="assumed", prior_low=0.0,
                                 prior_high=0.15, lower_bound=0)
convergence_time = parameter(25.0, year, "time in which newly registered families come to earn as others do", source="assumed",
                             prior_low=15.0, prior_high=40.0, lower_bound=1.0)

county_town_jobs = lever(0.0, one, "posts that the county-town programme adds to those that would be", plan=0.05, low=0.0,
                         high=0.25, ramp=(2021, 2030), group="L12", theme="spatial", source="plan 4.2",
                         cost="200,000 yuan a post (assumed)", where={"county_class": ["county_level_city", "county"]})
core_city_jobs = lever(0.0, one, "posts that the core-city programme adds to those that would be", plan=0.02, low=0.0, high=0.15,
                       ramp=(2021, 2030), group="L13", theme="spatial", source="plan 4.1", cost="200,000 yuan a post (assumed)",
                       where={"county_class": ["core"]})
skills_training = lever(0.0, one, "gain in the earnings of newcomers by training, over those of a registered worker", plan=0.05,
                        low=0.0, high=0.15, ramp=(2021, 2030), group="L15", theme="income", source="plan 5.2",
                        cost="3,000 yuan a trainee (assumed)")
wage_growth_shock = shock(0.0, 1 / year, "national growth of wages beyond its trend", low=-0.04, high=0.04, ramp=(2021, 2021),
                          shape="step", source="assumed")
job_response_shock = shock(1.0, one, "posts that follow a growing labour force, over what is expected", low=0.0, high=1.5,
                           ramp=(2021, 2021), shape="step", source="assumed")


def labour_force(migrant_labour, outsider_labour, registered_labour) -> person:
    """Townspeople who work or look for work."""
    return migrant_labour + outsider_labour + registered_labour


labour_force_2020 = reference("labour_force", person, "labour force in towns in 2020, and the posts there were")
market_access_2020 = reference("market_access", person, "townspeople within reach in 2020")


def wage_trend_index(past_wage_growth, past_time, early_wage_growth, early_time, later_wage_growth, later_time, price_growth,
                     years_elapsed) -> one:
    """National wages over those of 2020 in constant prices, before any shock."""
    return exp(past_wage_growth * past_time + early_wage_growth * early_time + later_wage_growth * later_time
               - price_growth * years_elapsed)


shock_gain = stock(one, "gain of wages by shocks since 2020, in logs", inflows="wage_growth_shock")
mean_shock_gain = total("shock_gain", one, "gain of national wages by shocks, in logs", weight="each_county")


def national_wage_index(wage_trend_index, mean_shock_gain) -> one:
    """Wages in other provinces over those of 2020."""
    return wage_trend_index * exp(mean_shock_gain)


# Matching: the short side of the market finds its match but for a few.
def starting_job_gain(labour_force, labour_force_2020) -> one:
    """Posts over those of 2020, in logs, when there is one for each who works or looks for work."""
    return log(maximum(divide_or_zero(labour_force, labour_force_2020), 1e-12))


job_gain = stock(one, "posts over those of 2020, in logs", initial="starting_job_gain", inflows="job_growth")
wage_gain = stock(one, "wage over its trend, in logs", inflows="wage_pressure")


def jobs(labour_force_2020, job_gain) -> person:
    """Posts in towns, each for one person."""
    return labour_force_2020 * exp(job_gain)


def job_ratio(jobs, labour_force) -> one:
    """Posts for each person who works or looks for work; 1 where there is nobody."""
    return where(labour_force > 0.0, clip(divide_or_zero(jobs, labour_force), 1e-9, 1e9), 1.0)


def job_power(job_ratio, match_sharpness) -> one:
    """Posts for each person, to the power of how sharply both sides match."""
    return job_ratio ** match_sharpness


def unemployment_share(job_ratio, job_power, match_sharpness) -> one:
    """Surveyed unemployment in towns: always above 0 and below 1. The second form keeps its digits where posts abound."""
    return where(job_ratio < 1.0, 1.0 - job_ratio * (1.0 + job_power) ** (-1.0 / match_sharpness),
                 -expm1(-log1p(1.0 / job_power) / match_sharpness))


def job_programme(county_town_jobs, core_city_jobs) -> one:
    """Posts that programmes add to those that would be."""
    return county_town_jobs + core_city_jobs


def job_gap(job_elasticity_of_people, job_response_shock, labour_force, labour_force_2020, job_elasticity_of_wage, wage_gain,
            job_programme, job_elasticity_of_market, market_access, market_access_2020, job_gain) -> one:
    """Posts called for over those there are, in logs: by people, wages, programmes and markets."""
    return (job_elasticity_of_people * job_response_shock * log(maximum(divide_or_zero(labour_force, labour_force_2020), 1e-12))
            - job_elasticity_of_wage * wage_gain + log(1.0 + job_programme)
            + job_elasticity_of_market * log(maximum(divide_or_zero(market_access, market_access_2020), 1e-12)) - job_gain)


def job_adjust_rate(job_adjust_time) -> 1 / year:
    """Share of a gap in posts that closes in a year, at first."""
    return 1.0 / job_adjust_time


job_growth = decay("job_gap", 1 / year, "growth of posts, in logs", rate="job_adjust_rate")


def wage_pressure(wage_response, natural_unemployment, unemployment_share) -> 1 / year:
    """Growth of wages beyond their trend where work is scarce or plenty."""
    return wage_response * (natural_unemployment - unemployment_share)


def urban_wage(wage_2020, wage_trend_index, shock_gain, wage_gain) -> yuan / person / year:
    """Wage of a registered worker of full productivity, at constant prices."""
    return wage_2020 * wage_trend_index * exp(shock_gain + wage_gain)


def trained_productivity(migrant_productivity, skills_training) -> one:
    """Earnings of a newcomer over those of a registered worker, with training."""
    return migrant_productivity + skills_training


# The registered earn less for a time when many of them are new: registration by itself makes nobody more productive.
registered_productivity = stock(one, "earnings of a registered worker over those of one registered for long", initial="each_county",
                                inflows=["newcomer_dilution", "family_convergence"])


def newcomer_gap(trained_productivity, registration_premium, migrant_registrations, outsider_productivity, outsider_registrations,
                 villager_productivity, reclassified_share, reclassifications, registered_productivity) -> one:
    """Productivity of those who join the registered, over that of the registered."""
    return where(migrant_registrations + outsider_registrations + reclassified_share * reclassifications > 0.0, divide_or_zero(
        trained_productivity * (1.0 + registration_premium) * migrant_registrations
        + outsider_productivity * outsider_registrations
        + villager_productivity * reclassified_share * reclassifications,
        migrant_registrations + outsider_registrations + reclassified_share * reclassifications) - registered_productivity, 0.0)


def newcomer_rate(migrant_registrations, outsider_registrations, reclassified_share, reclassifications,
                  registered_population) -> 1 / year:
    """People who join the registered in a year, over the registered."""
    return divide_or_zero(migrant_registrations + outsider_registrations + reclassified_share * reclassifications,
                          registered_population)


newcomer_dilution = decay("newcomer_gap", 1 / year, "change of the registered's productivity by those who join them",
                          rate="newcomer_rate")


def family_gap(registered_productivity) -> one:
    """What the registered miss of full productivity."""
    return 1.0 - registered_productivity


def convergence_rate(convergence_time) -> 1 / year:
    """Share of the missing productivity that families gain in a year."""
    return 1.0 / convergence_time


family_convergence = decay("family_gap", 1 / year, "gain of the registered's productivity as families converge",
                           rate="convergence_rate")


def employed_labour(unemployment_share, trained_productivity, migrant_labour, outsider_productivity, outsider_labour,
                    registered_productivity, registered_labour) -> person:
    """Workers in towns, counted by their productivity."""
    return (1.0 - unemployment_share) * (trained_productivity * migrant_labour + outsider_productivity * outsider_labour
                                         + registered_productivity * registered_labour)
