"""Made-up people by age and sex. All levels are assumed; the death rates follow a smooth law of mortality."""

import numpy as np
import pandas as pd

from simulator.language.dimensions import AGES, SEXES

CENSUS_STARTS = (0, 1, *range(5, 90, 5))
MORTALITY_STARTS = (0, 1, *range(5, 105, 5))
SHARE_STARTS = tuple(range(0, 90, 5))
# infant level, old-age level, old-age slope per year of age, level at every age; deaths per person and year
MORTALITY_LAW = {"female": (0.0018, 1.05e-5, 0.1015, 1e-4), "male": (0.0022, 2.75e-5, 0.0945, 3e-4)}
WAVE = {2010: 8, 2020: 18}


def draw_county_ages(counties: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Draw residents by county, census year, sex and age group; they add up to the population of each county."""
    groups = _list_groups(CENSUS_STARTS)
    keys = pd.MultiIndex.from_product([SEXES, groups.index], names=["sex", "age_from"])
    tables = {}
    for year in (2010, 2020):
        usual = np.concatenate([_make_age_structure(sex, year) for sex in SEXES])
        for county, residents in zip(counties["code"], counties[f"population_{year}"], strict=True):
            weights = usual * random.lognormal(0, 0.05, len(usual))
            tables[county, year] = pd.Series(random.multinomial(residents, weights / weights.sum()), index=keys)
    people = pd.concat(tables, names=["county", "year"]).rename("persons").reset_index()
    return people.assign(age_to=people["age_from"].map(groups))


def make_mortality() -> pd.DataFrame:
    """Make death rates by sex and age group."""
    groups = _list_groups(MORTALITY_STARTS)
    middles = groups.index + (groups.fillna(AGES[-1]).astype(float) - groups.index) / 2
    rates = {sex: pd.Series(_compute_mortality(sex, middles.to_numpy()), index=groups.index) for sex in SEXES}
    table = pd.concat(rates, names=["sex", "age_from"]).round(6).rename("death_rate").reset_index()
    return table.assign(age_to=table["age_from"].map(groups))


def make_urban_shares() -> pd.DataFrame:
    """Make the share of each age group that lives in towns."""
    groups = _list_groups(SHARE_STARTS)
    share = 0.33 + 0.10 * np.exp(-(((groups.index.to_numpy() - 25) / 15) ** 2))
    table = pd.DataFrame({"age_from": groups.index, "age_to": groups.to_numpy(), "urban_share": share.round(4)})
    return table.assign(year=2000, method="census")


def _list_groups(starts: tuple[int, ...]) -> pd.Series:
    """Give the last age of each group, by its first age; the open group has none."""
    return pd.Series([start - 1 for start in starts[1:]] + [pd.NA], index=starts, dtype="Int64")


def _compute_mortality(sex: str, age: np.ndarray) -> np.ndarray:
    infant, old, slope, always = MORTALITY_LAW[sex]
    return infant * np.exp(-1.1 * age) + old * np.exp(slope * age) + always


def _make_age_structure(sex: str, year: int) -> np.ndarray:
    """Give the weight of each census age group: survivors of equal birth cohorts, with a wave of births."""
    age = np.array(AGES)
    survivors = np.exp(-np.cumsum(_compute_mortality(sex, age)))
    born = (1.06 if sex == "male" else 1.0) * (1 + 0.2 * np.cos(2 * np.pi * (age - WAVE[year]) / 25))
    return np.add.reduceat(survivors * born, CENSUS_STARTS)
