"""Public services in towns: who may use them, how well they serve, and how capacity follows need after years of building."""

from simulator.language.declarations import (
    axis,
    cohort_sum,
    decay,
    delay,
    driver,
    in_transit,
    lever,
    parameter,
    stock,
    total,
)
from simulator.language.functions import clip_below_zero, divide_or_zero, exp, log, maximum, minimum, smooth_minimum, where
from simulator.language.units import one, person, place, year

service = axis(school="compulsory schools", senior="senior secondary schools", childcare="childcare", hospital="hospitals",
               elderly="elderly care", rental="affordable rental homes")

# Who needs a service. The non-registered are all townspeople without local urban hukou.
hospital_need = driver(place / person, "hospital beds a person of an age needs", axes=("age",),
                       source="assumed: 0.0083 beds a person times the cost of health care by age")
elderly_need = driver(place / person, "beds in elderly care a person of an age needs", axes=("age",), source="assumed")
registered_pupils = cohort_sum("residents", person, "registered townspeople aged 6 to 14", ages=(6, 14), statuses=["registered"])
other_pupils = cohort_sum("residents", person, "non-registered townspeople aged 6 to 14", ages=(6, 14),
                          statuses=["migrant", "eligible", "outsider"])
registered_youth = cohort_sum("residents", person, "registered townspeople aged 15 to 17", ages=(15, 17), statuses=["registered"])
other_youth = cohort_sum("residents", person, "non-registered townspeople aged 15 to 17", ages=(15, 17),
                         statuses=["migrant", "eligible", "outsider"])
registered_infants = cohort_sum("residents", person, "registered townspeople under 3", ages=(0, 2), statuses=["registered"])
other_infants = cohort_sum("residents", person, "non-registered townspeople under 3", ages=(0, 2),
                           statuses=["migrant", "eligible", "outsider"])
registered_patients = cohort_sum("residents", place, "hospital beds that registered townspeople need", statuses=["registered"],
                                 weight="hospital_need")
other_patients = cohort_sum("residents", place, "hospital beds that non-registered townspeople need",
                            statuses=["migrant", "eligible", "outsider"], weight="hospital_need")
registered_frail = cohort_sum("residents", place, "beds in elderly care that registered townspeople need", ages=(60, 101),
                              statuses=["registered"], weight="elderly_need")
other_frail = cohort_sum("residents", place, "beds in elderly care that non-registered townspeople need", ages=(60, 101),
                         statuses=["migrant", "eligible", "outsider"], weight="elderly_need")
registered_young = cohort_sum("residents", person, "registered townspeople aged 20 to 39", ages=(20, 39), statuses=["registered"])
migrant_young = cohort_sum("residents", person, "rural-hukou townspeople aged 20 to 39, not yet eligible", ages=(20, 39),
                           statuses=["migrant"])
other_young = cohort_sum("residents", person, "other non-registered townspeople aged 20 to 39", ages=(20, 39),
                         statuses=["eligible", "outsider"])

school_norm = parameter(1.0, place / person, "seats a child of compulsory school age needs", source="compulsory education",
                        prior_low=0.95, prior_high=1.0, lower_bound=0)
senior_norm = parameter(0.93, place / person, "seats a youth aged 15 to 17 needs", source="assumed", prior_low=0.88,
                        prior_high=0.97, lower_bound=0)
childcare_norm = parameter(0.15, place / person, "childcare places that families of a child under 3 want", source="assumed",
                           prior_low=0.08, prior_high=0.25, lower_bound=0)
hospital_norm = parameter(1.0, one, "need of hospital beds over the schedule", source="assumed", prior_low=0.8, prior_high=1.2,
                          lower_bound=0)
elderly_norm = parameter(1.0, one, "need of beds in elderly care over the schedule", source="assumed", prior_low=0.7,
                         prior_high=1.3, lower_bound=0)
registered_rental_norm = parameter(0.06, place / person, "affordable homes a registered young adult needs", source="assumed",
                                   prior_low=0.03, prior_high=0.10, lower_bound=0)
migrant_rental_norm = parameter(0.55, place / person, "affordable homes a newly arrived young adult needs", source="assumed",
                                prior_low=0.40, prior_high=0.70, lower_bound=0)
other_rental_norm = parameter(0.45, place / person, "affordable homes any other non-registered young adult needs", source="assumed",
                              prior_low=0.30, prior_high=0.60, lower_bound=0)


