"""Made-up numbers of a whole province. All levels are assumed, close to those of a large province in the east."""

from itertools import pairwise

import numpy as np
import pandas as pd

# name: value, low end, high end, unit
CONSTANTS = {
    "sex_ratio_at_birth": (110, None, None, "males per 100 females"),
    "total_fertility": (1.5, 1.3, 1.7, "children/woman"),
    "mortality_factor": (1.0, 0.8, 1.2, "1"),
    "rural_share_same_province": (0.08, None, None, "1"),
    "rural_share_other_province": (0.13, None, None, "1"),
    "mover_share_other_county": (0.7, 0.5, 0.9, "1"),
    "local_rural_hukou_share": (0.05, 0, 0.16, "1"),
    "detour": (1.3, 1.2, 1.4, "1"),
    "road_access_km": (30, None, None, "km"),
    "road_access_speed": (45, 40, 50, "km/hour"),
    "road_speed": (100, 90, 110, "km/hour"),
    "rail_access_time": (1.0, 0.75, 1.25, "hour"),
}
FERTILITY = {"low": (1.6, 1.4, 1.3, 1.2), "medium": (1.6, 1.6, 1.6, 1.6), "high": (1.6, 1.9, 2.0, 2.1)}
WOMEN_YEARS = 35
KM_PER_DEGREE = 111.2
TRAIN_SPEED = 160


def make_province(counties: pd.DataFrame, ages: pd.DataFrame, mortality: pd.DataFrame) -> pd.DataFrame:
    """Make the numbers of the province so that they agree with its counties, births and deaths included."""
    people = ages[ages["year"] == 2020]
    women = people.query("sex == 'female' and 15 <= age_from < 50")["persons"].sum()
    exposed = people.merge(mortality, on=["sex", "age_from"])
    urban, rural = counties["urban_population_2020"], counties["population_2020"] - counties["urban_population_2020"]
    in_districts = counties["county_class"].isin(("core", "district"))
    moved = counties.loc[in_districts, "registered_elsewhere_other_county_2020"].sum()
    residents = counties["population_2020"].sum()
    counted = [
        ("resident_population", 2019, residents, "persons"),
        ("resident_population", 2020, residents, "persons"),
        ("births", 2020, round(CONSTANTS["total_fertility"][0] * women / WOMEN_YEARS), "persons"),
        ("deaths", 2020, round((exposed["persons"] * exposed["death_rate"]).sum()), "persons"),
        ("urban_income_per_head", 2020, _average(counties["urban_income_2020_est"], urban), "yuan/person"),
        ("rural_income_per_head", 2020, _average(counties["rural_income_2020_est"], rural), "yuan/person"),
        ("transfer_pool", 2020, round(0.7 * counties["fiscal_revenue_2020_est"].sum(), 1), "million yuan"),
        ("district_moves", 2010, 0, "persons"),
        ("district_moves", 2020, int(0.1 * moved), "persons"),
    ]
    for year in (2010, 2020):
        counted.append(("census_population", year, counties[f"population_{year}"].sum(), "persons"))
        counted.append(("census_urban_population", year, counties[f"urban_population_{year}"].sum(), "persons"))
    rows = [(name, year, value, None, None, unit) for name, year, value, unit in counted]
    rows += [(name, None, *numbers) for name, numbers in CONSTANTS.items()]
    table = pd.DataFrame(rows, columns=["name", "year", "value", "low", "high", "unit"], dtype=object)
    return table.assign(status="assumed", source="made_up", note="")


def make_fertility() -> pd.DataFrame:
    """Make three variants of the children a woman bears, from 2015 to 2035."""
    rows = [
        (variant, 2015 + 5 * step, 2020 + 5 * step, children)
        for variant, path in FERTILITY.items()
        for step, children in enumerate(path)
    ]
    return pd.DataFrame(rows, columns=["variant", "period_from", "period_to", "total_fertility"])


def make_rail(cities: pd.DataFrame) -> pd.DataFrame:
    """Make a line of fast trains that joins the cities in their order, in both directions."""
    rows = []
    for one, other in pairwise(cities.itertuples()):
        kilometres = KM_PER_DEGREE * np.hypot(one.longitude - other.longitude, one.latitude - other.latitude)
        for start, end in ((one, other), (other, one)):
            minutes = max(10, round(60 * kilometres / TRAIN_SPEED))
            rows.append((start.code, end.code, "high_speed", minutes, f"{start.name}站", f"{end.name}站"))
    columns = ["from_city", "to_city", "train_class", "fastest_minutes", "from_station", "to_station"]
    return pd.DataFrame(rows, columns=columns)


def make_targets(counties: pd.DataFrame) -> pd.DataFrame:
    """Make two targets for the share of townspeople, above that of 2020."""
    share = counties["urban_population_2020"].sum() / counties["population_2020"].sum()
    rows = [
        (f"Q{number}", year, round(share + gain * (1 - share), 2))
        for number, (year, gain) in enumerate(((2025, 0.15), (2035, 0.35)), start=1)
    ]
    table = pd.DataFrame(rows, columns=["code", "year", "value"]).assign(indicator="urban_share", variable="urban_share", unit="1")
    return table.assign(
        kind="stock",
        sense="at_least",
        first_year=None,
        tolerance=0.005,
        section="none",
        text_en="a made-up target",
        text_zh="虚构目标",
    )


def _average(values: pd.Series, weights: pd.Series) -> float:
    return round(float((values.fillna(0) * weights).sum() / weights.sum()), 2)
