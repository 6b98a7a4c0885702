"""What the levers cost: programmes that counties pay besides running and building services."""

from simulator.language.declarations import decay, parameter, stock, theme
from simulator.language.functions import clip_below_zero, divide_or_zero
from simulator.language.units import one, person, year, yuan

# Parts of the plan to which its levers belong; attribution tells what each part gives.
hukou = theme("registration (hukou)", zh="户籍改革")
services = theme("public services", zh="公共服务")
spatial = theme("towns, land and transport", zh="城镇布局与交通")
income = theme("rural incomes and skills", zh="农民增收与技能")
fertility = theme("support of families", zh="生育支持")

titling_cost = parameter(150.0, yuan / person, "cost of titling a villager's land rights", source="assumed", prior_low=100.0,
                         prior_high=250.0, lower_bound=0)
titling_rate = parameter(1.0, 1 / year, "speed at which titling follows the rules", source="assumed", prior_low=0.5, prior_high=2.0,
                         lower_bound=0)
conversion_cost_part = parameter(0.4, one, "cost of turning a seat or a bed into another place, over that of a new one",
                                 source="assumed", prior_low=0.2, prior_high=0.6, lower_bound=0)
job_cost = parameter(200000.0, yuan / person, "cost of a post that a programme adds", source="assumed", prior_low=100000.0,
                     prior_high=300000.0, lower_bound=0)
offfarm_job_cost = parameter(100000.0, yuan / person, "cost of an added post for a villager", source="assumed", prior_low=50000.0,
                             prior_high=150000.0, lower_bound=0)
trainee_cost = parameter(3000.0, yuan / person, "cost of training a newcomer", source="assumed", prior_low=2000.0,
                         prior_high=5000.0, lower_bound=0)
trainee_gain = parameter(0.10, one, "gain of a trainee's earnings over those of a registered worker", source="assumed",
                         prior_low=0.05, prior_high=0.20, lower_bound=1e-3)
training_life = parameter(5.0, year, "time after which training is done again", source="assumed", prior_low=3.0, prior_high=8.0,
                          lower_bound=0.5)
forgone_revenue_time = parameter(2.5, year, "land revenue left to villagers, as a share, for each unit of added growth of their "
                                 "property income", source="assumed", prior_low=1.0, prior_high=4.0, lower_bound=0)
farm_support_part = parameter(0.5, one, "public cost of added operating income", source="assumed", prior_low=0.25, prior_high=0.75,
                              lower_bound=0)
town_building_cost = parameter(15000.0, yuan / person, "cost of making a villager's home part of a town", source="assumed",
                               prior_low=10000.0, prior_high=25000.0, lower_bound=0)
child_support_cost = parameter(62500.0, yuan / person,
                               "cost of a child for each unit of fertility gained: 5,000 yuan at a gain of .08", source="assumed",
                               prior_low=40000.0, prior_high=90000.0, lower_bound=0)


titled_share = stock(one, "share of villagers with titled rights", initial="land_rights_security", inflows="titling")
titling = decay("titling_gap", 1 / year, "growth of the share of villagers with titled rights", rate="titling_rate")


def titling_gap(land_rights_security, titled_share) -> one:
    """Titles that the rules ask for and that are still missing."""
    return clip_below_zero(land_rights_security - titled_share)


def titling_spending(titling_cost, rural_population, titling) -> yuan / year:
    """Cost of titling villagers' land rights, paid once (L3)."""
    return titling_cost * rural_population * titling


def conversion_spending(conversion_cost_part, unit_cost_elderly, cost_index, converted_beds) -> yuan / year:
    """Cost of turning beds into nursing-type ones (L9)."""
    return conversion_cost_part * unit_cost_elderly * cost_index * converted_beds


def seat_conversion_spending(conversion_cost_part, unit_cost_childcare, seats_to_childcare, unit_cost_elderly, seats_to_elderly,
                             cost_index) -> yuan / year:
    """Cost of turning idle seats into places for the very young and the old."""
    return conversion_cost_part * cost_index * (unit_cost_childcare * seats_to_childcare + unit_cost_elderly * seats_to_elderly)


def supported_jobs_goal(jobs, job_programme) -> person:
    """Posts that programmes are to have added."""
    return jobs * job_programme / (1.0 + job_programme)


supported_jobs = stock(person, "posts that programmes have paid for", inflows="supported_job_growth")
supported_job_growth = decay("supported_job_gap", person / year, "posts for which programmes pay", rate="job_adjust_rate")


def supported_job_gap(supported_jobs_goal, supported_jobs) -> person:
    """Posts that programmes are still to add."""
    return clip_below_zero(supported_jobs_goal - supported_jobs)


def job_spending(job_cost, supported_job_growth) -> yuan / year:
    """Cost of posts that programmes add (L12, L13)."""
    return job_cost * supported_job_growth


def training_spending(trainee_cost, skills_training, trainee_gain, migrant_labour, training_life) -> yuan / year:
    """Cost of training newcomers, renewed from time to time (L15)."""
    return trainee_cost * skills_training / trainee_gain * migrant_labour / training_life


def forgone_land_revenue(forgone_revenue_time, rural_property_reform, land_revenue) -> yuan / year:
    """Land revenue left to villagers (L16)."""
    return forgone_revenue_time * rural_property_reform * land_revenue


def farm_spending(farm_support_part, farm_income_growth, one_year, operating_output) -> yuan / year:
    """Cost of the operating income that policy adds in the year (L17)."""
    return farm_support_part * farm_income_growth * one_year * operating_output


def added_transfers(rural_transfer, basic_transfer, rural_population) -> yuan / year:
    """Pensions and transfers to villagers beyond those without added policy (L18)."""
    return (rural_transfer - basic_transfer) * rural_population


def town_building_spending(town_building_cost, town_reclassification, reclassifications) -> yuan / year:
    """Cost of the reclassification beyond that of 2020 (L19)."""
    return (town_building_cost * divide_or_zero(clip_below_zero(town_reclassification - 1.0), town_reclassification)
            * reclassifications)


def child_spending(child_support_cost, fertility_support, births) -> yuan / year:
    """Cost of supporting families (L20)."""
    return child_support_cost * clip_below_zero(fertility_support) * births


def offfarm_spending(offfarm_job_cost, rural_offfarm_jobs, offfarm_share, highest_offfarm_share, rural_labour) -> yuan / year:
    """Cost of the posts for villagers that policy adds (L25)."""
    return offfarm_job_cost * 2.0 * rural_offfarm_jobs * clip_below_zero(1.0 - offfarm_share / highest_offfarm_share) * rural_labour


def programme_cost(titling_spending, conversion_spending, seat_conversion_spending, job_spending, training_spending,
                   forgone_land_revenue, farm_spending,
                   added_transfers, town_building_spending, child_spending, offfarm_spending) -> yuan / year:
    """Cost of all programmes to a county, beyond running and building services."""
    return (titling_spending + conversion_spending + seat_conversion_spending + job_spending + training_spending
            + forgone_land_revenue + farm_spending + added_transfers + town_building_spending + child_spending + offfarm_spending)