def registered_need_school(school_norm, registered_pupils) -> place:
    """Seats that registered children need."""
    return school_norm * registered_pupils


def other_need_school(school_norm, other_pupils) -> place:
    """Seats that non-registered children need."""
    return school_norm * other_pupils


def registered_need_senior(senior_norm, registered_youth) -> place:
    """Senior seats that registered youth need."""
    return senior_norm * registered_youth


def other_need_senior(senior_norm, other_youth) -> place:
    """Senior seats that non-registered youth need."""
    return senior_norm * other_youth


def registered_need_childcare(childcare_norm, registered_infants) -> place:
    """Childcare places that registered families want."""
    return childcare_norm * registered_infants


def other_need_childcare(childcare_norm, other_infants) -> place:
    """Childcare places that non-registered families want."""
    return childcare_norm * other_infants


def registered_need_hospital(hospital_norm, registered_patients) -> place:
    """Hospital beds that registered townspeople need."""
    return hospital_norm * registered_patients


def other_need_hospital(hospital_norm, other_patients) -> place:
    """Hospital beds that non-registered townspeople need."""
    return hospital_norm * other_patients


def registered_need_elderly(elderly_norm, registered_frail) -> place:
    """Beds in elderly care that registered townspeople need."""
    return elderly_norm * registered_frail


def other_need_elderly(elderly_norm, other_frail) -> place:
    """Beds in elderly care that non-registered townspeople need."""
    return elderly_norm * other_frail


def registered_need_rental(registered_rental_norm, registered_young) -> place:
    """Affordable homes that registered young adults need."""
    return registered_rental_norm * registered_young


def other_need_rental(migrant_rental_norm, migrant_young, other_rental_norm, other_young) -> place:
    """Affordable homes that non-registered young adults need."""
    return migrant_rental_norm * migrant_young + other_rental_norm * other_young


# How well services serve: the registered first, others as far as a residence permit opens them.
permit_entitlement = lever(0.60, one, "share of public services that a residence permit opens", plan=0.95, low=0.0, high=1.0,
                           prior=(0.4, 0.8), ramp=(2021, 2030), group="L4", theme="services", source="plan 5.2, 4.3",
                           cost="none in the books: capacity follows sizing (L5)")
permit_exponent = parameter(0.6, one, "how strongly the access of the non-registered follows their entitlement", prior_low=0.4,
                            prior_high=1.0, lower_bound=0, source="assumed")
service_weight = parameter({"school": 0.30, "senior": 0.12, "childcare": 0.06, "hospital": 0.22, "elderly": 0.10, "rental": 0.20},
                           one, "weight among all services, before they are made to add up to 1",
                           prior_low={"school": 0.20, "senior": 0.08, "childcare": 0.04, "hospital": 0.14, "elderly": 0.06,
                                      "rental": 0.13},
                           prior_high={"school": 0.40, "senior": 0.16, "childcare": 0.08, "hospital": 0.30, "elderly": 0.14,
                                       "rental": 0.27}, lower_bound=0, source="assumed", axis="service")
service_smoothness = parameter(4.0, one, "how sharply service is bounded by need", source="assumed", prior_low=2.0, prior_high=16.0,
                               lower_bound=1.0)
lowest_service = parameter(1e-3, one, "lowest share of need that counts as served", source="a guard of the arithmetic",
                           lower_bound=1e-9, upper_bound=1.0)
total_service_weight = total("service_weight", one, "weights of all services together", over="service")


def load(registered_need, permit_entitlement, other_need) -> place:
    """Need with a right to be served."""
    return registered_need + permit_entitlement * other_need


def adequacy(capacity, load) -> one:
    """Capacity over the need with a right to be served; 1 where there is no such need."""
    return where(load > 0.0, divide_or_zero(capacity, load), 1.0)


def served_share(adequacy, service_smoothness, lowest_service) -> one:
    """Share of the need with a right that is served."""
    return maximum(smooth_minimum(minimum(adequacy, 1e6), service_smoothness), lowest_service)


def weighted_access(service_weight, total_service_weight, served_share) -> one:
    """Part of a service in the access of the registered, in logs."""
    return divide_or_zero(service_weight, total_service_weight) * log(served_share)


