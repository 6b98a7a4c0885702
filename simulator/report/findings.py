"""All numbers of a brief in one place: its sentences, tables and figures take them from here and from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

Row = Mapping[str, object]
MET, MISSED = "met", "not_met"

# Beside the themes that levers declare.
COALITION_TITLES = {"none": ("without any lever", "不动用任何杠杆"), "all": ("all levers together", "全部杠杆合计")}


@dataclass(frozen=True)
class Findings:
    """What was found, as tables: of the province and its counties, how members spread; what is changed against the reference.

    titles: names of the region's study; scenarios: by name, title and story in each language. province, towns (its cities),
    counties and effects are spreads (scenario, year, level, region, indicator, low, median, high, members, unit). attribution
    and influences are nothing where they were not made; prior: whether members come from prior ranges. facts: what the page
    says of its making, label and text by language. level: of which place `province` tells, for the units of people.
    """

    titles: Mapping[str, str]
    scenarios: Mapping[str, Mapping[str, str]]
    reference: str | None
    focus: str
    members: int
    years: tuple[int, int]
    province: pd.DataFrame
    towns: pd.DataFrame
    counties: pd.DataFrame
    scores: pd.DataFrame
    targets: pd.DataFrame
    places: pd.DataFrame
    cities: pd.DataFrame
    effects: pd.DataFrame | None = None
    attribution: pd.DataFrame | None = None
    themes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    influences: pd.DataFrame | None = None
    synthetic: bool = False
    prior: bool = True
    drawn: pd.DataFrame | None = None
    levers: pd.DataFrame | None = None
    facts: list[dict[str, str]] = field(default_factory=list)
    command: str = ""
    level: str = "province"

    @property
    def last(self) -> int:
        """The last year."""
        return self.years[1]

    @property
    def others(self) -> list[str]:
        """The scenarios that are compared with the reference."""
        return [name for name in self.scenarios if name != self.reference]

    @property
    def scored(self) -> pd.DataFrame:
        """The scores of the statements that the run reaches."""
        return self.scores[self.scores["status"].isin([MET, MISSED])]

    @cached_property
    def values(self) -> dict[tuple, Row]:
        """The spread of every indicator of the province by scenario, indicator and year."""
        return key_rows(self.province, "scenario", "indicator", "year")

    @cached_property
    def changes(self) -> dict[tuple, Row]:
        """What each scenario changes in the province by scenario, indicator and year."""
        if self.effects is None:
            return {}
        return key_rows(self.effects[self.effects["level"] == "province"], "scenario", "indicator", "year")

    @cached_property
    def marks(self) -> dict[tuple, Row]:
        """The score of every statement that the run reaches by code and scenario."""
        return key_rows(self.scored, "code", "scenario")

    @cached_property
    def parts(self) -> dict[tuple, Row]:
        """What every group of levers gives by indicator and group."""
        return {} if self.attribution is None else key_rows(self.attribution, "indicator", "group")

    def title_part(self, group: str) -> tuple[str, str]:
        """The English and the Chinese title of a group of levers; the English one stands in for a missing Chinese one."""
        english, chinese = self.themes.get(group) or COALITION_TITLES[group]
        return english, chinese or english

    def count_met(self, scenario: str, least: float = 0.5) -> int:
        """How many statements a scenario meets in at least this share of the members."""
        own = self.scored[self.scored["scenario"] == scenario]
        return int((own["probability"] >= least).sum())

    def is_shared(self, code: str, scenario: str) -> bool:
        """Whether the reference meets a statement as well as this scenario does, so that it is no credit to any policy."""
        met = [self.marks[code, name]["status"] == MET for name in (scenario, self.reference) if name]
        return self.reference is not None and bool(self.others) and all(met)

    def count_shared(self, scenario: str) -> int:
        """How many statements both a scenario and the reference meet."""
        return sum(self.is_shared(code, scenario) for code in self.scored["code"].unique())

    def path(self, scenario: str, indicator: str) -> pd.DataFrame:
        """The spread of an indicator of the province by year."""
        rows = self.province
        return rows[(rows["scenario"] == scenario) & (rows["indicator"] == indicator)].set_index("year")

    def spread_counties(self, scenario: str, indicator: str, year: int | None = None) -> pd.DataFrame:
        """The spread of an indicator in each county."""
        return pick(self.counties, scenario, indicator, year or self.last)

    def change_counties(self, scenario: str, indicator: str, year: int | None = None) -> pd.DataFrame:
        """What a scenario changes in each county."""
        return pick(self.effects[self.effects["level"] == "county"], scenario, indicator, year or self.last)

    def unit_of(self, indicator: str) -> str:
        """The unit of an indicator."""
        rows = self.province if (self.province["indicator"] == indicator).any() else self.counties
        if self.effects is not None and not (rows["indicator"] == indicator).any():
            rows = self.effects
        return str(rows.loc[rows["indicator"] == indicator, "unit"].iloc[0])


def key_rows(table: pd.DataFrame, *columns: str) -> dict[tuple, Row]:
    """The rows of a table by their values in some columns."""
    return {tuple(row[name] for name in columns): row for row in table.to_dict("records")}


def pick(table: pd.DataFrame, scenario: str, indicator: str, year: int) -> pd.DataFrame:
    """The rows of one scenario, indicator and year, by place."""
    kept = (table["scenario"] == scenario) & (table["indicator"] == indicator) & (table["year"] == year)
    return table[kept].set_index("region")
