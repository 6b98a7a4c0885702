"""Newcomers become eligible, weigh what registration gives and takes, and register as rules allow."""

from simulator.language.declarations import lever, parameter
from simulator.language.functions import clip, divide_or_zero, log, logistic, minimum, where
from simulator.language.units import one, person, year

open_settlement = lever(0.72, one, "share of eligible cases that the rules admit", plan=1.0, low=0.0, high=1.0, prior=(0.5, 0.9),
                        ramp=(2021, 2026), group="L1", theme="hukou", source="plan 1.3, 5.2", cost="through the load of services")
eligibility_time = lever(2.0, year, "years of residence before a newcomer may register, in a city district", plan=0.5, low=0.25,
                         high=10.0, prior=(0.5, 5.0), ramp=(2021, 2026), group="L2", theme="hukou", source="plan 5.2")
land_rights_security = lever(0.50, one, "how safe land rights are after registration", plan=0.90, low=0.0, high=1.0,
                             prior=(0.2, 0.8), ramp=(2021, 2030), group="L3", theme="hukou", source="plan 5.2, 5.3",
                             cost="150 yuan a villager once (assumed)")

class_wait_time = parameter({"core": 3.0, "district": 2.0, "county_level_city": 1.0, "county": 1.0}, year,
                            "residence before a newcomer may register, by class of county", source="assumed", lower_bound=1e-6)
wait_time_2020 = parameter(2.0, year, "residence before a newcomer might register in a city district in 2020", source="assumed",
                           lower_bound=1e-6)
shortest_wait_time = parameter(0.25, year, "shortest residence the rules can ask", source="assumed", lower_bound=1e-6)
longest_wait_time = parameter(10.0, year, "longest residence the rules can ask", source="assumed", lower_bound=1e-6)
registration_base_rate = parameter(0.05, 1 / year, "eligible rural-hukou townspeople who register in a year, at even odds",
                                   source="first fit to registered-elsewhere stocks 2010-2020", prior_low=0.02, prior_high=0.10,
                                   lower_bound=0)
outsider_base_rate = parameter(0.03, 1 / year, "people registered elsewhere who register in a year, at even odds",
                               source="first fit to registered-elsewhere stocks 2010-2020", prior_low=0.01, prior_high=0.06,
                               lower_bound=0)
willingness_constant = parameter(0.65, one, "willingness to register that nothing else explains, in logits", source="assumed",
                                 prior_low=0.325, prior_high=0.975)
willingness_benefit = parameter(2.0, one, "how strongly the services that only registration gives draw", source="assumed",
                                prior_low=1.0, prior_high=3.0, lower_bound=0)
willingness_quality = parameter(0.8, one, "how strongly the quality of services draws", source="assumed", prior_low=0.4,
                                prior_high=1.2, lower_bound=0)
willingness_land = parameter(1.6, one, "how strongly land rights at risk deter", prior_low=0.8, prior_high=2.4, lower_bound=0,
                             source="sign: Zhang & Li 2021; Li, Duan & Feng 2023; size assumed")
willingness_even = parameter(0.5, one, "willingness at which the base rates hold", lower_bound=1e-6,
                             source="definition: even odds, willingness being logistic")
registration_quota = parameter({"core": float("inf"), "district": float("inf"), "county_level_city": float("inf"),
                                "county": float("inf")}, person / year, "registrations that a county admits in a year",
                               source="no quota", lower_bound=0)


def wait_time(class_wait_time, eligibility_time, wait_time_2020, shortest_wait_time, longest_wait_time) -> year:
    """Residence before a newcomer may register."""
    return clip(class_wait_time * eligibility_time / wait_time_2020, shortest_wait_time, longest_wait_time)


def eligibility_rate(wait_time) -> 1 / year:
    """Newcomers who become eligible in a year."""
    return 1.0 / wait_time


def benefit_gap(registered_access, permit_entitlement) -> one:
    """Services that registration gives beyond the residence permit."""
    return registered_access * (1.0 - permit_entitlement)


def willingness(willingness_constant, willingness_benefit, benefit_gap, willingness_quality, registered_access,
                willingness_land, land_rights_security, land_value_index) -> one:
    """Share of the eligible who wish to register."""
    return logistic(willingness_constant + willingness_benefit * benefit_gap + willingness_quality * log(registered_access)
                    - willingness_land * (1.0 - land_rights_security) * land_value_index)


def admission_factor(open_settlement, willingness, willingness_even) -> one:
    """What rules and wishes make of the base rates."""
    return open_settlement * willingness / willingness_even


def registration_demand(admission_factor, registration_base_rate, eligible_population, outsider_base_rate,
                        outsider_population) -> person / year:
    """Registrations that would be made without a quota."""
    return admission_factor * (registration_base_rate * eligible_population + outsider_base_rate * outsider_population)


def quota_share(registration_quota, registration_demand) -> one:
    """Share of the wished registrations that the quota lets through; all of them where nobody wishes."""
    return where(registration_demand > 0.0, minimum(1.0, divide_or_zero(registration_quota, registration_demand)), 1.0)


def registration_rate(registration_base_rate, admission_factor, quota_share) -> 1 / year:
    """Eligible rural-hukou townspeople who register in a year."""
    return registration_base_rate * admission_factor * quota_share


def outsider_register_rate(outsider_base_rate, admission_factor, quota_share) -> 1 / year:
    """People registered elsewhere who register in their town in a year."""
    return outsider_base_rate * admission_factor * quota_share


def registrations(migrant_registrations, outsider_registrations) -> person / year:
    """People who register in their town."""
    return migrant_registrations + outsider_registrations


def registered_share(registered_population, population) -> one:
    """Townspeople with local urban hukou among all residents."""
    return divide_or_zero(registered_population, population)


def urban_share(urban_population, population) -> one:
    """Townspeople among all residents."""
    return divide_or_zero(urban_population, population)
