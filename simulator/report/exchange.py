"""Tables for other tools: pathways in the IAMC long format, and one wide row for each county or city and scenario."""

from __future__ import annotations

import pandas as pd

IDENTIFIERS = ["model", "scenario", "region", "variable", "unit"]
PARTS = {"median": "", "low": "|5th Percentile", "high": "|95th Percentile"}
WIDE = (
    "population",
    "urban_share",
    "registered_share",
    "registration_gap",
    "elderly_share",
    "dependency_ratio",
    "urban_income",
    "rural_income",
    "income_ratio",
    "unemployment_share",
    "migrant_access",
    "adequacy_school",
    "idle_capacity_school",
    "adequacy_hospital",
    "adequacy_elderly",
    "unmet_need_elderly",
    "net_migration",
    "population_change",
    "programme_cost_total",
    "debt",
)


def list_pathways(spread: pd.DataFrame, names: dict[str, str], model: str) -> pd.DataFrame:
    """Pathways in the IAMC format: model, scenario, region, variable, unit, and a column a year.

    spread: how members spread (scenario, year, level, region, indicator, low, median, high, unit); names: what regions are
    called, by code; places that it does not name are left out. Of one member, low and high say no more than the median and
    are left out.
    """
    rows = spread[spread["region"].isin(list(names))]
    parts = PARTS if rows["members"].max() > 1 else {"median": ""}
    long = pd.concat([rows.assign(value=rows[part], ending=ending) for part, ending in parts.items()])
    long["variable"] = long["indicator"].map(name_variable) + long["ending"]
    long["region"], long["model"] = long["region"].map(names), model
    wide = long.pivot(index=IDENTIFIERS, columns="year", values="value").reset_index()
    return wide.rename_axis(columns=None)


def name_variable(indicator: str) -> str:
    """The name of an indicator as IAMC tables write them: words with capitals, services after a bar."""
    stem, bar, service = (
        indicator.rpartition("_") if indicator.startswith(("adequacy_", "unmet_need_", "idle_capacity_")) else (indicator, "", "")
    )
    words = " ".join(word.capitalize() for word in stem.split("_"))
    return f"{words}|{service.capitalize()}" if bar else words


def widen_places(spread: pd.DataFrame, level: str, year: int, places: pd.DataFrame) -> pd.DataFrame:
    """One row for each place and scenario: code, names, and the medians of the main indicators in a year."""
    rows = spread[(spread["level"] == level) & (spread["year"] == year) & spread["indicator"].isin(WIDE)]
    wide = rows.pivot(index=["region", "scenario"], columns="indicator", values="median")
    wide = wide.reindex(columns=[name for name in WIDE if name in wide]).reset_index()
    order = {scenario: place for place, scenario in enumerate(dict.fromkeys(rows["scenario"]))}
    wide = wide.sort_values(
        ["region", "scenario"], key=lambda column: column.map(order) if column.name == "scenario" else column, kind="stable"
    )
    told = wide.merge(places[["name", "name_en"]], left_on="region", right_index=True, how="left")
    return told[["region", "name", "name_en", *wide.columns[1:]]].rename(columns={"region": "code"}).rename_axis(columns=None)
