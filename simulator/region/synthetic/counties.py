"""Made-up counties: where they lie, how many people live there, and what they earn. All levels are assumed."""

import numpy as np
import pandas as pd

COUNTIES_PER_CITY = 8
MOST_COUNTIES = 5_000
CLASSES = ("core", "district", "district", "county_level_city", "county_level_city", "county", "county", "county")
URBAN_SHARE = {"core": 0.90, "district": 0.72, "county_level_city": 0.60, "county": 0.50}
OUTSIDER_SHARE = {"core": 0.25, "district": 0.15, "county_level_city": 0.06, "county": 0.04}
INCOME_FACTOR = {"core": 1.25, "district": 1.05, "county_level_city": 1.0, "county": 0.85}
LONGITUDE, LATITUDE = 118.0, 36.5
SPACING = 0.19
WIDEST = 3.0


def draw_counties(count: int, random: np.random.Generator) -> pd.DataFrame:
    """Draw the table of counties of a made-up region."""
    order = np.arange(count)
    city = order // COUNTIES_PER_CITY
    city_code = 900_000 + 100 * (city + 1)
    classes = pd.Series([CLASSES[place] for place in order % COUNTIES_PER_CITY])
    circle = np.where(city % 2, "east", "west")
    frame = pd.DataFrame({"code": (city_code + order % COUNTIES_PER_CITY + 1).astype(str)})
    frame = frame.assign(name=[f"虚构{k + 1}县" for k in order], name_en=[f"Made-up County {k + 1}" for k in order])
    frame = frame.assign(city=city_code.astype(str), circle=circle, county_class=classes)
    frame["longitude"], frame["latitude"] = _place_counties(count)
    frame["area"] = (1200 * random.lognormal(0, 0.3, count)).round(1)
    frame = frame.join(_draw_people(classes, random))
    return frame.join(_draw_means(frame, random)).assign(boundary_note="")


def list_cities(counties: pd.DataFrame) -> pd.DataFrame:
    """Give the table of cities, with the mean place of their counties in two further columns."""
    cities = counties.groupby("city")[["longitude", "latitude"]].mean()
    cities["circle"] = counties.groupby("city")["circle"].first()
    number = [f"{position + 1}" for position in range(len(cities))]
    names = {"name": [f"虚构{n}市" for n in number], "name_en": [f"Made-up City {n}" for n in number]}
    return cities.assign(**names).rename_axis("code").reset_index()


def _place_counties(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Spread points evenly over a disc; neighbours in the list are neighbours on the map, and no two coincide."""
    step = np.arange(count)
    turn = (step * np.pi * (3 - 5**0.5)) % (2 * np.pi)
    distance = min(SPACING, WIDEST / count**0.5) * np.sqrt(step + 0.5)
    along = np.argsort(turn)
    longitude = LONGITUDE + distance[along] * np.cos(turn[along]) / np.cos(np.radians(LATITUDE))
    latitude = LATITUDE + distance[along] * np.sin(turn[along])
    return longitude.round(5), latitude.round(5)


def _draw_people(classes: pd.Series, random: np.random.Generator) -> pd.DataFrame:
    count = len(classes)
    residents = {2020: 700_000 * random.lognormal(0, 0.4, count)}
    residents[2010] = residents[2020] * random.lognormal(-0.05, 0.1, count)
    share = {2020: np.clip(classes.map(URBAN_SHARE) + random.normal(0, 0.04, count), 0.3, 0.97)}
    share[2010] = share[2020] - 0.13
    if count >= 10:
        share[2010][0] = share[2020][0] = 1.0
    people = pd.DataFrame(index=classes.index)
    for year, size in ((2010, 0.6), (2020, 1.0)):
        people[f"population_{year}"] = residents[year].astype(int)
        urban = people[f"urban_population_{year}"] = (people[f"population_{year}"] * share[year]).astype(int)
        people[f"registered_elsewhere_same_county_{year}"] = (urban * 0.15 * size).astype(int)
        people[f"registered_elsewhere_other_county_{year}"] = (urban * classes.map(OUTSIDER_SHARE) * size).astype(int)
        people[f"registered_elsewhere_other_province_{year}"] = (urban * 0.05 * size).astype(int)
    people["hukou_population_2010"] = people["population_2010"]
    people["hukou_population_2020_est"] = people["population_2020"]
    return people


def _draw_means(frame: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    factor = frame["county_class"].map(INCOME_FACTOR) * random.lognormal(0, 0.05, len(frame))
    residents, urban = frame["population_2020"], frame["urban_population_2020"]
    means = pd.DataFrame({"urban_income_2020_est": (42_000 * factor).round(2)})
    means["rural_income_2020_est"] = (19_000 * factor).round(2).where(residents > urban)
    means["mean_schooling_years_2010"] = (8.9 * factor**0.3).round(2)
    means["mean_schooling_years_2020"] = (9.3 * factor**0.3).round(2)
    means["floor_area_m2_per_person_2010"] = (32 * factor**0.2).round(2)
    means["floor_area_m2_per_person_2020"] = (39 * factor**0.2).round(2)
    means["gdp_2020_est"] = (0.07 * residents * factor).round(0)
    means["fiscal_revenue_2020_est"] = (0.09 * means["gdp_2020_est"]).round(0)
    means["hospital_beds_2020_est"] = (0.0064 * residents * factor).astype(int)
    urban_share = frame["urban_population_2010"] / frame["population_2010"]
    return means.assign(nonagricultural_hukou_share_2010=(0.5 * urban_share).round(4))
