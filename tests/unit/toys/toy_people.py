"""A toy of people by sex, age and status: they die, leave villages, are born, and grow older each January."""

import toy_operators

from simulator.language.declarations import cohort_sum, driver, lever, operator, operator_output, parameter, stock, theme, total
from simulator.language.units import one, person, year

T2 = theme("people of toys")
death_schedule = driver(1 / year, "death rate by sex and age", source="toy", axes=("sex", "age"))
school_schedule = driver(one, "share of an age that is at school", source="toy", axes=("age",))
openness = lever(0.5, one, "share of leavers whom towns admit", plan=1.0, low=0.0, high=1.0, ramp=(2021, 2022), group="T2",
                 source="toy")
fertility = parameter(0.05, 1 / year, "children a woman has in a year", source="toy", prior_low=0.03, prior_high=0.07)
wish = parameter(0.1, 1 / year, "villagers who wish to leave in a year", source="toy", prior_low=0.05, prior_high=0.15)

residents = stock(person, "people by sex, age and status", initial="residents", axes=("sex", "age", "status"),
                  moved_by="living", aged_by="birthday")
birthday = operator(toy_operators.birthday, "On 1 January everybody is a year older.")
villagers = cohort_sum("residents", person, "people in villages", statuses=["rural"])
everybody = cohort_sum("residents", person, "all people")
mothers = cohort_sum("residents", person, "women of 15 to 49", sexes=["female"], ages=(15, 49))
pupils = cohort_sum("residents", person, "townspeople at school", statuses=["migrant", "eligible", "outsider", "registered"],
                    weight="school_schedule")
deaths_expected = cohort_sum("residents", person / year, "deaths at the schedule", ages=(60, 101), weight="death_schedule")
living = operator(toy_operators.living, "People die, leave and are born.", gives={
    "dying": operator_output(person / year, "people who die"),
    "leaving": operator_output(person / year, "people who leave villages")})
all_leaving = total("leaving", person / year, "all who leave villages")
school_places = stock(person, "school places", initial="school_places", inflows=["new_places"])


def leaving_rate(wish, openness) -> 1 / year:
    """Villagers who leave in a year."""
    return wish * openness


def birth_number(mothers, fertility) -> person / year:
    """Children born."""
    return mothers * fertility


def new_places(leaving, all_leaving, everybody) -> person / year:
    """School places built for those who come; made of what happens in the step."""
    return 0.2 * leaving + 0.01 * all_leaving * (everybody / everybody)
