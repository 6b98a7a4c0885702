"""Schooling: each cohort keeps the years it had when it left school; those who leave now had more."""

from simulator.language.declarations import cohort_sum, lever, operator, parameter, stock, total
from simulator.language.functions import divide_or_zero
from simulator.language.units import person, year
from simulator.operators import schooling

early_entry_years = parameter(12.9, year, "years of schooling of those who leave school in 2020", source="assumed", prior_low=12.5,
                              prior_high=13.3, lower_bound=0)
later_entry_years = parameter(13.3, year, "years of schooling of those who leave school in 2035", source="assumed", prior_low=12.9,
                              prior_high=13.7, lower_bound=0)
rural_entry_shift = parameter(-0.7, year, "years of schooling of young villagers over the mean", source="assumed", prior_low=-1.2,
                              prior_high=-0.3)
town_entry_shift = parameter(0.15, year, "years of schooling of young townspeople over the mean", source="assumed", prior_low=0.0,
                             prior_high=0.3)
schooling_entry = lever(0.0, year, "years of schooling that policy adds for those who leave school", plan=0.7, low=0.0, high=1.5,
                        ramp=(2021, 2030), group="L23", theme="services", source="plan 4.3", cost="senior seats, colleges")

mean_schooling_entry = total("schooling_entry", year, "years that policy adds for those who leave school, in the region",
                             weight="population")


def rural_entry_years(early_entry_years, later_entry_years, trend_share, rural_entry_shift, mean_schooling_entry) -> year:
    """Years of schooling of villagers who leave school."""
    return early_entry_years + (later_entry_years - early_entry_years) * trend_share + rural_entry_shift + mean_schooling_entry


def town_entry_years(early_entry_years, later_entry_years, trend_share, town_entry_shift, mean_schooling_entry) -> year:
    """Years of schooling of townspeople who leave school."""
    return early_entry_years + (later_entry_years - early_entry_years) * trend_share + town_entry_shift + mean_schooling_entry


rural_schooling = stock(year, "years of schooling of villagers by age", initial="rural_schooling", axes=("age",),
                        aged_by="rural_school_leaving")
town_schooling = stock(year, "years of schooling of townspeople by age", initial="town_schooling", axes=("age",),
                       aged_by="town_school_leaving")
rural_school_leaving = operator(schooling.school_leaving,
                                "On 1 January cohorts carry their schooling on; the young get that of today.",
                                reads=["rural_schooling", "rural_entry_years"])
town_school_leaving = operator(schooling.school_leaving,
                               "On 1 January cohorts carry their schooling on; the young get that of today.",
                               reads=["town_schooling", "town_entry_years"])

rural_adults = cohort_sum("residents", person, "villagers aged 16 to 59", ages=(16, 59), statuses=["rural"])
town_adults = cohort_sum("residents", person, "townspeople aged 16 to 59", ages=(16, 59),
                         statuses=["migrant", "eligible", "outsider", "registered"])
rural_school_years = cohort_sum("residents", person * year, "years of schooling of all villagers aged 16 to 59", ages=(16, 59),
                                statuses=["rural"], weight="rural_schooling")
town_school_years = cohort_sum("residents", person * year, "years of schooling of all townspeople aged 16 to 59", ages=(16, 59),
                               statuses=["migrant", "eligible", "outsider", "registered"], weight="town_schooling")


def adults(rural_adults, town_adults) -> person:
    """Residents aged 16 to 59."""
    return rural_adults + town_adults


def mean_schooling(rural_school_years, town_school_years, adults) -> year:
    """Years of schooling of residents aged 16 to 59, at the region's schooling by age and residence."""
    return divide_or_zero(rural_school_years + town_school_years, adults)


mean_schooling_total = total("mean_schooling", year, "years of schooling of the region's residents aged 16 to 59", weight="adults")
