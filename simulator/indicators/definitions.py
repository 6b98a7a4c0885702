"""How each indicator is made, in words, and of which variables of the model: what the equations document tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.indicators.accessibility import JOURNEYS, NEEDED, SHARES
from simulator.indicators.catalogue import COUNTS, MEANS, MIXED, RATIOS
from simulator.indicators.change_since_start import HISTORY
from simulator.indicators.equity import COMPARED

INCOMES = ("urban_income", "urban_population", "rural_income", "rural_population")
MADE = {
    "urban_hukou_share": (
        "all with urban registration over residents",
        ("registered_population", "outsider_population", "population"),
    ),
    "registration_gap": ("urban share less registered share", ("urban_population", "registered_population", "population")),
    "dependency_ratio": ("children and elderly over all others", ("children", "elderly", "population")),
    "income_ratio": ("mean urban over mean rural income", INCOMES),
    "resident_income": ("mean over all residents", INCOMES),
    "childcare_density": ("1,000 times places over residents", ("capacity_childcare", "population")),
    "population_change": ("residents over those of the start year, less 1", ("population",)),
    "programme_cost_total": ("sum since the start", ("programme_cost",)),
    "programme_cost_value": ("sum since the start, each year's cost discounted from its middle at 4 % a year", ("programme_cost",)),
    "rural_income_lead": ("growth of rural income in a year less that of urban income", ("rural_income", "urban_income")),
    "income_output_lead": ("growth of all residents' income in a year less that of output", (*INCOMES, "output")),
    "losing_counties": ("number of counties whose residents fell by more than 10 % since the start", ("population",)),
}
THEIL = "Theil's T between counties, weighted by people: sum of shares of people x relative value x its log"
SPREAD = "value of the county at which 90 % of people are reached over that at which 10 % are, counties in order of the value"
REACH = "between the seats of cities, a pair taking the mean of the programme at both ends"


@dataclass(frozen=True)
class Making:
    """One indicator, or one for each service where its name ends in a star: how it is made, and of what."""

    name: str
    how: str
    sources: tuple[str, ...]


def list_makings() -> Iterator[Making]:
    """All indicators; a star stands for every service, and its sources are families."""
    for name in COUNTS:
        yield Making(name, "sum over counties", (name.removesuffix("_*"),))
    for name, people in MEANS.items():
        yield Making(name, "mean over the people to whom it belongs", (name, people))
    for name, parts in RATIOS.items():
        families = tuple(part.removesuffix("_*") for part in parts)
        yield Making(name, "sum of the first over counties over the sum of the second", families)
    for name in (*MIXED, *HISTORY, "losing_counties"):
        yield Making(name, *MADE[name])
    for name, people in COMPARED.items():
        sources = (*INCOMES, people) if name == "resident_income" else (name, people)
        yield Making(f"{name}_theil", THEIL, sources)
        yield Making(f"{name}_90_10", SPREAD, sources)
    for name, (english, _) in (SHARES | JOURNEYS).items():
        yield Making(name, f"{english}; {REACH}", NEEDED)
