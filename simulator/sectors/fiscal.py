"""Money of counties: revenue and transfers, what services and programmes cost, capital budgets and debt; all books close."""

from simulator.language.declarations import decay, driver, lever, parameter, reference, shock, stock, total
from simulator.language.functions import clip, clip_below_zero, divide_or_zero, minimum, where
from simulator.language.units import one, person, place, year, yuan

# What comes in.
fiscal_revenue_2020 = driver(yuan / year, "general budget revenue of 2020", column="counties.fiscal_revenue_2020_est", factor=1e6,
                             source="estimates of the region's table of counties, which add up to the province's revenue")
transfer_pool_2020 = driver(yuan / year, "budget expenditure less revenue of the region in 2020, which transfers pay",
                            column="province.transfer_pool", axes=(), factor=1e6, source="the region's table of the province")
labour_share = parameter(0.5, one, "wages in the output of towns", source="assumed", prior_low=0.45, prior_high=0.6,
                         lower_bound=0.1, upper_bound=1)
need_exponent = parameter(0.3, one, "how strongly transfers favour counties of low revenue a head", source="assumed", prior_low=0.0,
                          prior_high=0.8, lower_bound=0)
transfer_resident_weight = lever(0.5, one, "weight of residents, against hukou holders, in provincial transfers", plan=0.8, low=0.0,
                                 high=1.0, ramp=(2022, 2028), group="L6", theme="hukou", source="plan 5.2")
citizenization_reward = lever(0.0, yuan / person, "provincial reward for each new registration", plan=20000.0, low=0.0,
                              high=50000.0, ramp=(2022, 2028), group="L6", theme="hukou", source="plan 5.2",
                              cost="reward times registrations, from the provincial pot")
reward_pot = shock(1e12, yuan / year, "most that the provincial pot pays in rewards; by default more than is ever claimed", low=0.0,
                   high=1e12, ramp=(2021, 2021), shape="step", source="no limit")
transfer_shock = shock(1.0, one, "provincial transfers over what is expected", low=0.0, high=1.5, ramp=(2022, 2024),
                       source="assumed")
capital_shock = shock(1.0, one, "capital budgets over what is expected", low=0.0, high=2.0, ramp=(2022, 2024), source="assumed")


def output(urban_wage, employed_labour, labour_share, operating_output) -> yuan / year:
    """Output of a county: wages of towns over their share in it, and the operating income of villages."""
    return urban_wage * employed_labour / labour_share + operating_output


output_2020 = reference("output", yuan / year, "output of a county in 2020")
total_output = total("output", yuan / year, "output of the region")
total_output_2020 = reference("total_output", yuan / year, "output of the region in 2020")


def revenue(fiscal_revenue_2020, output, output_2020) -> yuan / year:
    """Own revenue of a county, which grows with its output."""
    return fiscal_revenue_2020 * divide_or_zero(output, output_2020)


total_revenue = total("revenue", yuan / year, "own revenue of all counties")
total_population = total("population", person, "residents of the region")


def transfer_need(total_revenue, total_population, revenue, population, need_exponent) -> one:
    """Weight of a county by its need: the region's revenue a head over its own."""
    return divide_or_zero(divide_or_zero(total_revenue, total_population), divide_or_zero(revenue, population)) ** need_exponent


def transfer_weight(transfer_need, transfer_resident_weight, population, rural_population, registered_population) -> person:
    """Weight of a county among all that get transfers: residents, or hukou holders, times need."""
    return transfer_need * (transfer_resident_weight * population
                            + (1.0 - transfer_resident_weight) * (rural_population + registered_population))


total_transfer_weight = total("transfer_weight", person, "weights of all counties that get transfers")
mean_transfer_shock = total("transfer_shock", one, "provincial transfers over what is expected, in the mean county",
                            weight="each_county")


def transfer_pool(transfer_pool_2020, total_output, total_output_2020, mean_transfer_shock) -> yuan / year:
    """Transfers that counties share, growing with the region's output."""
    return transfer_pool_2020 * divide_or_zero(total_output, total_output_2020) * mean_transfer_shock


def transfers(transfer_pool, transfer_weight, total_transfer_weight) -> yuan / year:
    """Transfers a county gets."""
    return transfer_pool * divide_or_zero(transfer_weight, total_transfer_weight)


