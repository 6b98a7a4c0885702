"""Find a county by its code, or by its name in Chinese or English."""

from __future__ import annotations

from simulator.language.errors import ScenarioError
from simulator.region.place_names import suggest_places
from simulator.region.region import Region

KINDS = r" (?:District|County|City)$"


def find_county(region: Region, asked: str | None, command: str = "export") -> str:
    """The code of a county, asked for by code, by name, or by its name in pinyin with or without its kind.

    Raises ScenarioError where none or several match, with suggestions.
    """
    counties = region.table("counties")
    if asked is None:
        raise ScenarioError(f"{command}: name a county by code or name, such as county={counties.index[0]}")
    named = counties[
        (counties.index == asked)
        | (counties["name"] == asked)
        | (counties["name_en"].str.casefold() == asked.casefold())
        | (counties["name_en"].str.replace(KINDS, "", regex=True).str.casefold() == asked.casefold())
    ]
    if len(named) > 1:
        cities = region.table("cities").set_index("code")["name_en"]
        choices = ", ".join(f"{code} in {cities[city]}" for code, city in named["city"].items())
        raise ScenarioError(f"county: several are named '{asked}'; take the code of one: {choices}")
    if named.empty:
        raise ScenarioError(f"county: there is no county '{asked}'; {suggest_places(asked, counties)}")
    return named.index[0]
