"""Units that can be written beside an equation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.language.errors import ModelError


@dataclass(frozen=True)
class Unit:
    """A product of powers of base units, such as person / year; only its text travels with the model."""

    powers: tuple[tuple[str, int], ...] = ()

    def __mul__(self, other: Unit) -> Unit:
        total = dict(self.powers)
        for base, power in other.powers:
            total[base] = total.get(base, 0) + power
        return Unit(tuple(sorted((base, power) for base, power in total.items() if power)))

    def __pow__(self, power: int) -> Unit:
        return Unit(tuple((base, own * power) for base, own in self.powers))

    def __truediv__(self, other: Unit) -> Unit:
        return self * other**-1

    def __rtruediv__(self, one_over: int) -> Unit:
        return self**-1

    @property
    def is_amount_per_year(self) -> bool:
        """Whether this is an amount of one thing a year, such as person / year: what is counted over a year, not at its end."""
        powers = dict(self.powers)
        return powers.pop("year", 0) == -1 and list(powers.values()) == [1] and not set(powers) & set(TIMES)

    @property
    def after(self) -> str:
        """The unit as it follows a number in a sentence; an empty text for a number without unit."""
        return f" {self}" if self.powers else ""

    def __str__(self) -> str:
        above = [base if power == 1 else f"{base}**{power}" for base, power in self.powers if power > 0]
        below = [base if power == -1 else f"{base}**{-power}" for base, power in self.powers if power < 0]
        return "/".join([" * ".join(above) or "1", *below])


@dataclass(frozen=True)
class Sign:
    """How people write a base unit, by default and in Chinese."""

    en: str
    zh: str


SIGNS: dict[str, Sign] = {}


def unit(name: str, sign: str = "", *, zh: str = "") -> Unit:
    """A new base unit, such as m3 = unit("m3", "m³", zh="立方米"); sectors may declare the same unit in the same way.

    Raises ModelError for a name that is no word, or one that is already written with another sign.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", str(name)):
        raise ModelError(f"unit({name!r}): the name of a unit is one lower-case word; write unit('m3', 'm³')")
    written = Sign(sign or name, zh or sign or name)
    if SIGNS.setdefault(name, written) != written:
        raise ModelError(
            f"unit({name!r}) is already written {SIGNS[name].en} and {SIGNS[name].zh}; give it the same signs, or another name"
        )
    return Unit(((name, 1),))


one = Unit()
# A place is what a service offers one person: a seat, a place in a nursery, a bed or a rental home.
person, place, yuan = unit("person", zh="人"), unit("place", zh="个"), unit("yuan", zh="元")
year, hour, m2 = unit("year", zh="年"), unit("hour", zh="小时"), unit("m2", "m²", zh="平方米")
TIMES = ("year", "hour")
