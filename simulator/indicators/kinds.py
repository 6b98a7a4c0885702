"""Kinds of indicators: totals, means, ratios, formulas, inequality between counties, and access between cities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from simulator.indicators.equity import find_spread, find_theil

Arrays = dict[str, np.ndarray]
# Levels of places, with the column of the table of counties by which they are grouped.
LEVELS = {"province": None, "city": "city", "circle": "circle", "class": "county_class", "county": "county"}
THEIL = "Theil's T between counties, weighted by people: sum of shares of people x relative value x its log"
SPREAD = "value of the county at which 90 % of people are reached over that at which 10 % are, counties in order of the value"
INEQUALITY = {
    "theil": (find_theil, THEIL, ("Inequality between counties (Theil, weighted by people)", "县际差异（泰尔指数，人口加权）")),
    "90_10": (find_spread, SPREAD, ("90th over 10th percentile of people by county", "县际90/10分位比（人口加权）")),
}
BETWEEN_SEATS = "between the seats of cities, a pair taking the mean of the programme at both ends"


class Places(Protocol):
    """What an indicator is computed from: values [scenario, member, year, place] of the places of one level."""

    number: np.ndarray  # of the place in which each county lies [county]

    @property
    def counties(self) -> Places:
        """The same with every county a place of its own."""

    def __getitem__(self, name: str) -> np.ndarray:
        """Another indicator, or else the sum of a variable over the counties of each place."""

    def total(self, variable: str) -> np.ndarray:
        """Sum of a variable over the counties of each place."""

    def weighted_total(self, variable: str, people: str) -> np.ndarray:
        """Sum of a variable times its people over the counties of each place; a county without such people adds 0."""

    def access(self, name: str) -> np.ndarray:
        """An indicator of journeys between cities."""


@dataclass(frozen=True)
class IndicatorDefinition:
    """One indicator, or one for each service where a star stands in its name (adequacy_*).

    title: English, Chinese (empty: the English one stands in). how: how it is made, as the equations document says it.
    sources: the model's variables that it reads, with a star for each service. compute: from places and sources to values
    [scenario, member, year, place], NaN where undefined. unit: None is the unit of the variable of the same name, or else 1.
    levels: where it has a value. display: the display unit where it is not that of the unit.
    """

    name: str
    title: tuple[str, str]
    how: str
    sources: tuple[str, ...]
    compute: Callable[..., np.ndarray]
    unit: str | None = None
    levels: tuple[str, ...] = tuple(LEVELS)
    display: str | None = None

    @property
    def families(self) -> tuple[str, ...]:
        """The sources, a family of variables for each that has a star."""
        return tuple(name.removesuffix("_*") for name in self.sources)

    def evaluate(self, places: Places) -> np.ndarray:
        """Values [scenario, member, year, place]."""
        return self.compute(places, *self.sources)

    def of_service(self, service: str, title: tuple[str, str]) -> IndicatorDefinition:
        """The indicator of one service."""
        english, chinese = self.title
        return replace(
            self,
            name=self.name.replace("*", service),
            sources=tuple(name.replace("*", service) for name in self.sources),
            title=(f"{english}: {title[0]}", f"{chinese}（{title[1]}）" if chinese and title[1] else ""),
        )


def divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """One total over another; NaN where the lower one is 0."""
    return np.where(below > 0.0, above / below, np.nan)


def total(name: str, english: str, chinese: str) -> IndicatorDefinition:
    """The sum of a variable of the model over counties."""
    return IndicatorDefinition(
        name, (english, chinese), "sum over counties", (name,), lambda places, variable: places.total(variable)
    )


def mean(name: str, people: str, english: str, chinese: str) -> IndicatorDefinition:
    """The mean of a variable of the model over the people to whom it belongs."""

    def compute(places: Places, variable: str, people: str) -> np.ndarray:
        return divide(places.weighted_total(variable, people), places.total(people))

    return IndicatorDefinition(name, (english, chinese), "mean over the people to whom it belongs", (name, people), compute)


def ratio(name: str, above: str, below: str, english: str, chinese: str) -> IndicatorDefinition:
    """The total of one variable over that of another."""

    def compute(places: Places, above: str, below: str) -> np.ndarray:
        return divide(places.total(above), places.total(below))

    how = "sum of the first over counties over the sum of the second"
    return IndicatorDefinition(name, (english, chinese), how, (above, below), compute)


def formula(
    name: str,
    function: Callable[[Places], np.ndarray],
    how: str,
    sources: tuple[str, ...],
    english: str,
    chinese: str,
    **more: object,
) -> IndicatorDefinition:
    """A function of totals and of other indicators."""
    return IndicatorDefinition(name, (english, chinese), how, sources, lambda places, *_: function(places), **more)


def inequality(of: IndicatorDefinition, people: str) -> Iterator[IndicatorDefinition]:
    """Theil index and 90/10 ratio of an indicator between counties, weighted by people."""
    for measure, (function, how, words) in INEQUALITY.items():

        def compute(places: Places, *_: str, function: Callable = function) -> np.ndarray:
            value = places.counties[of.name]
            weight = np.where(np.isfinite(value), places.counties.total(people), 0.0)
            return function(np.where(weight > 0.0, value, 0.0), weight, places.number)

        titles = tuple(f"{word}: {title}" for word, title in zip(words, of.title, strict=True))
        sources = tuple(dict.fromkeys([*of.sources, people]))
        yield IndicatorDefinition(f"{of.name}_{measure}", titles, how, sources, compute, levels=list_groups(LEVELS))


def list_groups(levels: Iterable[str]) -> tuple[str, ...]:
    """The levels whose places can hold several counties."""
    return tuple(level for level in levels if level != "county")


def access(name: str, how: str, english: str, chinese: str, sources: tuple[str, ...], **more: object) -> IndicatorDefinition:
    """A measure of journeys between the cities of the region."""
    return IndicatorDefinition(
        name,
        (english, chinese),
        f"{how}; {BETWEEN_SEATS}",
        sources,
        lambda places, *_: places.access(name),
        levels=("province",),
        **more,
    )


@dataclass(frozen=True)
class PointPrice:
    """What a point of an indicator costs: programme cost added against the reference, over `step` of `bought` gained."""

    name: str
    title: tuple[str, str]
    bought: str
    step: float
    unit: str = "yuan"
    display: str | None = None
