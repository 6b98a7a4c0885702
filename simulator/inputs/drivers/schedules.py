"""How dying, giving birth and moving house depend on age: one rate a cohort, ready for a year's transition.

Rates are known by completed age, but in a calendar year the cohort c = year - birth year passes from age c - 1 to age c;
so a rate by age is turned once into a rate by cohort, the mean of the two.
"""

import numpy as np
import pandas as pd
from scipy.special import expit

from simulator.language.dimensions import AGES, SEXES
from simulator.language.errors import DataError
from simulator.region.constant import Constant
from simulator.region.region import Region

COHORT = np.array(AGES, dtype=float)

_OWN = "assumed"
_CURVE = "Rogers & Castro 1981, IIASA RR-81-30, its standard curve adjusted; range assumed"

CONSTANTS = {
    #                                   value    low    high  unit    source
    "birth_mean_age":          Constant(29.0,   28.0,   31.0, "year", _OWN),
    "birth_age_spread":        Constant(5.2,     4.8,    5.8, "year", _OWN),
    "birth_first_age":         Constant(15.0,   12.0,   15.0, "year", "definition: women of 15 to 50"),
    "birth_last_age":          Constant(50.0,   49.0,   55.0, "year", "definition: women of 15 to 50"),
    "departure_child_level":   Constant(0.02,   0.01,   0.03, "1", _CURVE),
    "departure_child_fall":    Constant(0.10,   0.05,   0.15, "1 / year", _CURVE),
    "departure_work_level":    Constant(0.06,   0.04,   0.09, "1", _CURVE),
    "departure_work_fall":     Constant(0.09,   0.07,   0.12, "1 / year", _CURVE),
    "departure_work_age":      Constant(20.0,   17.0,   23.0, "year", _CURVE),
    "departure_work_rise":     Constant(0.45,   0.30,   0.60, "1 / year", _CURVE),
    "departure_floor":         Constant(0.004,  0.002,  0.006, "1", _CURVE),
    "return_level":            Constant(0.5,    0.3,    0.7, "1", _OWN),
    "return_rise":             Constant(1.6,    1.0,    2.2, "1", _OWN),
    "return_middle_age":       Constant(50.0,   45.0,   55.0, "year", _OWN),
    "return_rise_width":       Constant(5.0,    3.0,    8.0, "year", _OWN),
    "return_decline_age":      Constant(72.0,   68.0,   76.0, "year", _OWN),
    "return_decline_span":     Constant(12.0,    8.0,   20.0, "year", _OWN),
}  # fmt: skip

# The ages over which a schedule has the mean 1: what a departure or return rate of the model refers to.
DEPARTURE_AGES = slice(0, 80)
RETURN_AGES = slice(20, 70)


def build_schedules(region: Region) -> dict[str, np.ndarray]:
    """Say how the chance to die, to give birth, to leave, to return and to arrive depends on age.

    Returns arrays over the cohort index 0..101: `mortality_schedule` [sex, age] in deaths per person and year in 2020;
    `fertility_schedule` [age], summing to 1; `departure_schedule` [age], mean 1 over completed ages 0-79;
    `return_schedule` [age], mean 1 over completed ages 20-69; `inflow_schedule` [age], summing to 1.
    Raises DataError where the death rates cannot be read as a curve.
    """
    departure = convert_to_cohorts(draw_departure_curve(COHORT))
    return {
        "mortality_schedule": draw_mortality(region.table("mortality"), region.constant("mortality_factor")),
        "fertility_schedule": draw_fertility(),
        "departure_schedule": departure,
        "return_schedule": convert_to_cohorts(draw_return_curve(COHORT)),
        "inflow_schedule": departure / departure.sum(),
    }


def convert_to_cohorts(by_age: np.ndarray) -> np.ndarray:
    """Turn rates by completed age into rates by cohort; newborns keep the rate of age 0. The last axis is age."""
    earlier = np.concatenate([by_age[..., :1], by_age[..., :-1]], axis=-1)
    return (earlier + by_age) / 2


def draw_mortality(table: pd.DataFrame, factor: float) -> np.ndarray:
    """Yearly chance to die by sex and cohort (1/year): the table's rates times the region's factor."""
    by_age = np.stack([interpolate_rates(_choose_sex(table, sex)) for sex in SEXES])
    return convert_to_cohorts(factor * by_age)


def interpolate_rates(groups: pd.DataFrame) -> np.ndarray:
    """Death rates by single completed age 0..101, log-linear between the middles of the age groups of one sex.

    Infants stand apart, because dying falls twentyfold after the first year; the open group is flat from its first age.
    """
    age_from, rate = groups["age_from"].to_numpy(float), groups["death_rate"].to_numpy(float)
    middle = (age_from + groups["age_to"].fillna(groups["age_from"]).to_numpy(float)) / 2
    curve = np.exp(np.interp(COHORT, middle[1:], np.log(rate[1:])))
    curve[0] = rate[0]
    return curve


def _choose_sex(table: pd.DataFrame, sex: str) -> pd.DataFrame:
    groups = table[table["sex"] == sex].sort_values("age_from")
    if len(groups) < 2 or tuple(groups[["age_from", "age_to"]].iloc[0]) != (0, 0):
        raise DataError(f"mortality, {sex}: the age groups must start with infants (age_from 0, age_to 0), then go on")
    if not (groups["death_rate"] > 0).all():
        age = groups.loc[~(groups["death_rate"] > 0), "age_from"].iloc[0]
        raise DataError(f"mortality, {sex}, age {age:.0f}: the death rate must be above 0, as nobody is immortal")
    return groups


def draw_fertility() -> np.ndarray:
    """Share of a woman's births at each cohort index: a bell curve, drawn by cohort from the start; sums to 1."""
    distance = (COHORT - _value("birth_mean_age")) / _value("birth_age_spread")
    fertile = (_value("birth_first_age") <= COHORT) & (_value("birth_last_age") >= COHORT)
    bell = np.where(fertile, np.exp(-(distance**2) / 2), 0.0)
    return bell / bell.sum()


def draw_departure_curve(age: np.ndarray) -> np.ndarray:
    """How readily people of a completed age leave: young workers most, their children with them; mean 1 over 0-79."""
    children = _value("departure_child_level") * np.exp(-_value("departure_child_fall") * age)
    since = age - _value("departure_work_age")
    workers = _value("departure_work_level") * np.exp(
        -_value("departure_work_fall") * since - np.exp(-_value("departure_work_rise") * since)
    )
    curve = children + workers + _value("departure_floor")
    return curve / curve[DEPARTURE_AGES].mean()


def draw_return_curve(age: np.ndarray) -> np.ndarray:
    """How readily migrants of a completed age go home: more from 45 on, less in high age; mean 1 over 20-69."""
    rise = expit((age - _value("return_middle_age")) / _value("return_rise_width"))
    decline = np.exp(-np.maximum(age - _value("return_decline_age"), 0) / _value("return_decline_span"))
    curve = _value("return_level") + _value("return_rise") * rise * decline
    return curve / curve[RETURN_AGES].mean()


def _value(name: str) -> float:
    return CONSTANTS[name].value
