"""What the census does not say about the start year, and how each gap was filled: read this before trusting a detail."""

from dataclasses import dataclass

import numpy as np

from simulator.inputs.initial.town_statuses import TownStatuses
from simulator.region.region import Region


@dataclass(frozen=True)
class Imputation:
    """One thing the census does not say and how it was filled in: `status` is `estimated` or `assumed`."""

    quantity: str
    rule: str
    status: str
    source: str


def name_imputations(region: Region, year: int, statuses: TownStatuses) -> tuple[Imputation, ...]:
    """List every guess behind the people of the start year, those of single counties last."""
    return (
        Imputation("date", f"the census of 1 November {year} is read as 31 December, ages unshifted", "assumed", "model"),
        Imputation(
            "single ages below the open group",
            "monotone cubic of the running total by county and sex, every age group exact",
            "estimated",
            "Fritsch & Carlson 1980",
        ),
        Imputation(
            "single ages in the open group",
            "life table at rest from the death rates of 2020, one shape for all counties",
            "estimated",
            "table mortality",
        ),
        Imputation(
            "townspeople by age",
            "the region's urban share by age, alike for both sexes, shifted on the logit scale to each county's townspeople",
            "estimated",
            "table urban_share_by_age, rows census",
        ),
        *_name_status_imputations(region, year),
        *_name_county_imputations(region, year, statuses),
    )


def _name_status_imputations(region: Region, year: int) -> tuple[Imputation, ...]:
    near, far = region.constant("rural_share_same_province"), region.constant("rural_share_other_province")
    known = _tell_known_year(region, "rural_share_same_province", year)
    stay, local = region.constant("mover_share_other_county"), region.constant("local_rural_hukou_share")
    return (
        Imputation(
            "rural part of those registered elsewhere",
            f"{near:g} from the same province, {far:g} from others{known}, spread by each county's rural share",
            "estimated",
            "table province",
        ),
        Imputation(
            "moves between districts of one city",
            f"{region.constant('district_moves', year):,.0f}, spread over districts by residents from other counties",
            "assumed",
            "table province",
        ),
        Imputation(
            "movers",
            f"from the same county outside city districts, and {stay:g} of those from other counties",
            "assumed",
            "table province",
        ),
        Imputation(
            "local townspeople with rural registration",
            f"{local:g} of the townspeople who are neither movers nor outsiders, all eligible",
            "assumed",
            "table province",
        ),
        Imputation(
            "statuses by sex and age",
            "assumed age profiles, alike for both sexes, raked to each county's statuses and townspeople",
            "assumed",
            "Deming & Stephan 1940",
        ),
        Imputation("recent movers", "an assumed share of movers by age is not yet eligible", "assumed", "model"),
    )


def _tell_known_year(region: Region, constant: str, year: int) -> str:
    province = region.table("province")
    known = province.loc[province["name"] == constant, "year"].dropna()
    return "" if known.empty or year in known.to_numpy() else f" (shares of {known.max():.0f})"


def _name_county_imputations(region: Region, year: int, statuses: TownStatuses) -> tuple[Imputation, ...]:
    counties = region.table("counties")
    no_village = counties.index[counties[f"urban_population_{year}"] == counties[f"population_{year}"]]
    crowded = counties.index[np.flatnonzero(statuses.crowded)]
    return (
        *(
            Imputation(f"county {code}: townspeople by age", "everyone lives in town", "estimated", "table counties")
            for code in no_village
        ),
        *(
            Imputation(
                f"county {code}: movers and outsiders",
                "scaled down in proportion, as those registered elsewhere nearly outnumber the townspeople",
                "assumed",
                "table counties",
            )
            for code in crowded
        ),
    )
