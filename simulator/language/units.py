"""Units that can be written beside an equation."""

from __future__ import annotations

from dataclasses import dataclass


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
    def after(self) -> str:
        """The unit as it follows a number in a sentence; nothing where there is none."""
        return f" {self}" if self.powers else ""

    def __str__(self) -> str:
        above = [base if power == 1 else f"{base}**{power}" for base, power in self.powers if power > 0]
        below = [base if power == -1 else f"{base}**{-power}" for base, power in self.powers if power < 0]
        return "/".join([" * ".join(above) or "1", *below])


one = Unit()
# A place is what a service offers one person: a seat, a place in a nursery, a bed or a rental home.
BASES = ("person", "year", "hour", "yuan", "m2", "place")
person, year, hour, yuan, m2, place = (Unit(((name, 1),)) for name in BASES)
