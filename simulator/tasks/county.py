"""The county that a person asks for, by code or by a name in either language."""

from __future__ import annotations

import difflib

import pandas as pd

from simulator.data.regions import Region
from simulator.errors import ScenarioError

SHOWN = 3
# From here on a name is alike enough to be what was meant.
ALIKE = 0.75


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
        raise ScenarioError(f"county: there is no county '{asked}'; {hint_at(asked, counties)}")
    return named.index[0]


def hint_at(asked: str, counties: pd.DataFrame) -> str:
    """The counties that may be meant, the likest first, as the end of a sentence."""
    told = [f"{county['name']} {county['name_en']} ({code})" for code, county in counties.iterrows()]
    alike = [max(compare(asked, form) for form in (code, county["name"], county["name_en"]))
             for code, county in counties.iterrows()]
    near = [words for like, words in sorted(zip(alike, told), key=lambda each: -each[0]) if like >= ALIKE]
    if near:
        return f"did you mean {' or '.join(near[:SHOWN])}?"
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return f"choose from {', '.join(told[:SHOWN])}{more}"


def compare(asked: str, name: str) -> float:
    """How alike two names are, from 0 to 1; the last word of a name, such as District, and its last character may be left out."""
    asked, name = asked.casefold(), name.casefold()
    forms = (name, name.rpartition(" ")[0] or name[:-1])
    return max(difflib.SequenceMatcher(None, asked, form).ratio() for form in forms)
