"""How a number of the findings is written in a sentence or a cell, with its value and its origin kept in the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from simulator.report.findings import Findings
from simulator.report.text.wording import Scale, choose_scale

MINUS, DASH = "\u2212", "\u2013"
MISSING = "\u2014"


def write(value: float, scale: Scale, signed: bool = False, digits: int | None = None) -> str:
    """A number of the model in the unit in which it is shown, with a real minus; a plus where `signed`."""
    text = f"{abs(value * scale.factor):,.{scale.digits if digits is None else digits}f}"
    nothing = not text.strip("0.,")
    return f"{'' if nothing else MINUS if value < 0 else '+' if signed else ''}{text}"


def find_digits(value: float, scale: Scale) -> int:
    """The digits of a scale, or one more where a number could else not be told from nothing."""
    return scale.digits + (abs(value) > 0.0 and not write(value, scale).strip(f"0.,{MINUS}"))


def mark(text: str, value: float, **origin: object) -> Markup:
    """Text of a number that carries its value and where it comes from."""
    told = Markup("").join(Markup(' data-{}="{}"').format(name, word) for name, word in origin.items())
    return Markup('<data value="{}"{}>{}</data>').format(f"{value:.10g}", told, text)


@dataclass(frozen=True)
class NumberFormatter:
    """Formats the numbers of the findings in one language."""

    findings: Findings
    language: str

    def say(self, english: str, chinese: str) -> str:
        """The text in the language of the page."""
        return chinese if self.language == "zh" and chinese else english

    def scale(self, indicator: str) -> Scale:
        """How an indicator is shown."""
        return choose_scale(indicator, self.findings.unit_of(indicator), self.findings.level, self.language)

    def points(self, indicator: str) -> Scale:
        """How differences of an indicator are shown: percentages in points, without their sign."""
        return replace(self.scale(indicator), suffix="")

    def unit(self, indicator: str, change: bool = False) -> str:
        """The unit in words, of values or of differences."""
        scale = self.scale(indicator)
        return self.say(*(scale.points if change else scale.unit))

    def value(self, indicator: str, scenario: str, year: int | None = None, part: str = "median") -> Markup:
        """A value of the province."""
        year = year or self.findings.last
        row = self.findings.values.get((scenario, indicator, year))
        if row is None:
            return Markup(MISSING)
        scale = self.scale(indicator)
        return mark(
            f"{write(row[part], scale)}{scale.suffix}",
            row[part],
            table="indicators",
            scenario=scenario,
            indicator=indicator,
            year=year,
            part=part,
        )

    def span(self, indicator: str, scenario: str, year: int | None = None) -> Markup:
        """The 5 to 95 % of the members."""
        return Markup(f"{{}}{DASH}{{}}").format(*(self.value(indicator, scenario, year, part) for part in ("low", "high")))

    def change(
        self,
        indicator: str,
        scenario: str,
        year: int | None = None,
        part: str = "median",
        signed: bool = True,
        absolute: bool = False,
    ) -> Markup:
        """What a scenario changes against the reference, with its sign or as a size."""
        year = year or self.findings.last
        row = self.findings.changes.get((scenario, indicator, year))
        if row is None:
            return Markup(MISSING)
        told = write(abs(row[part]) if absolute else row[part], self.points(indicator), signed and not absolute)
        return mark(told, row[part], table="effects", scenario=scenario, indicator=indicator, year=year, part=part)

    def changes(self, indicator: str, scenario: str) -> Markup:
        """The 5 to 95 % of what a scenario changes."""
        low, high = (self.change(indicator, scenario, part=part) for part in ("low", "high"))
        return Markup("{} {} {}").format(low, self.say("to", "至"), high)

    def part(self, indicator: str, group: str, column: str = "mean", signed: bool = True) -> Markup:
        """What a group of levers gives, mean of the members."""
        row = self.findings.parts[indicator, group]
        scale = self.points(indicator) if group not in ("none", "all") else self.scale(indicator)
        return mark(
            f"{write(row[column], scale, signed and group not in ('none', 'all'))}{scale.suffix}",
            row[column],
            table="attribution",
            indicator=indicator,
            group=group,
            part=column,
        )

    def count(self, number: float, what: str) -> Markup:
        """A whole number that was counted."""
        return mark(f"{number:,.0f}", number, counted=what)

    def chance(self, probability: float, **origin: object) -> Markup:
        """A share of the members, in per cent; none or all in words of numbers."""
        return mark(f"{probability:.0%}", probability, **origin)

    def name(self, scenario: str) -> str:
        """The title of a scenario."""
        return str(escape(self.say(self.findings.scenarios[scenario]["en"], self.findings.scenarios[scenario]["zh"])))