total_access = total("weighted_access", one, "access of the registered to all services, in logs", over="service")


def registered_access(total_access) -> one:
    """Access of the registered to public services, 1 where all need is served."""
    return exp(total_access)


def migrant_access(registered_access, permit_entitlement, permit_exponent) -> one:
    """Access of the non-registered to public services, 1 where all need is served and nobody is shut out."""
    return registered_access * maximum(permit_entitlement, 1e-12) ** permit_exponent


def unmet_need(load, capacity) -> place:
    """Need with a right to be served for which there is no place."""
    return clip_below_zero(load - capacity)


def idle_capacity(capacity, load) -> place:
    """Places that nobody with a right to them needs."""
    return clip_below_zero(capacity - load)


# How capacity follows need.
resident_based_sizing = lever(0.55, one, "share of the non-registered for whom capacity is planned", plan=1.0, low=0.0, high=1.0,
                              prior=(0.35, 0.75), ramp=(2021, 2030), group="L5", theme="services", source="plan 4.3",
                              cost="building bill")
school_seat_standard = lever(1.0, one, "school seats planned over the need for them", plan=1.15, low=0.8, high=1.3,
                             ramp=(2021, 2027), group="L7", theme="services", source="plan 4.3", cost="building bill")
childcare_standard = lever(1.6, one, "childcare places planned for 1,000 residents", plan=5.0, low=1.0, high=10.0,
                           ramp=(2021, 2024), group="L8", theme="services", source="plan 4.3",
                           cost="building bill and recurrent cost")
rental_standard = lever(0.45, one, "affordable homes planned over the need for them", plan=0.80, low=0.0, high=1.2,
                        ramp=(2021, 2030), group="L10", theme="services", source="plan 4.3", cost="building bill")
place_per_thousand = parameter(0.001, place / person, "one place for 1,000 residents, in which a lever is told",
                               source="definition", lower_bound=1e-9)
look_ahead = parameter(0.02, one, "growth of need for which capacity is planned ahead", source="assumed", prior_low=0.0,
                       prior_high=0.10, lower_bound=0)
hospital_standard = parameter(1.0, one, "hospital beds planned over the need for them", source="assumed", prior_low=0.9,
                              prior_high=1.1, lower_bound=0)
elderly_standard = parameter(1.0, one, "beds in elderly care planned over the need for them", source="assumed", prior_low=0.7,
                             prior_high=1.2, lower_bound=0)
wear_rate = parameter({"school": 0.02, "senior": 0.02, "childcare": 0.05, "hospital": 0.04, "elderly": 0.05, "rental": 0.015},
                      1 / year, "places that wear out in a year",
                      prior_low={"school": 0.015, "senior": 0.015, "childcare": 0.04, "hospital": 0.03, "elderly": 0.04,
                                 "rental": 0.011},
                      prior_high={"school": 0.025, "senior": 0.025, "childcare": 0.06, "hospital": 0.05, "elderly": 0.06,
                                  "rental": 0.019}, lower_bound=0, source="assumed", axis="service")
build_time = parameter({"school": 2.0, "senior": 2.0, "childcare": 1.0, "hospital": 3.0, "elderly": 1.5, "rental": 2.0}, year,
                       "time from the start of building to the first user",
                       prior_low={"school": 1.0, "senior": 1.0, "childcare": 0.5, "hospital": 2.0, "elderly": 0.75, "rental": 1.0},
                       prior_high={"school": 3.0, "senior": 3.0, "childcare": 2.0, "hospital": 5.0, "elderly": 2.25, "rental": 3.0},
                       lower_bound=1e-3, source="assumed", axis="service")
adjust_time = parameter({"school": 3.0, "senior": 3.0, "childcare": 1.0, "hospital": 3.0, "elderly": 2.0, "rental": 2.0}, year,
                        "time in which planners mean to close a gap",
                        prior_low={"school": 1.5, "senior": 1.5, "childcare": 0.5, "hospital": 1.5, "elderly": 1.0, "rental": 1.0},
                        prior_high={"school": 4.5, "senior": 4.5, "childcare": 1.5, "hospital": 4.5, "elderly": 3.0, "rental": 3.0},
                        lower_bound=1e-3, source="assumed", axis="service")
supply_line = parameter(0.7, one, "how far planners count what is being built", source="Sterman 2000, chapter 17; size assumed",
                        prior_low=0.0, prior_high=1.0, lower_bound=0, upper_bound=1)
