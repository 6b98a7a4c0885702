"""Checks of units: equations called with pint quantities, flows of stocks, and variables taken from others."""

from __future__ import annotations

from simulator.language.units import one, year
from simulator.model.graph import Model


def check_units(model: Model) -> list[str]:
    """Call every equation with units in place of numbers and list the places where they do not agree."""
    import numpy as np
    import pint

    registry = pint.UnitRegistry(None, cache_folder=None)
    for base in sorted({base for variable in model.variables.values() for base, _ in variable.unit.powers}):
        registry.define(f"{base} = [{base}]")
    units = {name: registry.Unit(str(variable.unit)) for name, variable in model.variables.items()}
    wrong: dict[str, str] = {}
    for variable in model.of_kind("equation"):
        # The members of a family share a place, and what is wrong with it is said of the first.
        if variable.place in wrong:
            continue
        values = [registry.Quantity(1.0, units[name]) for name in variable.needs]
        try:
            with np.errstate(all="ignore"):
                found = variable.function(*values)
        except pint.DimensionalityError as error:
            wrong[variable.place] = f"'{variable.name}': {error}; bring both to one unit, and let exp, log and powers have none"
            continue
        except (TypeError, ArithmeticError) as error:
            wrong[variable.place] = f"'{variable.name}' cannot be worked out: {error}; mend its expression"
            continue
        got = getattr(found, "units", registry.Unit(""))
        if got != units[variable.name]:
            wrong[variable.place] = (
                f"'{variable.name}' is declared in {variable.unit}, its equation gives {got}; "
                f"declare it in {got} or convert it in the equation"
            )
    return [f"{place}: {what}" for place, what in wrong.items()] + check_flows(model) + check_taken(model)


def check_flows(model: Model) -> list[str]:
    """What a stock or pipeline starts from is in its unit, what flows in and out of it in its unit a year."""
    wrong = []
    for v in model.of_kind("stock", "delay"):
        held = v.unit if v.kind == "stock" else v.unit * year
        if v.initial in model.variables and v.initial != v.name and model[v.initial].unit != held:
            wrong.append(f"{v.place}: '{v.name}' starts from '{v.initial}' in {model[v.initial].unit}; it should be in {held}")
    for stock in model.of_kind("stock"):
        wrong += [
            f"{stock.place}: '{flow}' flows into or out of '{stock.name}' in {model[flow].unit}; "
            f"it should be in {stock.unit / year}"
            for flow in (*stock.inflows, *stock.outflows)
            if model[flow].unit != stock.unit / year
        ]
    return wrong


def check_taken(model: Model) -> list[str]:
    """What is taken from other variables as it is has their unit: totals, cohort sums, references, delays and decays."""
    wrong = [
        f"{v.place}: '{v.name}' adds up '{v.of[0]}' in {model[v.of[0]].unit} and '{other}' in {model[other].unit}; "
        "bring both to one unit"
        for v in model.of_kind("sum")
        for other in v.of
        if model[other].unit != model[v.of[0]].unit
    ]
    for v in model.of_kind("total", "cohort_sum", "reference", "delay", "decay", "in_transit", "sum"):
        expected = model[v.of[0] if v.kind == "sum" else v.of].unit
        if v.kind == "decay":
            expected = expected * model[v.rate].unit
            if model[v.rate].unit != one / year:
                wrong.append(f"{v.place}: '{v.name}' leaves at '{v.rate}' in {model[v.rate].unit}; a rate is in 1/year")
        if v.kind == "in_transit":
            expected = expected * year
        if v.kind == "cohort_sum" and v.weight:
            expected = expected * model[v.weight].unit
        if v.kind == "reference" and v.equals:
            if model[v.equals].unit != expected:
                wrong.append(
                    f"{v.place}: '{v.name}' makes '{v.of}' in {expected} equal '{v.equals}' in "
                    f"{model[v.equals].unit}; take two variables of one unit"
                )
        elif v.unit != expected:
            wrong.append(
                f"{v.place}: '{v.name}' is declared in {v.unit}, what it is taken from gives {expected}; declare it in {expected}"
            )
        if v.kind == "delay" and model[v.time].unit != year:
            wrong.append(f"{v.place}: '{v.name}' is delayed by '{v.time}' in {model[v.time].unit}; a delay time is in year")
    return wrong