def reward_claim(citizenization_reward, registrations) -> yuan / year:
    """Rewards due for new registrations."""
    return citizenization_reward * registrations


total_reward_claim = total("reward_claim", yuan / year, "rewards due in the region")
mean_reward_pot = total("reward_pot", yuan / year, "what the provincial pot pays at most", weight="each_county")


def reward_share(total_reward_claim, mean_reward_pot) -> one:
    """Share of the rewards due that the pot pays."""
    return where(total_reward_claim > 0.0, minimum(1.0, divide_or_zero(mean_reward_pot, total_reward_claim)), 1.0)


def rewards(reward_claim, reward_share) -> yuan / year:
    """Rewards a county gets for new registrations."""
    return reward_claim * reward_share


# What goes out.
cost_elasticity = parameter(0.8, one, "how costs of services follow wages", source="assumed", prior_low=0.5, prior_high=1.0,
                            lower_bound=0)
recurrent_cost = parameter({"school": 1.4e4, "senior": 1.6e4, "childcare": 1.2e4, "hospital": 15e4, "elderly": 2.5e4,
                            "rental": 0.3e4}, yuan / place / year, "yearly cost of a place at prices of 2020",
                           prior_low={"school": 1.0e4, "senior": 1.1e4, "childcare": 0.8e4, "hospital": 10e4, "elderly": 1.7e4,
                                      "rental": 0.2e4},
                           prior_high={"school": 2.0e4, "senior": 2.1e4, "childcare": 1.6e4, "hospital": 20e4, "elderly": 3.3e4,
                                       "rental": 0.4e4}, lower_bound=0, source="assumed", axis="service")
unit_cost = parameter({"school": 9e4, "senior": 12e4, "childcare": 6e4, "hospital": 45e4, "elderly": 14e4, "rental": 12e4},
                      yuan / place, "cost of building a place at prices of 2020",
                      prior_low={"school": 5e4, "senior": 8e4, "childcare": 2e4, "hospital": 30e4, "elderly": 8e4, "rental": 8e4},
                      prior_high={"school": 15e4, "senior": 18e4, "childcare": 10e4, "hospital": 80e4, "elderly": 25e4,
                                  "rental": 30e4}, lower_bound=0,
                      source="assumed; published costs of citizenization a head span tens of thousands of yuan", axis="service")
basic_cost = parameter(6000.0, yuan / person / year, "yearly cost of all else a county does for a resident", source="assumed",
                       prior_low=4500.0, prior_high=7000.0, lower_bound=0)
debt_ratio_2020 = parameter(1.0, year, "debt of a county over its yearly revenue in 2020", source="assumed", prior_low=0.6,
                            prior_high=1.4, lower_bound=0)
interest_rate = parameter(0.035, 1 / year, "interest on debt", source="assumed", prior_low=0.025, prior_high=0.045, lower_bound=0)
repayment_rate = parameter(0.08, 1 / year, "debt repaid in a year", source="assumed", prior_low=0.05, prior_high=0.12,
                           lower_bound=0)
borrowing_time = parameter(3.0, year, "time in which the room below the debt limit may be used", source="assumed", prior_low=2.0,
                           prior_high=5.0, lower_bound=0.25)
capital_growth = parameter(0.03, 1 / year, "growth of capacity that capital budgets of 2020 could pay for", source="assumed",
                           prior_low=0.01, prior_high=0.05, lower_bound=0)
capital_margin = parameter(1.05, one, "capital budgets of 2020 over replacement and that growth", source="assumed", prior_low=0.9,
                           prior_high=1.2, lower_bound=0)
lowest_capital_share = parameter(0.05, one, "lowest share of a surplus that is put into building",
                                 source="assumed: no county stops building", lower_bound=0, upper_bound=1)
highest_capital_share = parameter(0.60, one, "highest share of a surplus that is put into building",
                                  source="assumed: running costs and services come first", lower_bound=0, upper_bound=1)
debt_limit_factor = parameter(1.0, one, "debt limit in force over the one told", source="assumed", prior_low=0.67, prior_high=1.67,
                              lower_bound=0)
debt_limit = lever(1.2, year, "highest debt over yearly revenue", plan=1.2, low=0.5, high=2.0, ramp=(2021, 2021), shape="step",
                   group="L22", theme="services", source="plan 4.4", cost="interest")

