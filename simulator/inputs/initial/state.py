"""The people of the start year: everyone of the census, by county, sex, age and registration, every guess named.

The census gives each county's people by sex and five-year age, its townspeople, and those registered elsewhere. Single
ages, the ages of townspeople and the ages of each registration status are imputed so that all these counts still hold.
"""

from dataclasses import dataclass

import numpy as np

from simulator.inputs.drivers.schedules import build_schedules
from simulator.inputs.initial.imputations import Imputation, name_imputations
from simulator.inputs.initial.raking import rake
from simulator.inputs.initial.single_ages import spread_single_ages
from simulator.inputs.initial.town_shares import read_town_profile, shift_town_shares
from simulator.inputs.initial.town_statuses import TownStatuses, count_town_statuses
from simulator.language.dimensions import AGES, MIGRANT, RURAL, SEXES, STATUSES
from simulator.language.errors import DataError
from simulator.region.region import Region

# Age profiles, read linearly between (completed age, share). Only their shape counts: the counties' own totals set the
# level. All assumed, as no census table crosses age with registration; each share may be off by half its value.
RURAL_HUKOU_BY_AGE = (
    (0, 0.23), (10, 0.22), (16, 0.20), (24, 0.28), (35, 0.27), (45, 0.20), (60, 0.12), (75, 0.08), (101, 0.05),
)  # fmt: skip
OUTSIDER_BY_AGE = (
    (0, 0.08), (12, 0.07), (18, 0.16), (26, 0.17), (36, 0.12), (50, 0.07), (65, 0.05), (101, 0.03),
)  # fmt: skip
# Movers who have not been long enough in town to register; this one sets a level, too. Assumed.
RECENT_BY_AGE = ((0, 0.5), (20, 0.4), (40, 0.2), (101, 0.1))


@dataclass(frozen=True)
class InitialState:
    """The people at the end of a census year.

    `residents` [county, sex, age, status] and `movers` [county] (people from the region's villages who may return; part
    of the migrant and eligible) in persons, counties in ascending order of code; `imputations`, all that was guessed.
    """

    year: int
    residents: np.ndarray
    movers: np.ndarray
    imputations: tuple[Imputation, ...]


def build_initial_state(region: Region, year: int = 2020) -> InitialState:
    """Place every resident of a census year in a county, at an age and with a registration.

    Census totals by county, sex and age group, and townspeople by county, are kept. The census of 1 November is read as
    31 December. Raises DataError where there is no census of that year.
    """
    first_ages, groups = read_census_ages(region, year)
    people = spread_single_ages(groups, first_ages, build_schedules(region)["mortality_schedule"])
    statuses = count_town_statuses(region, year)

    profile = read_town_profile(region.table("urban_share_by_age"))
    townspeople = region.table("counties")[f"urban_population_{year}"].to_numpy(float)
    town_share = shift_town_shares(profile, people.sum(axis=1), townspeople)[:, None, :]
    residents = np.empty((*people.shape, len(STATUSES)))
    residents[..., RURAL] = people * (1 - town_share)
    residents[..., MIGRANT:] = divide_townspeople(people * town_share, statuses)
    return InitialState(year, residents, statuses.movers, name_imputations(region, year, statuses))


def read_census_ages(region: Region, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Read the census ages of one year: the first age of each group, and persons [county, sex, group]."""
    table = region.table("county_age_sex")
    census = table[table["year"] == year].sort_values(["county", "sex", "age_from"])
    if census.empty:
        years = ", ".join(str(known) for known in sorted(table["year"].unique()))
        raise DataError(f"county_age_sex: there is no census of {year} to start from; choose from {years}")
    first_ages = np.sort(census["age_from"].unique()).astype(int)
    shape = (len(region.table("counties")), len(SEXES), len(first_ages))
    if len(census) != np.prod(shape):
        complete = np.prod(shape)
        raise DataError(f"county_age_sex, {year}: {len(census)} rows; each county, sex and age once makes {complete}")
    return first_ages, census["persons"].to_numpy(float).reshape(shape)


def divide_townspeople(townspeople: np.ndarray, statuses: TownStatuses) -> np.ndarray:
    """Divide townspeople by sex and age among the four statuses of towns, keeping both kinds of totals.

    `townspeople` [county, sex, age]; returns [county, sex, age, status] for migrant, eligible, outsider, registered.
    """
    from_villages = statuses.movers + statuses.local_rural
    totals = np.stack([from_villages, statuses.outsiders, statuses.registered], axis=1)
    rural_hukou, outsider = read_profile(RURAL_HUKOU_BY_AGE), read_profile(OUTSIDER_BY_AGE)
    shape = np.tile(np.stack([rural_hukou, outsider, 1 - rural_hukou - outsider]), (1, len(SEXES)))
    cells = townspeople.reshape(len(townspeople), -1)
    fitted = rake(np.repeat(shape[None], len(cells), axis=0), totals, cells)
    migrants, outsiders, registered = (fitted[:, row].reshape(townspeople.shape) for row in range(3))

    moved = np.divide(statuses.movers, from_villages, out=np.zeros_like(from_villages), where=from_villages > 0)
    recent = migrants * moved[:, None, None] * read_profile(RECENT_BY_AGE)
    return np.stack([recent, migrants - recent, outsiders, registered], axis=-1)


def read_profile(points: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Read a share at every age from a few (age, share) points, linearly between them [age]."""
    ages, shares = zip(*points, strict=True)
    return np.interp(np.array(AGES), ages, shares)