adequacy_2020 = parameter({"school": {"core": 0.96, "district": 1.0, "county_level_city": 1.01, "county": 1.0},
                           "senior": {"core": 0.95, "district": 0.98, "county_level_city": 1.0, "county": 0.98},
                           "childcare": {"core": 0.55, "district": 0.55, "county_level_city": 0.52, "county": 0.50},
                           "hospital": {"core": 0.97, "district": 0.98, "county_level_city": 0.95, "county": 0.92},
                           "elderly": {"core": 0.5, "district": 0.55, "county_level_city": 0.6, "county": 0.6},
                           "rental": {"core": 0.42, "district": 0.5, "county_level_city": 0.55, "county": 0.6}}, one,
                          "capacity over the need with a right in 2020, by class of county", source="assumed", lower_bound=0,
                          axis="service")
adequacy_shift = parameter(0.0, one, "true capacity of 2020 over the need, less that assumed", source="assumed", prior_low=-0.1,
                           prior_high=0.1, lower_bound=-0.4)


def starting_capacity(adequacy_2020, adequacy_shift, load) -> place:
    """Capacity of 2020, from the need of 2020 and how well it was met."""
    return (adequacy_2020 + adequacy_shift) * load


def starting_work(wear_rate, starting_capacity, build_time) -> place:
    """Places being built in 2020, just enough to replace what wears out."""
    return wear_rate * starting_capacity * build_time


capacity = stock(place, "places in service", initial="starting_capacity", inflows="completions", outflows="worn_places",
                 axis="service")
capacity_school = stock(place, "seats in compulsory schools", initial="starting_capacity_school", inflows="completions_school",
                        outflows="seats_leaving")
capacity_childcare = stock(place, "childcare places in service", initial="starting_capacity_childcare",
                           inflows=["completions_childcare", "seats_to_childcare"], outflows="worn_places_childcare")
capacity_elderly = stock(place, "beds in elderly care in service", initial="starting_capacity_elderly",
                         inflows=["completions_elderly", "seats_to_elderly"], outflows="worn_places_elderly")
worn_places = decay("capacity", place / year, "places that wear out", rate="wear_rate")
completions = delay("starts", place / year, "places completed", time="build_time", order=2, initial="starting_work")
work_in_progress = in_transit("completions", place, "places being built")


def service_standard_school(school_seat_standard) -> one:
    """Seats planned over the need for them."""
    return school_seat_standard


def service_standard_senior(school_seat_standard) -> one:
    """Senior seats planned over the need for them."""
    return school_seat_standard


def service_standard_hospital(hospital_standard) -> one:
    """Hospital beds planned over the need for them."""
    return hospital_standard


def service_standard_elderly(elderly_standard) -> one:
    """Beds in elderly care planned over the need for them."""
    return elderly_standard


def planned_capacity(look_ahead, service_standard, registered_need, resident_based_sizing, other_need) -> place:
    """Capacity that planners aim at: for the registered, and for the others as far as sizing counts them."""
    return (1.0 + look_ahead) * service_standard * (registered_need + resident_based_sizing * other_need)


def planned_capacity_childcare(childcare_standard, place_per_thousand, population) -> place:
    """Childcare places that planners aim at, so many for 1,000 residents."""
    return childcare_standard * place_per_thousand * population


def planned_capacity_rental(rental_standard, registered_need_rental, other_need_rental) -> place:
    """Affordable homes that planners aim at, a part of the need of all residents."""
    return rental_standard * (registered_need_rental + other_need_rental)


def wished_starts(worn_places, planned_capacity, capacity, supply_line, build_time, work_in_progress, adjust_time) -> place / year:
    """Places that planners would start: to replace, to close the gap, and to fill the pipeline (Sterman 2000)."""
    return clip_below_zero(worn_places + (planned_capacity - capacity
                                          + supply_line * (worn_places * build_time - work_in_progress)) / adjust_time)


def starts(funded_share, wished_starts) -> place / year:
    """Places whose building starts, as far as there is money."""
    return funded_share * wished_starts


def childcare_density(capacity_childcare, population, place_per_thousand) -> one:
    """Childcare places for 1,000 residents."""
    return divide_or_zero(capacity_childcare, population) / place_per_thousand