mean_wage = total("urban_wage", yuan / person / year, "wage in the towns of the region", weight="labour_force")
mean_wage_2020 = reference("mean_wage", yuan / person / year, "wage in the towns of the region in 2020")


def cost_index(mean_wage, mean_wage_2020, cost_elasticity) -> one:
    """Costs of services over those of 2020, which follow wages."""
    return divide_or_zero(mean_wage, mean_wage_2020) ** cost_elasticity


def service_cost(recurrent_cost, capacity) -> yuan / year:
    """Yearly cost of the places there are, at prices of 2020."""
    return recurrent_cost * capacity


total_service_cost = total("service_cost", yuan / year, "yearly cost of all places, at prices of 2020", over="service")


def recurrent_spending(cost_index, total_service_cost, basic_cost, population) -> yuan / year:
    """Spending on running services and all else a county does."""
    return cost_index * (total_service_cost + basic_cost * population)


def starting_debt(debt_ratio_2020, fiscal_revenue_2020) -> yuan:
    """Debt of 2020."""
    return debt_ratio_2020 * fiscal_revenue_2020


debt = stock(yuan, "debt of a county", initial="starting_debt", inflows="borrowing", outflows="repayment")
repayment = decay("debt", yuan / year, "debt repaid", rate="repayment_rate")


def interest(interest_rate, debt) -> yuan / year:
    """Interest paid."""
    return interest_rate * debt


# What is left for building.
def basic_surplus(revenue, land_revenue, transfers, recurrent_spending, repayment, interest) -> yuan / year:
    """What is left before rewards, programmes and building."""
    return revenue + land_revenue + transfers - recurrent_spending - repayment - interest


def surplus(basic_surplus, rewards, programme_cost) -> yuan / year:
    """What is left before building."""
    return basic_surplus + rewards - programme_cost


def replacement_cost(unit_cost, starting_capacity, wear_rate, capital_growth) -> yuan / year:
    """Cost of replacing the places of 2020 and of growing by the rate that budgets could pay for."""
    return unit_cost * starting_capacity * (wear_rate + capital_growth)


total_replacement_cost = total("replacement_cost", yuan / year, "cost of replacing all places of 2020 and of growing",
                               over="service")
basic_surplus_2020 = reference("basic_surplus", yuan / year, "what was left before building in 2020")
replacement_cost_2020 = reference("total_replacement_cost", yuan / year, "cost of replacing places and of growing in 2020")


def capital_share(capital_margin, replacement_cost_2020, basic_surplus_2020, lowest_capital_share, highest_capital_share) -> one:
    """Share of its surplus that a county puts into building: what paid for replacement and some growth in 2020."""
    return where(basic_surplus_2020 > 0.0, clip(capital_margin * divide_or_zero(replacement_cost_2020, basic_surplus_2020),
                                                lowest_capital_share, highest_capital_share), highest_capital_share)


def wished_cost(unit_cost, wished_starts, cost_index) -> yuan / year:
    """Cost of the places that planners would start."""
    return unit_cost * wished_starts * cost_index


building_bill = total("wished_cost", yuan / year, "cost of all places that planners would start", over="service")


def own_capital(capital_share, surplus, capital_shock) -> yuan / year:
    """Own money for building."""
    return capital_share * clip_below_zero(surplus) * capital_shock


def borrowing(building_bill, own_capital, debt_limit, debt_limit_factor, revenue, debt, borrowing_time) -> yuan / year:
    """Money borrowed for building, as far as own money falls short and the debt limit leaves room."""
    return minimum(clip_below_zero(building_bill - own_capital),
    clip_below_zero(debt_limit_factor * debt_limit * revenue - debt) / borrowing_time)


def funded_share(building_bill, own_capital, borrowing) -> one:
    """Share of the places planners would start for which there is money."""
    return where(building_bill > 0.0, minimum(1.0, divide_or_zero(own_capital + borrowing, building_bill)), 1.0)


def capital_spending(funded_share, building_bill) -> yuan / year:
    """Spending on building."""
    return funded_share * building_bill


def other_spending(surplus, borrowing, capital_spending) -> yuan / year:
    """All other spending, which closes the books; below zero where a county lives on its reserves."""
    return surplus + borrowing - capital_spending
