"""Schools and health care in villages follow need down, and each one closed lengthens the way (second stage, off by default)."""

from simulator.language.declarations import axis, cohort_sum, decay, parameter, reference, stock, total
from simulator.language.functions import clip_below_zero, divide_or_zero, exp, log, maximum, minimum, smooth_minimum, where
from simulator.language.units import one, person, place, year

rural_service = axis(village_school="compulsory schools in villages", village_clinic="health care in villages")

rural_services_switch = parameter(0.0, one, "1: access of villagers follows their services; 0: not yet validated, held at 2020",
                                  source="assumed", lower_bound=0, upper_bound=1)
rural_service_weight = parameter({"village_school": 0.55, "village_clinic": 0.45}, one, "weight among rural services",
                                 prior_low={"village_school": 0.40, "village_clinic": 0.30},
                                 prior_high={"village_school": 0.70, "village_clinic": 0.60}, lower_bound=0, source="assumed",
                                 axis="rural_service")
rural_wear_rate = parameter({"village_school": 0.02, "village_clinic": 0.04}, 1 / year, "rural places that wear out in a year",
                            prior_low={"village_school": 0.015, "village_clinic": 0.03},
                            prior_high={"village_school": 0.025, "village_clinic": 0.05}, lower_bound=0, source="assumed",
                            axis="rural_service")
consolidation_rate = parameter(0.10, 1 / year, "idle rural places that are closed in a year", source="assumed", prior_low=0.03,
                               prior_high=0.25, lower_bound=0)
rural_adjust_time = parameter(3.0, year, "time in which a gap in rural services is closed", source="assumed", prior_low=1.5,
                              prior_high=4.5, lower_bound=1e-3)
distance_penalty = parameter(0.15, one, "access lost with the number of rural places, as the way grows", source="assumed",
                             prior_low=0.0, prior_high=0.4, lower_bound=0)

rural_pupils = cohort_sum("residents", person, "villagers aged 6 to 14", ages=(6, 14), statuses=["rural"])
rural_patients = cohort_sum("residents", place, "hospital beds that villagers need", statuses=["rural"], weight="hospital_need")


def rural_need_village_school(school_norm, rural_pupils) -> place:
    """Seats that children in villages need."""
    return school_norm * rural_pupils


def rural_need_village_clinic(hospital_norm, rural_patients) -> place:
    """Beds that villagers need."""
    return hospital_norm * rural_patients


rural_capacity = stock(place, "rural places in service", initial="rural_need", inflows="rural_completions",
                       outflows="rural_losses", axis="rural_service")
rural_losses = decay("rural_capacity", place / year, "rural places that wear out or are closed", rate="rural_loss_rate")


def rural_idle_places(rural_capacity, rural_need) -> place:
    """Rural places that nobody needs."""
    return clip_below_zero(rural_capacity - rural_need)


def rural_loss_rate(rural_wear_rate, consolidation_rate, rural_idle_places, rural_capacity) -> 1 / year:
    """Rural places that wear out in a year, and those that are closed because nobody needs them."""
    return rural_wear_rate + consolidation_rate * divide_or_zero(rural_idle_places, rural_capacity)


def rural_completions(rural_wear_rate, rural_need, rural_capacity, rural_adjust_time) -> place / year:
    """Rural places renewed or built, as far as they are needed."""
    return clip_below_zero(rural_wear_rate * rural_capacity + (rural_need - rural_capacity) / rural_adjust_time)


rural_capacity_2020 = reference("rural_capacity", place, "rural places in service in 2020")


def rural_part(rural_service_weight, rural_capacity, rural_need, rural_capacity_2020, service_smoothness, lowest_service,
               distance_penalty) -> one:
    """Part of a service in the access of villagers, in logs: how much of the need is served, and how far away."""
    return rural_service_weight * (
        log(maximum(smooth_minimum(where(rural_need > 0.0, minimum(divide_or_zero(rural_capacity, rural_need), 1e6), 1.0),
                                   service_smoothness), lowest_service))
        + distance_penalty * log(where(rural_capacity_2020 > 0.0,
                                       maximum(divide_or_zero(rural_capacity, rural_capacity_2020), lowest_service), 1.0)))


total_rural_part = total("rural_part", one, "access of villagers to services, in logs", over="rural_service")
total_rural_part_2020 = reference("total_rural_part", one, "access of villagers to services in 2020, in logs")


def rural_access(rural_services_switch, total_rural_part, total_rural_part_2020) -> one:
    """Access of villagers to services, over that of 2020; 1 while rural services are switched off."""
    return exp(rural_services_switch * (total_rural_part - total_rural_part_2020))
