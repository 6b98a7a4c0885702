"""A toy of services, with every word of families: places are begun, finished and wear out, and schooling is carried along."""

import toy_operators

from simulator.language.declarations import (
    axis,
    cohort_sum,
    decay,
    delay,
    in_transit,
    operator,
    parameter,
    reference,
    shock,
    stock,
    total,
)
from simulator.language.functions import clip_below_zero, divide_or_zero, expm1, log1p
from simulator.language.units import one, person, place, year

service = axis(school="schools", clinic="clinics")

norm = parameter({"school": 0.3, "clinic": 0.1}, place / person, "places a person needs", source="toy", axis="service",
                 prior_low={"school": 0.2, "clinic": 0.05}, prior_high={"school": 0.4, "clinic": 0.15})
wear_rate = parameter({"school": 0.05, "clinic": 0.2}, 1 / year, "places that wear out in a year", source="toy", axis="service")
build_time = parameter({"school": 2.0, "clinic": {"core": 1.0, "district": 1.5, "county_level_city": 2.0, "county": 3.0}}, year,
                       "time from beginning a place to using it", source="toy", axis="service")
adjust_time = parameter(4.0, year, "time in which gaps are to close", source="toy", prior_low=2.0, prior_high=6.0)
forgetting_rate = parameter(0.5, 1 / year, "how fast people get used to places", source="toy", prior_low=0.3, prior_high=0.7)
adequacy = parameter(0.9, one, "places over those needed in 2020", source="toy", prior_low=0.8, prior_high=1.0)
early_years = parameter(11.0, year, "schooling of those who leave school where nobody is served", source="toy")
crisis = shock(1.0, one, "places begun over those in calm times", low=0.0, high=1.0, ramp=(2022, 2023), source="toy")

capacity = stock(place, "places in use", initial="starting_capacity", inflows="finished", outflows="worn", axis="service")
capacity_clinic = stock(place, "clinics in use", initial="starting_capacity_clinic", inflows="finished_clinic",
                        outflows=["worn_clinic", "closed"])
worn = decay("capacity", place / year, "places that wear out", rate="wear_rate")
closed = decay("idle_clinics", place / year, "clinics closed, as nobody needs them", rate="closing_rate")
finished = delay("begun", place / year, "places finished", time="build_time", order=2, initial="starting_work")
under_way = in_transit("finished", place, "places being built")
served_2020 = reference("served", one, "need that was met in 2020")
served_before = stock(one, "need that was met in 2020, carried as a stock", initial="served_2020")
expected = stock(place, "places that people have come to expect", initial="capacity", inflows="adjustment")
adjustment = decay("surprise", place / year, "change of what people expect", rate="forgetting_rate")
capacity_in_region = total("capacity", place, "places in use in the region")
all_places = total("capacity", place, "places of all services", over="service")
experience = stock(person, "people served since 2020", inflows="newly_served")
schooling = stock(year, "schooling by age", initial="schooling", axes=("age",), aged_by="school_leaving")
school_leaving = operator(toy_operators.graduation, "On 1 January each carries schooling on, the young that of today.",
                          reads=["schooling", "entry_years", "school_schedule"])
school_years = cohort_sum("residents", person * year, "schooling of all aged 20 to 59", ages=(20, 59), weight="schooling")
mean_served = total("served_school", one, "need for schools that is met, in the region", weight="everybody")


def need_school(mothers, norm_school) -> place:
    """School places needed."""
    return norm_school * mothers


def need_clinic(everybody, norm_clinic) -> place:
    """Clinics needed."""
    return norm_clinic * everybody


def starting_capacity(adequacy, need) -> place:
    """Places of 2020, from the need of 2020."""
    return adequacy * need


def starting_work(wear_rate, starting_capacity, build_time) -> place:
    """Places being built in 2020, to replace what wears out."""
    return wear_rate * starting_capacity * build_time


def begun(worn, need, capacity, under_way, adjust_time, crisis) -> place / year:
    """Places begun: to replace, and to close the gap."""
    return crisis * clip_below_zero(worn + (need - capacity - under_way) / adjust_time)


def served(capacity, need) -> one:
    """Need that is met."""
    return divide_or_zero(capacity, need)


def surprise(capacity, expected) -> place:
    """Places over those expected."""
    return capacity - expected


def idle_clinics(capacity_clinic, need_clinic) -> place:
    """Clinics over a third of the need."""
    return clip_below_zero(capacity_clinic - 0.3 * need_clinic)


def closing_rate(served_clinic, adjust_time) -> 1 / year:
    """Idle clinics that are closed in a year."""
    return expm1(served_clinic) / adjust_time


def newly_served(served, served_2020, served_before, everybody, adjust_time) -> person / year:
    """People served."""
    return log1p(divide_or_zero(served, served_2020) + served_before) * everybody / adjust_time


def entry_years(early_years, mean_served) -> year:
    """Schooling of those who leave school."""
    return early_years * (1.0 + mean_served)
