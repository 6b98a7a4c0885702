"""Which indicators there are, and of which variables of the model each is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

Arrays = dict[str, np.ndarray]

# A star stands for every service: adequacy_* is one indicator for schools, one for hospitals, and so on.
COUNTS = (
    "population",
    "urban_population",
    "rural_population",
    "registered_population",
    "children",
    "elderly",
    "rural_elderly",
    "births",
    "deaths",
    "net_migration",
    "registrations",
    "labour_force",
    "unmet_need_*",
    "idle_capacity_*",
    "programme_cost",
    "capital_spending",
    "debt",
    "output",
)
# What belongs to people, with the people it belongs to: the mean over them at every level.
MEANS = {
    "urban_income": "urban_population",
    "rural_income": "rural_population",
    "registered_income": "registered_population",
    "migrant_income": "rural_hukou_townspeople",
    "outsider_income": "outsider_population",
    "unemployment_share": "labour_force",
    "mean_schooling": "adults",
    "migrant_access": "rural_hukou_townspeople",
}
# One sum over another.
RATIOS = {
    "urban_share": ("urban_population", "population"),
    "registered_share": ("registered_population", "population"),
    "elderly_share": ("elderly", "population"),
    "rural_elderly_share": ("rural_elderly", "rural_population"),
    "floor_per_head": ("floor_space", "urban_population"),
    "nursing_share": ("nursing_beds", "capacity_elderly"),
    "adequacy_*": ("capacity_*", "load_*"),
}
# Made of sums and of the indicators above.
MIXED: dict[str, Callable[[Arrays], np.ndarray]] = {
    "urban_hukou_share": lambda n: (n["registered_population"] + n["outsider_population"]) / n["population"],
    "registration_gap": lambda n: n["urban_share"] - n["registered_share"],
    "dependency_ratio": lambda n: (n["children"] + n["elderly"]) / (n["population"] - n["children"] - n["elderly"]),
    "income_ratio": lambda n: n["urban_income"] / n["rural_income"],
    "resident_income": lambda n: (earn(n, "urban") + earn(n, "rural")) / n["population"],
    "childcare_density": lambda n: 1000.0 * n["capacity_childcare"] / n["population"],
}
LEVELS = {"province": None, "city": "city", "circle": "circle", "class": "county_class", "county": "county"}
# Units of what no variable of the model has by the same name.
UNITS = {
    "resident_income": "yuan/person/year",
    "programme_cost_total": "yuan",
    "programme_cost_value": "yuan",
    "rural_income_lead": "1/year",
    "income_output_lead": "1/year",
    "losing_counties": "county",
    "circle_journey": "hour",
    "region_journey": "hour",
    "cost_of_urban_point": "yuan",
    "cost_of_registered_point": "yuan",
    "cost_of_ratio_hundredth": "yuan",
}


def earn(values: Arrays, side: str) -> np.ndarray:
    """What all people of the towns, or of the villages, earn; nothing where nobody lives."""
    return np.where(values[f"{side}_population"] > 0.0, values[f"{side}_income"] * values[f"{side}_population"], 0.0)


def unfold_counts(services: Sequence[str]) -> list[str]:
    """The counts, those with a star once for every service."""
    return [each for name in COUNTS for each in ([name.replace("*", s) for s in services] if "*" in name else [name])]


def unfold_ratios(services: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The ratios, those with a star once for every service."""
    return {
        name.replace("*", s): (above.replace("*", s), below.replace("*", s))
        for name, (above, below) in RATIOS.items()
        for s in (services if "*" in name else [""])
    }


def list_sources(services: Iterable[str]) -> list[str]:
    """The variables of the model of which indicators are made."""
    services = list(services)
    pairs = [part for pair in unfold_ratios(services).values() for part in pair]
    return list(dict.fromkeys([*unfold_counts(services), *MEANS, *MEANS.values(), *pairs]))
