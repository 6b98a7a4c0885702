"""The list of what must hold between the tables of a region."""

from collections.abc import Callable, Iterator

from simulator.region.age_checks import (
    check_age_groups,
    check_county_groups,
    check_county_sums,
    check_profiles,
)
from simulator.region.county_checks import (
    check_cities,
    check_counties,
    check_incomes,
    check_totals,
)
from simulator.region.province_checks import (
    check_fertility,
    check_numbers,
    check_vital_events,
)
from simulator.region.source_checks import check_provenance, check_sources
from simulator.region.tables import Tables

CHECKS: tuple[Callable[[Tables], Iterator[str]], ...] = (
    check_cities,
    check_counties,
    check_incomes,
    check_totals,
    check_county_groups,
    check_county_sums,
    check_age_groups,
    check_profiles,
    check_fertility,
    check_numbers,
    check_vital_events,
    check_provenance,
    check_sources,
)


def find_contradictions(tables: Tables) -> list[str]:
    """Give one sentence for everything that does not fit between the tables."""
    return [problem for check in CHECKS for problem in check(tables)]
