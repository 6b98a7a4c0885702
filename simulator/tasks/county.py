"""The county that a person asks for, by code or by a name in either language."""

from __future__ import annotations

from simulator.data.naming import suggest_places
from simulator.data.regions import Region
from simulator.errors import ScenarioError


def find_county(region: Region, asked: str | None) -> str:
    """The code of a county. Raises ScenarioError where none or several answer, with those that may be meant."""
    counties = region.table("counties")
    if asked is None:
        raise ScenarioError(f"task=export: name a county by code or name, such as county={counties.index[0]}")
    named = counties[(counties.index == asked) | (counties["name"] == asked)
                     | (counties["name_en"].str.casefold() == asked.casefold())]
    if len(named) > 1:
        cities = region.table("cities").set_index("code")["name_en"]
        choices = ", ".join(f"{code} in {cities[city]}" for code, city in named["city"].items())
        raise ScenarioError(f"county: several are named '{asked}'; take the code of one: {choices}")
    if named.empty:
        raise ScenarioError(f"county: there is no county '{asked}'; {suggest_places(asked, counties)}")
    return named.index[0]
