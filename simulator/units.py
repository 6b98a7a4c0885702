"""Units that can be written beside an equation, and the check that every equation keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.model import Model


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
person, year, hour, yuan, m2 = (Unit(((name, 1),)) for name in ("person", "year", "hour", "yuan", "m2"))
BASES = ("person", "year", "hour", "yuan", "m2")


def check_units(model: Model) -> list[str]:
    """Call every equation with units in place of numbers and list the places where they do not agree."""
    import numpy as np
    import pint

    registry = pint.UnitRegistry(None, cache_folder=None)
    for base in BASES:
        registry.define(f"{base} = [{base}]")
    units = {name: registry.Unit(str(variable.unit)) for name, variable in model.variables.items()}
    wrong = []
    for variable in model.of_kind("equation"):
        values = [registry.Quantity(1.0, units[name]) for name in variable.needs]
        try:
            with np.errstate(all="ignore"):
                found = variable.function(*values)
        except pint.DimensionalityError as error:
            wrong.append(f"{variable.place}: '{variable.name}': {error}; bring both to one unit, and let exp, log and powers "
                         "have none")
            continue
        except (TypeError, ArithmeticError) as error:
            wrong.append(f"{variable.place}: '{variable.name}' cannot be worked out: {error}; mend its expression")
            continue
        got = getattr(found, "units", registry.Unit(""))
        if got != units[variable.name]:
            wrong.append(f"{variable.place}: '{variable.name}' is declared in {variable.unit}, its equation gives {got}; "
                         f"declare it in {got} or convert it in the equation")
    for stock in model.of_kind("stock"):
        for flow in (*stock.inflows, *stock.outflows):
            if units[flow] != units[stock.name] / registry.Unit("year"):
                wrong.append(f"{stock.place}: '{flow}' flows into or out of '{stock.name}' in {model[flow].unit}; "
                             f"it should be in {stock.unit / year}")
    return wrong + check_taken(model)


def check_taken(model: Model) -> list[str]:
    """What is taken from other variables as it is has their unit: totals, measures, references and delays."""
    wrong = []
    for v in model.of_kind("total", "measure", "reference", "delay"):
        expected = model[v.of].unit
        if v.kind == "measure" and v.weight:
            expected = expected * model[v.weight].unit
        if v.kind == "reference" and v.equals:
            if model[v.equals].unit != expected:
                wrong.append(f"{v.place}: '{v.name}' makes '{v.of}' in {expected} equal '{v.equals}' in "
                             f"{model[v.equals].unit}; take two variables of one unit")
        elif v.unit != expected:
            wrong.append(f"{v.place}: '{v.name}' is declared in {v.unit}, what it is taken from gives {expected}; "
                         f"declare it in {expected}")
        if v.kind == "delay" and model[v.time].unit != year:
            wrong.append(f"{v.place}: '{v.name}' is delayed by '{v.time}' in {model[v.time].unit}; a delay time is in year")
    return wrong
